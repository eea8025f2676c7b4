"""Files taken in, taken back, taken in again: the same history as from the files themselves."""

import sqlite3
import stat
from pathlib import Path

import pytest

import harvestry
from book.making_books import AT, WHO, buys, export, state, take_in
from harvestry.book.errors import (
    DamagedBookError,
    NewerBookError,
    NoBookError,
    UnfitDeedError,
    WrongFileError,
)
from harvestry.book.journal import opened
from harvestry.case.journal import (
    back_up_book,
    deeds_table,
    restore_book,
    taken_back,
    unpacked,
    verify_book,
)
from harvestry.sources.errors import SourceError


def holdings(book: Path) -> object:
    files = unpacked(book, AT)
    case = harvestry.open_case(files.files, as_of="2026-11-26", holds=files)
    return [
        (each["asset"], each["quantity"], each["basis"])
        for each in case.holdings().document["holdings"]
    ]


def test_a_book_says_what_its_files_say(tmp_path: Path) -> None:
    file = export(tmp_path, "a.csv", *buys(1, 40))
    book = tmp_path / "b.harvestry"
    (kept,) = take_in(book, file)
    assert kept.rows == {"read": 39, "imported": 39, "skipped": 0, "problem": 0}
    assert kept.body["moved"] == {"BTC": "0.078"}  # 1 + ... + 39 = 780 ten-thousandths
    assert holdings(book) == [("BTC", "0.078", "4680")]  # 39 x 100 + 780
    assert stat.S_IMODE(book.stat().st_mode) == 0o600


def test_a_longer_export_adds_only_what_is_new(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path / "1", "a.csv", *buys(1, 11)))
    (longer,) = take_in(book, export(tmp_path / "2", "a.csv", *buys(1, 21)))
    assert longer.body["new"] == 10
    assert longer.rows["read"] == longer.rows["imported"] + longer.rows["skipped"] == 20
    assert holdings(book) == [("BTC", "0.021", "2210")]


def test_the_same_file_again_is_no_deed(tmp_path: Path) -> None:
    file = export(tmp_path, "a.csv", *buys(1, 11))
    book = tmp_path / "b.harvestry"
    take_in(book, file)
    before = state(book)
    (again,) = take_in(book, file)
    assert again.deed is None
    assert state(book) == before


def test_an_undo_takes_a_whole_import_out_and_can_be_undone(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 11)))
    (second,) = take_in(book, export(tmp_path, "b.csv", *buys(11, 21)))
    assert second.deed == 3
    taken_back(book, 3, WHO, AT)
    assert holdings(book) == [("BTC", "0.0055", "1055")]
    with pytest.raises(UnfitDeedError, match="already"):
        taken_back(book, 3, WHO, AT)
    taken_back(book, 4, WHO, AT)
    assert holdings(book) == [("BTC", "0.021", "2210")]
    with pytest.raises(UnfitDeedError, match="no deed 9"):
        taken_back(book, 9, WHO, AT)
    with pytest.raises(UnfitDeedError, match="cannot be taken back"):
        taken_back(book, 1, WHO, AT)


def test_the_list_of_deeds_says_which_were_taken_back_and_how_the_next_is(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 11)))
    assert any("undo 2 --book" in note for note in deeds_table(book, AT).notes)
    taken_back(book, 2, WHO, AT)
    table = deeds_table(book, AT)
    assert table.column("taken_back") == ("", "yes", "")
    assert any("undo 3 --book" in note for note in table.notes)


def test_a_file_that_cannot_be_read_leaves_no_book(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("nobody,knows,this\n1,2,3\n")
    with pytest.raises(SourceError):
        take_in(tmp_path / "b.harvestry", file)
    assert not (tmp_path / "b.harvestry").exists()


def test_a_file_that_cannot_be_read_leaves_the_book_as_it_was(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 11)))
    before = state(book)
    wrong = tmp_path / "x.csv"
    wrong.write_text("nobody,knows,this\n1,2,3\n")
    with pytest.raises(SourceError, match=r"x\.csv"):
        take_in(book, export(tmp_path, "b.csv", *buys(11, 21)), wrong)
    assert state(book) == before


