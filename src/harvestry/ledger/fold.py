"""The fold: `fold(state, events) -> state`, one pass over events in time order.

Of events at one instant everything is received first, then transfers move, then everything is given
up (docs/spec/lots.md section 3). All else is in the handlers: `receiving`, `moving`, `giving`,
`shorting`.
"""

import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.giving import GIVE, pay_fee_units
from harvestry.ledger.moving import falls_short, move
from harvestry.ledger.receiving import RECEIVE
from harvestry.ledger.rules import Rules
from harvestry.ledger.shorting import SHORT_SIDE, pay_for_short
from harvestry.ledger.state import State
from harvestry.ledger.working import Working
from harvestry.units.natural_order import natural_key

Handler = Callable[[Working, Event], None]

EMPTY: Final = State()


def _move_and_pay(work: Working, event: Event) -> None:
    move(work, event)
    _pay_for_move(work, event)


def _pay_for_move(work: Working, event: Event) -> None:
    if event.fee_asset is not None and event.to_account != event.account:
        pay_fee_units(work, event)


_RECEIVE: Final[Mapping[Kind, Handler]] = {**RECEIVE, Kind.SHORT: SHORT_SIDE[Kind.SHORT]}
_GIVE: Final[Mapping[Kind, Handler]] = {
    **GIVE,
    Kind.TRANSFER: _pay_for_move,
    Kind.SHORT: pay_for_short,
    Kind.COVER: SHORT_SIDE[Kind.COVER],
    Kind.RESULT_1256: SHORT_SIDE[Kind.RESULT_1256],
    Kind.RESULT_OTHER: SHORT_SIDE[Kind.RESULT_OTHER],
}


def _alone(kind: Kind) -> tuple[Handler, ...]:
    """Give the steps of an event that has its instant for itself."""
    if kind is Kind.TRANSFER:
        return (_move_and_pay,)
    return tuple(table[kind] for table in (_RECEIVE, _GIVE) if kind in table)


_ALONE: Final = {kind: _alone(kind) for kind in Kind}


def fold(state: State, events: Sequence[Event], rules: Rules) -> State:
    """Fold events into a state and give the new one; the old one stays as it was.

    Args:
        state: where to go on from; `EMPTY` to begin.
        events: valued events in time order, none before the state's last instant.
        rules: accounts and orders, and whether history is re-matched as a what-if.
    """
    work = Working(state, rules)
    last = state.last
    with _collector_paused():
        n = 0
        while n < len(events):
            event = events[n]
            time = event.time
            assert last is None or time >= last, "events out of order"
            last = time
            n += 1
            if n < len(events) and events[n].time == time:
                begin = n - 1
                while n < len(events) and events[n].time == time:
                    n += 1
                _fold_instant(work, events[begin:n])
                continue
            for step in _ALONE[event.kind]:
                step(work, event)
        return work.close(last)


def _fold_instant(work: Working, events: Sequence[Event]) -> None:
    """Fold events of one instant: receive, move, give up; each by id in natural order."""
    events = sorted(events, key=lambda event: natural_key(event.id))
    for event in events:
        if event.kind in _RECEIVE:
            _RECEIVE[event.kind](work, event)
    moves = [event for event in events if event.kind is Kind.TRANSFER]
    while moves:
        ready = next((event for event in moves if not falls_short(work, event)), moves[0])
        move(work, ready)
        moves.remove(ready)
    for event in events:
        if event.kind in _GIVE:
            _GIVE[event.kind](work, event)


@contextmanager
def _collector_paused() -> Iterator[None]:
    """Pause the garbage collector: the fold makes millions of records and no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
