"""A security is not taken for a coin in silence, and a coin that is known is not asked about.

By hand: 10 bought for 1,000, sold for 800, 10 bought again five days later: of a security the loss
of 200 is a wash sale (IRC 1091(a)), of a coin under current law it is none.
"""

from pathlib import Path

import pytest

import harvestry
from harvestry.events.asset import Right, series_named
from harvestry.units.problems import Problem, Severity

HEADER = "time,account,kind,asset,quantity,id,usd,form\n"
BROKERAGE = '[account.b]\nkind = "brokerage"\n'
KRAKEN = (
    "txid,refid,time,type,subtype,aclass,asset,wallet,amount,fee,balance\n"
    "L1,T1,2026-01-10 15:05:03,trade,tradespot,currency,ZUSD,spot / main,-8000,0,2000\n"
    "L2,T1,2026-01-10 15:05:03,trade,tradespot,currency,{asset},spot / main,5,0,5\n"
)


def rows(asset: str, account: str = "b", form: str = "", year: int = 2026) -> str:
    return (
        f"{year}-01-06,{account},buy,{asset},10,{account}-{asset}1,1000,\n"
        f"{year}-06-10,{account},sell,{asset},10,{account}-{asset}2,800,{form}\n"
        f"{year}-06-15,{account},buy,{asset},10,{account}-{asset}3,830,\n"
    )


def opened(
    folder: Path, history: str, assets: str = "", accounts: str = BROKERAGE
) -> harvestry.Case:
    (folder / "h.csv").write_text(HEADER + history)
    (folder / "accounts.toml").write_text(accounts)
    (folder / "assets.toml").write_text(assets)
    return harvestry.open_case([folder], as_of="2026-12-31")


def said(case: harvestry.Case) -> list[Problem]:
    return [each for each in case.check().problems if each.code == "class-not-told"]


def test_a_share_in_a_brokerage_is_said_with_what_hangs_on_it(tmp_path: Path) -> None:
    case = opened(tmp_path, rows("MSTR"))
    (problem,) = said(case)
    assert (problem.severity, problem.about) == (Severity.WARNING, "MSTR")
    for part in (
        "MSTR is taken for a coin, since nothing says what it is, and it is in b (a brokerage)",
        "under current law no loss on it is a wash sale",
        "pooled and identified as those of a coin",
        "boxes of digital assets",
        'class = "security" into [asset."MSTR"]',
        'class = "coin" if it is a coin',
    ):
        assert part in problem.message
    (row,) = case.gains().document["rows"]
    assert (row["gain"], row["box"]) == ("-200", "I")


def test_what_it_says_to_write_mends_it(tmp_path: Path) -> None:
    case = opened(tmp_path, rows("MSTR"), '[asset."MSTR"]\nclass = "security"\n')
    assert said(case) == []
    (row,) = case.gains().document["rows"]
    assert (row["gain"], row["adjustment"], row["box"]) == ("0", "200", "C")
    assert said(opened(tmp_path, rows("MSTR"), '[asset."MSTR"]\nclass = "coin"\n')) == []


@pytest.mark.parametrize(
    ("symbol", "account", "told"),
    [
        ("IBIT 261218C60", "w", 'class = "option", group = "IBIT", right = "call", multiplier'),
        ("IBIT  261218C00060000", "w", 'group = "IBIT", right = "call"'),
        ("IBIT  261218P00040000", "b", 'class = "option", group = "IBIT", right = "put" into'),
    ],
)
def test_the_name_of_a_listed_option_speaks_wherever_it_is(
    tmp_path: Path, symbol: str, account: str, told: str
) -> None:
    (problem,) = said(opened(tmp_path, rows(symbol, account)))
    assert problem.severity is Severity.WARNING
    assert told in problem.message
    right = "put" if "P0" in symbol else "call"
    size = "" if right == "put" else 'multiplier = "100"\n'
    mend = f'[asset."{symbol}"]\nclass = "option"\ngroup = "IBIT"\nright = "{right}"\n{size}'
    case = opened(tmp_path, rows(symbol, account), mend)
    assert said(case) == []
    (row,) = case.gains().document["rows"]
    assert row["adjustment"] == "200"


