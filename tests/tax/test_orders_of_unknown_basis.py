"""Highest cost first while a lot of unknown basis lies beside: which units went is not known.

Reg. 1.1012-1(j)(3)(i): a standing order identifies the units; which are the dearest hangs on what
each cost. Taxes by hand: single, 2025, deduction 15,750, 10 % of 11,925, then 12 %.
"""

from pathlib import Path

import pytest

import harvestry
from harvestry.case.report import Report
from harvestry.reports.until_mended import Until, until_mended
from harvestry.units.problems import Problem, Severity
from tax.opening import household

CODE = "order-of-unknown-basis"
HEADER = "time,account,kind,asset,quantity,id,usd,lots\n"
HIFO = '[account.w]\nkind = "wallet"\nlots = "hifo"\nlots_from = 2025-01-01\n'
PROFILE = "[year.2025]\nfiling_status = 'single'\nwages = '50000'\n"
KNOWN = "2025-01-05,w,buy,X,1,a,100,"
UNKNOWN = "2025-01-06,w,buy,X,1,b,,"
SOLD = "2025-06-05,w,sell,X,1,s,5000,"


def opened(folder: Path, *rows: str, accounts: str = HIFO) -> harvestry.Case:
    return household(folder, PROFILE, *rows, header=HEADER, accounts=accounts)


def said(report: Report) -> list[Problem]:
    return [each for each in report.problems if each.code == CODE]


def test_neither_the_tax_nor_a_row_is_complete(tmp_path: Path) -> None:
    """As it went 4,900 are gained: 54,900 - 15,750 = 39,150, so 1,192.50 + 3,267.

    Had `b` cost 9,000 it went, at a loss of which 3,000 count: 31,250, so 1,192.50 + 2,319.
    """
    case = opened(tmp_path, KNOWN, UNKNOWN, SOLD)
    tax = case.tax(2025)
    assert tax.document["total_tax"] is None
    assert tax.document["range"] is None
    assert tax.document["as_lots_went"] == {"low": "4459.5", "high": "4459.5"}
    (unknown,) = (each for each in tax.problems if each.code == "tax-unknown")
    assert "$4,459.50 as lots went" in unknown.message
    assert (unknown.tax_low, unknown.tax_high) == (None, None)
    for report in (tax, case.gains(2025), case.forms(2025), case.compare(2025), case.check()):
        (problem,) = said(report)
        assert (problem.row, until_mended(problem)) == (3, Until.DOUBT)
        assert "(s) went by the order HIFO, while lot b there had an unknown" in problem.message
        assert not report.complete
    dear = opened(tmp_path, KNOWN, UNKNOWN.replace("b,", "b,9000"), SOLD).tax(2025)
    assert (dear.document["total_tax"], dear.document["as_lots_went"]) == ("3511.5", None)
    assert not said(dear)


def test_a_range_is_no_bound(tmp_path: Path) -> None:
    """Had `b` cost 150 it went whole, and only half of `a`, which is long-term: another tax."""
    old = KNOWN.replace("2025", "2020")
    tax = opened(tmp_path, old, UNKNOWN, "2025-06-05,w,sell,X,1.5,s,7500,").tax(2025)
    assert tax.document["range"] is None
    went = tax.document["as_lots_went"]
    assert went["low"] != went["high"]
    assert said(tax)
    notes = " ".join(note for table in tax.tables for note in table.notes)
    assert "That is no bound." in notes


@pytest.mark.parametrize(
    "rows",
    [
        (UNKNOWN, SOLD),  # nothing else to choose
        (UNKNOWN, SOLD.replace("X,1,", "X,0.5,")),
        (KNOWN, UNKNOWN, SOLD.replace("X,1,", "X,2,")),  # all of it goes
        (KNOWN, UNKNOWN, f"{SOLD}a:1"),  # named
        (KNOWN, "2025-06-06,w,buy,X,1,b,,", SOLD),  # not there yet
        (KNOWN, UNKNOWN, "2025-02-05,w,gift-out,X,1,g,,b:1", SOLD),  # there no more
    ],
)
def test_nothing_is_said_where_there_was_no_choice(tmp_path: Path, rows: tuple[str, ...]) -> None:
    assert not said(opened(tmp_path, *rows).check())


