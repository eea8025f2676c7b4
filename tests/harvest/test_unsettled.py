"""Which rows of the harvest depend on a deposit without history. Routes are followed by hand."""

from pathlib import Path
from typing import Any

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd,to_account\n"


def rows_of(folder: Path, rows: str, pools: str = "account") -> tuple[Any, Any]:
    """Give the rows of the LIFO summary and of what is in force, by account and asset."""
    (folder / "history.csv").write_text(HEADER + rows)
    (folder / "accounts.toml").write_text(f'[pools]\nbefore_2025 = "{pools}"\n')
    (folder / "prices.csv").write_text(
        "date,asset,close_usd\n2026-06-30,BTC,500\n2026-06-30,WBTC,500\n"
    )
    report = harvestry.open_case([folder], as_of="2026-06-30").harvest()
    document = report.document
    summary = document["methods"]["lifo"]["summary"]
    return tuple(
        {(row["account"], row["asset"]): row["may_change"] for row in rows}
        for rows in (summary, document["in_force"])
    )


OWN = "2025-03-01,%s,buy,BTC,1,%s,1000,\n"
COINBASE_COLUMNS = (
    "Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,"
    "Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes\n"
)
COINBASE = f"Transactions\nUser,Jane Doe,123\n\nID,{COINBASE_COLUMNS}"
CAME = "2025-02-01,hardware,deposit,BTC,1,d,,\n"


def test_a_holding_with_lots_of_a_deposit_without_history_says_so(tmp_path: Path) -> None:
    summary, in_force = rows_of(tmp_path, CAME + OWN % ("hardware", "h") + OWN % ("kraken", "k"))
    assert summary["hardware", "BTC"] == "mend 1 BTC that came to hardware (history.csv row 1)"
    assert summary["kraken", "BTC"] == ""
    assert in_force == {("hardware", "BTC"): "mend hardware", ("kraken", "BTC"): ""}


def test_so_does_what_was_moved_on_but_not_what_only_came_in(tmp_path: Path) -> None:
    """Units went from hardware to kraken; from coinbase they went to hardware alone."""
    out = "2025-04-01,hardware,transfer,BTC,0.5,t,,kraken\n"
    into = "2025-05-01,coinbase,transfer,BTC,0.5,u,,hardware\n"
    summary, _ = rows_of(
        tmp_path, CAME + OWN % ("coinbase", "c") + OWN % ("kraken", "k") + out + into
    )
    marked = {account for (account, _), words in summary.items() if words}
    assert marked == {"hardware", "kraken"}


def test_a_renamed_coin_keeps_the_doubt(tmp_path: Path) -> None:
    swap = "2025-04-01,hardware,trade,BTC,1,w,,\n"
    text = HEADER.replace("\n", ",got_asset,got_quantity\n")
    rows = CAME.replace("\n", ",,\n") + swap.replace("\n", ",WBTC,1\n")
    (tmp_path / "history.csv").write_text(text + rows)
    report = harvestry.open_case([tmp_path], as_of="2026-06-30").harvest()
    (row,) = report.document["methods"]["fifo"]["summary"]
    assert (row["asset"], bool(row["may_change"])) == ("WBTC", True)


def test_in_a_universal_pool_it_bears_on_every_account_that_was_in_it(tmp_path: Path) -> None:
    """Before 2025 one pool sold one lot or another; an account that came later was not in it."""
    early = CAME.replace("2025-02", "2024-02")
    rows = early + (OWN % ("kraken", "k")).replace("2025", "2024") + OWN % ("later", "l")
    summary, _ = rows_of(tmp_path, rows, pools="universal")
    marked = {account for (account, _), words in summary.items() if words}
    assert marked == {"hardware", "kraken"}


def test_without_such_a_deposit_no_row_says_anything(tmp_path: Path) -> None:
    summary, in_force = rows_of(tmp_path, OWN % ("kraken", "k"))
    assert set(summary.values()) == set(in_force.values()) == {""}


LEDGERS = (
    "txid,refid,time,type,subtype,aclass,asset,wallet,amount,fee,balance\n"
    "L1,D1,2026-01-09 12:59:15,deposit,,currency,ZUSD,spot / main,10000,0,10000\n"
    "L2,T1,2026-01-10 15:05:03,trade,tradespot,currency,ZUSD,spot / main,-8000,0,2000\n"
    "L3,T1,2026-01-10 15:05:03,trade,tradespot,currency,XXBT,spot / main,{bought},0,{balance}\n"
)


