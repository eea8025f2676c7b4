"""Bad files: each ends in a receipt that accounts for every row, or in one sentence of refusal."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from harvestry.sources.errors import (
    AmbiguousFormatError,
    BrokenCsvError,
    NotEventsError,
    NotTextError,
    SourceError,
    UnknownFormatError,
)
from harvestry.units.exact import money_text, quantity_text
from sources.golden_files import read_bytes

HEADER = (
    "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,fee_usd,to_account,got_asset,"
    "got_quantity,acquired,fmv_usd,lots,adjust,form,form_basis_reported,lots_at,note"
)
COLUMNS = HEADER.split(",")
COINBASE = (
    "Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,"
    "Spot Price at Transaction,Subtotal,Total (inclusive of fees),Fees,Notes"
)
KRAKEN = "txid,refid,time,type,subtype,aclass,asset,amount,fee,balance"
FILLS = "trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit"


def _row(**cells: str) -> str:
    """Give a Harvestry CSV row, a plain purchase but for the cells named."""
    plain = {
        "time": "2024-01-01T00:00:00Z",
        "account": "ledger",
        "kind": "buy",
        "asset": "BTC",
        "quantity": "1",
    }
    written = [{**plain, **cells}.get(column, "") for column in COLUMNS]
    return ",".join(f'"{c}"' if set(c) & set(',\n"') else c for c in written)


GOOD = _row(time="2023-06-01T00:00:00Z", id="good")


def _ours(**cells: str) -> bytes:
    return f"{HEADER}\n{GOOD}\n{_row(**cells)}\n".encode()


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


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file that cannot be read at all."""

    content: bytes
    error: type[SourceError]
    says: str


BUY = "2021-01-02T00:00:00Z,Buy,BTC"
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
    "too many cells": BadRow(f"{HEADER}\n{GOOD}\n{_row()},x\n".encode(), "ragged-row", "22 cells"),
    "cut short": BadRow(f"{HEADER}\n{GOOD}\n{_row()[:40]}".encode(), "ragged-row", "mend the row"),
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
        "does not guess",
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

