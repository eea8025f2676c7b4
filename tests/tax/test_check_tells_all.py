"""What any report says of files and settings is in `check` of the same files (docs/problems.md)."""

from collections.abc import Callable
from pathlib import Path

import pytest

import harvestry
from harvestry.reports.until_mended import OF_A_REPORT
from harvestry.units.problems import Severity
from tax.opening import household

HEADER = (
    "time,account,kind,asset,quantity,id,usd,acquired,fee_usd,form_proceeds,form_basis,"
    "form_basis_reported,form,adjust\n"
)
ROWS = (
    "2023-01-05,k,buy,BTC,9,b1,90000,,,,,,,",
    "2024-02-05,k,sell,BTC,1,l1,4000,,,,,,,",  # a loss of 6000: 3000 of it goes on to 2025
    "2025-02-05,k,donation,BTC,1,d1,30000,,,,,,,",
    "2025-02-06,k,sell,BTC,1,s1,30000,,10,30500,,,,A:1",
    "2025-02-07,k,sell,BTC,1,s3,30000,,,,,,,",
    "2025-02-07,k,spend,EUR,5,e1,10,,,,,,,",
    "2025-02-08,k,opening,ETH,1,o1,,,,,,,,",
    "2025-02-09,k,sell,ETH,1,s2,500,,,500,400,true,1099-da,",
    "2025-02-10,k,income:staking,SOL,1,i1,,,,,,,,",
)
PROFILE = """
[year.2024]
filing_status = "single"
wages = "60000"
[year.2025]
filing_status = "single"
wages = "60000"
business_income = "-900000"
carryover_short = "1"
carryover_long = "0"
"""
ACCOUNTS = '[account.k]\nkind = "exchange"\n'

REPORTS: dict[str, Callable[[harvestry.Case], harvestry.Report]] = {
    **{f"gains {year}": lambda case, y=year: case.gains(y) for year in (2024, 2025, None)},
    **{f"tax {year}": lambda case, y=year: case.tax(y) for year in (2024, 2025, 2026)},
    "forms": lambda case: case.forms(2025),
    "income": lambda case: case.income(None),
    "lots": lambda case: case.lots(),
    "balances": lambda case: case.balances(),
    "compare": lambda case: case.compare(2025),
    "estimate": lambda case: case.estimate(2025),
    "harvest": lambda case: case.harvest(),
    "wash": lambda case: case.wash(),
    "positions": lambda case: case.positions(),
    "holdings": lambda case: case.holdings(),
    "prices": lambda case: case.prices(),
}


@pytest.mark.parametrize("report", REPORTS)
def test_what_a_report_says_is_in_check(report: str, tmp_path: Path) -> None:
    case = household(tmp_path, PROFILE, *ROWS, header=HEADER, accounts=ACCOUNTS, as_of="2026-06-30")
    told = {(each.code, each.message) for each in case.problems()}
    said = {
        (each.code, each.message)
        for each in REPORTS[report](case).problems
        if each.severity is not Severity.NOTE and each.code not in OF_A_REPORT
    }
    assert said
    assert said <= told


def test_check_has_what_only_the_forms_or_a_return_ask_for(tmp_path: Path) -> None:
    case = household(tmp_path, PROFILE, *ROWS, header=HEADER, accounts=ACCOUNTS, as_of="2026-06-30")
    ids = {each.id for each in case.check().problems}
    assert {
        *("donation-appraisal:2025", "broker-form-not-told:2025", "excess-business-loss:2025"),
        *("carryover-as-filed:2025", "form-not-compared:s2"),
    } <= ids


def test_before_a_year_is_over_no_form_of_it_is_asked_for(tmp_path: Path) -> None:
    case = household(tmp_path, PROFILE, *ROWS, header=HEADER, accounts=ACCOUNTS, as_of="2025-12-30")
    assert "broker-form-not-told" not in {each.code for each in case.problems()}
    assert "broker-form-not-told" not in {each.code for each in case.forms(2025).problems}


def test_a_carryover_that_is_unknown_is_in_check(tmp_path: Path) -> None:
    """Nothing is told of 2024, whose loss of 6000 may come into 2025."""
    profile = '[year.2025]\nfiling_status = "single"\n'
    case = household(tmp_path, profile, *ROWS[:2], header=HEADER, accounts=ACCOUNTS)
    assert "carryover-unknown:2025" in {each.id for each in case.check().problems}
    assert "carryover-unknown" in {each.code for each in case.tax(2025).problems}


def test_what_was_decided_of_a_problem_holds_under_every_report(tmp_path: Path) -> None:
    """An NFT that is no collectible and a donation that was appraised are warned of no more."""
    rows = (
        "2023-01-02,w,buy,APE,1,a,500,",
        "2023-01-02,w,buy,BTC,1,b,500,",
        "2025-06-05,w,sell,APE,1,s,600,",
        "2025-06-06,w,donation,BTC,1,d,90000,",
    )
    household(tmp_path, PROFILE, *rows, assets='[asset.APE]\nclass = "nft"\n')
    decided = "".join(
        f'[[decision]]\nproblem = "{problem}"\nchoice = "ignore"\nvalue = "{why}"\n'
        for problem, why in (
            ("nft-perhaps-collectible:APE", "a picture of nobody"),
            ("donation-appraisal:2025", "appraised"),
        )
    )
    (tmp_path / "decisions.toml").write_text(decided)
    case = harvestry.open_case(
        [tmp_path / "history.csv"],
        as_of="2026-06-30",
        **{name: tmp_path / f"{name}.toml" for name in ("profile", "assets", "decisions")},
    )
    for report in (case.gains(2025), case.tax(2025), case.forms(2025), case.check()):
        found = {each.code: each.severity for each in report.problems}
        assert found["nft-perhaps-collectible"] is Severity.NOTE
    assert found["donation-appraisal"] is Severity.NOTE
    forms = {each.code: each.severity for each in case.forms(2025).problems}
    assert forms["donation-appraisal"] is Severity.NOTE
