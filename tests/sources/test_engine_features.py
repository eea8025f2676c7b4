"""What a description can say, each feature by the smallest format that has it."""

from pathlib import Path
from typing import Any

import pytest

from harvestry.sources import reading
from harvestry.sources.catalogue import format_of
from harvestry.sources.errors import AmbiguousFormatError
from harvestry.sources.receipt import Imported
from sources.golden_files import read, told

TOP = """
name = "x"
title = "X report"
account = "x"
account_kind = "exchange"
"""


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    """Give a function that reads a text as one of the formats described."""

    def as_described(text: str, *descriptions: str, name: str = "given.csv") -> Imported:
        known = {each.name: each for each in map(format_of, descriptions)}
        monkeypatch.setattr(reading, "formats", lambda: known)
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return read(path)

    return as_described


def _events(imported: Imported) -> list[dict[str, Any]]:
    assert [p.message for p in imported.problems if p.severity.value == "error"] == []
    hidden = {"id", "account", "rows"}
    return [{k: v for k, v in told(e).items() if k not in hidden} for e in imported.events]


FILLS = (
    TOP
    + """
[markets]
quotes = ["USDT", "USD", "BTC"]
endings = ["_SPBL"]
[columns]
time = { names = ["Date"], required = true }
product = { names = ["Pair"], required = true }
side = { names = ["Side"] }
price = { names = ["Price"], required = true }
quantity = { names = ["Executed"], required = true }
total = { names = ["Amount"] }
fee_quantity = { names = ["Fee"], required = true }
fee_asset = { names = ["Fee Coin"] }
[[rows]]
types = ["*"]
do = "fill"
fee_on_top = true
"""
)


def test_glued_units_and_markets_are_cut_by_the_longest_quote(reads: Any) -> None:
    text = (
        "Date,Pair,Side,Price,Executed,Amount,Fee\n"
        '2024-01-02 03:04:05,BTCUSDT,BUY,"40,000",0.5BTC,"20,000USDT",0.0005BTC\n'
        "2024-01-03 03:04:05,1INCHUSD,SELL,0.4,5001INCH,200USD,0.2USD\n"
        "2024-01-04 03:04:05,BTCUSDT_SPBL,SELL,41000,0.1BTC,4100USDT,0.01BNB\n"
    )
    assert _events(reads(text, FILLS)) == [
        {"time": "2024-01-02T03:04:05Z", "kind": "trade", "asset": "USDT", "quantity": "20000",
         "got_asset": "BTC", "got_quantity": "0.5", "fee_asset": "BTC", "fee_quantity": "0.0005"},
        {"time": "2024-01-03T03:04:05Z", "kind": "sell", "asset": "1INCH", "quantity": "500",
         "usd": "200", "fee_usd": "0.2"},
        {"time": "2024-01-04T03:04:05Z", "kind": "trade", "asset": "BTC", "quantity": "0.1",
         "got_asset": "USDT", "got_quantity": "4100", "fee_asset": "BNB", "fee_quantity": "0.01"},
    ]  # fmt: skip


def test_side_may_be_a_sign_and_the_total_price_times_quantity(reads: Any) -> None:
    rows = ["2024-01-02,BTC/USD,40000,-0.5,2", "2024-01-03,BTC/USD,40000,1,3"]
    text = "\n".join(["Date,Pair,Price,Executed,Fee", *rows, ""])
    assert [(e["kind"], e["usd"], e["fee_usd"]) for e in _events(reads(text, FILLS))] == [
        ("sell", "20000", "2"),
        ("buy", "40000", "3"),
    ]


def test_a_market_may_name_its_quote_first(reads: Any) -> None:
    text = "Date,Pair,Side,Price,Executed,Fee\n2024-01-02,BTC-ETH,LIMIT_BUY,0.05,10,0.001\n"
    described = FILLS.replace("[markets]", "[markets]\nquote_first = true")
    (event,) = _events(reads(text, described))
    assert (event["asset"], event["quantity"], event["got_asset"]) == ("BTC", "0.501", "ETH")


@pytest.mark.parametrize("market", ["BTCXYZ", "USDT", "-BTC"])
def test_a_market_that_cannot_be_cut_is_a_problem(reads: Any, market: str) -> None:
    text = f"Date,Pair,Side,Price,Executed,Amount,Fee\n2024-01-02,{market},BUY,1,1,1,0\n"
    imported = reads(text, FILLS)
    assert [p.code for p in imported.problems] == ["bad-value"]


