"""Folders: what was met and not read is said. Owners: two people's files are not mixed unseen."""

from pathlib import Path

import pytest

from harvestry.sources.errors import PriceFileError, SourceError, UnreadableFileError
from harvestry.sources.given_files import opened
from harvestry.sources.receipt import Imported
from sources.golden_files import read

OURS = "time,account,kind,asset,quantity,id\n2024-01-01,w,buy,BTC,1,a\n"
COINBASE = (
    "Timestamp,Transaction Type,Asset,Quantity Transacted,Spot Price Currency,"
    "Spot Price at Transaction,Subtotal,Total (inclusive of fees),Fees,Notes"
)
BUY = "2021-01-01T00:00:00Z,Buy,BTC,0.1,USD,30000,3000,3010,10,"
FORM = "1099-DA,ACCOUNT NUMBER,DATE ACQUIRED,SALE DATE,DTIF CODE,COST BASIS,SALES PRICE\n"
ADA = "ada@example.com,5f0000000000000000000001"


def _folder(folder: Path, **files: str) -> Imported:
    for name, content in files.items():
        (folder / name.replace("_", ".")).write_text(content)
    given = opened([folder], {})
    return read(*given.files, found=given.found)


@pytest.mark.parametrize(
    ("content", "code", "severity", "says"),
    [
        ("Date,Payee\n1,2\n", "unknown-file", "error", "It is in no format Harvestry knows"),
        (OURS.replace("id\n", "id,id\n"), "unknown-file", "error", "two columns called 'id'"),
        ("", "unreadable-file", "error", "It is empty"),
        (f'{OURS}2024-01-01,w,buy,"B,1,c\n', "unreadable-file", "error", "never closed"),
        (FORM, "not-events", "error", "It is Robinhood's consolidated Form 1099"),
        ("Date,Asset,Close_USD\n", "price-file", "warning", "It is a price file"),
        ("time,asset,close_usd,source\n", "price-file", "warning", "--prices"),
    ],
)
def test_a_file_met_in_a_folder_is_a_problem_and_named_the_end(
    content: str, code: str, severity: str, says: str, tmp_path: Path
) -> None:
    imported = _folder(tmp_path, good_csv=OURS, odd_csv=content)
    assert len(imported.events) == 1
    (problem,) = imported.problems
    assert (problem.code, problem.severity, problem.file) == (code, severity, "odd.csv")
    assert says in problem.message
    with pytest.raises(SourceError, match=r"odd\.csv: "):
        read(tmp_path / "odd.csv", tmp_path / "good.csv")


def test_a_price_file_given_for_transactions_says_so(tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text("date,asset,close_usd\n2024-01-01,BTC,1\n")
    with pytest.raises(PriceFileError, match="give it with --prices"):
        read(tmp_path / "p.csv")


def test_an_unknown_file_is_told_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "app.csv").write_text("Timestamp (UTC),Notes,Currency,Amount\n1,2,3,4\n")
    with pytest.raises(SourceError, match=r"are Timestamp.* binance, .*more.*harvestry-csv"):
        read(tmp_path / "app.csv")
    (tmp_path / "cut.csv").write_text("txid,refid,time,type,asset\n1,2,3,4,5\n")
    with pytest.raises(SourceError, match=r"nearest comes Kraken ledgers.* 'amount'"):
        read(tmp_path / "cut.csv")


def test_settings_given_for_transactions_say_so(tmp_path: Path) -> None:
    (tmp_path / "accounts.toml").write_text('[account.a]\nlots = "hifo"\n')
    with pytest.raises(SourceError, match="settings file; give it with --accounts"):
        read(tmp_path / "accounts.toml")


