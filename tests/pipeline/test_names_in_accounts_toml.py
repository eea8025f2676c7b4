"""A slip in a name of accounts.toml is said; it changes no figure in silence."""

from pathlib import Path

import pytest

from harvestry.case import Case, open_case
from harvestry.sample.household import write_household
from harvestry.units.problems import Problem, Severity

HISTORY = """time,account,kind,asset,quantity,id,usd
2026-01-02T12:00:00Z,kraken,buy,BTC,1,b1,50000
"""
PRICES = "date,asset,close_usd\n2026-11-22,BTC,30000\n"


def case(folder: Path, accounts: str) -> Case:
    (folder / "kraken.csv").write_text(HISTORY)
    (folder / "prices.csv").write_text(PRICES)
    (folder / "accounts.toml").write_text(accounts)
    return open_case([folder], as_of="2026-11-22")


def said(of: Case, code: str) -> list[Problem]:
    return [problem for problem in of.check().problems if problem.code == code]


def plan(asset: str = "BTC", account: str = "kraken") -> str:
    return (
        f'[[planned]]\naccount = "{account}"\nasset = "{asset}"\nquantity = "0.25"\n'
        "from = 2026-12-01\n"
    )


def washed(of: Case) -> bool:
    (row,) = of.harvest().document["methods"]["fifo"]["summary"]
    return "washed by kraken:BTC planned 2026-12-01" in row["wash_sale_state"]


@pytest.mark.parametrize("asset", ["BTC", "btc", "XBT", "xbt"])
def test_a_plan_goes_by_any_name_of_its_asset(tmp_path: Path, asset: str) -> None:
    (tmp_path / "assets.toml").write_text('[asset.BTC]\naliases = ["XBT"]\n')
    of = case(tmp_path, plan(asset))
    assert washed(of)
    assert said(of, "plan-of-unknown") == []


@pytest.mark.parametrize("asset", ["BTD", "xyz"])
def test_a_plan_about_an_unknown_asset_is_said(tmp_path: Path, asset: str) -> None:
    of = case(tmp_path, plan(asset))
    assert not washed(of)
    (problem,) = said(of, "plan-of-unknown")
    assert problem.severity is Severity.WARNING
    assert asset.upper() in problem.message


def test_a_ticker_in_small_letters_in_a_file_is_known_too(tmp_path: Path) -> None:
    case(tmp_path, plan("btc"))
    (tmp_path / "kraken.csv").write_text(HISTORY.replace("BTC", "btc"))
    (tmp_path / "prices.csv").unlink()
    assert said(open_case([tmp_path], as_of="2026-11-22"), "plan-of-unknown") == []


def test_a_plan_in_an_unknown_account_is_said(tmp_path: Path) -> None:
    (problem,) = said(case(tmp_path, plan(account="krakn")), "plan-of-unknown")
    assert 'did you mean "kraken"?' in problem.message


@pytest.mark.parametrize(
    "accounts",
    ['[account.krakn]\nowner = "spouse"\n', '[account.sam]\nfiles = ["krakn*"]\n'],
)
def test_a_name_that_may_be_a_slip_is_a_warning(tmp_path: Path, accounts: str) -> None:
    (problem,) = said(case(tmp_path, accounts), "account-not-met")
    assert problem.severity is Severity.WARNING
    assert "says nothing of kraken" in problem.message


def test_an_account_without_a_file_is_a_note(tmp_path: Path) -> None:
    described = "[account.kraken]\n[account.ira]\n[account.wallet]\n"
    (problem,) = said(case(tmp_path, described), "account-not-met")
    assert problem.severity is Severity.NOTE
    assert "ira, wallet" in problem.message
    assert said(case(tmp_path, "[account.kraken]\n"), "account-not-met") == []


def test_settings_that_this_version_does_not_work_out_are_said(tmp_path: Path) -> None:
    unused = '[account.kraken]\nfee_rate = "0.006"\nstep = "0.01"\n'
    [problem] = said(case(tmp_path, unused), "setting-not-used")
    assert problem.message.startswith("accounts.toml sets `fee_rate`, `step`, which")
    assert said(case(tmp_path, "[account.kraken]\n"), "setting-not-used") == []


def test_the_sample_sets_nothing_that_is_not_worked_out(tmp_path: Path) -> None:
    write_household(tmp_path)
    assert said(open_case([tmp_path], as_of="2026-11-22"), "setting-not-used") == []
