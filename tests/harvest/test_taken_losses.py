"""What must wait because of losses already taken, in true words. Days are counted by hand."""

from pathlib import Path
from typing import Any

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"
ACCOUNTS = (
    '[account.cb]\nkind = "exchange"\n[account.x]\nkind = "brokerage"\n'
    '[account.ira]\nkind = "brokerage"\ntreatment = "roth-ira"\n'
    '[[planned]]\naccount = "cb"\nasset = "BTC"\nquantity = "1"\nfrom = 2027-01-11\n'
)
COIN = "2026-02-06,cb,buy,BTC,1,c,90000\n2026-12-30,cb,sell,BTC,1,s,70000\n"
SHORT = "2026-12-05,x,short,K,10,k,1000\n2026-12-28,x,cover,K,10,kc,1200\n"


def opened(folder: Path, rows: str, as_of: str, wash: str | None = None) -> harvestry.Case:
    (folder / "h.csv").write_text(HEADER + rows)
    (folder / "accounts.toml").write_text(ACCOUNTS)
    (folder / "assets.toml").write_text(
        '[asset.K]\nclass = "security"\n[asset.CALL]\nclass = "option"\ngroup = "K"\n'
        'multiplier = "100"\n[asset.IBIT]\nmultiplier = "0.00057"\n'
    )
    return harvestry.open_case([folder], as_of=as_of, wash=wash)


def said(report: harvestry.Report) -> str:
    """Give every sentence and cell of a report."""
    return " ".join(str(each) for table in report.tables for each in (*table.notes, *table.rows))


@pytest.mark.parametrize(
    ("as_of", "regime", "is_covered"),
    [
        ("2026-12-31", None, True),
        ("2027-01-05", None, False),
        ("2027-01-05", "from:2026-12-31", False),
        ("2027-01-05", "from:2026-12-30", True),
        ("2027-01-05", "apply", True),
    ],
)
def test_what_no_regime_disallows_is_told_as_what_would_be(
    tmp_path: Path,
    as_of: str,
    regime: str | None,
    is_covered: bool,  # noqa: FBT001
) -> None:
    """Sold on 30 December 2026: a regime from 1 January 2027 disallows nothing of that loss."""
    case = opened(tmp_path, COIN, as_of, wash=regime)
    wash, harvest = case.wash(), case.harvest()
    (why,) = {each["why"] for each in wash.document["blocked"]}
    assert {each["covered"] for each in wash.document["blocked"]} == {is_covered}
    assert why.endswith(
        "BTC bought up to then disallows that loss"
        if is_covered
        else "when this regime covers no coins: BTC bought up to then would disallow that loss "
        "if it did"
    )
    for report in (wash, harvest):
        assert "BTC: cb:BTC planned 2027-01-11 would disallow a loss already taken" in said(report)
        assert ("if coins were covered then, which this regime denies" in said(report)) is (
            not is_covered
        )


@pytest.mark.parametrize(("bought_on", "adjustment"), [("07-11", "40"), ("07-12", "0")])
def test_a_window_is_over_when_it_is_by_the_households_calendar(
    tmp_path: Path, bought_on: str, adjustment: str
) -> None:
    """22:00 on 10 June in Los Angeles is 11 June in New York, where 11 July is 30 days later."""
    rows = (
        "2025-01-01T12:00:00-08:00,la,buy,IBIT,1,a,100\n"
        "2025-06-10T22:00:00-07:00,la,sell,IBIT,1,s,60\n"
    )
    opened(tmp_path, rows, "2025-06-20")
    (tmp_path / "accounts.toml").write_text('[account.la]\ntime_zone = "America/Los_Angeles"\n')
    (tmp_path / "profile.toml").write_text('time_zone = "America/New_York"\n')
    (told,) = harvestry.open_case([tmp_path], as_of="2025-06-20").wash().document["blocked"]
    assert told["until"] == "2025-07-11"
    bought = f"2025-{bought_on}T09:00:00-07:00,la,buy,IBIT,1,b,70\n"
    (tmp_path / "h.csv").write_text(HEADER + rows + bought)
    gains = harvestry.open_case([tmp_path], as_of="2025-12-31").gains(2025)
    assert gains.document["totals"]["short"]["adjustment"] == adjustment


def test_what_would_be_hides_nothing_that_is(tmp_path: Path) -> None:
    """Of one coin the fund's loss of 20 December is disallowed, the coin's of the 30th is not."""
    rows = f"{COIN}2026-02-06,x,buy,IBIT,10,f,900\n2026-12-20,x,sell,IBIT,10,fs,700\n"
    (tmp_path / "profile.toml").write_text('[positions]\netf_and_coin = "identical"\n')
    wash = opened(tmp_path, rows, "2027-01-05").wash()
    assert {
        (each["asset"], each["until"], each["covered"]) for each in wash.document["blocked"]
    } == {
        ("BTC", "2027-01-19", True),
        ("BTC", "2027-01-29", False),
        ("IBIT", "2027-01-19", True),
        ("IBIT", "2027-01-29", False),
    }
    (table,) = (each for each in wash.tables if each.title == "Blocked")
    assert [row[0] for row in table.rows] == ["BTC", "BTC", "IBIT", "IBIT"]


