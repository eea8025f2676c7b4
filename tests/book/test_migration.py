"""A book of an older schema is brought to the newest, after a backup, or stays as it is."""

import sqlite3
from pathlib import Path

import pytest

import harvestry.book.connection
import harvestry.book.journal
from book.dying import in_child, killed_at, was_killed
from book.making_books import AT, WHO, buys, export, take_in
from harvestry.book.errors import DamagedBookError
from harvestry.book.journal import opened

STEPS = harvestry.book.connection.schema_steps()
NEXT = "CREATE TABLE more (a TEXT) STRICT;\nCREATE TABLE still_more (b TEXT) STRICT;\n"
MOST_BOUNDARIES = 200


@pytest.fixture
def newer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A later version, which knows one schema more."""
    for room in (harvestry.book.connection, harvestry.book.journal):
        monkeypatch.setattr(room, "schema_steps", lambda: [*STEPS, NEXT])


def old_book(folder: Path) -> Path:
    book = folder / "b.harvestry"
    take_in(book, export(folder, "a.csv", *buys(1, 30)))
    return book


def tables(book: Path) -> tuple[int, set[str]]:
    connection = sqlite3.connect(book)
    try:
        (schema,) = connection.execute("PRAGMA user_version").fetchone()
        names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        return schema, names & {"more", "still_more"}
    finally:
        connection.close()


def look(book: Path) -> list[str]:
    with opened(book, WHO, AT) as journal:
        return [deed.kind.value for deed in journal.deeds]


def test_a_backup_is_made_before(
    tmp_path: Path, newer: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as older:
        for room in (harvestry.book.connection, harvestry.book.journal):
            older.setattr(room, "schema_steps", lambda: STEPS)
        book = old_book(tmp_path)
    assert tables(book) == (1, set())
    assert look(book) == ["migrate", "import", "migrate"]
    assert tables(book) == (2, {"more", "still_more"})
    assert tables(tmp_path / "b.harvestry.before-schema-2-1") == (1, set())
    assert look(book) == ["migrate", "import", "migrate"], "and it is done once"


def test_killed_at_every_boundary_of_a_migration(tmp_path: Path) -> None:
    for boundary in range(MOST_BOUNDARIES):
        folder = tmp_path / str(boundary)
        book = old_book(folder)

        def migrate(path: Path = book) -> None:
            for room in (harvestry.book.connection, harvestry.book.journal):
                room.schema_steps = lambda: [*STEPS, NEXT]  # type: ignore[attr-defined]
            look(path)

        status = in_child(migrate, killed_at(boundary))
        assert tables(book) in ((1, set()), (2, {"more", "still_more"})), boundary
        if tables(book)[0] == 1:
            assert look(book) == ["migrate", "import"], boundary
        assert in_child(migrate) == 0, boundary
        assert tables(book) == (2, {"more", "still_more"}), boundary
        assert not [each for each in folder.iterdir() if each.name.endswith(".part")]
        if not was_killed(status):
            assert boundary > 5
            return
    raise AssertionError("the migration never came to its end")


def test_a_step_that_fails_leaves_the_old_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = old_book(tmp_path)
    wrong = "CREATE TABLE more (a TEXT) STRICT;\nCREATE TABLE log (b TEXT);\n"
    for room in (harvestry.book.connection, harvestry.book.journal):
        monkeypatch.setattr(room, "schema_steps", lambda: [*STEPS, wrong])
    with pytest.raises(DamagedBookError, match="already exists"):
        look(book)
    assert tables(book) == (1, set())
