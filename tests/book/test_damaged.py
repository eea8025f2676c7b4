"""Damaged books: found at opening or by `verify`, and never a different number in silence.

A flipped bit in a byte that SQLite does not use changes nothing that a book says; every other
damage is found. What is said names a way out.
"""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from book.making_books import AT, WHO, buys, export, take_in
from faces.running import harvestry
from harvestry.book.errors import BookError
from harvestry.book.journal import opened
from harvestry.case.journal import taken_back

FULL = os.environ.get("HARVESTRY_TESTS") == "full"
COUNT = 2000 if FULL else 200
PAGE = 4096
Damage = Callable[[bytearray, random.Random], None]


def flipped(content: bytearray, chance: random.Random) -> None:
    place = chance.randrange(100, len(content))  # behind the header of the file
    content[place] ^= 1 << chance.randrange(8)


def flipped_often(content: bytearray, chance: random.Random) -> None:
    for _ in range(20):
        flipped(content, chance)


def truncated(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(1, len(content)) :]


def cut_to_pages(content: bytearray, chance: random.Random) -> None:
    del content[PAGE * chance.randrange(1, len(content) // PAGE) :]


def swapped(content: bytearray, chance: random.Random) -> None:
    one, other = chance.sample(range(1, len(content) // PAGE), 2)
    first, second = (slice(PAGE * n, PAGE * (n + 1)) for n in (one, other))
    content[first], content[second] = content[second], content[first]


def zeroed(content: bytearray, chance: random.Random) -> None:
    n = chance.randrange(1, len(content) // PAGE)
    content[PAGE * n : PAGE * (n + 1)] = bytes(PAGE)


DAMAGES: tuple[Damage, ...] = (
    *(flipped, flipped, flipped, flipped_often, truncated, cut_to_pages),
    *(swapped, zeroed),
)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sound")
    book = folder / "b.harvestry"
    take_in(book, export(folder, "a.csv", *buys(1, 3000)))
    take_in(book, export(folder, "b.csv", *buys(2000, 5000)))
    taken_back(book, 2, WHO, AT)
    assert book.stat().st_size % PAGE == 0
    return book


def said(path: Path) -> Any:
    """Give all that a book says, by SQLite alone."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return [
            connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()  # noqa: S608
            for table in ("log", "files", "cache")
        ]
    finally:
        connection.close()


def found_by(path: Path) -> str:
    """Give what the program says of a book, empty where it finds nothing."""
    try:
        with opened(path, WHO, AT) as book:
            for deed in book.deeds:
                if "sha256" in deed.body:
                    book.content(str(deed.body["sha256"]))
            return " ".join(book.verify())
    except BookError as error:
        return str(error)


def test_damage_is_found_or_changes_nothing(sound: Path, tmp_path: Path) -> None:
    truth, whole = said(sound), sound.read_bytes()
    chance = random.Random(20261126)  # noqa: S311  # a seed, no secret
    harmless = 0
    for n in range(COUNT):
        damage = DAMAGES[n % len(DAMAGES)]
        content = bytearray(whole)
        damage(content, chance)
        path = tmp_path / f"{n}.harvestry"
        path.write_bytes(content)
        message = found_by(path)
        if not message:
            assert content == whole or damage in (flipped, flipped_often), (n, damage.__name__)
            assert said(path) == truth, (n, damage.__name__)
            harmless += 1
        for each in tmp_path.iterdir():
            each.unlink()
    assert harmless < COUNT // 4, "most of a book's bytes say something"


def test_a_backup_without_its_end_is_not_restored(sound: Path, tmp_path: Path) -> None:
    from harvestry.case.journal import restore_book

    book, copy = tmp_path / "b.harvestry", tmp_path / "copy"
    shutil.copy(sound, book)
    copy.write_bytes(sound.read_bytes()[:-PAGE])
    before = said(book)
    with pytest.raises(BookError, match="copy"):
        restore_book(book, copy, WHO, AT)
    assert said(book) == before
    assert [each.name for each in tmp_path.iterdir() if "restor" in each.name] == []


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "it is empty"),
        (b"not a book at all", "no book"),
        (b"SQLite format 3\x00" + bytes(100), "harvestry restore"),
        (b"PK\x03\x04" + bytes(5000), "no book"),
    ],
)
def test_wrong_files(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(content)
    assert says in found_by(path)
    assert path.read_bytes() == content


def test_a_book_cut_to_nothing_tells_no_figure_and_an_import_begins_it_anew(tmp_path: Path) -> None:
    path = tmp_path / "b.harvestry"
    path.write_bytes(b"")
    ran = harvestry("gains", "--book", path, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "`harvestry restore`" in ran.stderr
    take_in(path, export(tmp_path, "a.csv", *buys(1, 4)))
    assert found_by(path) == ""