def test_a_backup_is_the_book_and_comes_back_whole(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 11)))
    before = holdings(book)
    back_up_book(book, tmp_path / "copy", AT)
    take_in(book, export(tmp_path, "b.csv", *buys(11, 21)))
    later = holdings(book)
    kept = restore_book(book, tmp_path / "copy", WHO, AT)
    assert holdings(book) == before
    assert kept is not None
    assert holdings(kept) == later
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    wrong, _ = verify_book(book, AT)
    assert wrong == []
    with pytest.raises(UnfitDeedError, match="there already"):
        back_up_book(book, tmp_path / "copy", AT)
    with pytest.raises(UnfitDeedError, match="the book itself"):
        restore_book(book, book, WHO, AT)


def test_a_damaged_book_is_kept_aside_when_a_backup_comes_back(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 11)))
    back_up_book(book, tmp_path / "copy", AT)
    book.write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    kept = restore_book(book, tmp_path / "copy", WHO, AT)
    assert kept is not None
    assert kept.read_bytes().endswith(b"\xff" * 5000)
    assert holdings(book) == [("BTC", "0.0055", "1055")]


def test_a_head_tells_whether_the_chain_was_written_anew(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    (kept,) = take_in(book, export(tmp_path, "a.csv", *buys(1, 11)))
    taken_back(book, 2, WHO, AT)
    assert verify_book(book, AT, kept.head)[0] == []
    wrong, _ = verify_book(book, AT, "0" * 64)
    assert "not in its chain" in wrong[0]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE log SET body = replace(body, '0.0055', '0.0054') WHERE n = 2", "entry 2"),
        ("UPDATE log SET at = '2020' WHERE n = 1", "entry 1"),
        ("DELETE FROM log WHERE n = 2", "entry 2"),
        ("UPDATE log SET n = 9 WHERE n = 2", "entry 2"),
    ],
)
def test_a_changed_deed_is_found_when_the_book_is_opened(
    tmp_path: Path, change: str, says: str
) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 11)))
    taken_back(book, 2, WHO, AT)
    connection = sqlite3.connect(book)
    connection.execute("DROP TRIGGER log_is_never_changed")
    connection.execute("DROP TRIGGER log_is_never_shortened")
    connection.execute(change)
    connection.commit()
    connection.close()
    with pytest.raises(DamagedBookError, match=says), opened(book, WHO, AT):
        pass


def test_a_deed_is_never_changed_by_mistake(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 11)))
    connection = sqlite3.connect(book)
    for change in ("UPDATE log SET at = ''", "DELETE FROM log"):
        with pytest.raises(sqlite3.IntegrityError, match="a deed is never"):
            connection.execute(change)
    connection.close()


def test_a_changed_content_is_found_when_it_is_read_and_by_verify(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 11)))
    connection = sqlite3.connect(book)
    connection.execute("UPDATE files SET stored = zeroblob(10)")
    connection.commit()
    connection.close()
    with pytest.raises(DamagedBookError, match="damaged"):
        unpacked(book, AT)
    wrong, _ = verify_book(book, AT)
    assert "damaged" in wrong[0]


def test_what_is_no_book_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NoBookError, match="harvestry import"), opened(tmp_path / "x", WHO, AT):
        pass
    text = export(tmp_path, "a.csv", *buys(1, 3))
    with pytest.raises(WrongFileError, match="no book"), opened(text, WHO, AT):
        pass
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (a)")
    connection.close()
    with pytest.raises(WrongFileError, match="another program"), opened(other, WHO, AT):
        pass


def test_a_newer_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 3)))
    connection = sqlite3.connect(book)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = book.read_bytes()
    with pytest.raises(NewerBookError, match="update Harvestry"), opened(book, WHO, AT):
        pass
    assert book.read_bytes() == before