TWO_SIDED = (
    TOP
    + """
[columns]
time = { names = ["Date"], required = true }
sent_quantity = { names = ["Sent"], required = true }
sent_asset = { names = ["Cur.#2"], required = true }
got_quantity = { names = ["Got"], required = true }
got_asset = { names = ["Cur."], required = true }
fee_quantity = { names = ["Fee"] }
fee_asset = { names = ["Cur.#3"] }
account = { names = ["Exchange"] }
type = { names = ["Type"] }
[[rows]]
types = ["failed*"]
do = "fee-only"
[[rows]]
types = ["*"]
having = ["sent_quantity", "got_quantity"]
do = "swap"
FEE
[[rows]]
types = ["*"]
having = ["got_quantity"]
do = "deposit"
[[rows]]
types = ["*"]
do = "withdrawal"
"""
)
TWO_SIDED_HEADER = "Date,Got,Cur.,Sent,Cur.,Fee,Cur.,Exchange,Type\n"


@pytest.mark.parametrize(
    ("rule", "given", "got"), [("", "100", "2.1"), ("fee_inside = true", "100", "2.2")]
)
def test_two_sides_in_a_row_with_columns_of_one_name(
    reads: Any, rule: str, given: str, got: str
) -> None:
    text = TWO_SIDED_HEADER + "2024-01-02,2.1,ETH,100,USDC,0.1,ETH,Coinbase,\n"
    (event,) = _events(reads(text, TWO_SIDED.replace("FEE", rule)))
    assert (event["asset"], event["quantity"], event["got_asset"]) == ("USDC", given, "ETH")
    assert (event["got_quantity"], event["fee_asset"]) == (got, "ETH")


def test_rows_of_one_side_and_of_their_own_account(reads: Any) -> None:
    text = TWO_SIDED_HEADER + (
        "2024-01-02,2,ETH,,,,,KRAKEN,\n2024-01-03,-,,3,ETH,0.1,BTC,My Wallet,\n"
        "2024-01-04,,,3,ETH,0.002,ETH,,Failed (gas)\n"
    )
    imported = reads(text, TWO_SIDED.replace("FEE", ""))
    assert [(e.kind, e.account, e.asset) for e in imported.events] == [
        ("deposit", "kraken", "ETH"),
        ("withdrawal", "my-wallet", "ETH"),
        ("fee", "x", "ETH"),
    ]
    assert imported.events[1].fee_asset == "BTC"


WIDE = (
    TOP
    + """
[columns]
time = { names = ["Date"], required = true }
clock = { names = ["Time ({zone})"], required = true }
type = { names = ["Type"], required = true }
[wide]
quantity = ["{asset} Amount {asset}"]
fee_quantity = ["Fee ({asset}) {asset}", "Fee {asset}"]
[[rows]]
types = ["Buy", "Sell"]
do = "exchange"
[[rows]]
types = ["Credit"]
do = "deposit"
"""
)


def test_columns_for_every_asset_and_date_and_clock_in_two_cells(reads: Any) -> None:
    text = (
        "Date,Time (UTC+8),Type,USD Amount USD,Fee (USD) USD,BTC Amount BTC,Fee BTC\n"
        "2024-01-02,03:04:05.5,Buy,($100.00),$1.00,0.01 BTC,\n"
        "2024-01-03 00:00:00,1899-12-31 09:00:00,Credit,,,1 BTC,0\n"
        "2024-01-04,09:00,Credit,,,,\n"
    )
    imported = reads(text, WIDE)
    assert [(e["kind"], e["time"], e["asset"], e["quantity"]) for e in map(told, imported.events)] \
        == [("buy", "2024-01-01T19:04:05.500000Z", "BTC", "0.01"),
            ("deposit", "2024-01-03T01:00:00Z", "BTC", "1")]  # fmt: skip
    assert [(p.row, p.code) for p in imported.problems] == [(3, "missing-value")]
    assert imported.receipts[0].rows_imported == 2


TIMES = (
    TOP
    + """
slash_dates = "month-first"
layouts = ["iso", "epoch", "%b %d, %Y, %I:%M %p", "%a %b %d %Y %H:%M:%S GMT%z"]
[columns]
time = { names = ["Date"], required = true }
quantity = { names = ["Amount"], required = true }
asset = { names = ["Coin"], required = true }
zone = { names = ["Timezone"] }
[[rows]]
types = ["*"]
do = "deposit"
"""
)


@pytest.mark.parametrize(
    ("cell", "instant"),
    [
        ("2023-08-08 09:57:00 PST", "2023-08-08T16:57:00Z"),
        ("2023-01-08 09:57:00 EST", "2023-01-08T14:57:00Z"),
        ("1700000000", "2023-11-14T22:13:20Z"),
        ("Sept. 28, 2022, 12:13 AM", "2022-09-28T00:13:00Z"),
        ("June 5, 2022, 1:13 PM", "2022-06-05T13:13:00Z"),
        ("Tue May 26 2020 18:06:28 GMT+0200 (CEST)", "2020-05-26T16:06:28Z"),
        ("12/31/2021 11:59:59 PM", "2021-12-31T23:59:59Z"),
        ("12/31/2021 11:59 PM EST", "2022-01-01T04:59:00Z"),
        ("2024-11-16 17:30:06+00", "2024-11-16T17:30:06Z"),
        ("2024-11-16 17:30:06 (UTC+08:00)", "2024-11-16T09:30:06Z"),
    ],
)
def test_times_in_many_dresses(reads: Any, cell: str, instant: str) -> None:
    (event,) = _events(reads(f'Date,Amount,Coin\n"{cell}",1,BTC\n', TIMES))
    assert event["time"] == instant


