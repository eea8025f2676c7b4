"""Schedule SE on a joint return: each spouse's own (IRC 1401, 1402(b)), worked by hand for 2025."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import harvestry
from tax.opening import household

JOINT = "\n[year.2025]\nfiling_status = 'mfj'\n"
ACCOUNTS = (
    '[account.a]\n[account.s]\nowner = "spouse"\n[account.j]\nowner = "joint"\nshare = "0.25"\n'
)


def paid(account: str, usd: int, kind: str = "services") -> str:
    return f"2025-06-05,{account},income:{kind},BTC,1,{account}-{kind},{usd},"


def report(folder: Path, more: str, *rows: str) -> harvestry.Report:
    return household(folder, JOINT + more, *rows, accounts=ACCOUNTS).tax(2025)


def document(folder: Path, more: str, *rows: str) -> Any:
    return report(folder, more, *rows).document


def earnings(folder: Path, more: str, *rows: str) -> tuple[Fraction | None, Fraction | None]:
    """Give line 12 of both schedules, `None` of one that is not there."""
    lines = document(folder, more, *rows)["lines"]
    own, spouses = (lines.get(f"{form}.12") for form in ("schedule_se", "schedule_se_spouse"))
    return (None if own is None else Fraction(own)), (
        None if spouses is None else Fraction(spouses)
    )


def test_each_has_a_base_and_both_one_threshold_of_the_medicare_tax(tmp_path: Path) -> None:
    """150,000 each: 138,525 of net earnings, below the base of 176,100.

    12.4 % is 17,177.10 and 2.9 % 4,017.225: 21,194.325 each. Form 8959: 277,050 - 250,000, 0.9 %.
    300,000 - 21,194.325 - 31,500 = 247,305.675: 35,302 and 24 % of 40,605.675.
    """
    told = document(tmp_path, "", paid("a", 150_000), paid("s", 150_000))
    lines = told["lines"]
    for form in ("schedule_se", "schedule_se_spouse"):
        assert (lines[f"{form}.3"], lines[f"{form}.6"]) == ("150000", "138525")
        assert (lines[f"{form}.10"], lines[f"{form}.11"]) == ("17177.1", "4017.225")
        assert lines[f"{form}.13"] == "10597.1625"
    assert told["se_tax"] == "42388.65"
    assert (lines["form_8959.8"], lines["form_8959.18"]) == ("277050", "243.45")
    assert lines["form_1040.11a"] == "278805.675"
    assert Fraction(told["total_tax"]) == Fraction("45047.362") + Fraction("42388.65") + Fraction(
        "243.45"
    )


def test_each_has_the_least_amount_of_400(tmp_path: Path) -> None:
    """92.35 % of 420 is 387.87: neither has self-employment income (IRC 1402(b)(2)).

    50,840 - 31,500 = 19,340, of which 10 %.
    """
    told = document(tmp_path, "wages = '50000'\n", paid("a", 420), paid("s", 420))
    assert (told["se_tax"], told["total_tax"]) == ("0", "1934")


def test_a_loss_of_one_lowers_not_the_earnings_of_the_other(tmp_path: Path) -> None:
    """60,000 of the spouse's beside a loss of 20,000: 55,410, of which 15.3 %."""
    more = "business_income = '40000'\nspouse_business_income = '60000'\n"
    assert earnings(tmp_path, more) == (None, Fraction("8477.73"))
    assert document(tmp_path, more)["lines"]["form_1040.8"] == "40000"
    other_way = "business_income = '40000'\nspouse_business_income = '-20000'\n"
    assert earnings(tmp_path, other_way) == (Fraction("8477.73"), None)


BASE = 176_100
OF_50_000 = {"with all of the base": Fraction("7064.775"), "without": Fraction("1339.075")}
"""92.35 % are 46,175: 15.3 % of it, or 2.9 %."""


