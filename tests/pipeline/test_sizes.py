"""What is counted against another says for how much of it one stands: it is never guessed.

Figures by hand: IRC 1091(b), (c) count the stock that a contract covers (spec wash-sales.md 3).
"""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import harvestry
from harvestry.sources.settings.errors import SettingsError
from harvestry.units.problems import Problem, Severity

HEADER = "time,account,kind,asset,quantity,id,usd\n"
ONE = {"etf_and_coin": "identical"}
FUND = (
    "2026-01-05,x,buy,IBIT,1000,a,60000\n2026-10-01,x,sell,IBIT,1000,s,40000\n"
    "2026-10-05,y,buy,BTC,{bought},b,70000\n"
)
SHARE = '[asset.IBIT]\nmultiplier = "0.00057"\n'
CALL = '[asset.CALL]\nclass = "option"\ngroup = "IBIT"\nmultiplier = "100"\n'
CLASSES = (
    '[asset.GOOG]\nclass = "security"\ngroup = "g"\n'
    '[asset.GOOGL]\nclass = "security"\ngroup = "g"\n'
)


def opened(folder: Path, rows: str, assets: str = "", **positions: str) -> harvestry.Case:
    (folder / "history.csv").write_text(HEADER + rows)
    (folder / "assets.toml").write_text(assets)
    return harvestry.open_case([folder], as_of="2026-12-31", wash="apply", positions=positions)


def missing(case: harvestry.Case) -> list[Problem]:
    return [each for each in case.check().problems if each.code == "contract-size-missing"]


@pytest.mark.parametrize(
    ("multiplier", "futures", "times"),
    [
        ("", "identical", 1),
        ('multiplier = "0.1"\n', "identical", 0),
        ("", "different", 0),
    ],
)
def test_a_future_is_asked_where_it_counts(
    tmp_path: Path, multiplier: str, futures: str, times: int
) -> None:
    asset = f'[asset.MBT]\nclass = "future-1256"\ncoin = "BTC"\n{multiplier}'
    case = opened(tmp_path, "2026-06-12,a,buy,MBT,1,r,10\n", asset, futures=futures)
    assert [(each.about, each.severity) for each in missing(case)] == [
        ("MBT", Severity.WARNING)
    ] * times


@pytest.mark.parametrize(
    ("rows", "assets", "positions", "asked"),
    [
        ("IBIT", "", ONE, ["IBIT"]),
        ("IBIT", "", {}, []),
        ("IBIT", SHARE, ONE, []),
        ("BTC", "", ONE, []),
        ("IBIT BTC", '[asset.IBIT]\ngroup = "BTC"\n', {}, ["IBIT"]),
        ("IBIT FBTC", "", {"etf_issuers": "identical"}, []),
        ("IBIT FBTC", SHARE, {"etf_issuers": "identical"}, ["FBTC"]),
        ("IBIT FBTC", "", ONE, ["FBTC", "IBIT"]),
        ("IBIT CALL", CALL, {}, []),
        ("IBIT CALL", CALL + SHARE, {}, []),
        ("CALL BTC", CALL, ONE, ["IBIT"]),
        ("BTC WBTC", "", {}, []),
        (
            "GOOG GOOGL",
            CLASSES,
            {},
            [],
        ),
    ],
)
def test_a_share_is_asked_where_it_stands_beside_its_coin(
    tmp_path: Path, rows: str, assets: str, positions: dict[str, str], asked: list[str]
) -> None:
    """Two issuers' shares go share for share, a contract by shares: none of them needs a coin."""
    bought = "".join(f"2026-06-12,a,buy,{each},1,{each},10\n" for each in rows.split())
    case = opened(tmp_path, bought, assets, **positions)
    assert [each.about for each in missing(case)] == asked


@pytest.mark.parametrize(
    ("bought", "deferred"),
    [
        # 1,000 shares stand for 0.57 of a bitcoin: one replaces all of them.
        ("1", "20000"),
        ("0.57", "20000"),
        # Half of it replaces 500 shares, half of the loss of 20,000.
        ("0.285", "10000"),
        # A thousandth of 0.57 replaces one share, which lost 20.
        ("0.00057", "20"),
    ],
)
def test_a_fund_s_shares_are_replaced_by_what_they_stand_for(
    tmp_path: Path, bought: str, deferred: str
) -> None:
    case = opened(tmp_path, FUND.format(bought=bought), SHARE, **ONE)
    (row,) = case.gains().document["rows"]
    assert row["adjustment"] == deferred
    lots = case.lots().document["lots"]
    assert sum(Fraction(each["basis"]) for each in lots) == 70000 + Fraction(deferred)