def test_the_zone_may_stand_in_a_column_of_its_own(reads: Any) -> None:
    text = (
        "Date,Timezone,Amount,Coin\n2024-07-01 10:00,America/New_York,1,BTC\n2024-07-01,UTC,1,BTC\n"
        "2024-07-02 10:00,Middle/Earth,1,BTC\n"
    )
    imported = reads(text, TIMES)
    assert [told(e)["time"] for e in imported.events] == [
        "2024-07-01T12:00:00Z",
        "2024-07-01T14:00:00Z",
    ]
    assert [(p.row, p.code) for p in imported.problems] == [(3, "bad-time")]


def test_a_format_may_write_decimal_commas(reads: Any) -> None:
    text = 'Date;Amount;Coin\n2024-01-01;1.234,5;BTC\n2024-01-01;7;BTC\n2024-01-01;"1,234.5";BTC\n'
    imported = reads(text, "decimal_comma = true\n" + TIMES)
    assert sorted(told(e)["quantity"] for e in imported.events) == ["1234.5", "7"]
    assert [(p.row, p.code) for p in imported.problems] == [(3, "bad-number")]


EXPLORER = (
    TOP
    + """
from_name = ["(?P<own_address>0x[0-9a-f]{4})"]
[constants]
asset = "ETH"
[columns]
time = { names = ["Date"], required = true }
from_address = { names = ["From"], required = true }
to_address = { names = ["To"], required = true }
quantity = { names = ["Value"], required = true }
status = { names = ["Status"] }
[[rows]]
types = ["*"]
where = { status = ["error*"] }
do = "skip"
reason = "not-completed"
[[rows]]
types = ["*"]
direction = "self"
do = "skip"
reason = "internal-move"
[[rows]]
types = ["*"]
direction = "in"
do = "deposit"
[[rows]]
types = ["*"]
direction = "out"
do = "withdrawal"
"""
)
EXPLORED = (
    "Date,From,To,Value,Status\n2024-01-01,0xAAAA,0xbbbb,1,\n2024-01-02,0xCCCC,0xaaaa,2,\n"
    "2024-01-03,0xAAAA,0xaaaa,3,\n2024-01-04,0xAAAA,0xdddd,4,Error(0)\n"
)


def test_the_direction_is_told_by_the_address_on_every_row(reads: Any) -> None:
    imported = reads(EXPLORED, EXPLORER)
    assert [(e.kind, told(e)["quantity"]) for e in imported.events] == [
        ("withdrawal", "1"),
        ("deposit", "2"),
    ]
    assert [s.reason for s in imported.receipts[0].skipped] == ["internal-move", "not-completed"]


def test_of_one_row_the_file_name_tells_the_own_address_or_nothing(reads: Any) -> None:
    one = "".join(EXPLORED.splitlines(keepends=True)[:2])
    imported = reads(one, EXPLORER)
    assert [p.code for p in imported.problems] == ["unknown-direction"]
    (event,) = reads(one, EXPLORER, name="export-0xBBBB.csv").events
    assert event.kind == "deposit"


SAME_COLUMNS = (
    TOP
    + """
files = ["*NAME*"]
[columns]
time = { names = ["Date"], required = true }
asset = { names = ["Coin"], required = true }
quantity = { names = ["Amount"], required = true }
type = { names = ["Kind"] }
[[rows]]
types = ["TYPE"]
do = "NAME"
"""
)


def _same(name: str, kind: str) -> str:
    described = SAME_COLUMNS.replace("NAME", name).replace("TYPE", kind)
    return described.replace('name = "x"', f'name = "x-{name}"')


@pytest.mark.parametrize("name", ["deposit", "withdrawal"])
def test_formats_of_the_same_columns_are_told_apart_by_rows_then_by_name(
    reads: Any, name: str
) -> None:
    kinds = _same("deposit", "In"), _same("withdrawal", "Out")
    (event,) = reads(
        f"Date,Coin,Amount,Kind\n2024-01-01,BTC,1,{'In' if name == 'deposit' else 'Out'}\n", *kinds
    ).events
    assert event.kind == name
    both = _same("deposit", "*"), _same("withdrawal", "*")
    text = "Date,Coin,Amount\n2024-01-01,BTC,1\n"
    (event,) = reads(text, *both, name=f"My {name.upper()}s.csv").events
    assert event.kind == name
    with pytest.raises(AmbiguousFormatError, match=r"mapping\.toml"):
        reads(text, *both)