def test_first_in_first_out_asks_for_no_cost(tmp_path: Path) -> None:
    plain = '[account.w]\nkind = "wallet"\n'
    case = opened(tmp_path, KNOWN, UNKNOWN, SOLD, accounts=plain)
    assert not said(case.check())
    assert case.tax(2025).document["total_tax"] == "4459.5"
    methods = case.compare(2025).document["methods"]
    unsure = {name: each["order_unknown"] for name, each in methods.items()}
    assert unsure == {"in_force": 0, "fifo": 0, "lifo": 0, "hifo": 1}
    assert methods["hifo"]["total_tax"] is None


def test_it_is_said_once_an_account_and_asset(tmp_path: Path) -> None:
    """What leaves as a gift, a fee or by what names leave open goes by the order, too."""
    rows = (
        "2025-01-05,w,buy,X,9,a,900,",
        UNKNOWN,
        SOLD,
        "2025-06-06,w,gift-out,X,1,g,,",
        "2025-06-07,w,fee,X,1,f,100,",
        "2025-06-08,w,sell,X,2,t,9000,a:1",
    )
    (problem,) = said(opened(tmp_path, *rows).check())
    assert problem.about == "s"
    assert "So 3 more rows are of X in w." in problem.message


def test_in_a_retirement_account_no_figure_of_a_return_hangs_on_it(tmp_path: Path) -> None:
    ira = HIFO + 'treatment = "roth-ira"\n'
    case = opened(tmp_path, KNOWN, UNKNOWN, SOLD, accounts=ira)
    (problem,) = said(case.check())
    assert problem.severity is Severity.WARNING
    assert case.tax(2025).document["as_lots_went"] is None


def test_a_year_before_is_certain(tmp_path: Path) -> None:
    early = "2025-02-05,w,sell,X,1,e,5000,"
    rows = ("2024-12-05,w,buy,X,2,a,200,", early, UNKNOWN.replace("2025", "2026"))
    case = opened(tmp_path, *rows, SOLD.replace("2025", "2026"))
    assert case.tax(2025).document["total_tax"] == "4459.5"
    assert said(case.tax(2025))


POOLS = """
[account.A]
kind = "wallet"
[account.B]
kind = "wallet"
[pools]
before_2025 = "universal"
[[pools.allocation]]
asset = "X"
kind = "global"
described = 2024-12-20
completed = 2025-02-01
rule = "{}"
"""
PLACED = ("2020-01-05,A,buy,X,1,a,100,", "2021-01-06,B,buy,X,2,b,{},")
SOLD_OF_B = "2025-06-05,B,sell,X,1,s,5000,"


@pytest.mark.parametrize("rule", ["highest-to-largest", "lowest-to-largest"])
def test_an_allocation_by_basis_hangs_on_it_too(tmp_path: Path, rule: str) -> None:
    """Rev. Proc. 2024-28 s. 5.02(3): the rule places by basis, and of `b` it is unknown."""
    rows = (*(each.format("") for each in PLACED), SOLD_OF_B)
    case = opened(tmp_path, *rows, accounts=POOLS.format(rule))
    (problem,) = said(case.tax(2025))
    assert (problem.file, problem.about) == ("accounts.toml", "A:X")
    assert f"the allocation, {rule}, placed lots of X" in problem.message
    assert case.tax(2025).document["total_tax"] is None
    told = (*(each.format("6000") for each in PLACED), SOLD_OF_B)
    known = opened(tmp_path, *told, accounts=POOLS.format(rule)).tax(2025)
    assert not said(known)
    assert known.document["total_tax"] is not None


def test_an_allocation_into_one_account_places_nothing_by_cost(tmp_path: Path) -> None:
    rows = ("2020-01-05,B,buy,X,1,a,100,", PLACED[1].format(""))
    accounts = POOLS.format("highest-to-largest")
    assert not said(opened(tmp_path, *rows, SOLD_OF_B, accounts=accounts).check())
