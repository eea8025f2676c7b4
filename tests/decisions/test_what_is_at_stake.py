"""What is told to be at stake, worked out by hand: its ends, where it has none, and its order."""

from pathlib import Path

from decisions.households import Household, at_most, ends, problems, row
from decisions.rows_to_mend import BUY, LATER, SENT, SOLD, STAKED
from decisions.unmatched_households import ARRIVED
from harvestry.units.exact import money_of


def test_what_is_at_stake_is_the_difference_of_two_whole_returns(tmp_path: Path) -> None:
    """Single, wages of 150,000 in 2025: 24 % (Rev. Proc. 2024-40), and a loss counts to 3,000.

    Of unknown basis were units sold for 10,000: a short-term gain of all of it at the most, a loss
    without end at the least.
    """
    rows = (
        row("2025-03-05T00:00:00Z", "a", "deposit", "BTC", "1", id="d1"),
        row("2025-06-05T00:00:00Z", "a", "sell", "BTC", "1", id="s1", usd="10000"),
    )
    profile = '[year.2025]\nfiling_status = "single"\nwages = "150000"\n'
    household = Household({"h.csv": rows}, profile=profile)
    least, most = ends(problems(household.opened(tmp_path))["unmatched-deposit:d1"])
    income = money_of("90000")  # at the highest price known the units were worth that as income
    assert most - least > money_of("3120")
    bought = household.opened(tmp_path, ("unmatched-deposit:d1", "bought", "0"))
    free = money_of(bought.tax(2025).document["total_tax"])
    assert free - least == money_of("3120")
    assert most > free + income * 24 // 100


def test_without_an_upper_end_the_most_is_unknown(tmp_path: Path) -> None:
    household = Household({"h.csv": (STAKED,)}, prices="date,asset,close_usd\n")
    problem = problems(household.opened(tmp_path))["missing-price:i1"]
    assert problem["tax_high"] is None


def test_of_what_was_lost_within_an_account_the_stake_is_unknown_until_its_value_is_told(
    tmp_path: Path,
) -> None:
    """The row tells of the whole that was sent, and the fee is what did not come back of it."""
    rows = (
        BUY,
        row("2024-03-04T23:00:00Z", "a", "withdrawal", "BTC", "1", id="w1", hash="0xab"),
        row("2024-03-04T23:30:00Z", "a", "deposit", "BTC", "0.99", id="d1", hash="0xab"),
    )
    household = Household({"h.csv": rows}, prices="date,asset,close_usd\n2025-12-01,BTC,90000\n")
    lost = problems(household.opened(tmp_path))["missing-price:w1"]
    assert (lost["tax_low"], lost["tax_high"]) == (None, None)
    told = household.opened(tmp_path, ("missing-price:w1", "value", "600"))
    assert "missing-price:w1" not in problems(told)
    assert at_most(told) is not None


def test_without_a_year_nothing_is_known_to_be_at_stake(tmp_path: Path) -> None:
    household = Household(ARRIVED.files, profile="")
    report = household.opened(tmp_path).check()
    problem = next(
        each for each in report.document["problems"] if each["id"] == "unmatched-deposit:d1"
    )
    assert (problem["tax_low"], problem["tax_high"]) == (None, None)
    assert any("no year" in note for table in report.tables for note in table.notes)


def test_the_most_at_stake_stands_first_and_notes_last(tmp_path: Path) -> None:
    rows = (
        *(BUY, SENT, LATER, SOLD, STAKED),
        row("2024-03-06T00:00:00Z", "a", "deposit", "BTC", "0.01", id="d3"),
    )
    closes = "date,asset,close_usd\n2026-12-31,BTC,90000\n2026-12-31,ETH,2500\n"
    listed = Household({"h.csv": rows}, prices=closes).opened(tmp_path).check().document["problems"]
    known = [
        money_of(each["tax_high"]) - money_of(each["tax_low"])
        for each in listed
        if each["severity"] == "error" and each["tax_high"] is not None
    ]
    assert len(known) == 3
    assert known == sorted(known, reverse=True)
    order = [("error", "warning", "note").index(each["severity"]) for each in listed]
    assert order == sorted(order)


def test_while_a_value_has_no_end_that_is_said_of_the_others(tmp_path: Path) -> None:
    rows = (BUY, SENT, LATER, SOLD, STAKED)
    household = Household({"h.csv": rows}, prices="date,asset,close_usd\n2026-12-31,BTC,90000\n")
    report = household.opened(tmp_path).check()
    first, *rest = report.document["problems"]
    assert (first["id"], first["tax_high"]) == ("missing-price:i1", None)
    assert first["tax_low"] is not None
    sent = next(each for each in rest if each["id"] == "unmatched-withdrawal:w2")
    assert (sent["tax_low"], sent["tax_high"]) == (None, None)
    assert any("no upper end" in note for table in report.tables for note in table.notes)
