"""Several files, one history: overlaps count once, contradictions are said, order never matters."""

import gc
import itertools
from pathlib import Path

import pytest

from harvestry.events.account import Account, AccountKind, Accounts
from harvestry.sources.errors import AmbiguousFormatError, UnreadableFileError
from harvestry.sources.reading import read_files
from harvestry.sources.receipt import Imported
from sources.golden_files import ALL, GOLDENS, read, read_bytes, without_source

HEADER = "time,account,kind,asset,quantity,id,usd"
COINBASE = (
    "Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,"
    "Spot Price at Transaction,Subtotal,Total (inclusive of fees),Fees,Notes"
)
FILL = "2021-01-01T00:00:00Z,Buy,BTC,0.1,USD,30000,3000,3010,10,"


def _file(folder: Path, name: str, *rows: str, header: str = HEADER) -> Path:
    path = folder / name
    path.write_text("\n".join((header, *rows, "")), "utf-8")
    return path


def _counts(imported: Imported) -> list[tuple[int, int, int, int]]:
    return [
        (each.rows_read, each.rows_imported, each.rows_skipped, each.rows_problem)
        for each in imported.receipts
    ]


def _reasons(imported: Imported) -> list[tuple[int, str, str]]:
    return [
        (each.row, each.reason.value, str(each.of))
        for receipt in imported.receipts
        for each in receipt.skipped
    ]


def test_the_order_of_files_does_not_matter() -> None:
    paths = [golden.path for golden in ALL if golden.path.parent.name != "harvestry"]
    forwards, backwards = read(*paths), read(*reversed(paths))
    assert forwards == backwards
    assert len(forwards.receipts) == len(paths)


def test_equal_fills_of_one_file_are_all_kept(tmp_path: Path) -> None:
    imported = read(_file(tmp_path, "a.csv", FILL, FILL, FILL, header=COINBASE))
    assert len(imported.events) == 3
    assert [event.id[-2:] for event in imported.events] == ["#1", "#2", "#3"]
    assert len({event.id[:-2] for event in imported.events}) == 1


def test_an_overlapping_export_adds_only_what_is_new(tmp_path: Path) -> None:
    first = _file(tmp_path, "a.csv", FILL, FILL, header=COINBASE)
    later = FILL.replace("2021", "2022")
    second = _file(tmp_path, "b.csv", later, FILL, FILL, FILL, header=COINBASE)
    imported = read(first, second)
    assert len(imported.events) == 4
    assert _counts(imported) == [(2, 2, 0, 0), (4, 2, 2, 0)]
    assert _reasons(imported) == [
        (2, "duplicate-row", "a.csv row 1"),
        (3, "duplicate-row", "a.csv row 2"),
    ]
    assert imported.problems == ()


def test_an_overlap_is_found_through_another_dress(tmp_path: Path) -> None:
    first = _file(tmp_path, "a.csv", FILL, header=COINBASE)
    columns = COINBASE.split(",")
    cells = FILL.replace("00:00:00Z", "00:00:00 UTC").replace(",3000,", ",3000.00,").split(",")
    second = _file(tmp_path, "b.csv", ",".join(cells[::-1]), header=",".join(columns[::-1]))
    imported = read(first, second)
    assert len(imported.events) == 1
    assert _reasons(imported) == [(1, "duplicate-row", "a.csv row 1")]


def test_the_same_file_twice_is_read_once_with_a_note(tmp_path: Path) -> None:
    first = _file(tmp_path, "a.csv", FILL, header=COINBASE)
    second = _file(tmp_path, "copy of a.csv", FILL, header=COINBASE)
    imported = read(second, first, first)
    assert len(imported.events) == len(imported.receipts) == 1
    assert [(p.code, p.severity, p.file) for p in imported.problems] == [
        ("same-file-twice", "note", "a.csv"),
        ("same-file-twice", "note", "copy of a.csv"),
    ]


def test_one_id_with_equal_content_in_one_file_is_one_event(tmp_path: Path) -> None:
    row = "2024-01-01,ledger,buy,BTC,1,x-1,100"
    imported = read(_file(tmp_path, "a.csv", row, row))
    assert _counts(imported) == [(2, 1, 1, 0)]
    assert _reasons(imported) == [(2, "duplicate-row", "a.csv row 1")]


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_one_id_with_other_content_keeps_the_same_row_in_any_order(
    order: tuple[int, ...], tmp_path: Path
) -> None:
    rows = [f"2024-01-01,ledger,buy,BTC,{n},x-1,100" for n in (1, 2, 3)]
    imported = read(_file(tmp_path, "a.csv", *(rows[n] for n in order)))
    assert _counts(imported) == [(3, 1, 0, 2)]
    assert [event.quantity for event in imported.events] == [10**30]
    assert {problem.code for problem in imported.problems} == {"conflicting-id"}


