"""A book beside a model in memory: whatever is done to it, it says what the model says."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from book.making_books import AT, WHO, buys, export, state, take_in
from harvestry.book.errors import BookError
from harvestry.case.journal import (
    back_up_book,
    restore_book,
    taken_back,
    unpacked,
    verify_book,
)

FILES = [(1, 5), (3, 9), (20, 22), (1, 12)]


class LifeOfABook(RuleBasedStateMachine):
    """Import, undo, backup and restore in any order.

    The model is a list of what was done: ("import", file) or ("undo", place); a backup is a copy of
    it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="harvestry-life-"))
        self.book = self.folder / "b.harvestry"
        self.done: list[tuple[str, int]] = []
        self.backups: list[list[tuple[str, int]]] = []

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def counting(self) -> list[int]:
        """Give the files that count, by the model alone."""
        out: set[int] = set()
        for n in range(len(self.done), 0, -1):
            kind, of = self.done[n - 1]
            if kind == "undo" and n not in out:
                out.add(of)
        return [
            of for n, (kind, of) in enumerate(self.done, 1) if kind == "import" and n not in out
        ]

    @rule(which=st.sampled_from(range(len(FILES))))
    def take_in(self, which: int) -> None:
        path = export(self.folder / str(which), f"{which}.csv", *buys(*FILES[which]))
        (kept,) = take_in(self.book, path)
        assert (kept.deed is None) == (which in self.counting())
        if kept.deed is not None:
            if not self.done:
                self.done.append(("migrate", 0))
            self.done.append(("import", which))
            assert kept.deed == len(self.done)

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def undo(self, data: Any) -> None:
        n = data.draw(st.integers(1, len(self.done) + 1))
        kinds = dict(enumerate((kind for kind, _ in self.done), 1))
        allowed = kinds.get(n) in ("import", "undo") and not self._is_undone(n)
        try:
            taken_back(self.book, n, WHO, AT)
        except BookError:
            assert not allowed
        else:
            assert allowed
            self.done.append(("undo", n))

    def _is_undone(self, n: int) -> bool:
        out: set[int] = set()
        for place in range(len(self.done), 0, -1):
            kind, of = self.done[place - 1]
            if kind == "undo" and place not in out:
                out.add(of)
        return n in out

    @precondition(lambda self: self.done)
    @rule()
    def back_up(self) -> None:
        back_up_book(self.book, self.folder / f"backup-{len(self.backups)}", AT)
        self.backups.append(list(self.done))

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def restore(self, data: Any) -> None:
        n = data.draw(st.integers(0, len(self.backups) - 1))
        restore_book(self.book, self.folder / f"backup-{n}", WHO, AT)
        self.done = [*self.backups[n], ("restore", 0)]

    @invariant()
    def says_what_the_model_says(self) -> None:
        if not self.done:
            assert not self.book.exists()
            return
        assert [kind for _, kind, _ in state(self.book)] == [kind for kind, _ in self.done]
        names = sorted(path.name for path in unpacked(self.book, AT).files)
        assert names == sorted(f"{each}.csv" for each in self.counting())
        assert verify_book(self.book, AT)[0] == []


LifeOfABook.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
TestLifeOfABook = LifeOfABook.TestCase