@pytest.mark.parametrize(
    ("balance", "words", "short"),
    [
        ("5", "", ""),
        ("3", "mend the balance: the file's own is another", "mend balance"),
    ],
)
def test_a_holding_that_its_own_file_counts_otherwise_says_so(
    tmp_path: Path, balance: str, words: str, short: str
) -> None:
    """Five bought at 1,600, 500 today: a loss of 5,500, of coins that may not be there."""
    (tmp_path / "kraken.csv").write_text(LEDGERS.format(bought=5, balance=balance))
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-06-30,BTC,500\n")
    document = harvestry.open_case([tmp_path], as_of="2026-06-30").harvest().document
    (row,) = document["methods"]["fifo"]["summary"]
    (now,) = document["in_force"]
    assert (row["quantity"], row["loss_left"]) == ("5", "-5500")
    assert (row["may_change"], now["may_change"]) == (words, short)


def test_a_row_that_could_not_be_read_bears_on_what_its_account_holds(tmp_path: Path) -> None:
    """What the row was nobody knows: it may have sold what seems to be there. Not so at kraken."""
    (tmp_path / "coinbase.csv").write_text(
        COINBASE + "a1,2025-03-05 10:00:00 UTC,Buy,BTC,0.5,USD,$1000.00,$500.00,$500.00,$0.00,\n"
        "a2,2025-05-01 10:00:00 UTC,Sell,BTC,O.1,USD,$1000.00,$100.00,$100.00,$0.00,\n"
    )
    summary, in_force = rows_of(tmp_path, OWN % ("kraken", "k"))
    assert summary["coinbase", "BTC"] == "mend what could not be read of coinbase.csv"
    assert in_force == {("coinbase", "BTC"): "mend coinbase.csv", ("kraken", "BTC"): ""}


def test_of_a_file_whose_rows_name_their_accounts_it_may_bear_on_all(tmp_path: Path) -> None:
    _, in_force = rows_of(tmp_path, OWN % ("kraken", "k") + "2025-04-01,w,sell,BTC,O.1,s,9,\n")
    assert in_force == {("kraken", "BTC"): "mend history.csv"}


def test_an_unread_row_bears_on_every_account_of_a_pool_its_account_was_in(tmp_path: Path) -> None:
    """Out of one pool a sale of 2023 nobody could read may have taken the units of either."""
    head = "time,account,kind,asset,quantity,id,usd\n"
    (tmp_path / "wallet.csv").write_text(head + "2022-01-02,w,buy,BTC,1,b1,100\n")
    (tmp_path / "Coinbase.csv").write_text(
        COINBASE_COLUMNS + "2022-06-02T00:00:00Z,Buy,BTC,1,USD,200.00,200.00,200.00,0.00,\n"
        "2023-06-02T00:00:00Z,Sell,BTC,O.2x,USD,900.00,180.00,180.00,0.00,\n"
    )
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-06-30,BTC,50\n")
    marked = {}
    for pools in ("universal", "account"):
        (tmp_path / "accounts.toml").write_text(f'[pools]\nbefore_2025 = "{pools}"\n')
        document = harvestry.open_case([tmp_path], as_of="2026-06-30").harvest().document
        rows = document["methods"]["fifo"]["summary"]
        marked[pools] = {row["account"] for row in rows if row["may_change"]}
    assert marked == {"universal": {"coinbase", "w"}, "account": {"coinbase"}}


def coinbase(folder: Path, *rows: str) -> Any:
    """Give the holdings that may change, with BTC and ETH in coinbase and BTC in kraken."""
    bought = (
        "a1,2025-03-05 10:00:00 UTC,Buy,BTC,0.5,USD,$1000.00,$500.00,$500.00,$0.00,\n"
        "a2,2025-03-06 10:00:00 UTC,Buy,ETH,5,USD,$100.00,$500.00,$500.00,$0.00,\n"
    )
    (folder / "coinbase.csv").write_text(COINBASE + bought + "".join(rows))
    summary, _ = rows_of(folder, OWN % ("kraken", "k"))
    return {key for key, words in summary.items() if words}


BTC, ETH = ("coinbase", "BTC"), ("coinbase", "ETH")
SELL = "a3,2025-05-01 10:00:00 UTC,Sell,{asset},{quantity},USD,$1000.00,$100.00,$100.00,$0.00,\n"
SWAP = SELL.replace("a3", "a4").replace("Sell", "Convert").replace("0.00,\n", "0.00,{notes}\n")