def test_one_id_with_other_content_in_another_file_is_a_problem(tmp_path: Path) -> None:
    first = _file(tmp_path, "a.csv", "2024-01-01,ledger,buy,BTC,1,x-1,100")
    second = _file(tmp_path, "b.csv", "2024-01-01,ledger,buy,BTC,2,x-1,100")
    imported = read(second, first)
    assert [event.quantity for event in imported.events] == [10**30]
    assert _counts(imported) == [(1, 1, 0, 0), (1, 0, 0, 1)]
    (problem,) = imported.problems
    assert (problem.code, problem.file, problem.row) == ("conflicting-id", "b.csv", 1)
    assert "a.csv row 1" in problem.message


def test_a_trade_told_by_two_reports_is_taken_once() -> None:
    account = GOLDENS / "coinbase_pro" / "account.csv"
    fills = GOLDENS / "coinbase_pro" / "fills.csv"
    together = read(fills, account)
    assert _counts(together) == [(16, 13, 2, 1), (6, 4, 2, 0)]
    assert [each[:2] for each in _reasons(together)][2:] == [
        (1, "same-trade-elsewhere"),
        (4, "same-trade-elsewhere"),
    ]
    assert _reasons(together)[2][2] == "account.csv rows 3, 4, 5"
    assert {p.code for p in together.problems} == {"incomplete-group"}
    ids = [event.id for event in together.events]
    assert len(ids) == len(set(ids)) == 7 + 4


def test_a_trade_two_reports_tell_differently_is_a_problem(tmp_path: Path) -> None:
    account = GOLDENS / "coinbase_pro" / "account.csv"
    text = (GOLDENS / "coinbase_pro" / "fills.csv").read_text("utf-8")
    fills = tmp_path / "fills.csv"
    fills.write_text(text.replace("0.01000000,BTC", "0.02000000,BTC"), "utf-8")
    problems = [p for p in read(account, fills).problems if p.code == "conflicting-id"]
    assert [(p.file, p.row) for p in problems] == [("fills.csv", 1)]


def test_events_that_two_files_seem_to_repeat_are_shown(tmp_path: Path) -> None:
    old = _file(tmp_path, "old.csv", FILL, header=COINBASE)
    new = _file(tmp_path, "new.csv", f"abc,{FILL}", header=f"ID,{COINBASE}")
    imported = read(old, new)
    assert len(imported.events) == 2
    (problem,) = imported.problems
    assert (problem.code, problem.severity, problem.file) == (
        *("possible-duplicates", "error"),
        "old.csv",
    )
    assert "new.csv" in problem.message


def test_a_file_is_bound_to_an_account_by_its_name(tmp_path: Path) -> None:
    path = _file(tmp_path, "My-Coinbase 2021.CSV", FILL, header=COINBASE)
    bindings = {"my-coinbase*.csv": "joint-coinbase", "kraken*.csv": "kraken"}
    imported = read(path, bindings=bindings)
    (event,) = imported.events
    assert event.account == imported.receipts[0].account == "joint-coinbase"
    assert event.id.startswith("coinbase:joint-coinbase:")
    assert imported.kinds == {"joint-coinbase": AccountKind.EXCHANGE}


def test_a_file_bound_to_two_accounts_is_refused(tmp_path: Path) -> None:
    path = _file(tmp_path, "coinbase.csv", FILL, header=COINBASE)
    with pytest.raises(AmbiguousFormatError, match="belongs to a and b at once"):
        read(path, bindings={"coin*": "a", "*.csv": "b"})


def test_kinds_of_accounts_come_from_formats_and_names(tmp_path: Path) -> None:
    rows = (
        "2024-01-01,Gemini,buy,BTC,1,x-1,100",
        "2024-01-02,my ledger,buy,BTC,1,x-2,100",
    )
    assert read(_file(tmp_path, "a.csv", *rows)).kinds == {
        "Gemini": AccountKind.EXCHANGE,
        "my ledger": AccountKind.WALLET,
    }