def test_a_coin_is_replaced_by_as_many_shares_as_stand_for_it(tmp_path: Path) -> None:
    """0.57 lost 5,700; 100 shares stand for 0.057 of it, so a tenth is deferred."""
    rows = (
        "2026-01-05,x,buy,BTC,0.57,a,57000\n2026-10-01,x,sell,BTC,0.57,s,51300\n"
        "2026-10-05,y,buy,IBIT,100,b,5000\n"
    )
    (row,) = opened(tmp_path, rows, SHARE, **ONE).gains().document["rows"]
    assert row["adjustment"] == "570"


@pytest.mark.parametrize("positions", [ONE, {}])
def test_a_call_on_a_fund_is_on_its_shares_whatever_they_stand_for(
    tmp_path: Path, positions: dict[str, str]
) -> None:
    """100 of 1,000 shares are covered by one contract: a tenth of 20,000."""
    rows = FUND.splitlines()[:2]
    call = "2026-10-05,y,buy,CALL,1,b,300"
    for assets in (CALL, CALL + SHARE):
        case = opened(tmp_path, "\n".join((*rows, call, "")), assets, **positions)
        (row,) = case.gains().document["rows"]
        assert row["adjustment"] == "2000"


def test_a_call_on_a_fund_stands_for_the_coin_through_its_shares(tmp_path: Path) -> None:
    """One contract is on 100 shares, so on 0.057 of a bitcoin: a tenth of 0.57 that lost 5,700."""
    rows = (
        "2026-01-05,x,buy,BTC,0.57,a,57000\n2026-10-01,x,sell,BTC,0.57,s,51300\n"
        "2026-10-05,y,buy,CALL,1,b,300\n"
    )
    (row,) = opened(tmp_path, rows, CALL + SHARE, **ONE).gains().document["rows"]
    assert row["adjustment"] == "570"


def refused(ask: Any) -> str:
    with pytest.raises(SettingsError) as caught:
        ask()
    return str(caught.value)


def test_without_it_no_figure_is_given(tmp_path: Path) -> None:
    case = opened(tmp_path, FUND.format(bought="1"), **ONE)
    for ask in (case.wash, case.gains, case.lots, case.check):
        message = refused(ask)
        assert "assets.toml, [asset.IBIT] multiplier" in message
        assert "against BTC" in message


def test_the_other_choice_is_unknown_without_it(tmp_path: Path) -> None:
    case = opened(tmp_path, FUND.format(bought="1"))
    choices = {each["position"]: each for each in case.positions().document["choices"]}
    (effect,) = choices["etf_and_coin"]["effects"]
    assert (effect["changes"], effect["basis_held"]) == ([], None)
    assert "[asset.IBIT] multiplier" in effect["unknown_because"]
    assert choices["etf_and_coin"]["matters"] is True


def test_the_other_choice_is_told_with_it(tmp_path: Path) -> None:
    case = opened(tmp_path, FUND.format(bought="0.285"), SHARE)
    choices = {each["position"]: each for each in case.positions().document["choices"]}
    (effect,) = choices["etf_and_coin"]["effects"]
    assert effect["unknown_because"] is None
    assert effect["basis_held"] == "10000"


@pytest.mark.parametrize(
    ("assets", "state"),
    [
        ("", "would be washed by y:BTC planned 2027-01-10"),
        (SHARE, "175.43859649 of it would be washed by y:BTC planned 2027-01-10"),
    ],
)
def test_a_planned_purchase_of_unknown_size_may_replace_all(
    tmp_path: Path, assets: str, state: str
) -> None:
    """A tenth of a bitcoin stands for 0.1 / 0.00057 shares of the thousand."""
    (tmp_path / "accounts.toml").write_text(
        '[account.x]\n[account.y]\n[[planned]]\naccount = "y"\nasset = "BTC"\n'
        'quantity = "0.1"\nfrom = 2027-01-10\n'
    )
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-12-31,IBIT,40\n")
    case = opened(tmp_path, FUND.splitlines()[0] + "\n", assets, **ONE)
    (row,) = case.harvest().document["methods"]["fifo"]["summary"]
    assert row["wash_sale_state"].startswith(state)


def test_a_plan_that_would_count_one_for_one_is_refused(tmp_path: Path) -> None:
    rows = FUND.splitlines()[0] + "\n2026-12-15,y,buy,BTC,1,b,70000\n"
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-12-31,IBIT,40\n")
    assert "[asset.IBIT] multiplier" in refused(opened(tmp_path, rows, **ONE).harvest)
