"""What a plan's sales come to under the other regime: the same sales in books of their own.

Of 2026, single, wages of 100,000: 83,900 taxable, 5,800 + 22 % of 33,500 = 13,170 of tax; up to
105,700 more of it is taxed at 22 %.
"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import harvestry
from harvestry.harvest.planned_sales import Realised
from harvestry.law.regime import CURRENT_LAW
from harvestry.reports.same_sales import PlanOutcome, together_sentence
from harvestry.sample.household import write_household
from harvestry.units.exact import DOLLAR

HEADER = "time,account,kind,asset,quantity,id,usd\n"
ACCOUNTS = '[account.coinbase]\n[account.kraken]\n[account.ira]\ntreatment = "traditional-ira"\n'
PROFILE = (
    'time_zone = "UTC"\n[year.2026]\nfiling_status = "single"\nwages = "100000"\n'
    'other_short = "%s"\n'
)
PRICES = "date,asset,close_usd\n2026-12-01,BTC,40000\n"
PLAN, LAW = "from:2026-01-01", "current-law"

BOUGHT = "2026-01-01,coinbase,buy,BTC,1,b1,50000\n"
NEAR = "2026-11-21,ira,buy,BTC,0.4,r1,16000\n"
SOLD_BEFORE = (
    "2026-02-01,coinbase,buy,BTC,1,b1,60000\n"
    "2026-03-01,coinbase,sell,BTC,1,s1,50000\n"
    "2026-03-10,coinbase,buy,BTC,1,b2,52000\n"
)


def harvest(folder: Path, rows: str, gain: str | None = "12000", wash: str | None = None) -> Any:
    (folder / "history.csv").write_text(HEADER + rows)
    (folder / "accounts.toml").write_text(ACCOUNTS)
    (folder / "prices.csv").write_text(PRICES)
    profile = 'time_zone = "UTC"\n' if gain is None else PROFILE % gain
    (folder / "profile.toml").write_text(profile)
    return harvestry.open_case([folder], as_of="2026-12-01", wash=wash).harvest()


def same_sales(report: Any) -> Any:
    return report.document["other_regime"]["same_sales"]


def told(report: Any) -> str:
    return " ".join(note for table in report.tables for note in table.notes)


def all_of_it(report: Any) -> str:
    """Give the first sentence of the sheet `Summary by FIFO`."""
    sheet = next(sheet for sheet in report.sheets if sheet.title == "Summary by FIFO")
    return str(sheet.notes[0])


def test_a_loss_that_only_a_precaution_disallows_is_allowed_beside(tmp_path: Path) -> None:
    """A loss of 10,000; the IRA bought 0.4 ten days before: 4,000 of it are lost, if coins count.

    At 22 % the 6,000 that are left save 1,320, and all 10,000 save 2,200, of a tax of
    13,170 + 22 % of 12,000 = 15,810.
    """
    report = harvest(tmp_path, BOUGHT + NEAR)
    own = {"regime": PLAN, "short": "-6000", "long": "0", "net": "-6000"}
    other = {"regime": LAW, "short": "-10000", "long": "0", "net": "-10000"}
    expected = {
        "own": {**own, "tax_before": "15810", "tax_after": "14490", "saved": "1320"},
        "other": {**other, "tax_before": "15810", "tax_after": "13610", "saved": "2200"},
    }
    assert same_sales(report) == {"in_force": expected, "fifo": expected, "lifo": expected}
    (row,) = report.document["methods"]["fifo"]["summary"]
    assert (row["loss_left"], row["loss_left_other_regime"]) == ("-6000", "-10000")
    assert (row["tax_saved"], row["tax_saved_other_regime"]) == ("1320", "2200")
    (now,) = report.document["in_force"]
    assert (now["in_force_locks_in"], now["in_force_other_regime"]) == ("-6000", "-10000")
    assert (
        "The same sales under current-law: together \N{MINUS SIGN}10,000.00 loss instead of "
        "\N{MINUS SIGN}6,000.00 loss; federal tax $15,810.00 without, $13,610.00 with, "
        "$2,200.00 of federal tax saved, $880.00 more."
    ) in told(report)


def test_a_plan_under_the_law_has_the_precaution_beside(tmp_path: Path) -> None:
    report = harvest(tmp_path, BOUGHT + NEAR, wash=LAW)
    plan = same_sales(report)["in_force"]
    came = {each["regime"]: (each["net"], each["saved"]) for each in (plan["own"], plan["other"])}
    assert list(came.items()) == [(LAW, ("-10000", "2200")), (PLAN, ("-6000", "1320"))]


@pytest.mark.parametrize("wash", [None, LAW])
@pytest.mark.parametrize(("rows", "count"), [(BOUGHT + NEAR, 1), (BOUGHT, 0)])
def test_what_speaks_against_a_planned_loss_that_hangs_on_the_regime_is_named(
    tmp_path: Path, rows: str, count: int, wash: str | None
) -> None:
    """Nothing was sold yet: the IRA's purchase washes what is to be sold, if coins count."""
    report = harvest(tmp_path, rows, wash=wash)
    assert len(report.document["other_regime"]["cautions"]) == count
    assert told(report).count("economic substance") == count


