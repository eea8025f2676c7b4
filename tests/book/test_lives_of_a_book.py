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
    decide,
    decisions_at,
    restore_book,
    take_back,
    taken_back,
    unpacked,
    verify_book,
)
from harvestry.events.decisions import Decision

FILES = [(1, 5), (3, 9), (20, 22), (1, 12)]
DECISIONS = [
    Decision("unmatched-deposit:d1", "bought", "10"),
    Decision("unmatched-deposit:d1", "income", "staking=3"),
    Decision("unmatched-deposit:d1", "ignore", "a reason"),
    Decision("missing-price:*", "value", "7"),
]


class LifeOfABook(RuleBasedStateMachine):
    """Import, undo, fix, unfix, backup and restore in any order.

    The model is a list of what was done: ("import", file), ("decide", decision) or ("undo", place);
    a backup is a copy of it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="harvestry-life-"))
        self.book = self.folder / "b.harvestry"
        self.done: list[tuple[str, int]] = []
        self.backups: list[list[tuple[str, int]]] = []

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def undone(self) -> set[int]:
        """Give the places of what counts no more, by the model alone."""
        out: set[int] = set()
        for n in range(len(self.done), 0, -1):
            kind, of = self.done[n - 1]
            if kind == "undo" and n not in out:
                out.add(of)
        return out

    def counting(self, what: str = "import") -> list[int]:
        """Give the files, or the decisions, that count."""
        out = self.undone()
        return [of for n, (kind, of) in enumerate(self.done, 1) if kind == what and n not in out]

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
        allowed = kinds.get(n) in ("import", "decide", "undo") and n not in self.undone()
        try:
            taken_back(self.book, n, WHO, AT)
        except BookError:
            assert not allowed
        else:
            assert allowed
            self.done.append(("undo", n))

    @precondition(lambda self: self.done)
    @rule(which=st.sampled_from(range(len(DECISIONS))))
    def fix(self, which: int) -> None:
        self.done.append(("decide", which))
        assert decide(self.book, DECISIONS[which], WHO, AT) == len(self.done)

    @precondition(lambda self: self.done)
    @rule(which=st.sampled_from(range(len(DECISIONS))))
    def unfix(self, which: int) -> None:
        problem = DECISIONS[which].problem
        out = self.undone()
        last = [
            (n, of)
            for n, (kind, of) in enumerate(self.done, 1)
            if kind == "decide" and n not in out and DECISIONS[of].problem == problem
        ]
        found = take_back(self.book, problem, WHO, AT)
        assert (found is None) == (not last)
        if found is not None:
            n, of = last[-1]
            assert (found.choice, found.value) == (DECISIONS[of].choice, DECISIONS[of].value)
            self.done.append(("undo", n))

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
        files = unpacked(self.book, AT)
        names = [path.name for path in files.files]
        assert sorted(names) == sorted({f"{each}.csv" for each in self.counting()})
        made = [
            (each.problem, each.choice, each.value) for each in decisions_at(self.book, AT).made
        ]
        told = [DECISIONS[which] for which in self.counting("decide")]
        assert made == [(each.problem, each.choice, each.value) for each in told]
        assert (files.decisions is not None) == bool(made)
        assert verify_book(self.book, AT)[0] == []


LifeOfABook.TestCase.settings = settings(max_examples=15, stateful_step_count=12, deadline=None)
TestLifeOfABook = LifeOfABook.TestCase