@pytest.mark.parametrize(
    ("spouses", "row", "room"),
    [
        (BASE, paid("a", 50_000), "with all of the base"),
        (0, paid("a", 50_000), "without"),
        (BASE, paid("s", 50_000), "without"),
        (0, paid("s", 50_000), "with all of the base"),
    ],
)
def test_wages_take_the_base_of_the_one_who_earned_them(
    spouses: int, row: str, room: str, tmp_path: Path
) -> None:
    more = f"wages = '{BASE}'\nspouse_wages = '{spouses}'\n"
    assert Fraction(document(tmp_path, more, row)["se_tax"]) == OF_50_000[room]


@pytest.mark.parametrize(("account", "room"), [("s", "with all of the base"), ("a", "without")])
def test_wages_in_the_files_are_of_whose_account_they_come_into(
    account: str, room: str, tmp_path: Path
) -> None:
    rows = paid("a", 50_000), paid(account, BASE, "wages")
    assert Fraction(document(tmp_path, "", *rows)["se_tax"]) == OF_50_000[room]


def test_what_comes_into_a_joint_account_is_of_both_by_its_share(tmp_path: Path) -> None:
    """A quarter of 80,000, and three quarters: 92.35 % and 15.3 % of each."""
    rate = Fraction("0.9235") * Fraction("0.153")
    assert earnings(tmp_path, "", paid("j", 80_000)) == (20_000 * rate, 60_000 * rate)


def test_on_a_separate_return_there_is_one_schedule(tmp_path: Path) -> None:
    apart = JOINT.replace("mfj", "mfs")
    rows = paid("a", 50_000), paid("s", 50_000)
    lines = household(tmp_path, apart, *rows, accounts=ACCOUNTS).tax(2025).document["lines"]
    assert lines["schedule_se.3"] == "50000"
    assert not any(name.startswith("schedule_se_spouse") for name in lines)


def said(told: harvestry.Report) -> list[str]:
    return [each.message for each in told.problems if each.code == "whose-earnings"]


def test_it_is_said_where_nobody_told_whose_wages_they_are_and_it_matters(tmp_path: Path) -> None:
    """Wages of the base beside 50,000: 5,725.70 of self-employment tax more if the spouse's.

    Half of it, 2,862.85, lowers income within the 22 % bracket: 629.827 less.
    """
    wages = f"wages = '{BASE}'\n"
    [message] = said(report(tmp_path, wages, paid("a", 50_000)))
    assert "$5,095.87" in message
    assert "`spouse_wages`" in message
    assert "business_income" not in message
    case = household(tmp_path, JOINT + wages, paid("a", 50_000), accounts=ACCOUNTS)
    assert message in [each.message for each in case.problems()]


@pytest.mark.parametrize(
    "more",
    [
        f"wages = '{BASE}'\nspouse_wages = '0'\n",
        f"wages = '{BASE}'\nspouse_wages = '5'\n",
        "wages = '50000'\n",  # they leave 126,100 of the base, and 46,175 are needed
        "",
    ],
)
def test_it_is_not_said_where_it_is_told_or_changes_nothing(more: str, tmp_path: Path) -> None:
    assert said(report(tmp_path, more, paid("a", 50_000))) == []


def test_it_is_said_of_a_business_too(tmp_path: Path) -> None:
    """A loss of 20,000 told, and 60,000 of the files: whose loss it is nobody knows.

    15.3 % of 92.35 % of 20,000 is 2,825.91; half of it, 1,412.955, lies in the 10 % bracket.
    """
    rows = (paid("a", 60_000),)
    [message] = said(report(tmp_path, "business_income = '-20000'\n", *rows))
    assert "`spouse_business_income`" in message
    assert "wages" not in message
    told = "business_income = '-20000'\nspouse_business_income = '-20000'\n"
    assert said(report(tmp_path, told, *rows)) == []
    assert earnings(tmp_path, told, *rows) == (Fraction("8477.73"), None)


def test_a_single_person_is_not_asked_whose_wages_they_are(tmp_path: Path) -> None:
    alone = JOINT.replace("mfj", "single") + f"wages = '{BASE}'\n"
    assert said(household(tmp_path, alone, paid("a", 50_000)).tax(2025)) == []
