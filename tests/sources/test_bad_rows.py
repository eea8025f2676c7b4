"""Bad rows: each is a problem that says where it stands and how to mend it; the others count."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from sources.given_rows import BUY, COINBASE, GOOD, HEADER, own_row
from sources.golden_files import read_bytes

KRAKEN = "txid,refid,time,type,subtype,aclass,asset,amount,fee,balance"
FILLS = "trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit"


def _ours(**cells: str) -> bytes:
    return f"{HEADER}\n{GOOD}\n{own_row(**cells)}\n".encode()


def _coinbase(row: str) -> bytes:
    good = "2021-01-01T00:00:00Z,Buy,BTC,1,USD,10.00,10.00,10.50,0.50,"
    return f"{COINBASE}\n{good}\n{row}\n".encode()


def _kraken(*rows: str) -> bytes:
    good = "A,R0,2021-01-01 00:00:00,staking,,currency,DOT,1,0,1"
    return "\n".join((KRAKEN, good, *rows, "")).encode()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A file whose first row is good and whose second is not."""

    content: bytes
    code: str
    says: str


CONVERT = "2021-01-02T00:00:00Z,Convert,ETH,1,USD,10,10,10,0"
BAD_ROWS = {
    # numbers
    "NaN": BadRow(_ours(quantity="NaN"), "bad-number", "`quantity` holds 'NaN'"),
    "infinity": BadRow(_ours(quantity="Infinity"), "bad-number", "not a number"),
    "1E+999999": BadRow(_ours(quantity="1E+999999"), "bad-number", "not a number"),
    "1E+99": BadRow(_ours(quantity="1E+99"), "bad-number", "too large"),
    "forty digits": BadRow(_ours(quantity="9" * 40), "bad-number", "too large"),
    "200 digits": BadRow(_ours(quantity="1" * 200), "bad-number", "too long"),
    "31 decimals": BadRow(_ours(quantity=f"0.{'1' * 31}"), "bad-number", "30 decimals"),
    "underscore": BadRow(_ours(quantity="1_000"), "bad-number", "not a number"),
    "Arabic digits": BadRow(_ours(quantity="١٢٣"), "bad-number", "digits 0 to 9"),
    "full-width digits": BadRow(_ours(quantity="\uff11\uff12"), "bad-number", "digits 0 to 9"),
    "decimal comma": BadRow(_ours(quantity="1,5"), "bad-number", "decimal comma"),
    "German": BadRow(_ours(quantity="1.234,56"), "bad-number", "decimal comma"),
    "German millions": BadRow(_ours(quantity="1.234.567"), "bad-number", "decimal comma"),
    "comma after zero": BadRow(_ours(quantity="0,123"), "bad-number", "decimal comma"),
    "misplaced comma": BadRow(_ours(quantity="1,23.4"), "bad-number", "misplaced separators"),
    "space within": BadRow(_ours(quantity="1 000"), "bad-number", "not a number"),
    "two points": BadRow(_ours(quantity="1.2.3"), "bad-number", "misplaced separators"),
    "two signs": BadRow(_ours(quantity="--1"), "bad-number", "more than one sign"),
    "half a bracket": BadRow(_ours(usd="(5"), "bad-number", "half a bracket"),
    "minus in brackets": BadRow(_ours(usd="(-5)"), "bad-number", "more than one sign"),
    "trailing minus": BadRow(_ours(usd="5-"), "bad-number", "not a number"),
    "hexadecimal": BadRow(_ours(quantity="0x10"), "bad-number", "is in x10"),
    "another coin": BadRow(_ours(quantity="1 ETH"), "bad-number", "is in ETH, not in BTC"),
    "two units": BadRow(_ours(usd="€5 USD"), "bad-number", "two units"),
    "euros as dollars": BadRow(_ours(usd="€5"), "mixed-currency", "not in US dollars"),
    "a word": BadRow(_ours(usd="free"), "bad-number", "`usd` holds 'free'"),
    "a dash": BadRow(_ours(usd="-"), "bad-number", "not a number"),
    "negative quantity": BadRow(_ours(quantity="-1"), "bad-number", "not above zero"),
    "bracketed quantity": BadRow(_ours(quantity="(1)"), "bad-number", "not above zero"),
    "zero quantity": BadRow(_ours(quantity="0"), "bad-number", "not above zero"),
    "negative dollars": BadRow(_ours(usd="-5"), "bad-number", "`usd` is below zero"),
    "negative fee": BadRow(_ours(fee_usd="-5"), "bad-number", "`fee_usd` is below zero"),
    "negative fee units": BadRow(
        _ours(fee_asset="BNB", fee_quantity="-1"), "bad-number", "`fee_quantity`"
    ),
    # times
    "no time": BadRow(_ours(time=""), "missing-value", "`time` is empty"),
    "a word as time": BadRow(_ours(time="yesterday"), "bad-time", "is not a time"),
    "no such day": BadRow(_ours(time="2023-02-29"), "bad-time", "does not exist"),
    "no such hour": BadRow(_ours(time="2023-01-01T25:00:00Z"), "bad-time", "does not exist"),
    "no zone": BadRow(_ours(time="2023-01-01T10:00:00"), "bad-time", "time zone"),
    "US date": BadRow(_ours(time="01/02/2023"), "ambiguous-date", "day/month or"),
    "Excel serial": BadRow(_ours(time="44927"), "bad-time", "is not a time"),
    "week date": BadRow(_ours(time="2023-W01-1"), "bad-time", "is not a time"),
    "Arabic date": BadRow(_ours(time="٢٠٢٣-01-01"), "bad-time", "is not a time"),
    "century before": BadRow(_ours(time="1899-06-01"), "time-out-of-range", "1900 to 2100"),
    "year 224": BadRow(_ours(time="0224-01-01"), "time-out-of-range", "1900 to 2100"),
    "century after": BadRow(_ours(time="2203-01-01"), "time-out-of-range", "1900 to 2100"),
    "offset of a day": BadRow(_ours(time="2023-01-01T00:00:00+24:00"), "bad-time", "exist"),
    "acquired later": BadRow(
        _ours(kind="opening", acquired="2025-01-01"), "bad-value", "`acquired`"
    ),
    # kinds and what they need
    "no kind": BadRow(_ours(kind=""), "unknown-row-kind", "is no kind"),
    "unknown kind": BadRow(_ours(kind="swap"), "unknown-row-kind", "it may be buy"),
    "income alone": BadRow(_ours(kind="income"), "unknown-row-kind", "income:staking"),
    "no account": BadRow(_ours(account=""), "missing-value", "`account` is empty"),
    "no asset": BadRow(_ours(asset=" "), "missing-value", "`asset` is empty"),
    "no quantity": BadRow(_ours(quantity=""), "missing-value", "`quantity` is empty"),
    "trade without other side": BadRow(_ours(kind="trade"), "missing-value", "`got_asset`"),
    "trade without its quantity": BadRow(
        _ours(kind="trade", got_asset="ETH"), "missing-value", "`got_quantity`"
    ),
    "trade with itself": BadRow(
        _ours(kind="trade", got_asset="BTC", got_quantity="1"), "bad-value", "two assets"
    ),
    "transfer to nowhere": BadRow(_ours(kind="transfer"), "missing-value", "`to_account`"),
    "a buy that arrives elsewhere": BadRow(
        _ours(to_account="kraken"), "meaningless-value", "means nothing on a row of kind buy"
    ),
    "a sale that receives": BadRow(
        _ours(kind="sell", got_asset="ETH"), "meaningless-value", "`got_asset`"
    ),
    "a buy acquired before": BadRow(
        _ours(acquired="2020-01-01"), "meaningless-value", "`acquired`"
    ),
    "a buy that names lots": BadRow(_ours(lots="a:1"), "meaningless-value", "`lots`"),
    "a fee with a fee": BadRow(_ours(kind="fee", fee_usd="1"), "meaningless-value", "`fee_usd`"),
    "a result without dollars": BadRow(_ours(kind="pnl:other"), "missing-value", "`usd`"),
    "a short paid in coins": BadRow(
        _ours(kind="short", fee_asset="BNB", fee_quantity="1"), "bad-value", "`fee_asset`"
    ),
    "buying dollars": BadRow(_ours(asset="USD"), "us-dollars-as-asset", "cash"),
    "trading for dollars": BadRow(
        _ours(kind="trade", got_asset="USD", got_quantity="5"), "us-dollars-as-asset", "cash"
    ),
    # fees, lots, codes
    "fee asset alone": BadRow(_ours(fee_asset="BNB"), "missing-value", "`fee_quantity`"),
    "fee units alone": BadRow(_ours(fee_quantity="1"), "missing-value", "`fee_asset`"),
    "a fee as large as its whole": BadRow(
        _ours(fee_asset="BTC", fee_quantity="1"), "fee-too-large", "not smaller"
    ),
    "a fee larger than what came in": BadRow(
        _ours(kind="trade", got_asset="E", got_quantity="1", fee_asset="E", fee_quantity="2"),
        "fee-too-large",
        "not smaller",
    ),
    "two fees in dollars": BadRow(
        _ours(fee_asset="USD", fee_quantity="1", fee_usd="2"), "bad-value", "differ"
    ),
    "lots without quantity": BadRow(_ours(kind="sell", lots="a"), "bad-value", "`lots`"),
    "lots of nothing": BadRow(_ours(kind="sell", lots="a:0"), "bad-value", "`lots`"),
    "lots without end": BadRow(_ours(kind="sell", lots="a:1E+99"), "bad-value", "`lots`"),
    "lots of NaN": BadRow(_ours(kind="sell", lots="a:NaN"), "bad-value", "`lots`"),
    "lots with a hole": BadRow(_ours(kind="sell", lots="a:1;;b:2"), "bad-value", "`lots`"),
    "lower-case code": BadRow(_ours(kind="sell", adjust="e:1"), "bad-value", "`adjust`"),
    "code without dollars": BadRow(_ours(kind="sell", adjust="E"), "bad-value", "`adjust`"),
    "unknown form": BadRow(_ours(form="1099-k"), "bad-value", "`form`"),
    "maybe reported": BadRow(_ours(form_basis_reported="maybe"), "bad-value", "neither"),
    "id with a semicolon": BadRow(_ours(id="a;b"), "bad-value", "semicolon"),
    "id over two lines": BadRow(_ours(id="a\nb"), "bad-value", "`id`"),
    "account over two lines": BadRow(_ours(account="a\nb"), "bad-value", "`account`"),
    "endless name": BadRow(_ours(account="a" * 300), "bad-value", "200 characters"),
    "one id twice": BadRow(_ours(id="good"), "conflicting-id", "'good'"),
    # rows
    "too few cells": BadRow(f"{HEADER}\n{GOOD}\n1,2,3\n".encode(), "ragged-row", "3 cells"),
    "too many cells": BadRow(
        f"{HEADER}\n{GOOD}\n{own_row()},x\n".encode(), "ragged-row", "22 cells"
    ),
    "cut short": BadRow(
        f"{HEADER}\n{GOOD}\n{own_row()[:40]}".encode(), "ragged-row", "mend the row"
    ),
    # other formats
    "Coinbase: NaN": BadRow(
        _coinbase(f"{BUY},NaN,USD,1,1,1,0,"), "bad-number", "`Quantity Transacted` holds 'NaN'"
    ),
    "Coinbase: no quantity": BadRow(
        _coinbase(f"{BUY},,USD,1,1,1,0,"), "missing-value", "`Quantity Transacted` is empty"
    ),
    "Coinbase: price of nothing": BadRow(
        _coinbase(f"{BUY},0,USD,1,1,1,0,"), "bad-value", "quantity of 0"
    ),
    "Coinbase: euros among dollars": BadRow(
        _coinbase(f"{BUY},1,USD,1,€1,€1,0,"), "mixed-currency", "is in EUR, and the row in USD"
    ),
    "Coinbase: a day that is none": BadRow(
        _coinbase("02/30/2021,Buy,BTC,1,USD,1,1,1,0,"), "bad-time", "`Timestamp`"
    ),
    "Coinbase: unknown type": BadRow(
        _coinbase("2021-01-02T00:00:00Z,Airdrop!,BTC,1,USD,1,1,1,0,"),
        "unknown-row-kind",
        "does not guess; look what it was and say so with `harvestry fix`",
    ),
    "Coinbase: no type": BadRow(
        _coinbase("2021-01-02T00:00:00Z,,BTC,1,USD,1,1,1,0,"), "unknown-row-kind", "guess"
    ),
    "Coinbase: conversion without notes": BadRow(
        _coinbase(f"{CONVERT},"), "unreadable-notes", "Converted 0.5 ETH"
    ),
    "Coinbase: conversion of other coins": BadRow(
        _coinbase(f"{CONVERT},Converted 1 SOL to 5 ADA"), "unreadable-notes", "`Notes`"
    ),
    "Coinbase: notes in German": BadRow(
        _coinbase(f'{CONVERT},"Converted 1,0 ETH to 1.234,56 USDC"'), "bad-number", "`Notes`"
    ),
    "Coinbase: sent backwards": BadRow(
        _coinbase("2021-01-02T00:00:00Z,Receive,BTC,-1,USD,1,1,1,0,"), "reversed-row", "takes away"
    ),
    "Coinbase: half a pair": BadRow(
        _coinbase("2021-01-02T00:00:00Z,Retail MGX DEX Buy,BTC,1,USD,1,1,1,0,"),
        "incomplete-group",
        "no second row",
    ),
    "Kraken: half a trade": BadRow(
        _kraken("B,R1,2021-01-02 00:00:00,trade,,currency,XXBT,1,0,1"),
        "incomplete-group",
        "Only one side",
    ),
    "Kraken: a fee paid back": BadRow(
        _kraken("B,R1,2021-01-02 00:00:00,staking,,currency,DOT,1,-0.1,1"),
        "reversed-row",
        "negative",
    ),
    "Kraken: a fee above the reward": BadRow(
        _kraken("B,R1,2021-01-02 00:00:00,staking,,currency,DOT,1,2,1"),
        "fee-too-large",
        "all",
    ),
    "Kraken: a fee above the deposit": BadRow(
        _kraken("B,R1,2021-01-02 00:00:00,deposit,,currency,DOT,1,1,1"), "fee-too-large", "all"
    ),
    "Kraken: no time": BadRow(
        _kraken("B,R1,,staking,,currency,DOT,1,0,1"), "missing-value", "`time` is empty"
    ),
    "Kraken: no asset": BadRow(
        _kraken("B,R1,2021-01-02 00:00:00,staking,,currency,,1,0,1"), "missing-value", "`asset`"
    ),
    "Kraken: margin in a coin": BadRow(
        _kraken("B,R1,2021-01-02 00:00:00,margin,,currency,XXBT,1,0,1"), "needs-review", "margin"
    ),
    "Coinbase Pro: no side": BadRow(
        f"{FILLS}\n1,BTC-USD,BUY,2021-01-01T00:00:00Z,1,BTC,10,0,-10,USD\n"
        "2,BTC-USD,HOLD,2021-01-02T00:00:00Z,1,BTC,10,0,-10,USD\n".encode(),
        "bad-value",
        "BUY or SELL",
    ),
    "Coinbase Pro: no pair": BadRow(
        f"{FILLS}\n1,BTC-USD,BUY,2021-01-01T00:00:00Z,1,BTC,10,0,-10,USD\n"
        "2,BTCUSD,BUY,2021-01-02T00:00:00Z,1,BTC,10,0,-10,USD\n".encode(),
        "bad-value",
        "BTC-USD",
    ),
}


@pytest.mark.parametrize("name", BAD_ROWS)
def test_a_bad_row_is_a_problem_that_says_where_and_what(name: str, tmp_path: Path) -> None:
    bad = BAD_ROWS[name]
    imported = read_bytes(tmp_path, bad.content)
    (receipt,) = imported.receipts
    assert receipt.rows_problem >= 1
    assert len(imported.events) == 1, "the good row counts all the same"
    assert receipt.rows_read == receipt.rows_imported + receipt.rows_problem
    problem = imported.problems[0]
    assert (problem.code, problem.row, problem.file) == (bad.code, 2, "given.csv")
    assert bad.says in problem.message
    assert "given.csv" not in problem.message, "the file stands beside it"
    assert problem.line == 3, "after the header and the good row"
    assert problem.severity == "error"