def test_a_bare_date_is_noon_where_the_account_is_at_home(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.csv", "2024-07-01,tokyo,buy,BTC,1,x-1,1", "2024-07-01,o,buy,BTC,1,,1")
    accounts = Accounts(
        {"tokyo": Account("tokyo", time_zone="Asia/Tokyo")}, time_zone="America/New_York"
    )
    imported = read_files([path], accounts)
    assert [row[0] for row in without_source(imported)] == [
        "2024-07-01T03:00:00Z",
        "2024-07-01T16:00:00Z",
    ]
    assert imported.receipts[0].time_zone == "America/New_York"


def test_progress_is_told_now_and_then(tmp_path: Path) -> None:
    rows = [f"2024-01-01,ledger,buy,BTC,1,x-{n},1" for n in range(45_000)]
    heard: list[tuple[str, int]] = []
    imported = read(_file(tmp_path, "a.csv", *rows), progress=lambda *said: heard.append(said))
    assert heard == [("a.csv", 20_000), ("a.csv", 40_000)]
    assert len(imported.events) == 45_000


def test_events_come_in_order_of_time_then_id(tmp_path: Path) -> None:
    rows = [f"2024-01-0{day},ledger,buy,BTC,1,x-{n},1" for day, n in ((2, 1), (1, 10), (1, 9))]
    imported = read(_file(tmp_path, "a.csv", *rows))
    assert [event.id for event in imported.events] == ["x-9", "x-10", "x-1"]
    receipt = imported.receipts[0]
    assert receipt.first is not None
    assert receipt.last is not None
    assert receipt.last - receipt.first == 86_400_000_000


@pytest.mark.parametrize("name", ["absent.csv", "."])
def test_what_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"no such file|is not a file"):
        read(tmp_path / name)


def test_a_file_that_may_not_be_opened_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="cannot be opened"):
        read(tmp_path / ("x" * 300))


def test_assets_that_differ_in_capitals_are_shown(tmp_path: Path) -> None:
    rows = ("2024-01-01,ledger,buy,BTC,1,x-1,1", "2024-01-01,ledger,buy,btc,1,x-2,1")
    (problem,) = read(_file(tmp_path, "a.csv", *rows)).problems
    assert (problem.code, problem.severity) == ("asset-spelling", "warning")
    assert "BTC and btc" in problem.message


def test_trades_of_two_markets_under_one_number_are_kept_apart(tmp_path: Path) -> None:
    header = "type,time,amount,balance,amount/balance unit,transfer id,trade id,order id"
    rows = (
        "match,2020-01-01T00:00:00.000Z,-10,0,USD,,7,o-1",
        "match,2020-01-01T00:00:00.000Z,1,0,ADA,,7,o-1",
        "match,2020-02-01T00:00:00.000Z,-20,0,USD,,7,o-2",
        "match,2020-02-01T00:00:00.000Z,1,0,SOL,,7,o-2",
    )
    imported = read(_file(tmp_path, "a.csv", *rows, header=header))
    assert [event.id for event in imported.events] == [
        "coinbase-pro:7-USD-ADA",
        "coinbase-pro:7-USD-SOL",
    ]


def test_nothing_to_read_gives_nothing() -> None:
    assert read() == Imported([], (), (), {})


def test_reading_leaves_the_collector_as_it_was(tmp_path: Path) -> None:
    assert gc.isenabled()
    read_bytes(tmp_path, f"{HEADER}\n".encode())
    assert gc.isenabled()


@pytest.mark.parametrize(
    ("filled", "codes"), [("0.6", []), ("0.7", [("conflicting-id", "orders.csv")])]
)
def test_a_whole_order_gives_way_to_its_fills(
    filled: str, codes: list[tuple[str, str]], tmp_path: Path
) -> None:
    """0.3 ETH were sold in one year and 0.3 in the next; among the orders it is one row."""
    fills = GOLDENS / "kucoin" / "fills.csv"
    header = (GOLDENS / "kucoin" / "orders.csv").read_text("utf-8").splitlines()[0]
    cells = {
        "Order ID": "k6",
        "Symbol": "ETH-USDT",
        "Side": "SELL",
        "Filled Amount": filled,
        "Filled Volume": "1260",
        "Filled Time(UTC)": "2024-01-01 01:00:00",
        "Fee": "1.26",
        "Fee Currency": "USDT",
        "Status": "deal",
    }
    assert cells.keys() <= set(header.split(","))
    row = ",".join(cells.get(name, "") for name in header.split(","))
    both = read(_file(tmp_path, "orders.csv", row, header=header), fills)
    assert without_source(both) == without_source(read(fills))
    assert [(p.code, p.file) for p in both.problems] == codes
    assert _counts(both) == [(5, 5, 0, 0), (1, 0, 0, 1) if codes else (1, 0, 1, 0)]
