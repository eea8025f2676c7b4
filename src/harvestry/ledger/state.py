"""The state of the fold: what is open now, and what has been written down so far."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import NamedTuple

from harvestry.events.event import Event
from harvestry.events.pool_names import is_pool_name
from harvestry.ledger.match import Departure, Income, Match, Move, Result, Unsure, Wash
from harvestry.ledger.pool import Pool, PoolKey
from harvestry.ledger.pooled import Pooled
from harvestry.ledger.rules import Rules
from harvestry.ledger.wash.state import WashState
from harvestry.units.days import Instant
from harvestry.units.problems import Problem


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one run of the fold wrote down, in the order it happened."""

    matches: list[Match] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    departures: list[Departure] = field(default_factory=list)
    income: list[Income] = field(default_factory=list)
    results: list[Result] = field(default_factory=list)
    washes: list[Wash] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unsure: list[Unsure] = field(default_factory=list)


class Run(NamedTuple):
    """Events in time order, and the rules they are folded by."""

    events: Sequence[Event]
    rules: Rules


@dataclass(frozen=True, slots=True)
class State:
    """Open pools and past chapters. A state is never changed: folding on gives a new one.

    Branching is cheap: a continuation copies only the pools it touches and adds a chapter.
    `numbers` holds the highest piece number given out for a root. Where washes are worked out, the
    last day is open until another begins: `morning` gives the state it began with and `today` its
    events, from which a fold that adds to the day begins anew: each is matched as it was, by the
    rules it was folded by. `pooled` tells which pools stand
    for several accounts; while they do, `apart` is the same history account by account. `written`
    counts the matches of chapters that were taken out.
    """

    pools: Mapping[PoolKey, Pool] = field(default_factory=dict)
    shorts: Mapping[PoolKey, Pool] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    chapters: tuple[Chapter, ...] = ()
    last: Instant | None = None
    wash: WashState = field(default_factory=WashState)
    morning: "Morning | None" = None
    today: tuple[Run, ...] = ()
    pooled: Pooled | None = None
    apart: "State | None" = None
    written: int = 0

    @property
    def match_count(self) -> int:
        """How many matches were written down, those of chapters taken out included."""
        return self.written + sum(len(chapter.matches) for chapter in self.chapters)

    def without_chapters(self) -> "State":
        """Give the state without what was written down: it goes on in the same way."""
        morning = None if self.morning is None else self.morning.without_chapters()
        return replace(self, chapters=(), written=self.match_count, morning=morning)

    @property
    def accounts(self) -> set[str]:
        """The names of all accounts that anything is or was in."""
        names = {account for account, _ in self.pools if not is_pool_name(account)}
        if self.pooled is not None:
            names |= {account for account, _ in (*self.pooled.before, *self.pooled.after)}
        return names

    @property
    def matches(self) -> Iterable[Match]:
        """All matches, oldest first."""
        return chain.from_iterable(chapter.matches for chapter in self.chapters)

    @property
    def washes(self) -> Iterable[Wash]:
        """All washes, in the order they were found."""
        return chain.from_iterable(chapter.washes for chapter in self.chapters)

    @property
    def moves(self) -> Iterable[Move]:
        """All moves between accounts, oldest first."""
        return chain.from_iterable(chapter.moves for chapter in self.chapters)

    @property
    def departures(self) -> Iterable[Departure]:
        """All departures, oldest first."""
        return chain.from_iterable(chapter.departures for chapter in self.chapters)

    @property
    def income(self) -> Iterable[Income]:
        """All income, oldest first."""
        return chain.from_iterable(chapter.income for chapter in self.chapters)

    @property
    def results(self) -> Iterable[Result]:
        """All contract results, oldest first."""
        return chain.from_iterable(chapter.results for chapter in self.chapters)

    @property
    def problems(self) -> Iterable[Problem]:
        """All problems, in the order they arose."""
        return chain.from_iterable(chapter.problems for chapter in self.chapters)

    @property
    def unsure(self) -> Iterable[Unsure]:
        """All that went by cost beside a lot of unknown basis, oldest first."""
        return chain.from_iterable(chapter.unsure for chapter in self.chapters)


class Morning:
    """The state a day began with, worked out when first asked for: few days are gone on with.

    `before` are the events before the day that are still to be folded into the state.
    """

    __slots__ = ("_bare", "_before", "_fold", "_state")

    def __init__(
        self,
        fold: Callable[[State, Sequence[Run]], State],
        state: State,
        before: Sequence[Run],
        *,
        bare: bool = False,
    ) -> None:
        # One with a morning of its own would hold every day of history.
        self._state = replace(state, morning=None, today=())
        self._fold = fold
        self._before = before
        self._bare = bare

    def state(self) -> State:
        """Give the state the day began with."""
        if self._before:
            state = self._fold(self._state, self._before)
            self._state, self._before = state.without_chapters() if self._bare else state, ()
        return self._state

    def without_chapters(self) -> "Morning":
        """Give the same without what was written down."""
        return Morning(self._fold, self._state.without_chapters(), self._before, bare=True)
