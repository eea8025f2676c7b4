"""One account told by an exchange and by a program that was told of it: shown, not doubled unsaid.

How they tell it may differ, in seconds, fees and names of income, and is no other event by that.
"""

from pathlib import Path

import pytest

from harvestry.events.account import Accounts
from harvestry.events.choices import SAME
from harvestry.events.decisions import Decision, Decisions
from harvestry.sources.reading import read_files
from harvestry.sources.receipt import Imported

COINBASE = (
    "ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,"
    "Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes"
)
BOUGHT = "b1,2023-05-03 09:15:{seconds} UTC,Buy,BTC,0.2,USD,$25000,$5000.00,$5075.00,$75.00,"
SOLD = "s1,2023-08-09 17:40:{seconds} UTC,Sell,BTC,-0.04,USD,$29000,-$1160.00,-$1142.00,$18.00,"
EARNED = "e1,2023-09-02 06:00:{seconds} UTC,Staking Income,ETH,0.03,USD,$1600,$48.00,$48.00,$0,"
SENT = "w1,2023-10-02 06:00:{seconds} UTC,Send,BTC,-0.05,USD,$27000,-$1350.00,-$1350.00,$0.00,"
KOINLY = (
    "Date,Type,Tag,Sending Wallet,Sent Amount,Sent Currency,Sent Cost Basis,Receiving Wallet,"
    "Received Amount,Received Currency,Received Cost Basis,Fee Amount,Fee Currency,Gain (USD),"
    "Net Value (USD),Fee Value (USD),TxSrc,TxDest,TxHash,Description"
)
COINTRACKING = (
    '"Type","Buy","Cur.","Sell","Cur.","Fee","Cur.","Exchange","Group","Comment","Date","Tx-ID"'
)
IN_MINUTES = (
    (
        '"Trade","0.20000000","BTC","5075.00","USD","75.00","USD","Coinbase","","",'
        '"03.05.2023 09:15","t1"'
    ),
    '"Trade","1142.00","USD","0.04","BTC","18.00","USD","Coinbase","","","09.08.2023 17:40","t2"',
)
NAME = "possible-duplicates:other.csv~coinbase.csv:coinbase"


def _read(
    folder: Path,
    coinbase: tuple[str, ...],
    header: str,
    other: tuple[str, ...],
    seconds: str = "00",
    zone: str = "UTC",
    decisions: tuple[Decision, ...] = (),
) -> Imported:
    one, two = folder / "coinbase.csv", folder / "other.csv"
    rows = (row.format(seconds=seconds) for row in coinbase)
    one.write_text("\n".join((COINBASE, *rows, "")), "utf-8")
    two.write_text("\n".join((header, *other, "")), "utf-8")
    accounts = Accounts({}, time_zone=zone)
    return read_files([one, two], accounts, decisions=Decisions(decisions))


def _shown(imported: Imported) -> list[str]:
    return [
        problem.message.partition(" events ")[0]
        for problem in imported.problems
        if problem.code == "possible-duplicates"
    ]


@pytest.mark.parametrize("seconds", ["00", "01", "37", "59"])
@pytest.mark.parametrize("zone", ["UTC", "America/New_York"])
def test_minutes_of_a_program_repeat_the_seconds_of_an_exchange(
    tmp_path: Path, seconds: str, zone: str
) -> None:
    coinbase = (BOUGHT, SOLD)
    imported = _read(tmp_path, coinbase, COINTRACKING, IN_MINUTES, seconds, zone)
    assert _shown(imported) == ["It repeats 2"]


def _koinly(seconds: str, *, fee_inside: bool, earned_as: str = "staking") -> tuple[str, ...]:
    paid, got = ("5075", "1142") if fee_inside else ("5000", "1160")
    fees = (",", ",") if fee_inside else ("75,USD", "18,USD")
    return (
        (
            f"2023-05-03 09:15:{seconds} UTC,buy,,Coinbase,{paid},USD,,Coinbase,0.2,BTC,,{fees[0]},"
            "0,5000,,,,,"
        ),
        (
            f"2023-08-09 17:40:{seconds} UTC,sell,,Coinbase,0.04,BTC,,Coinbase,{got},USD,,"
            f"{fees[1]},0,1160,,,,,"
        ),
        (
            f"2023-09-02 06:00:{seconds} UTC,crypto_deposit,{earned_as},,,,,Coinbase,0.03,ETH,,,,"
            ",51.00,,,,,"
        ),
        (
            f"2023-10-02 06:00:{seconds} UTC,transfer,,Coinbase,0.05,BTC,,Ledger,0.05,BTC,,,,"
            "0,1350.00,,,,,"
        ),
    )


ALL_FOUR = (BOUGHT, SOLD, EARNED, SENT)


@pytest.mark.parametrize("seconds", ["10", "11", "12"])
def test_a_second_or_two_apart_is_no_other_event(tmp_path: Path, seconds: str) -> None:
    koinly = _koinly(seconds, fee_inside=False)
    assert _shown(_read(tmp_path, ALL_FOUR, KOINLY, koinly, "10")) == ["It repeats 4"]


