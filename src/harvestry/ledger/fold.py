"""The fold: `fold(state, events) -> state`, one pass over events in time order.

Of events at one instant everything is received first, then transfers move, then everything is given
up (docs/spec/lots.md section 3). All else is in the handlers: `receiving`, `moving`, `giving`,
`shorting`.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import islice, zip_longest
from typing import Final

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.converting import convert, pay_for_conversion
from harvestry.ledger.eras import fold_by_eras
from harvestry.ledger.giving import GIVE, PAY, pay_fee_units
from harvestry.ledger.moving import falls_short, move
from harvestry.ledger.receiving import RECEIVE
from harvestry.ledger.rules import Rules
from harvestry.ledger.shorting import SHORT_SIDE
from harvestry.ledger.state import Chapter, Morning, Run, State
from harvestry.ledger.wash.closing import close_day
from harvestry.ledger.working import Working
from harvestry.units.collector import collector_paused
from harvestry.units.days import NEVER, Instant
from harvestry.units.natural_order import natural_key

Handler = Callable[[Working, Event], None]

EMPTY: Final = State()


def _receive_trade(work: Working, event: Event) -> None:
    if not work.only_renames(event):
        RECEIVE[Kind.TRADE](work, event)


def _give_trade(work: Working, event: Event) -> None:
    if work.only_renames(event):
        convert(work, event)
    else:
        GIVE[Kind.TRADE](work, event)


def _pay_for_trade(work: Working, event: Event) -> None:
    if work.only_renames(event):
        pay_for_conversion(work, event)
    else:
        PAY[Kind.TRADE](work, event)


def _pay_for_move(work: Working, event: Event) -> None:
    if not work.fee_joins_basis and event.to_account != event.account:
        pay_fee_units(work, event)


_RECEIVE: Final[Mapping[Kind, Handler]] = {
    **RECEIVE,
    Kind.TRADE: _receive_trade,
    Kind.SHORT: SHORT_SIDE[Kind.SHORT],
}
_GIVE: Final[Mapping[Kind, Handler]] = {
    **GIVE,
    Kind.TRADE: _give_trade,
    Kind.COVER: SHORT_SIDE[Kind.COVER],
    Kind.RESULT_1256: SHORT_SIDE[Kind.RESULT_1256],
    Kind.RESULT_OTHER: SHORT_SIDE[Kind.RESULT_OTHER],
}
_PAY: Final[Mapping[Kind, Handler]] = {
    **PAY,
    Kind.TRADE: _pay_for_trade,
    Kind.TRANSFER: _pay_for_move,
    Kind.SHORT: pay_fee_units,
    Kind.COVER: pay_fee_units,
}
"""How the units that paid an event's fee are given up, once all else of it is done."""


def _alone(kind: Kind) -> tuple[Handler, ...]:
    """Give the steps of an event that has its instant for itself, before its fee is paid."""
    if kind is Kind.TRANSFER:
        return (move,)
    return tuple(table[kind] for table in (_RECEIVE, _GIVE) if kind in table)


_ALONE: Final = {kind: _alone(kind) for kind in Kind}


def fold(state: State, events: Sequence[Event], rules: Rules) -> State:
    """Fold events into a state and give the new one; the old one stays as it was.

    Args:
        state: where to go on from; `EMPTY` to begin.
        events: valued events in time order, none before the state's last instant.
        rules: accounts and orders, whether history is re-matched as a what-if, and how losses are
            washed. A state is gone on from under the rules it was made with, but that another
            order may be asked for what comes: what was sold before stays matched as it was.
    """
    if rules.pools is not None and rules.pools.era is None:
        return fold_by_eras(fold, state, events, rules)
    if not events:
        return state
    assert state.last is None or events[0].time >= state.last, "events out of order"
    with collector_paused():
        run = Run(events, rules)
        if rules.wash is None:
            return _fold(state, (run,))
        zone = rules.wash.zone
        runs: Sequence[Run] = (run,)
        if state.morning is not None and zone.day(events[0].time) == zone.day(state.last or 0):
            state, runs = state.morning.state(), _going_on(state.today, run)
        begun = zone.start_of_day(zone.day(events[-1].time))
        before, today = _parted(runs, begun)
        return replace(_fold(state, runs), morning=Morning(_fold, state, before), today=today)


def last_day(state: State) -> Chapter:
    """Give what the last day of a state wrote down, while the day can still be gone on with."""
    assert state.morning is not None, "no day is open where no wash sales are worked out"
    return _fold(state.morning.state(), state.today).chapters[-1]


def _going_on(today: Sequence[Run], run: Run) -> Sequence[Run]:
    """Add to the events of a day: as one with the last of them where no other order is asked."""
    *earlier, last = today
    if last.rules.rematch is not run.rules.rematch:
        return (*today, run)
    return (*earlier, Run([*last.events, *run.events], run.rules))


def _parted(runs: Sequence[Run], instant: Instant) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Part events into those before an instant and those from it on."""
    before, since = [], []
    for events, rules in runs:
        split = bisect_left(events, instant, key=lambda event: event.time)
        before.append(Run(events[:split], rules))
        since.append(Run(events[split:], rules))
    return tuple(run for run in before if run.events), tuple(run for run in since if run.events)


def _fold(state: State, runs: Sequence[Run]) -> State:
    """Fold events run by run; of those at an instant in two runs the first run's are over first."""
    work = Working(state, runs[0].rules)
    last = runs[0].events[0].time
    if work.notes is not None:
        work.notes.begin(work.notes.zone.day(last))
    for run in runs:
        work.go_by(run.rules)
        last = _take_in(work, run.events, last)
    if work.wash is not None:
        close_day(work)
    return work.close(last)


def _take_in(work: Working, events: Sequence[Event], last: Instant) -> Instant:
    """Fold events after an instant, and give that of the last of them."""
    notes = work.notes
    day_ends = NEVER if notes is None else notes.zone.end_of_day(notes.day)
    together: list[Event] = []
    for event, after in zip_longest(events, islice(events, 1, None)):
        time = event.time
        assert time >= last, "events out of order"
        if time > day_ends:
            day_ends = _next_day(work, time)
        last = time
        shared = after is not None and after.time == time
        if shared or together:
            together.append(event)
            if not shared:
                _fold_instant(work, together)
                together = []
            continue
        for step in _ALONE[event.kind]:
            step(work, event)
        if event.fee_asset is not None:
            _pay(work, event)
    return last


def _next_day(work: Working, time: Instant) -> Instant:
    """Close the day that is over, begin that of an instant, and give its end.

    Where clocks go back over midnight, the day goes on after its end has passed.
    """
    notes = work.notes
    assert notes is not None, "no day ends where no wash sales are worked out"
    day = notes.zone.day(time)
    if day != notes.day:
        close_day(work)
    return notes.begin(day)


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
        if event.fee_asset is not None:
            _pay(work, event)


def _pay(work: Working, event: Event) -> None:
    """Give up the units that paid an event's fee, where they are not its own."""
    if event.kind in _PAY:
        _PAY[event.kind](work, event)