@pytest.mark.parametrize(
    ("as_of", "until"),
    [("2026-12-28", "2027-01-27"), ("2027-01-27", "2027-01-27"), ("2027-01-28", None)],
)
def test_a_loss_on_a_cover_says_what_not_to_sell(
    tmp_path: Path, as_of: str, until: str | None
) -> None:
    """IRC 1091(e): 28 December and 30 days are 27 January; a call on the same shares counts."""
    case = opened(tmp_path, SHORT, as_of)
    wash = case.wash()
    told = {
        (each["asset"], each["account"], each["until"]) for each in wash.document["not_to_sell"]
    }
    accounts = ("cb", "ira", "x")
    assert told == {(asset, name, until) for asset in ("CALL", "K") for name in accounts if until}
    assert wash.document["blocked"] == []
    # Writing a call is no short sale; selling one that is held is a sale.
    assert all(
        f"{each['asset']} {'sold' if each['asset'] == 'CALL' else 'sold or sold short'} up to then"
        in each["why"]
        for each in wash.document["not_to_sell"]
    )
    words = (
        f"K was covered at a loss in x on 2026-12-28 (kc): K sold or sold short up to {until} "
        "disallows that loss (IRC 1091(e)), in any account of the household."
    )
    assert (words in said(case.harvest())) is (until is not None)
    assert ("Not to be sold" in [each.title for each in wash.tables]) is (until is not None)


@pytest.mark.parametrize(
    ("more", "left"),
    [
        ("2026-12-30,x,short,K,4,again,500\n", True),
        ("2026-12-30,x,short,K,10,again,1300\n", False),
    ],
)
def test_a_loss_on_a_cover_that_is_gone_blocks_nothing(
    tmp_path: Path,
    more: str,
    left: bool,  # noqa: FBT001
) -> None:
    """Another short sale of as many has taken the whole loss already."""
    told: Any = opened(tmp_path, SHORT + more, "2026-12-31").wash().document
    assert bool(told["not_to_sell"]) is left


def test_neither_a_gain_nor_a_loss_in_a_retirement_account_blocks_a_sale(tmp_path: Path) -> None:
    for rows in (SHORT.replace("kc,1200", "kc,900"), SHORT.replace(",x,", ",ira,")):
        assert opened(tmp_path, rows, "2026-12-31").wash().document["not_to_sell"] == []


def test_a_short_of_coins_closed_before_the_regime_is_told_as_what_would_be(
    tmp_path: Path,
) -> None:
    rows = SHORT.replace(",K,", ",ETH,")
    told = opened(tmp_path, rows, "2027-01-05").wash().document["not_to_sell"]
    assert {each["covered"] for each in told} == {False}
    assert all("would disallow that loss if it did" in each["why"] for each in told)
    plain = opened(tmp_path, rows, "2027-01-05", wash="current-law").wash()
    assert plain.document["not_to_sell"] == []


def test_a_loss_on_ending_a_written_option_blocks_no_sale(tmp_path: Path) -> None:
    """Writing an option is no short sale, which alone IRC 1091(e) is about."""
    rows = SHORT.replace(",K,", ",CALL,")
    told = opened(tmp_path, rows, "2026-12-31").wash().document
    assert (told["not_to_sell"], told["blocked"]) == ([], [])


@pytest.mark.parametrize(
    ("as_of", "regime", "covered"),
    [
        ("2026-12-31", None, {("BTC", True), ("TKB", True)}),
        ("2027-01-05", None, {("BTC", False), ("TKB", True)}),
        ("2027-01-05", "current-law", {("TKB", True)}),
    ],
)
def test_a_coin_in_the_group_of_a_share_blocks_as_the_day_of_the_loss_has_it(
    tmp_path: Path, as_of: str, regime: str | None, covered: set[tuple[str, bool]]
) -> None:
    """While coins are not covered buying one replaces no share, whatever `group` says."""
    rows = "2026-02-06,x,buy,TKB,1,f,900\n2026-12-20,x,sell,TKB,1,fs,700\n"
    opened(tmp_path, rows, as_of)
    with (tmp_path / "assets.toml").open("a") as assets:
        assets.write('[asset.TKB]\nclass = "security"\ngroup = "BTC"\nmultiplier = "1"\n')
    told = harvestry.open_case([tmp_path], as_of=as_of, wash=regime).wash().document["blocked"]
    assert {(each["asset"], each["covered"]) for each in told} == covered