def test_books_that_differ_are_sold_from_each_in_its_own(tmp_path: Path) -> None:
    """10,000 of an earlier loss joined the basis of 52,000 if coins count, else it was taken.

    Sold at 40,000 that is 22,000 or 12,000, of 20,000 or, the earlier loss taken, of 10,000 of
    gain. Either way 2,000 of loss are left at the end: 13,170 - 22 % of 2,000 = 12,730.
    """
    plan = same_sales(harvest(tmp_path, SOLD_BEFORE, "20000"))["in_force"]
    own, other = plan["own"], plan["other"]
    assert (own["net"], own["tax_before"], own["tax_after"]) == ("-22000", "17570", "12730")
    assert (other["net"], other["tax_before"], other["tax_after"]) == ("-12000", "15370", "12730")
    assert (own["saved"], other["saved"]) == ("4840", "2640")


@pytest.mark.parametrize("rows", [BOUGHT + NEAR, SOLD_BEFORE])
def test_it_is_what_a_plan_under_that_regime_says_of_the_sale(tmp_path: Path, rows: str) -> None:
    (row,) = harvest(tmp_path, rows).document["methods"]["lifo"]["summary"]
    (law,) = harvest(tmp_path, rows, wash=LAW).document["methods"]["lifo"]["summary"]
    assert row["quantity_to_sell_for_it"] == law["quantity_to_sell_for_it"] == "1"
    assert row["loss_left_other_regime"] == law["loss_left"]
    assert row["tax_saved_other_regime"] == law["tax_saved"]


def test_all_together_a_purchase_replaces_once(tmp_path: Path) -> None:
    """Two losses of 10,000 and one purchase of 0.4: 4,000 of each alone, 4,000 of both together."""
    other = BOUGHT.replace("coinbase", "kraken").replace("b1", "b2")
    report = harvest(tmp_path, BOUGHT + other + NEAR)
    rows = report.document["methods"]["fifo"]["summary"]
    assert [row["loss_left"] for row in rows] == ["-6000", "-6000"]
    plan = same_sales(report)["fifo"]
    assert (plan["own"]["net"], plan["other"]["net"]) == ("-16000", "-20000")
    assert "Sold together they come to \N{MINUS SIGN}16,000.00 loss, for a" in told(report)
    assert "sold alone" not in told(harvest(tmp_path, BOUGHT + NEAR))


def test_without_a_return_the_losses_stand_and_the_tax_is_unknown(tmp_path: Path) -> None:
    report = harvest(tmp_path, BOUGHT + NEAR, None)
    other = same_sales(report)["in_force"]["other"]
    assert other["net"] == "-10000"
    assert (other["tax_before"], other["tax_after"], other["saved"]) == (None, None, None)
    (row,) = report.document["methods"]["fifo"]["summary"]
    assert row["tax_saved_other_regime"] is None
    assert (
        "The same sales under current-law: together \N{MINUS SIGN}10,000.00 loss instead of "
        "\N{MINUS SIGN}6,000.00 loss."
    ) in told(report)


