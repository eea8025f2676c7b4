"""A history folded a stretch at a time, where all it writes down is too much to be held at once."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final, Generic, TypeAlias, TypeVar

from harvestry.events.event import Event
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import State
from harvestry.units.days import Instant

_STRETCH: Final = 1 << 18
"""Events whose records are held at one time where only what they lead to is wanted."""
_TOLD_AT_ONCE: Final = 1 << 12
"""The same where each record is looked at: a loss can make a hundred."""

Fold: TypeAlias = Callable[[State, Sequence[Event], Rules], State]
Tell: TypeAlias = Callable[[State], None]
"""Told of the chapters a state has: `written` counts the matches before them."""
T = TypeVar("T")


def fold_and_tell(
    fold: Fold, state: State, events: Sequence[Event], rules: Rules, tell: Tell
) -> State:
    """Fold events, tell of what was written down, and give a state that keeps none of it.

    What the state has written down before is told of first. No day is cut in two: what a fold
    writes of its last day stands only once another day begins.
    """
    state = told(state, tell)
    day = _moment if rules.wash is None else rules.wash.zone.day
    for some in in_stretches(events, _TOLD_AT_ONCE, same=day):
        state = told(fold(state, some, rules), tell)
    return state


def told(state: State, tell: Tell) -> State:
    """Tell of what a state has written down, and give it without."""
    if state.chapters:
        tell(state)
    return state.without_chapters()


def _moment(instant: Instant) -> int:
    return instant


def in_stretches(
    events: Sequence[Event],
    length: int = _STRETCH,
    *,
    same: Callable[[Instant], int] = _moment,
) -> Iterator[Sequence[Event]]:
    """Cut events into stretches that can be folded one after another, no instant cut in two.

    Nor is anything else for which `same` gives one number.
    """
    begin = 0
    while begin < len(events):
        end = min(begin + length, len(events))
        while end < len(events) and same(events[end].time) == same(events[end - 1].time):
            end += 1
        yield events[begin:end]
        begin = end


class Places(Generic[T]):
    """What is known of matches, by place: of those told of last, and of losses still open.

    A wash may tell of any of these, of others no more.
    """

    def __init__(self) -> None:
        self._first = 0
        self._last: Sequence[T] = ()
        self._open: dict[int, T] = {}

    def __getitem__(self, place: int) -> T:
        """Give what is known of the match at a place."""
        if place >= self._first:
            return self._last[place - self._first]
        return self._open[place]

    def copy(self) -> "Places[T]":
        """Give an independent copy."""
        twin: Places[T] = Places()
        twin.put(self._first, self._last)
        twin._open |= self._open
        return twin

    def put(self, first: int, known: Sequence[T]) -> None:
        """Put what is known of the matches from a place on, one after another."""
        self._first, self._last = first, known

    def keep(self, state: State) -> None:
        """Forget all but the losses that are still open in a state."""
        self._open = {loss.match: self[loss.match] for loss in state.wash.open_losses}
        self._first, self._last = state.match_count, ()
