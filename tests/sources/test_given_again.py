"""An export given again, a year later: rows that name their transaction count once by that.

What may have changed is a label, a count of confirmations, a value in dollars, a column that is
new, the fineness of the times. What moved may not, and two wallets are not one.
"""

import itertools
from pathlib import Path

import pytest

from harvestry.sources.receipt import Imported
from harvestry.units.exact import money_of
from sources.golden_files import read

ELECTRUM = "transaction_hash,label,confirmations,value,fiat_value,fee,fiat_fee,timestamp"
LEDGER = (
    "Operation Date,Status,Currency Ticker,Operation Type,Operation Amount,Operation Fees,"
    "Operation Hash,Account Name,Account xpub,Countervalue Ticker,"
    "Countervalue at Operation Date,Countervalue at CSV Export"
)
REWARD = (
    "2024-05-06T07:08:09.000Z,Confirmed,ATOM,REWARD,{units},0,h-{hash},Cosmos,{xpub},USD,{usd},1"
)
CELSIUS = (
    "Internal id,Date and time,Transaction type,Coin type,Coin amount,USD Value,"
    "Original {} Coin,{} Amount In Original Coin,Confirmed"
)
KRAKEN = "txid,refid,time,type,subtype,aclass,asset,amount,fee,balance"
KRAKEN_ROWS = (
    "T1,P1,2024-02-03 10:11:12{part},trade,,currency,XXBT,-0.03,0,0.07{usd}",
    "T2,P1,2024-02-03 10:11:12{part},trade,,currency,XETH,0.5,0,0.5{usd}",
    "T3,P3,2024-04-05 06:07:08{part},earn,reward,currency,DOT,2,0,2{usd}",
)


def _file(folder: Path, name: str, header: str, *rows: str) -> Path:
    path = folder / name
    path.write_text("\n".join((header, *rows, "")), "utf-8")
    return path


def _codes(imported: Imported) -> list[str]:
    return [problem.code for problem in imported.problems]


def _skipped(imported: Imported) -> list[tuple[str, int]]:
    return [(receipt.file.name, receipt.rows_skipped) for receipt in imported.receipts]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_confirmations_and_labels_make_no_other_row(tmp_path: Path, order: tuple[int, int]) -> None:
    files = (
        _file(tmp_path, "a.csv", ELECTRUM, "e1,rent,12,0.4,,,,2021-05-06 12:00:00"),
        _file(
            tmp_path,
            "b.csv",
            ELECTRUM,
            "e1,,52000,0.4,,,,2021-05-06 12:00:00",
            "e2,,1,0.1,,,,2022-05-06 12:00:00",
        ),
    )
    imported = read(*(files[n] for n in order))
    assert [event.detail.hash for event in imported.events] == ["e1", "e2"]
    assert _skipped(imported) == [("a.csv", 0), ("b.csv", 1)]
    assert "possible-duplicates" not in _codes(imported)


def test_two_outputs_of_one_transaction_are_two_in_both_exports(tmp_path: Path) -> None:
    row = "e1,{},{},0.4,,,,2021-05-06 12:00:00"
    one = _file(tmp_path, "a.csv", ELECTRUM, row.format("x", 5), row.format("y", 5))
    other = _file(tmp_path, "b.csv", ELECTRUM, row.format("x", 9), row.format("y", 9))
    assert len(read(one, other).events) == 2


def test_wallets_that_tell_different_things_are_shown_and_not_made_one(tmp_path: Path) -> None:
    shared = "e1,{},12,0.4,,,,2021-05-06 12:00:00"
    before, after = "2021-04-0{} 12:00:00", "2021-06-0{} 12:00:00"
    files = [
        _file(
            tmp_path,
            f"{name}.csv",
            ELECTRUM,
            f"{name}1,,12,0.{n},,,,{before.format(n)}",
            shared.format(name),
            f"{name}2,,12,0.{n},,,,{after.format(n)}",
        )
        for n, name in enumerate(("savings", "daily"), 2)
    ]
    imported = read(*files)
    assert len(imported.events) == 6
    assert "possible-duplicates" in _codes(imported)


def test_a_value_that_moved_makes_no_second_reward(tmp_path: Path) -> None:
    told = {"units": "0.7", "hash": "1", "xpub": "x1"}
    one = _file(tmp_path, "a.csv", LEDGER, REWARD.format(usd="6.30", **told))
    other = _file(tmp_path, "b.csv", LEDGER, REWARD.format(usd="7.00", **told))
    imported = read(one, other)
    assert [event.usd for event in imported.events] == [money_of("6.30")]
    assert _codes(imported) == ["revalued-row"]
    assert "$7, not at $6.3" in imported.problems[0].message
    assert imported.problems[0].file == "b.csv"


