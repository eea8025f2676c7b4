"""The trunk: the books before a day from which stances differ, folded once for all of them."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from harvestry.events.event import Event
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.joined_books import JoinedBooks
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import State
from harvestry.ledger.stretches import fold_and_tell
from harvestry.units.collector import collector_paused
from harvestry.units.days import Instant


@dataclass(frozen=True, slots=True)
class Trunk:
    """A state before an instant, and the events that come after it.

    What was `written` till then is in joined books, or else in the state.
    """

    state: State
    after: Sequence[Event]
    written: JoinedBooks | None = None

    @classmethod
    def of_all(cls, events: Sequence[Event]) -> "Trunk":
        """Give the trunk of stances that have nothing in common."""
        return cls(EMPTY, events)

    @classmethod
    def until(cls, instant: Instant, events: Sequence[Event], rules: Rules) -> "Trunk":
        """Fold what came before an instant, under the rules of the stance that sees more."""
        cut = bisect_left(events, instant, key=_time)
        return cls(fold(EMPTY, events[:cut], rules) if cut else EMPTY, events[cut:])

    @classmethod
    def told_until(
        cls, instant: Instant, events: Sequence[Event], rules: Rules, written: JoinedBooks
    ) -> "Trunk":
        """Fold the same, and take it down in joined books as it comes."""
        cut = bisect_left(events, instant, key=_time)
        with collector_paused():
            state = fold_and_tell(fold, EMPTY, events[:cut], rules, written.tell)
        return cls(state, events[cut:], written)


def _time(event: Event) -> Instant:
    return event.time