def test_half_a_minute_apart_is_another_event_where_both_tell_seconds(tmp_path: Path) -> None:
    koinly = _koinly("40", fee_inside=False)
    assert _shown(_read(tmp_path, ALL_FOUR, KOINLY, koinly, "10")) == []


@pytest.mark.parametrize("earned_as", ["staking", "reward"])
def test_a_fee_inside_and_beside_and_income_by_another_name_are_one(
    tmp_path: Path, earned_as: str
) -> None:
    koinly = _koinly("10", fee_inside=True, earned_as=earned_as)
    assert _shown(_read(tmp_path, ALL_FOUR, KOINLY, koinly, "10")) == ["It repeats 4"]


def test_told_to_be_the_same_all_of_them_count_once(tmp_path: Path) -> None:
    koinly = _koinly("10", fee_inside=True)
    same = Decision(NAME, SAME)
    imported = _read(tmp_path, ALL_FOUR, KOINLY, koinly, "10", decisions=(same,))
    assert _shown(imported) == []
    assert {event.source.file.name for event in imported.events} == {"coinbase.csv"}
    assert [receipt.rows_skipped for receipt in imported.receipts] == [0, 4]


def test_a_purchase_for_other_dollars_is_another(tmp_path: Path) -> None:
    bought, *_ = _koinly("10", fee_inside=True)
    dearer = bought.replace("5075", "5200")
    assert _shown(_read(tmp_path, (BOUGHT,), KOINLY, (dearer,), "10")) == []


def test_two_equal_fills_are_repeated_by_two_and_not_by_three(tmp_path: Path) -> None:
    bought, *_ = _koinly("10", fee_inside=False)
    twice = (BOUGHT, BOUGHT.replace("b1", "b2"))
    imported = _read(tmp_path, twice, KOINLY, (bought, bought, bought), "10")
    assert _shown(imported) == ["It repeats 2"]
    same = Decision(NAME, SAME)
    settled = _read(tmp_path, twice, KOINLY, (bought, bought, bought), "10", decisions=(same,))
    assert [receipt.rows_imported for receipt in settled.receipts] == [2, 1]


FILLS = (
    "portfolio,trade id,product,side,created at,size,size unit,price,fee,total,price/fee/total unit"
)
FILL = "default,7001,BTC-USD,BUY,2024-03-04T05:06:07.{part}Z,0.2,BTC,50000.00,25.0,-10025.0,USD"
ADVANCED = (
    "a1,2024-03-04 05:06:07 UTC,Advanced Trade Buy,BTC,0.2,USD,$50000,$10000.00,$10025.00,$25.00,"
    "Bought 0.2 BTC for 10025 USD on BTC-USD at 50000 USD/BTC"
)


def test_advanced_trades_and_their_fills_are_shown_though_in_two_accounts(tmp_path: Path) -> None:
    imported = _read(tmp_path, (ADVANCED,), FILLS, (FILL.format(part="123"),))
    assert _shown(imported) == ["It repeats 1"]
    name = "possible-duplicates:other.csv~coinbase.csv:coinbase+coinbase-pro"
    assert name in {f"{problem.code}:{problem.about}" for problem in imported.problems}
    same = Decision(name, SAME)
    settled = _read(tmp_path, (ADVANCED,), FILLS, (FILL.format(part="123"),), decisions=(same,))
    assert [event.account for event in settled.events] == ["coinbase"]


@pytest.mark.parametrize("name", ["a.csv", "other.csv"])
def test_an_order_told_whole_is_repeated_by_its_fills(tmp_path: Path, name: str) -> None:
    fill = "default,{id},BTC-USD,BUY,2024-03-04T05:06:07.{part}Z,{size},BTC,50000,{fee},{total},USD"
    fills = (
        fill.format(id=7001, part="100", size="0.15", fee="18.75", total="-7518.75"),
        fill.format(id=7002, part="900", size="0.05", fee="6.25", total="-2506.25"),
    )
    _read(tmp_path, (ADVANCED,), FILLS, fills)
    (tmp_path / "other.csv").rename(tmp_path / name)
    paths = [tmp_path / "coinbase.csv", tmp_path / name]
    imported = read_files(paths, Accounts())
    assert _shown(imported) == ["It repeats 2"]
    (about,) = {each.about for each in imported.problems if each.code == "possible-duplicates"}
    same = Decisions((Decision(f"possible-duplicates:{about}", SAME),))
    settled = read_files(paths, Accounts(), decisions=same)
    assert sum(event.quantity for event in settled.events) * 5 == 10**30


def test_fills_of_another_account_than_those_formats_are_believed(tmp_path: Path) -> None:
    koinly = (_koinly("10", fee_inside=False)[0].replace("Coinbase", "Kraken"),)
    assert _shown(_read(tmp_path, (BOUGHT,), KOINLY, koinly, "10")) == []


def test_days_of_a_program_repeat_the_seconds_of_an_exchange(tmp_path: Path) -> None:
    header = "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity"
    ours = (
        "2023-05-03,coinbase,buy,BTC,0.2,x1,5075,,",
        "2023-08-09,coinbase,sell,BTC,0.04,x2,1142,,",
    )
    assert _shown(_read(tmp_path, (BOUGHT, SOLD), header, ours, "37")) == ["It repeats 2"]
