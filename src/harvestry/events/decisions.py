"""Decisions: what a person says a problem's row was; a rule speaks of all that match it."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

ANY: Final = "*"
NOTE: Final = "note="
JOINED: Final = "joined"
"""The code of a transfer that was joined of two halves; nothing is wrong with it."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision: a problem's id or a rule, the choice, its value, the instant (UTC, ISO)."""

    problem: str
    choice: str
    value: str = ""
    made: str = ""

    @property
    def code(self) -> str:
        """The code of the problems it is about."""
        return self.problem.partition(":")[0]

    @property
    def is_rule(self) -> bool:
        """Tell whether it speaks of all that match, not of one."""
        anchor = self.problem.partition(":")[2]
        return ANY in anchor or anchor.startswith(NOTE)

    @property
    def anchor_is_a_note(self) -> bool:
        """Tell whether it speaks of events by what their notes hold."""
        return self.problem.partition(":")[2].startswith(NOTE)

    def fits(self, id_: str, note: str | None = None) -> bool:
        """Tell whether it is about a problem of that id, of an event with that note."""
        if self.problem == id_:
            return True
        if not self.is_rule:
            return False
        code, _, anchor = self.problem.partition(":")
        if anchor.startswith(NOTE):
            own = id_.partition(":")[0]
            return own == code and anchor.removeprefix(NOTE) in (note or "")
        return _pattern(self.problem).fullmatch(id_) is not None

    def __str__(self) -> str:
        """Say it as it would be typed."""
        return " ".join(part for part in (self.problem, self.choice, self.value) if part)


@lru_cache(maxsize=1024)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(".*".join(map(re.escape, text.split(ANY))), re.DOTALL)


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions, the last one made last."""

    made: tuple[Decision, ...] = ()

    @classmethod
    def of(cls, decisions: Iterable[Decision]) -> "Decisions":
        """Give decisions in the order they were made; those of one instant as they stand."""
        return cls(tuple(sorted(decisions, key=lambda each: each.made)))

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.made)

    def about(self, codes: Collection[str]) -> "Decisions":
        """Give those about problems of these codes."""
        return Decisions(tuple(each for each in self.made if each.code in codes))

    def choosing(self, choices: Collection[str]) -> "Decisions":
        """Give those that took one of these choices."""
        return Decisions(tuple(each for each in self.made if each.choice in choices))

    def last(self, ids: Iterable[str], note: str | None = None) -> Decision | None:
        """Give the last one made about any of these ids."""
        every = list(ids)
        for each in reversed(self.made):
            if any(each.fits(id_, note) for id_ in every):
                return each
        return None

    def last_on(self, problem: str) -> Decision | None:
        """Give the last one made under just this name, a problem's or a rule's."""
        return next((each for each in reversed(self.made) if each.problem == problem), None)

    def without_last_on(self, problem: str) -> "Decisions":
        """Give the others when the last one under this name, which there must be, is taken back."""
        place = max(n for n, each in enumerate(self.made) if each.problem == problem)
        return Decisions((*self.made[:place], *self.made[place + 1 :]))


NO_DECISIONS: Final = Decisions()
