"""Methods side by side, worked by hand on three lots and one sale."""

from pathlib import Path
from typing import Any

import harvestry
from tax.opening import HEADER, household

PROFILE = "[year.2026]\nfiling_status = 'single'\nwages = '100000'\n"
LOTS = (
    "2024-01-05,w,buy,BTC,1,old,20000,",
    "2026-02-05,w,buy,BTC,1,high,60000,",
    "2026-06-05,w,buy,BTC,1,last,35000,",
)
SALE = "2026-12-01,w,sell,BTC,1,s,50000,"


def methods(folder: Path, *rows: str) -> Any:
    return household(folder, PROFILE, *rows).compare(2026).document["methods"]


def test_gains_and_tax_by_each_method(tmp_path: Path) -> None:
    """Tax without the sale: 83,900 taxable, 13,170.

    FIFO: 30,000 long at 15 %, 4,500 more. LIFO: 15,000 short at 22 %, 3,300 more.
    HIFO: a loss of 10,000, of which 3,000 count: 12,510.
    """
    told = methods(tmp_path, *LOTS, SALE)
    assert list(told) == ["in_force", "fifo", "lifo", "hifo"]
    gains = {name: (each["short_term"], each["long_term"]) for name, each in told.items()}
    assert gains == {
        "in_force": ("0", "30000"),
        "fifo": ("0", "30000"),
        "lifo": ("15000", "0"),
        "hifo": ("-10000", "0"),
    }
    tax = {name: each["total_tax"] for name, each in told.items()}
    assert tax == {"in_force": "17670", "fifo": "17670", "lifo": "16470", "hifo": "12510"}
    assert told["hifo"]["less_tax_than_in_force"] == "5160"
    assert told["hifo"]["short_term_carryover"] == "7000"


def test_of_a_joint_account_its_part_counts(tmp_path: Path) -> None:
    """Half of 50,000 less 20,000 sold, half of 40,000 less 35,000 and 60,000 still held."""
    (tmp_path / "accounts.toml").write_text('[account.w]\nowner = "joint"\nshare = "0.5"\n')
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-12-31,BTC,40000\n")
    (tmp_path / "own.csv").write_text(HEADER + "".join(f"{row}\n" for row in (*LOTS, SALE)))
    (tmp_path / "profile.toml").write_text("time_zone = 'UTC'\n" + PROFILE)
    told = harvestry.open_case([tmp_path], as_of="2026-12-31").compare(2026).document["methods"]
    assert (told["fifo"]["long_term"], told["fifo"]["unrealised"]) == ("15000", "-7500")


def test_what_stays_unrealised_is_unknown_without_a_price_and_a_known_part_is_said(
    tmp_path: Path,
) -> None:
    """Of three lots FIFO sells the first; 40,000 less 60,000 and 40,000 less 35,000 stay."""
    unpriced = household(tmp_path, PROFILE, *LOTS, SALE).compare(2026)
    assert [
        (each["unrealised"], each["held_unknown"]) for each in unpriced.document["methods"].values()
    ] == [(None, 2)] * 4
    gone = "2026-02-05,w,buy,OLD,7,gone,100,"
    (tmp_path / "history.csv").write_text(HEADER + "\n".join((*LOTS, gone, SALE)) + "\n")
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-12-31,BTC,40000\n")
    partly = harvestry.open_case([tmp_path], as_of="2026-12-31").compare(2026)
    fifo = partly.document["methods"]["fifo"]
    assert (fifo["unrealised"], fifo["held_unknown"]) == ("-15000", 1)
    (table,) = partly.tables
    assert any("a known part" in note for note in table.notes)


def test_an_unknown_tax_has_its_reason(tmp_path: Path) -> None:
    report = household(tmp_path, "", *LOTS, SALE).compare(2026)
    assert report.document["methods"]["fifo"]["total_tax"] is None
    assert report.document["methods"]["fifo"]["long_term"] == "30000"
    assert "profile-year-missing" in {each.code for each in report.problems}


def test_specific_stands_beside_where_a_sale_names_lots(tmp_path: Path) -> None:
    (tmp_path / "named.csv").write_text(
        "time,account,kind,asset,quantity,id,usd,lots\n"
        + "".join(f"{row}\n" for row in (*LOTS, SALE + "last:1"))
    )
    (tmp_path / "profile.toml").write_text('time_zone = "America/New_York"\n' + PROFILE)
    case = harvestry.open_case(
        [tmp_path / "named.csv"], as_of="2026-12-31", profile=tmp_path / "profile.toml"
    )
    told = case.compare(2026).document["methods"]
    assert told["specific"]["short_term"] == told["in_force"]["short_term"] == "15000"
    assert told["fifo"]["long_term"] == "30000"
