"""What a harvest saves is the difference of two whole returns."""

from pathlib import Path
from typing import Any

import pytest

import harvestry

HISTORY = "time,account,kind,asset,quantity,id,usd\n"
LOSS = "2026-01-05,w,buy,BTC,1,b1,50000\n"
PRICES = "date,asset,close_usd\n2026-12-01,BTC,40000\n"


def harvest(folder: Path, year: str, history: str = LOSS) -> Any:
    (folder / "h.csv").write_text(HISTORY + history)
    (folder / "p.csv").write_text(PRICES)
    (folder / "profile.toml").write_text(f'time_zone = "America/New_York"\n{year}')
    case = harvestry.open_case(
        [folder / "h.csv"],
        as_of="2026-12-01",
        prices=folder / "p.csv",
        profile=folder / "profile.toml",
    )
    return case.harvest()


def saved(report: Any) -> object:
    return report.document["methods"]["fifo"]["summary"][0]["tax_saved"]


@pytest.mark.parametrize(
    ("year", "history", "expected"),
    [
        # 3,000 of the 10,000 against wages taxed at 22 %.
        ("wages = '100000'", LOSS, "660"),
        # All 10,000 against a short-term gain of 12,000, at 24 %.
        ("wages = '150000'\nother_short = '12000'", LOSS, "2400"),
        # Against long-term gain that is taxed at 0 %: nothing.
        ("wages = '40000'\nother_long = '10000'", LOSS, "0"),
        # Against long-term gain taxed at 15 %, and no further.
        ("wages = '100000'\nother_long = '10000'", LOSS, "1500"),
        # Net investment income tax comes on top: 18.8 %.
        ("wages = '300000'\nother_long = '10000'", LOSS, "1880"),
        # Married separately 1,500, at 22 %.
        ("wages = '100000'\nfiling_status = 'mfs'", LOSS, "330"),
    ],
)
def test_the_saving_is_the_difference_of_two_returns(
    tmp_path: Path, year: str, history: str, expected: str
) -> None:
    status = "" if "filing_status" in year else "filing_status = 'single'\n"
    report = harvest(tmp_path, f"[year.2026]\n{status}{year}\n", history)
    assert saved(report) == expected


def test_what_is_washed_saves_nothing(tmp_path: Path) -> None:
    """One lot with a loss of 10,000, and 0.4 BTC bought within 30 days at a gain of 6,000.

    0.4 of the loss is disallowed, 4,000: 6,000 are left. Selling the new units too would leave
    4,000, so FIFO stops behind the first lot.
    """
    history = LOSS + "2026-11-20,w,buy,BTC,0.4,b2,10000\n"
    year = "[year.2026]\nfiling_status = 'single'\nwages = '100000'\nother_short = '6000'\n"
    report = harvest(tmp_path, year, history)
    row = report.document["methods"]["fifo"]["summary"][0]
    assert row["loss_left"] == "-6000"
    assert row["tax_saved"] == "1320"  # 6,000 at 22 %


def test_without_a_return_the_saving_is_unknown_and_it_is_said(tmp_path: Path) -> None:
    report = harvest(tmp_path, "")
    assert saved(report) is None
    assert any("put [year.2026]" in note for note in report.tables[0].notes)


def test_all_together_is_said_with_what_goes_on(tmp_path: Path) -> None:
    year = "[year.2026]\nfiling_status = 'single'\nwages = '100000'\n"
    notes = " ".join(harvest(tmp_path, year).tables[0].notes)
    # 83,900 taxable: 5,800 + 22 % of 33,500 = 13,170.
    assert "$13,170.00 without, $12,510.00 with, $660.00 saved" in notes
    assert "$7,000.00 of loss would be carried into 2027" in notes


def test_a_long_term_loss_meets_long_term_gain_first(tmp_path: Path) -> None:
    """10,000 against 12,000 long-term at 15 %; the 12,000 short-term at 24 % stay."""
    year = "wages = '150000'\nother_short = '12000'\nother_long = '12000'\n"
    profile = f"[year.2026]\nfiling_status = 'single'\n{year}"
    assert saved(harvest(tmp_path, profile, LOSS)) == "2400"
    assert saved(harvest(tmp_path, profile, LOSS.replace("2026-01-05", "2024-01-05"))) == "1500"


def test_the_estimate_tells_what_locking_in_today_would_change(tmp_path: Path) -> None:
    """13,170 on 83,900, 12,510 with 3,000 of the loss: asked for by its last date is 90 % of it."""
    harvest(tmp_path, "[year.2026]\nfiling_status = 'single'\nwages = '100000'\n")
    case = harvestry.open_case(
        [tmp_path / "h.csv"],
        as_of="2026-12-01",
        prices=tmp_path / "p.csv",
        profile=tmp_path / "profile.toml",
    )
    report = case.estimate(2026)
    after = report.document["after_harvest"]
    assert (report.document["expected_tax"], after["expected_tax"]) == ("13170", "12510")
    # 11,259 less three regular instalments of 2,814.75.
    assert after["installments"][3]["annualised"] == "2814.75"
    (table,) = report.tables
    said = " ".join(table.notes)
    assert "$660.00 less tax" in said
    assert "a penalty is possible" in said


@pytest.mark.parametrize(("more", "what"), [("", "all of it"), ("OLD", "all of it that is known")])
def test_all_of_it_is_said_to_be_what_is_known_where_a_holding_has_no_price(
    tmp_path: Path, more: str, what: str
) -> None:
    unpriced = f"2026-01-05,w,buy,{more},7,b2,900\n" if more else ""
    status = "[year.2026]\nfiling_status = 'single'\nwages = '100000'\n"
    report = harvest(tmp_path, status, LOSS + unpriced)
    notes = [note for table in report.tables for note in table.notes]
    assert any(each.startswith(f"Selling {what} by the orders in force: ") for each in notes)
