"""Odd rows of real exports, a few at a time: what each becomes."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from harvestry.sources.receipt import Imported
from sources.golden_files import read_bytes, told

KRAKEN = "txid,refid,time,type,subtype,aclass,asset,amount,fee,balance,amountusd,feeusd,feecurrency"
COINBASE = (
    "ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,"
    "Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes"
)
TRANSFERS = "Timestamp,Type,BTC,Subtotal,Fees,Total,Currency,Price Per Coin,Payment Method,ID,Share"


@dataclass(frozen=True, slots=True)
class Case:
    """Rows of an export, and what they become: events, skips by row, problem codes by row."""

    header: str
    rows: tuple[str, ...]
    events: tuple[str, ...] = ()
    skipped: str = ""
    problems: str = ""


def _kraken(*rows: str, events: tuple[str, ...] = (), **rest: str) -> Case:
    """Give a case of rows `refid type[/subtype] asset amount fee [usd feeusd currency]`."""
    written = []
    for n, row in enumerate(rows, 1):
        refid, kind, asset, amount, fee, *more = row.split()
        type_, _, subtype = kind.partition("/")
        usd, fee_usd, currency = (*more, "", "", "")[:3]
        written.append(
            f"T{n},{refid},2025-01-01 00:00:00,{type_},{subtype},currency,{asset},{amount},{fee},"
            f"0,{usd},{fee_usd},{currency}"
        )
    return Case(KRAKEN, tuple(written), events, **rest)


def _coinbase(*rows: str, events: tuple[str, ...] = (), **rest: str) -> Case:
    """Give a case of rows `kind|asset|quantity|subtotal|total|fee|notes`."""
    written = []
    for n, row in enumerate(rows, 1):
        kind, asset, quantity, subtotal, total, fee, notes = row.split("|")
        written.append(
            f"C{n},2025-01-01 00:00:00 UTC,{kind},{asset},{quantity},USD,,{subtotal},{total},{fee},"
            f"{notes}"
        )
    return Case(COINBASE, tuple(written), events, **rest)


CASES = {
    "two legs out of spot and earn are one purchase": _kraken(
        "R trade ZUSD -60 0.10",
        "R trade USD.F -40 0.05",
        "R trade XXBT 0.001 0",
        events=("buy BTC 0.001 usd=100 fee_usd=0.15",),
    ),
    "legs that cancel out moved within the account": _kraken(
        "R trade ADA -5 0", "R trade ADA.F 5 0", skipped="1 internal-move, 2 internal-move"
    ),
    "a group of nothing": _kraken("R trade ADA 0 0", skipped="1 zero-amount"),
    "dollars and nothing for them": _kraken("R trade ZUSD -5 0", problems="1 incomplete-group"),
    "a fee alone": _kraken("R trade ZUSD 0 1", problems="1 incomplete-group"),
    "two things received": _kraken(
        "R trade ADA -5 0", "R trade XXBT 1 0", "R trade XETH 1 0", problems="1 ambiguous-group"
    ),
    "two fees, of which each half of the trade bears one": _kraken(
        "R trade ADA -5 1",
        "R trade XXBT 1 0.1",
        events=(
            "trade ADA 3.5 fee_asset=ADA fee_quantity=1 got_asset=BTC got_quantity=0.5",
            "trade ADA 2.5 fee_asset=BTC fee_quantity=0.1 got_asset=BTC got_quantity=0.5",
        ),
    ),
    "a fee given back": _kraken(
        "R trade ZUSD -5 -1", "R trade XXBT 1 0", problems="1 reversed-row"
    ),
    "a fee that eats up what came in": _kraken(
        "R trade ZUSD -5 0", "R trade XXBT 1 1", problems="1 fee-too-large"
    ),
    "a purchase with the fee withheld": _kraken(
        "R trade ZUSD -5 0",
        "R trade XXBT 1 0.1",
        events=("buy BTC 1 usd=5 fee_asset=BTC fee_quantity=0.1",),
    ),
    "a sale for euros has no dollars": _kraken(
        "R trade XXBT -1 0",
        "R trade ZEUR 50 0 55.5",
        events=("trade BTC 1 usd=55.5 got_asset=EUR got_quantity=50",),
    ),
    "dust with a fee": _kraken(
        "R spend ADA -5 0 -1",
        "R spend XDG -5 0 -1",
        "R receive USDC 2 0.1 2",
        problems="1 ambiguous-group",
    ),
    "dust worth nothing": _kraken(
        "R spend ADA -5 0 0",
        "R spend XDG -5 0 0",
        "R receive USDC 2 0 2",
        problems="1 ambiguous-group",
    ),
    "dust worth less than a grain": _kraken(
        "R spend ADA -5 0 -1",
        "R spend XDG -5 0 0",
        "R receive USDC 2 0 1",
        events=("trade ADA 5 usd=1 got_asset=USDC got_quantity=2", "sell DOGE 5 usd=0"),
    ),
    "dust rounded to nothing": Case(
        COINBASE,
        (
            "C1,2025-01-01 00:00:00 UTC,Retail Simple Dust,ADA,-3,USD,0.001,0.00,0.00,0,",
            "C2,2025-01-01 00:00:00 UTC,Retail Simple Dust,SOL,-1,USD,0.001,0.00,0.00,0,",
            "C3,2025-01-01 00:00:00 UTC,Retail Simple Dust,USDC,0.004,USD,1,0.00,0.00,0,",
        ),
        events=(
            "trade ADA 3 usd=0.003 got_asset=USDC got_quantity=0.003",
            "trade SOL 1 usd=0.001 got_asset=USDC got_quantity=0.001",
        ),
    ),
    "dust for dollars": _kraken(
        "R spend ADA -5 0 -1",
        "R spend XDG -5 0 -3",
        "R receive USD 2 0 2",
        events=("sell ADA 5 usd=0.5", "sell DOGE 5 usd=1.5"),
    ),
    "two withdrawals of one refid": _kraken(
        "R withdrawal ADA -5 1",
        "R withdrawal ADA -6 0",
        events=(
            "withdrawal ADA 6 fee_asset=ADA fee_quantity=1",
            "withdrawal ADA 6",
        ),
    ),
    "dollars deposited twice": _kraken(
        "R deposit ZUSD 5 0",
        "R deposit ZUSD 5 0",
        skipped="1 us-dollar-cash, 2 us-dollar-cash",
    ),
    "a withdrawal that came back later": _kraken("R withdrawal ADA 5 0", problems="1 reversed-row"),
    "a deposit of nothing": _kraken("R deposit ADA 0 0", skipped="1 zero-amount"),
    "a withdrawal of nothing": _kraken("R withdrawal ADA 0 0", skipped="1 zero-amount"),
    "a reward of nothing": _kraken("R staking ADA 0 0", skipped="1 zero-amount"),
    "a reward taken back": _kraken("R staking ADA -1 0", problems="1 reversed-row"),
    "a fee in another coin": _kraken(
        "R staking ADA 1 0.1 1 1 DOT",
        events=("income:staking ADA 1 usd=1 fee_asset=DOT fee_quantity=0.1 fee_usd=1",),
    ),
    "fee credits granted": _kraken(
        "R transfer KFEE 1000 0", events=("income:airdrop KFEE 1000 usd=10",)
    ),
    "margin without result": _kraken("R margin ZUSD 0 0", skipped="1 zero-amount"),
    "a rollover paid in a coin": _kraken(
        "R rollover XXBT 0 0.001 0 95", events=("fee BTC 0.001 usd=95",)
    ),
    "three sides of a delisting": _kraken(
        "A transfer/delistingconversion LUNA -5 0",
        "B transfer/delistingconversion USDC 1 0",
        "C transfer/delistingconversion USDC 1 0",
        problems="1 incomplete-group",
    ),
    "an unknown suffix stays": _kraken("R deposit ADA.X 1 0", events=("deposit ADA.X 1",)),
    "two rows of a conversion without notes": _coinbase(
        "Convert|USDC|-102|102|102|0|",
        "Convert|BTC|0.001|100|102|2|",
        events=("trade USDC 102 usd=100 got_asset=BTC got_quantity=0.001",),
    ),
    "a conversion beside one without notes": _coinbase(
        "Convert|ETH|-1|2600|2574|26|Converted 1 ETH to 2574 USDC",
        "Convert|USDC|2574|2574|2574|0|nverted 1 ETH to 2574 USDC",
        problems="2 unreadable-notes",
    ),
    "three rows of conversions without notes": _coinbase(
        "Convert|USDC|-1|1|1|0|",
        "Convert|BTC|1|1|1|0|",
        "Convert|ETH|1|1|1|0|",
        problems="2 unreadable-notes",
    ),
    "two conversions of one second": _coinbase(
        "Convert|ETH|1|10|11|1|Converted 1 ETH to 10 USDC",
        "Convert|SOL|2|20|22|2|Converted 2 SOL to 20 USDC",
        events=(
            "trade ETH 1 usd=10 got_asset=USDC got_quantity=10",
            "trade SOL 2 usd=20 got_asset=USDC got_quantity=20",
        ),
    ),
    "a conversion told by the side that came in": _coinbase(
        "Convert|USDC|10.5|10|11|1|Converted 1 ETH to 10 USDC",
        events=("trade ETH 1 usd=10 got_asset=USDC got_quantity=10.5",),
    ),
    "unsigned rows of one conversion": _coinbase(
        "Convert|ETH|1|10|11|1|Converted 1 ETH to 10 USDC",
        "Convert|USDC|10|10|10|0|Converted 1 ETH to 10 USDC",
        events=("trade ETH 1 usd=10 got_asset=USDC got_quantity=10",),
    ),
    "a conversion into dollars": _coinbase(
        "Convert|USDC|-10|10|10|0|Converted 10 USDC to 10 USD", events=("sell USDC 10 usd=10",)
    ),
    "staked ether becomes ether": _coinbase(
        "Convert|ETH2|-1|10|10|0|Converted 1 ETH2 to 1 ETH", skipped="1 redenomination"
    ),
    "a migration that is not one for one": _coinbase(
        "Asset Migration|AAA|-1|1|1|0|",
        "Asset Migration|BBB|2|1|1|0|",
        problems="1 needs-review",
    ),
    "dust that names its other side": _coinbase(
        "Retail Simple Dust|ADA|-1|0.5|0.5|0|Converted 1 ADA to 0.5 USDC",
        events=("trade ADA 1 usd=0.5 got_asset=USDC got_quantity=0.5",),
    ),
    "dust without another side": _coinbase(
        "Retail Simple Dust|ADA|-1|0.5|0.5|0|", problems="1 incomplete-group"
    ),
    "three rows too close": _coinbase(
        "Retail MGX DEX Send|ADA|-1|1|1|0|",
        "Retail MGX DEX Send|ADA|-1|1|1|0|",
        "Retail MGX DEX Buy|SOL|1|1|1|0|",
        problems="1 incomplete-group",
    ),
    "two sides of one coin": _coinbase(
        "Retail MGX DEX Trade|ADA|1|1|1|0|",
        "Retail MGX DEX Trade|SOL|1|1|1|0|",
        problems="1 incomplete-group",
    ),
    "a purchase with a fee above its total": _coinbase(
        "Buy|BTC|1|5|5|9|", events=("buy BTC 1 usd=5",), problems="1 total-differs"
    ),
    "a purchase without a total": _coinbase(
        "Buy|BTC|1|5||1|", events=("buy BTC 1 usd=5 fee_usd=1",)
    ),
    "a purchase without any price": _coinbase("Buy|BTC|1||||", events=("buy BTC 1",)),
    "a purchase of nothing for nothing": _coinbase("Buy|BTC|0|0|0|0|", skipped="1 zero-amount"),
    "a sale of nothing for nothing": _coinbase("Sell|BTC|0|0|0|0|", skipped="1 zero-amount"),
    "a sale without a total": _coinbase("Sell|BTC|1|5||1|", events=("sell BTC 1 usd=5 fee_usd=1",)),
    "a sale with a mirrored total alone": _coinbase(
        "Sell|BTC|-1||-5||", events=("sell BTC 1 usd=5",)
    ),
    "a sale without a fee": _coinbase("Sell|BTC|1|5|4||", events=("sell BTC 1 usd=5 fee_usd=1",)),
    "a sale without any price": _coinbase("Sell|BTC|-1||||", events=("sell BTC 1",)),
    "dollars bought and sold": _coinbase(
        "Buy|USD|1|1|1|0|",
        "Sell|USD|1|1|1|0|",
        "Subscription Rebate|USD|1|1|1|0|",
        "Card Spend|USD|1|1|1|0|",
        skipped="1 us-dollar-cash, 2 us-dollar-cash, 3 us-dollar-cash, 4 us-dollar-cash",
    ),
    "nothing given, nothing got back": _coinbase(
        "Donation|BTC|0|0|0|0|",
        "Subscription Rebate|BTC|0|0|0|0|",
        skipped="1 zero-amount, 2 zero-amount",
    ),
    "a market and a note that disagree": _coinbase(
        "Advanced Trade Buy|ETH|1|5|5|0|Bought 1 ETH for 5 USD on ETH-BTC",
        problems="1 unreadable-notes",
    ),
    "a market in dollars without an amount": _coinbase(
        "Advanced Trade Buy|ETH|1|5|6|1|Filled on ETH-USD", events=("buy ETH 1 usd=5 fee_usd=1",)
    ),
    "a purchase from a coin wallet": _coinbase(
        "Buy|ETH|1|5|6|1|Bought 1 ETH for $6.00 USD using Example Bank Wallet",
        events=("buy ETH 1 usd=5 fee_usd=1",),
    ),
    "a plain purchase paid in a coin": _coinbase(
        "Buy|ETH|1|5|6|1|Bought 1 ETH for 6 USDC",
        events=("trade USDC 6 usd=5 got_asset=ETH got_quantity=1",),
    ),
    "a brokerage row of another currency": Case(
        TRANSFERS,
        ("2014-01-01 00:00:00 +0000,Deposit,,5,0,5,EUR,,bank,x,",),
        problems="1 needs-review",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_odd_rows_become_what_they_mean(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    imported = read_bytes(tmp_path, "\n".join((case.header, *case.rows, "")).encode())
    assert tuple(_short(told(event)) for event in imported.events) == case.events
    (receipt,) = imported.receipts
    skipped = ", ".join(f"{each.row} {each.reason}" for each in receipt.skipped)
    assert skipped == case.skipped
    assert ", ".join(f"{each.row} {each.code}" for each in imported.problems) == case.problems


def _short(event: dict[str, str]) -> str:
    """Give an event in a line: kind, asset, quantity, and what else is known."""
    usual = ("rows", "time", "account", "id", "kind", "asset", "quantity")
    more = [f"{key}={value}" for key, value in event.items() if key not in usual]
    return " ".join([event["kind"], event["asset"], event["quantity"], *more])


@pytest.mark.parametrize(
    ("kind", "what"),
    [("Debit", "Administrative Debit"), ("Credit", "Staking Reward"), ("Debit", "Withdrawal")],
)
def test_several_assets_in_one_row_of_gemini_are_asked_about(
    kind: str, what: str, tmp_path: Path
) -> None:
    header = (
        "Date,Time (UTC),Type,Symbol,Specification,BTC Amount BTC,Fee (BTC) BTC,BTC Balance BTC,"
        "ETH Amount ETH,Fee (ETH) ETH,ETH Balance ETH,Trade ID,Tx Hash"
    )
    row = f"2021-03-20,10:00:00.500,{kind},BTC,{what},0.1 BTC ,,0.1 BTC ,2 ETH ,,2 ETH ,,"
    imported = read_bytes(tmp_path, f"{header}\n{row}\n".encode())
    assert [(each.code, each.row) for each in imported.problems] == [("needs-review", 1)]
    assert imported.receipts[0].rows_problem == 1


def _gate(folder: Path, *rows: str) -> Imported:
    header = "no,time,action_desc,action_data,type,change_amount,amount,total"
    return read_bytes(folder, "\n".join((header, *rows, "")).encode())


def test_an_order_counts_when_it_is_filled_not_when_it_is_placed(tmp_path: Path) -> None:
    imported = _gate(
        tmp_path,
        "1,2022-12-31 23:00:00,Order Placed,od1,USDT,-50,0,950",
        "2,2023-01-01 01:00:00,Order Fullfilled,od1,GT,10,0,10",
        "3,2023-01-01 01:00:00,Trading Fees,od1,GT,-0.02,0,9.98",
    )
    (event,) = map(told, imported.events)
    assert (event["time"], event["rows"]) == ("2023-01-01T01:00:00Z", [1, 2, 3])
    assert (event["quantity"], event["got_quantity"]) == ("50", "10")


def test_an_order_filled_on_several_days_is_asked_about(tmp_path: Path) -> None:
    imported = _gate(
        tmp_path,
        "1,2022-12-30 23:00:00,Order Placed,od1,USDT,-50,0,950",
        "2,2022-12-31 01:00:00,Order Filled,od1,GT,4,0,4",
        "3,2023-01-01 01:00:00,Order Fullfilled,od1,GT,6,0,10",
    )
    assert [problem.code for problem in imported.problems] == ["needs-review"]
    assert not imported.events
