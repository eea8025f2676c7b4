"""Two reports of one account that tell the same trades: counted once, and shown where."""

from pathlib import Path

from harvestry.sources.reasons import SkipReason
from harvestry.sources.receipt import Imported, Receipt
from sources.golden_files import read, told

STATEMENT = """UTC_Time,Account,Operation,Coin,Change,Remark
2023-05-01 10:00:00,Spot,Buy,BTC,0.02,
2023-05-01 10:00:00,Spot,Buy,USDT,-600,
2023-05-01 10:00:00,Spot,Buy,BTC,0.01,
2023-05-01 10:00:00,Spot,Buy,USDT,-300,
2023-05-01 10:00:00,Spot,Fee,BTC,-0.00003,
2023-05-02 10:00:00,Spot,Deposit,ETH,2,
2023-05-03 10:00:00,Spot,Withdraw,BTC,-0.005,Withdraw fee is included
"""
TRADES = """Date(UTC),Market,Type,Price,Amount,Total,Fee,Fee Coin
2023-05-01 10:00:00,BTCUSDT,BUY,30000,0.02,600,0.00002,BTC
2023-05-01 10:00:00,BTCUSDT,BUY,30000,0.01,300,0.00001,BTC
2023-05-04 10:00:00,BTCUSDT,SELL,30000,0.01,300,0.3,USDT
"""
DEPOSITS = """Date(UTC),Coin,Amount,TransactionFee,Address,TXID,SourceAddress,PaymentID,Status
2023-05-02 09:52:00,ETH,2,0,0xaa,0xd1,,,Completed
2023-05-09 09:52:00,ETH,2,0,0xaa,0xd2,,,Completed
"""
LEDGERS = """txid,refid,time,type,asset,amount,fee,balance
L1,T1,2020-01-01 10:00:00,trade,ZUSD,-700,1.82,0
L2,T1,2020-01-01 10:00:00,trade,XXBT,0.1,0,0.1
"""
KRAKEN = """txid,ordertxid,pair,time,type,ordertype,price,cost,fee,vol,margin,misc,ledgers
T1,O1,XXBTZUSD,2020-01-01 10:00:00.2,buy,limit,7000,700,1.82,0.1,0,,"L1,L2"
T2,O2,XXBTZUSD,2020-02-01 10:00:00,sell,limit,7000,70,0.2,0.01,0,,"L3,L4"
"""


def _read(folder: Path, **files: str) -> Imported:
    paths = []
    for name, content in files.items():
        paths.append(folder / f"{name}.csv")
        paths[-1].write_text(content)
    return read(*paths)


def _receipt(imported: Imported, name: str) -> Receipt:
    return next(each for each in imported.receipts if each.file.name == f"{name}.csv")


def test_fills_that_a_statement_sums_up_are_taken_from_there(tmp_path: Path) -> None:
    imported = _read(tmp_path, statement=STATEMENT, trades=TRADES)
    assert [(e.kind, e.source.file.name, e.source.rows) for e in imported.events] == [
        ("trade", "statement.csv", (1, 2, 3, 4, 5)),
        ("deposit", "statement.csv", (6,)),
        ("withdrawal", "statement.csv", (7,)),
        ("trade", "trades.csv", (3,)),
    ]
    skipped = _receipt(imported, "trades").skipped
    assert [(each.row, each.reason) for each in skipped] == [
        (1, SkipReason.SAME_TRADE_ELSEWHERE),
        (2, SkipReason.SAME_TRADE_ELSEWHERE),
    ]
    assert {str(each.of) for each in skipped} == {"statement.csv rows 1, 2, 3, 4, 5"}
    assert imported.problems == ()


def test_a_deposit_is_taken_from_the_report_that_names_its_transaction(tmp_path: Path) -> None:
    imported = _read(tmp_path, statement=STATEMENT, deposits=DEPOSITS)
    deposits = [told(each) for each in imported.events if each.kind == "deposit"]
    assert [(each["hash"], each["rows"]) for each in deposits] == [("0xd1", [1]), ("0xd2", [2])]
    (skipped,) = _receipt(imported, "statement").skipped
    assert (skipped.row, skipped.reason) == (6, SkipReason.SAME_TRADE_ELSEWHERE)


def test_kraken_ledgers_go_before_its_trades_and_trades_they_lack_stay(tmp_path: Path) -> None:
    imported = _read(tmp_path, ledgers=LEDGERS, trades=KRAKEN)
    assert [each.id for each in imported.events] == ["kraken:T1", "kraken-trades:T2-BTC-USD"]
    assert _receipt(imported, "trades").rows_skipped == 1


def test_other_amounts_at_the_same_time_are_other_trades(tmp_path: Path) -> None:
    trades = TRADES.replace("0.02,600", "0.03,900")
    imported = _read(tmp_path, statement=STATEMENT, trades=trades)
    assert sum(each.kind == "trade" for each in imported.events) == 4


FILLS = """UID,Account Type,Order ID,Symbol,Side,Order Type,Avg. Filled Price,Filled Amount,\
Filled Volume,Filled Volume (USDT),Filled Time(UTC),Fee,Tax,Maker/Taker,Fee Currency
9,main,k4,ETH-USDT,BUY,LIMIT,2000,0.1,200,200,2023-06-01 08:00:00,0.2,0,TAKER,USDT
9,main,k4,ETH-USDT,BUY,LIMIT,2000,0.2,400,400,2023-06-01 09:00:00,0.4,0,MAKER,USDT
"""
ORDERS = """UID,Account Type,Order ID,Order Time(UTC),Symbol,Side,Order Type,Order Price,\
Order Amount,Avg. Filled Price,Filled Amount,Filled Volume,Filled Volume (USDT),\
Filled Time(UTC),Fee,Fee Currency,Status
9,main,k4,2023-06-01 07:00:00,ETH-USDT,BUY,LIMIT,2000,0.3,2000,0.3,600,600,\
2023-06-01 09:00:00,0.6,USDT,deal
"""
TRANSFERS = """Event,Date,Timezone,Status,Transaction ID,Total USD,Transaction USD,Fee USD,\
Unit Count,Asset Type,BTC Price,Address Label,USD Cost Basis,Acquisition Date
purchase,2025-03-01 12:00:00+00,UTC,settled,sw-1,8440,8400,40,0.1,BTC,84000,,,
"""
SWAN = """Date,Received Quantity,Received Currency,Sent Quantity,Sent Currency,Fee Amount,\
Fee Currency,Tag
03/01/2025 12:00:00,0.1,BTC,8400,USD,40,USD,
03/05/2025 12:00:00,0.2,BTC,16800,USD,80,USD,
"""


def test_the_fills_of_an_order_stand_for_the_order_itself(tmp_path: Path) -> None:
    imported = _read(tmp_path, fills=FILLS, orders=ORDERS)
    assert [(each.source.file.name, each.source.rows) for each in imported.events] == [
        ("fills.csv", (1,)),
        ("fills.csv", (2,)),
    ]
    assert _receipt(imported, "orders").skipped[0].reason is SkipReason.SAME_TRADE_ELSEWHERE
    assert imported.problems == ()


def test_purchases_in_both_reports_of_swan_count_once(tmp_path: Path) -> None:
    imported = _read(tmp_path, transfers=TRANSFERS, swan_trades=SWAN)
    assert [(each.source.file.name, each.source.rows) for each in imported.events] == [
        ("transfers.csv", (1,)),
        ("swan_trades.csv", (2,)),
    ]
