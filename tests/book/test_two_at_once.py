"""Two processes on one book: one after the other, or politely refused; no deed is lost."""

import os
import random
import time
from functools import partial
from pathlib import Path

import pytest

from book.dying import in_child
from book.making_books import AT, WHO, buys, export, state, take_in
from harvestry.book.errors import BusyBookError
from harvestry.book.journal import opened
from harvestry.book.lock import writing
from harvestry.case.journal import taken_back, verify_book

FULL = os.environ.get("HARVESTRY_TESTS") == "full"
ROUNDS = 200 if FULL else 20


def test_two_imports_at_once_are_both_kept(tmp_path: Path) -> None:
    chance = random.Random(20261126)  # noqa: S311  # a seed, no secret
    for n in range(ROUNDS):
        folder = tmp_path / str(n)
        book = folder / "b.harvestry"
        take_in(book, export(folder, "a.csv", *buys(1, 5)))
        one, other = (
            export(folder, "one.csv", *buys(10, 20)),
            export(folder, "other.csv", *buys(15, 30)),
        )
        pause = chance.uniform(0, 0.03)
        first = os.fork()
        if not first:
            os._exit(in_child(partial(take_in, book, one)))
        time.sleep(pause)
        second = in_child(partial(take_in, book, other))
        assert (os.waitpid(first, 0)[1], second) == (0, 0), n
        assert [kind for _, kind, _ in state(book)] == ["migrate", "import", "import", "import"]
        assert verify_book(book, AT)[0] == []


def test_two_undos_of_one_deed_are_one(tmp_path: Path) -> None:
    for n in range(ROUNDS // 4):
        folder = tmp_path / str(n)
        book = folder / "b.harvestry"
        take_in(book, export(folder, "a.csv", *buys(1, 5)))
        first = os.fork()
        if not first:
            os._exit(in_child(partial(taken_back, book, 2, WHO, AT)) >> 8)
        second = in_child(partial(taken_back, book, 2, WHO, AT)) >> 8
        first_status = os.waitstatus_to_exitcode(os.waitpid(first, 0)[1])
        assert sorted((first_status, second)) == [0, 3], "one is done, one is refused"
        assert [kind for _, kind, _ in state(book)] == ["migrate", "import", "undo"]


def test_a_second_writer_is_told_who_holds_the_book(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 5)))
    with writing(book, "harvestry import", "2026-11-26T12:00:00+00:00"):
        status = in_child(lambda: _refused(book))
    assert status == 0


def _refused(book: Path) -> None:
    match = rf"`harvestry import` \(process {os.getppid()}\) since 2026-11-26T12:00:00"
    with pytest.raises(BusyBookError, match=match), writing(book, WHO, AT, patience=0.1):
        pass


def test_readers_never_wait_and_see_a_whole_state(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 5)))
    with opened(book, WHO, AT) as journal, journal.writing(WHO, AT) as writer:
        writer.keep(b"x")
        began = time.monotonic()
        assert len(state(book)) == 2
        assert time.monotonic() - began < 2