def test_an_unknown_row_is_unknown_under_either_regime(tmp_path: Path) -> None:
    assert all_of_it(harvest(tmp_path, BOUGHT + NEAR)) == (
        "All of it, sold together by FIFO: \N{MINUS SIGN}6,000.00 loss, $1,320.00 of federal tax "
        "saved under from:2026-01-01; \N{MINUS SIGN}10,000.00 loss, $2,200.00 of federal tax "
        "saved under current-law."
    )
    unknown = "2026-01-01,kraken,deposit,BTC,1,d1,\n"
    report = harvest(tmp_path, BOUGHT + NEAR + unknown)
    rows = {row["account"]: row for row in report.document["methods"]["fifo"]["summary"]}
    assert rows["kraken"]["loss_left_other_regime"] is None
    assert rows["kraken"]["tax_saved_other_regime"] is None
    assert rows["coinbase"]["loss_left_other_regime"] == "-10000"
    assert all_of_it(report).startswith("All of it that is known, sold together by FIFO: ")


def test_where_nothing_differs_that_is_said(tmp_path: Path) -> None:
    report = harvest(tmp_path, BOUGHT)
    assert (
        "The same sales under current-law come to the same: together "
        "\N{MINUS SIGN}10,000.00 loss, $2,200.00 of federal tax saved."
    ) in told(report)
    plan = same_sales(report)["in_force"]
    assert plan["other"] == {**plan["own"], "regime": LAW}


def test_where_nothing_is_to_be_sold_nothing_is_said(tmp_path: Path) -> None:
    report = harvest(tmp_path, BOUGHT.replace("50000", "30000"))
    assert "The same sales" not in told(report)
    assert same_sales(report)["in_force"]["other"]["net"] == "0"


def test_a_summary_has_what_to_sell_first_and_the_greatest_loss_on_top(tmp_path: Path) -> None:
    """At 40,000 a loss of 10,000, one of 20,000, a gain of 10,000, and one nobody knows."""
    rows = (
        BOUGHT
        + "2026-01-01,kraken,buy,BTC,1,b2,60000\n"
        + "2026-01-01,a,buy,BTC,1,b3,30000\n"
        + "2026-01-01,z,deposit,BTC,1,d1,\n"
    )
    summary = harvest(tmp_path, rows).document["methods"]["fifo"]["summary"]
    assert [row["account"] for row in summary] == ["kraken", "coinbase", "z", "a"]


def test_sold_for_real_the_sample_comes_to_what_was_said(tmp_path: Path) -> None:
    """The sales are written into a file as if they had been made; gains and tax are read anew."""
    write_household(tmp_path)
    told = harvestry.open_case([tmp_path], as_of="2026-11-22").harvest().document
    made = [
        f"2026-11-22T23:59:59-05:00,{row['account']},sell,{row['asset']},{units},sale-{n},"
        f"{Decimal(units) * Decimal(row['price'])}\n"
        for n, row in enumerate(told["in_force"])
        if (units := row["in_force_sell"]) not in (None, "0")
    ]
    (tmp_path / "made.csv").write_text(HEADER + "".join(made))
    plan = told["other_regime"]["same_sales"]["in_force"]
    assert plan["own"]["net"] != plan["other"]["net"]
    for said in plan.values():
        case = harvestry.open_case([tmp_path], as_of="2026-11-22", wash=said["regime"])
        rows = case.gains(2026).document["rows"]
        net = sum(Decimal(row["gain"]) for row in rows if row["disposal"].startswith("sale-"))
        assert abs(net - Decimal(said["net"])) < Decimal("1e-12")
        tax = Decimal(case.tax(2026).document["total_tax"])
        assert abs(tax - Decimal(said["tax_after"])) < Decimal("1e-12")


@pytest.mark.parametrize(
    ("alone", "said"), [(-5, [", for a purchase replaces once."]), (-9, ["."]), (-7, [])]
)
def test_what_rows_come_to_together_is_said_where_it_is_not_their_sum(
    alone: int, said: list[str]
) -> None:
    outcome = PlanOutcome(CURRENT_LAW, Realised(-7 * DOLLAR, None), None, None)
    begins = "Each row is told as sold alone. Sold together they come to \N{MINUS SIGN}7.00 loss"
    assert list(together_sentence(alone * DOLLAR, outcome)) == [f"{begins}{why}" for why in said]