def test_a_folder_is_searched_whatever_the_capitals(tmp_path: Path) -> None:
    (tmp_path / "A.CSV").write_text(OURS)
    (tmp_path / "Prices.CSV").write_text("date,asset,close_usd\n")
    (tmp_path / "Accounts.TOML").write_text("")
    (tmp_path / ".hidden.csv").write_text("x")
    given = opened([tmp_path], {"profile": None})
    assert [path.name for path in given.files] == ["A.CSV"]
    assert given.settings == {
        "accounts": tmp_path / "Accounts.TOML",
        "assets": None,
        "profile": None,
        "prices": tmp_path / "Prices.CSV",
        "mapping": None,
        "decisions": None,
    }


def test_what_a_folder_holds_besides_is_noted(tmp_path: Path) -> None:
    (tmp_path / "2023").mkdir()
    (tmp_path / "harvest-2026-12-01.xlsx").write_text("our own")
    imported = _folder(tmp_path, a_csv=OURS, prices_csv="x", b_pdf="x", c_PDF="x", notes_md="x")
    (problem,) = imported.problems
    assert (problem.code, problem.severity) == ("left-out", "note")
    assert problem.message.endswith("were read; left out: 2023/, b.pdf, c.PDF.")
    for n in range(9):
        (tmp_path / f"{n}.txt").write_text("")
    (problem,) = _folder(tmp_path).problems
    assert problem.message.endswith("0.txt, 1.txt, 2.txt, 2023/, 3.txt and 7 more.")


def test_a_folder_without_exports_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match=r"without a \.csv or \.xlsx file"):
        opened([tmp_path], {})


@pytest.mark.parametrize(
    ("one", "other", "severity"),
    [
        (ADA, "bob@example.com,5f0000000000000000000002", "error"),
        (ADA, "ada@example.com,5f0000000000000000000002", "error"),
        (ADA, "Ada Example,5F0000000000000000000001", None),
        (ADA, "ADA@example.com", None),
        (ADA, "Bob,0b000000-0000-5000-8000-000000000000", "warning"),
        ("Ada", "Bob", "warning"),
        ("Ada", "", None),
    ],
)
def test_files_of_two_owners_in_one_account_are_said(
    one: str, other: str, severity: str | None, tmp_path: Path
) -> None:
    for name, owner, quantity in (("a.csv", one, "0.1"), ("b.csv", other, "0.2")):
        user = f"\nTransactions\nUser,{owner}\n"
        (tmp_path / name).write_text(f"{user}{COINBASE}\n{BUY.replace('0.1', quantity)}\n")
    imported = read(tmp_path / "b.csv", tmp_path / "a.csv")
    expected = [] if severity is None else [("two-owners", severity, "b.csv")]
    assert [(p.code, p.severity, p.file) for p in imported.problems] == expected
    bound = read(tmp_path / "a.csv", tmp_path / "b.csv", bindings={"b.csv": "bob"})
    assert bound.problems == (), "two accounts may have two owners"


@pytest.mark.parametrize("id_", ["a:fee", "a:fee2", "a/1", "coinbase:x/27"])
def test_an_id_the_books_would_give_themselves_is_refused(id_: str, tmp_path: Path) -> None:
    imported = _folder(tmp_path, a_csv=OURS.replace(",a\n", f",{id_}\n"))
    assert imported.events == []
    assert [(p.code, p.row) for p in imported.problems] == [("reserved-id", 1)]


@pytest.mark.parametrize("id_", ["a:fees", "a/b", "fee", "a/1b", "1/"])
def test_an_id_that_only_looks_a_little_like_it_is_read(id_: str, tmp_path: Path) -> None:
    imported = _folder(tmp_path, a_csv=OURS.replace(",a\n", f",{id_}\n"))
    assert [event.id for event in imported.events] == [id_]


def test_an_exchange_may_have_such_ids_and_they_are_not_taken(tmp_path: Path) -> None:
    imported = _folder(tmp_path, a_csv=f"ID,{COINBASE}\nx/1,{BUY}\n")
    assert [event.id[:18] for event in imported.events] == ["coinbase:coinbase:"]