@pytest.mark.parametrize(
    ("row", "marked"),
    [
        # It tells its coin: sold or not, the other is as it was.
        (SELL.format(asset="BTC", quantity="O.1"), {BTC}),
        (SELL.format(asset="ETH", quantity="O.1"), {ETH}),
        # Of a coin that is not held nothing held can be changed but by its name.
        (SELL.format(asset="DOGE", quantity="O.1"), set()),
        # What a swap brought stands in its notes alone.
        (SWAP.format(asset="BTC", quantity="O.1", notes="Converted 0.1 BTC to 3 ETH"), {BTC, ETH}),
        (SWAP.format(asset="BTC", quantity="0.1", notes="Converted some"), {BTC, ETH}),
        # It does not tell its coin.
        (SELL.format(asset="", quantity="0.1"), {BTC, ETH}),
        # Its cells need not stand under their columns.
        (SELL.format(asset="BTC", quantity="0,1"), {BTC, ETH}),
        # Two rows: both coins.
        (
            SELL.format(asset="ETH", quantity="O.1")
            + SELL.format(asset="BTC", quantity="O.1").replace("a3", "a5"),
            {BTC, ETH},
        ),
    ],
)
def test_an_unread_row_that_tells_its_coin_bears_on_that_coin(
    tmp_path: Path, row: str, marked: set[tuple[str, str]]
) -> None:
    assert coinbase(tmp_path, row) == marked


@pytest.mark.parametrize(
    ("row", "marked"),
    [
        ("2025-04-01,kraken,sell,BTC,O.1,s,9,\n", {("kraken", "BTC")}),
        # Something it needs is missing: it may be about anything.
        ("2025-04-01,,sell,BTC,0.1,s,9,\n", {("kraken", "BTC"), ("w", "BTC"), ("w", "WBTC")}),
        ("2025-04-01,kraken,transfer,BTC,O.1,s,,w\n", {("kraken", "BTC"), ("w", "BTC")}),
        ("2025-04-01,kraken,sell,WBTC,O.1,s,9,\n", set()),
        ("2025-04-01,kraken,sell,,0.1,s,9,\n", {("kraken", "BTC")}),
        # An account in which nothing else happened: it may be misspelt.
        ("2025-04-01,karken,sell,BTC,O.1,s,9,\n", {("kraken", "BTC"), ("w", "BTC")}),
    ],
)
def test_an_unread_row_that_tells_its_account_bears_on_that_account(
    tmp_path: Path, row: str, marked: set[tuple[str, str]]
) -> None:
    wrapped = (OWN % ("w", "x")).replace("BTC", "WBTC")
    rows = OWN % ("kraken", "k") + OWN % ("w", "v") + wrapped + row
    summary, _ = rows_of(tmp_path, rows)
    assert {key for key, words in summary.items() if words} == marked


def test_what_the_coin_of_an_unread_row_was_moved_to_may_change_too(tmp_path: Path) -> None:
    moved = "2025-04-01,kraken,transfer,BTC,0.5,t,,w\n"
    unread = "2025-03-15,kraken,sell,BTC,O.1,s,9,\n"
    other = (OWN % ("w", "x")).replace("BTC", "WBTC")
    summary, _ = rows_of(tmp_path, OWN % ("kraken", "k") + moved + other + unread)
    assert {key for key, words in summary.items() if words} == {("kraken", "BTC"), ("w", "BTC")}


def test_of_two_rows_of_one_id_what_the_one_left_out_was_about_may_change(tmp_path: Path) -> None:
    rows = OWN % ("kraken", "k") + OWN % ("w", "v") + "2025-03-02,w,buy,BTC,1,v,900,\n"
    summary, _ = rows_of(tmp_path, rows)
    assert {key for key, words in summary.items() if words} == {("w", "BTC")}


def test_a_file_of_which_nothing_was_read_may_be_about_all(tmp_path: Path) -> None:
    (tmp_path / "strange.csv").write_text("when,what,much\n2025-05-05,xyz,3\n")
    summary, in_force = rows_of(tmp_path, OWN % ("kraken", "k"))
    assert summary["kraken", "BTC"] == "mend what could not be read of strange.csv"
    assert in_force == {("kraken", "BTC"): "mend strange.csv"}