@pytest.mark.parametrize(
    ("account", "form", "settings", "why"),
    [
        ("b", "", BROKERAGE, "b (a brokerage)"),
        ("x", "1099-b", "", "x (Form 1099-B)"),
        ("x", "", '[account.x]\nform = "1099-b"\n', "x (Form 1099-B)"),
        ("schwab", "", "", "schwab (the name of a brokerage)"),
        ("schwab", "", '[account.schwab]\nkind = "wallet"\n', None),
        ("w", "", "", None),
        ("kraken", "", "", None),
        ("kraken", "1099-da", "", None),
    ],
)
def test_what_of_an_account_speaks_against_a_coin(
    tmp_path: Path, account: str, form: str, settings: str, why: str | None
) -> None:
    found = said(opened(tmp_path, rows("MSTR", account, form), accounts=settings))
    assert len(found) == (why is not None)
    assert all(str(why) in each.message for each in found)


@pytest.mark.parametrize(("year", "times"), [(2024, 0), (2025, 1)])
def test_an_exchange_sent_form_1099_b_of_coins_before_there_was_another(
    tmp_path: Path, year: int, times: int
) -> None:
    """Form 1099-DA is of sales from 1 January 2025 on (Treas. Reg. 1.6045-1(d)(2))."""
    history = rows("NEWT", "kraken", "1099-b", year)
    assert len(said(opened(tmp_path, history))) == times


@pytest.mark.parametrize("symbol", ["BTC", "ETH", "WBTC", "SOL", "USDC", "IBIT", "BITO", "EUR"])
def test_what_is_known_is_not_asked(tmp_path: Path, symbol: str) -> None:
    assert said(opened(tmp_path, rows(symbol))) == []


@pytest.mark.parametrize(("symbol", "name"), [("LTC", "Litecoin"), ("DASH", "Dash")])
def test_a_symbol_of_the_table_of_coins_is_a_note(tmp_path: Path, symbol: str, name: str) -> None:
    """Shares have some of these symbols, too: DASH is listed, and a broker may sell Litecoin."""
    (problem,) = said(opened(tmp_path, rows(symbol)))
    assert problem.severity is Severity.NOTE
    assert problem.message.startswith(f"{symbol} is taken for the coin {name}, and it is in b")
    assert said(opened(tmp_path, rows(symbol, "w"))) == []


@pytest.mark.parametrize("symbol", ["NEWT", "LTC"])
def test_a_coin_that_the_file_of_an_exchange_has_is_not_asked(tmp_path: Path, symbol: str) -> None:
    (tmp_path / "kraken.csv").write_text(KRAKEN.format(asset=symbol))
    assert said(opened(tmp_path, rows(symbol))) == []
    (tmp_path / "kraken.csv").write_text(KRAKEN.format(asset="OTHER"))
    assert [each.about for each in said(opened(tmp_path, rows(symbol)))] == [symbol]


def test_a_name_in_a_harvestry_csv_makes_no_coin_of_it(tmp_path: Path) -> None:
    """Rows of one's own may be of anything: shares in an account named like an exchange, too."""
    case = opened(tmp_path, rows("MSTR") + rows("MSTR", "robinhood"))
    (problem,) = said(case)
    assert "in b (a brokerage):" in problem.message


@pytest.mark.parametrize(
    ("table", "times"),
    [
        ('aliases = ["STRATEGY"]', 1),
        ('group = "M"', 1),
        ('price_id = "coingecko:newt"', 0),
        ('wraps = "BTC"\nrelation = "wrapped"', 0),
    ],
)
def test_a_table_counts_where_it_says_what_the_asset_is(
    tmp_path: Path, table: str, times: int
) -> None:
    assert len(said(opened(tmp_path, rows("NEWT"), f"[asset.NEWT]\n{table}\n"))) == times


def test_it_is_said_once_an_asset_with_every_account(tmp_path: Path) -> None:
    settings = f'{BROKERAGE}[account.c]\nkind = "brokerage"\ntreatment = "roth-ira"\n'
    history = rows("MSTR") + "2026-07-01,c,buy,MSTR,1,ira,90,\n" + rows("BSOL", "c")
    found = said(opened(tmp_path, history, accounts=settings))
    assert [each.about for each in found] == ["BSOL", "MSTR"]
    assert "in b (a brokerage), c (a brokerage):" in found[1].message


@pytest.mark.parametrize(
    ("symbol", "series"),
    [
        ("IBIT 261218C60", ("IBIT", Right.CALL)),
        ("IBIT261218P40.5", ("IBIT", Right.PUT)),
        ("BRK.B 261218 C 400", ("BRK.B", Right.CALL)),
        ("SPXW  261218P05000000", ("SPXW", Right.PUT)),
        ("IBIT", None),
        ("C98", None),
        ("BTC-27DEC24-60000-C", None),
    ],
)
def test_the_names_of_series(symbol: str, series: tuple[str, Right] | None) -> None:
    assert series_named(symbol) == series