@pytest.mark.parametrize("change", [{"units": "0.8"}, {"hash": "2"}, {"xpub": "x2"}])
def test_other_units_transactions_or_wallets_are_other_rewards(
    tmp_path: Path, change: dict[str, str]
) -> None:
    told = {"units": "0.7", "hash": "1", "xpub": "x1", "usd": "6.30"}
    one = _file(tmp_path, "a.csv", LEDGER, REWARD.format(**told))
    other = _file(tmp_path, "b.csv", LEDGER, REWARD.format(**(told | change)))
    assert len(read(one, other).events) == 2


def test_a_value_that_moved_is_shown_where_no_row_names_its_transaction(tmp_path: Path) -> None:
    header = (
        "Date,Type,Tag,Sending Wallet,Sent Amount,Sent Currency,Sent Cost Basis,Receiving Wallet,"
        "Received Amount,Received Currency,Received Cost Basis,Fee Amount,Fee Currency,Gain (USD),"
        "Net Value (USD),Fee Value (USD),TxSrc,TxDest,TxHash,Description"
    )
    row = "2024-03-02 10:00:00 UTC,crypto_deposit,reward,,,,,Kraken,3,FLR,,,,,{},,,,{},"
    one = _file(tmp_path, "a.csv", header, row.format("2.00", ""))
    other = _file(tmp_path, "b.csv", header, row.format("2.10", ""))
    assert _codes(read(one, other)) == ["possible-duplicates"]
    one = _file(tmp_path, "a.csv", header, row.format("2.00", "0x1"))
    other = _file(tmp_path, "b.csv", header, row.format("2.10", "0x1"))
    assert _codes(read(one, other)) == ["revalued-row"]


def test_an_id_that_only_tells_rows_apart_finds_them_again(tmp_path: Path) -> None:
    row = 'i1,"June 1, 2021 5:25 AM",{},CEL,{},9,BTC,0.0002,Yes'
    one = _file(
        tmp_path, "a.csv", CELSIUS.format("Interest", "Interest"), row.format("Interest", "2")
    )
    other = _file(
        tmp_path, "b.csv", CELSIUS.format("Reward", "Reward"), row.format("Reward", "2.00")
    )
    imported = read(one, other)
    assert len(imported.events) == 1
    assert _codes(imported) == []


@pytest.mark.parametrize("names", list(itertools.permutations(("a.csv", "b.csv"))))
@pytest.mark.parametrize("part", ["", ".1234"])
def test_a_column_that_is_new_fills_what_the_older_export_lacks(
    tmp_path: Path, names: tuple[str, str], part: str
) -> None:
    plain = [row.format(part="", usd="") for row in KRAKEN_ROWS]
    fuller = [row.format(part=part, usd=",1900") for row in KRAKEN_ROWS]
    older = _file(tmp_path, names[0], KRAKEN, *plain)
    newer = _file(tmp_path, names[1], f"{KRAKEN},amountusd", *fuller)
    imported = read(older, newer)
    assert [event.usd for event in imported.events] == [money_of("1900")] * 2
    assert {event.source.file.name for event in imported.events} == {names[1]}
    assert "conflicting-id" not in _codes(imported)
    assert sorted(_skipped(imported)) == sorted(((names[0], 3), (names[1], 0)))
    assert {event.time % 1_000_000 for event in imported.events} == {123_400 if part else 0}


def test_other_units_under_one_id_still_contradict(tmp_path: Path) -> None:
    rows = [row.format(part="", usd="") for row in KRAKEN_ROWS]
    older = _file(tmp_path, "a.csv", KRAKEN, *rows)
    newer = _file(tmp_path, "b.csv", KRAKEN, *rows[:2], rows[2].replace("DOT,2,0,2", "DOT,3,0,3"))
    imported = read(older, newer)
    assert _codes(imported) == ["conflicting-id"]
    assert len(imported.events) == 2


def test_three_exports_of_one_row_count_once(tmp_path: Path) -> None:
    rows = [f"e1,,{n},0.4,,,,2021-05-06 12:00:00" for n in (1, 2, 3)]
    files = [_file(tmp_path, f"{n}.csv", ELECTRUM, row) for n, row in enumerate(rows)]
    imported = read(*files)
    assert len(imported.events) == 1
    assert [receipt.rows_skipped for receipt in imported.receipts] == [0, 1, 1]