BAD_FILES = {
    "empty": BadFile(b"", NotTextError, "is empty"),
    "one byte": BadFile(b"x", UnknownFormatError, "no format"),
    "blank lines": BadFile(b"\n\n\n", UnknownFormatError, "holds no rows"),
    "only a mark": BadFile(b"\xef\xbb\xbf", UnknownFormatError, "holds no rows"),
    "NUL bytes": BadFile(b"a\0b\0\0\0c", NotTextError, "NUL"),
    "a NUL far down": BadFile(
        f"{HEADER}\n".encode() + f"{GOOD}\n".encode() * 200 + b"\0\n", NotTextError, "line 202"
    ),
    "a spreadsheet": BadFile(b"PK\x03\x04rest", NotTextError, "spreadsheet"),
    "an old spreadsheet": BadFile(b"\xd0\xcf\x11\xe0rest", NotTextError, "spreadsheet"),
    "a PDF": BadFile(b"%PDF-1.7\n", NotTextError, "PDF"),
    "compressed": BadFile(b"\x1f\x8b\x08", NotTextError, "compressed"),
    "UTF-32": BadFile(HEADER.encode("utf-32"), NotTextError, "UTF-32"),
    "UTF-16 with half a letter": BadFile(
        b"\xff\xfe" + HEADER.encode("utf-16-le") + b"x", NotTextError, "UTF-16"
    ),
    "cp1252": BadFile(
        f"{HEADER}\n{_row(note='caf')}".encode() + b"\xe9\n", NotTextError, "line 2 holds bytes"
    ),
    "Shift-JIS": BadFile("取引日時,取引種別\n".encode("shift_jis"), NotTextError, "UTF-8"),
    "prose": BadFile(b"Dear Sir or Madam,\nplease find below.\n", UnknownFormatError, "Dear"),
    "another bank": BadFile(b"Date,Payee,Amount\n1,2,3\n", UnknownFormatError, "Date, Payee"),
    "a column lacking": BadFile(
        b"Timestamp,Transaction Type,Asset,Notes\n", UnknownFormatError, "'Quantity Transacted'"
    ),
    "a quote left open": BadFile(
        f'{HEADER}\n{GOOD}\n{GOOD}"\n"{GOOD}\n'.encode(), BrokenCsvError, "line 4"
    ),
    "cut within a quote": BadFile(
        f"{HEADER}\n{_row(note='a,b')}".encode()[:-1], BrokenCsvError, "never closed"
    ),
    "text after a quote": BadFile(
        f'{HEADER}\n{GOOD[:-1]},"a"b\n'.encode(), BrokenCsvError, "right after a closing quote"
    ),
    "a quote open for ever": BadFile(
        f'{HEADER}\n{GOOD},"'.replace(',,"', ',"').encode() + b"x\n" * 200_000,
        BrokenCsvError,
        "left open",
    ),
    "a megabyte without a line end": BadFile(b"x" * (3 << 20), BrokenCsvError, "megabyte"),
    "two columns of one name": BadFile(
        f"{HEADER},quantity\n{GOOD},1\n".encode(), AmbiguousFormatError, "two columns"
    ),
    "gain/loss report": BadFile(
        b"Gain/loss report\nUser,x\nTransaction Type,Transaction ID,Tax lot ID,Asset name,Amount,"
        b"Date Acquired,Cost basis (USD),Date of Disposition,Proceeds (USD)\n",
        NotEventsError,
        "transaction history",
    ),
    "raw transaction report": BadFile(
        b'Transaction ID,Date & time,Asset Acquired,"Quantity Acquired (Bought, Received, etc)",'
        b'Cost Basis (incl. fees and/or spread) (USD),"Asset Disposed (Sold, Sent, etc)"\n',
        NotEventsError,
        "transaction history",
    ),
    "Robinhood's consolidated 1099": BadFile(
        b"1099-DA,ACCOUNT NUMBER,TAX YEAR,DATE ACQUIRED,SALE DATE,DESCRIPTION,DTIF CODE,DTIF NAME,"
        b"DTIF UNITS,COST BASIS,SALES PRICE,TERM\n",
        NotEventsError,
        "export the crypto orders",
    ),
    "Robinhood's consolidated 1099 of securities": BadFile(
        b"1099-B,ACCOUNT NUMBER,TAX YEAR,DATE ACQUIRED,SALE DATE,DESCRIPTION,SHARES,COST BASIS,"
        b"SALES PRICE,TERM\n",
        NotEventsError,
        "export the account activity",
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
    assert problem.line == receipt.line_of(2)
    assert problem.line is not None
    assert problem.severity == "error"


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_bad_file_is_refused_in_one_sentence(name: str, tmp_path: Path) -> None:
    bad = BAD_FILES[name]
    with pytest.raises(bad.error) as caught:
        read_bytes(tmp_path, bad.content)
    message = str(caught.value)
    assert message.startswith("given.csv: ")
    assert bad.says in message
    assert "\n" not in message
    assert len(message) < 400


def test_a_file_of_a_header_alone_is_read_with_a_note(tmp_path: Path) -> None:
    imported = read_bytes(tmp_path, f"{HEADER}\n".encode())
    assert imported.receipts[0].rows_read == 0
    assert [(p.code, p.severity) for p in imported.problems] == [("no-rows", "note")]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("0.000000000000000001", "0.000000000000000001"),
        ("0.123456789012345678901234", "0.123456789012345678901234"),
        ("1E-8", "0.00000001"),
        ("1,234.5", "1234.5"),
        ("1,234", "1234"),
        ("12,345,678.9", "12345678.9"),
        ("+1.50", "1.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("0.2092 BTC", "0.2092"),
        ("0.5BTC", "0.5"),
        ("1\u00a0", "1"),
        ("00012.10", "12.1"),
        ("999999999999999999999999999999", "999999999999999999999999999999"),
    ],
)
def test_odd_ways_to_write_a_quantity_are_read_exactly(
    text: str, quantity: str, tmp_path: Path
) -> None:
    (event,) = read_bytes(tmp_path, f"{HEADER}\n{_row(quantity=text)}\n".encode()).events
    assert quantity_text(event.quantity) == quantity


@pytest.mark.parametrize(
    ("text", "usd"),
    [
        ("$1,970.20", "1970.2"),
        ("($53.62)", "-53.62"),
        ("-$5", "-5"),
        ("$-5", "-5"),
        ("US$7.00", "7"),
        ("8 USD", "8"),
        ("USD 9", "9"),
        ("$ 10 USD", "10"),
        ("\u22121.5", "-1.5"),
        ("0.1234567890123456785", "0.123456789012345679"),
    ],
)
def test_odd_ways_to_write_dollars_are_read_exactly(text: str, usd: str, tmp_path: Path) -> None:
    content = f"{HEADER}\n{_row(kind='pnl:other', quantity='', usd=text)}\n".encode()
    (event,) = read_bytes(tmp_path, content).events
    assert event.usd is not None
    assert money_text(event.usd) == usd


def test_a_lone_comma_in_a_file_of_semicolons_is_not_guessed(tmp_path: Path) -> None:
    rows = f"{HEADER}\n{_row()}\n".replace(",", ";").replace(";1;", ";1,234;")
    (problem,) = read_bytes(tmp_path, rows.encode()).problems
    assert problem.code == "bad-number"
    assert "decimal comma" in problem.message


def test_rows_behind_an_open_quote_are_not_swallowed_in_silence(tmp_path: Path) -> None:
    opened = (
        f'{COINBASE}\n{BUY},1,USD,1,1,1,0,"oops\n{BUY},2,USD,1,1,1,0,x\n{BUY},3,USD,1,1,1,0,y"\n'
    )
    imported = read_bytes(tmp_path, opened.encode())
    (problem,) = imported.problems
    assert (problem.code, problem.row, imported.events) == ("swallowed-rows", 1, [])


def test_a_note_that_hides_rows_is_kept_and_shown(tmp_path: Path) -> None:
    opened = f'{HEADER}\n{GOOD}"oops\n{_row(id="hidden")}"\n'
    imported = read_bytes(tmp_path, opened.encode())
    (problem,) = imported.problems
    assert (problem.code, problem.severity, problem.row) == ("swallowed-rows", "error", 1)
    assert len(imported.events) == 1


def test_a_remark_of_several_lines_is_no_trouble(tmp_path: Path) -> None:
    content = f'{COINBASE}\n{BUY},1,USD,1,1,1,0,"paid, by card,\nat home"\n'
    imported = read_bytes(tmp_path, content.encode())
    assert (len(imported.events), imported.problems) == (1, ())
