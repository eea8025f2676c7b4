"""Where the names of accounts decided whether a loss is deferred or lost (spec wash-sales.md 4, 6).

Of purchases of one instant no text says which replaces first; bare dates make such instants.
"""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from operator import attrgetter
from typing import Final

from harvestry.events.event import Event
from harvestry.ledger.books import Books
from harvestry.ledger.match import Departure, Match, Outcome, Wash, closes_short
from harvestry.ledger.review.told_once import Case
from harvestry.ledger.wash.purchase_kinds import bought, bought_at, income_bought
from harvestry.ledger.wash.reach import Reach
from harvestry.ledger.wash.rules import WashRules
from harvestry.units.days import Day, Instant, day_text
from harvestry.units.exact import Quantity

_ACCOUNT: Final = attrgetter("account")


def ties(books: Books, events: Collection[Event], rules: WashRules, reach: Reach) -> Iterator[Case]:
    """Give each loss whose outcome hangs on which purchase of one instant came first."""
    if not books.washes or not _may_differ(events, reach):
        return
    lots = {wash.lot for wash in books.washes}
    roots = {event.id: event for event in events if event.id in lots}
    tied = _tied(events, set(map(bought_at, roots.values())), rules, reach)
    if not tied:
        return
    went = _Went(books, {each.id for some in tied.values() for each in some}, reach)
    by_loss: dict[int, list[Wash]] = defaultdict(list)
    for wash in books.washes:
        by_loss[wash.match].append(wash)
    for place, washes in by_loss.items():
        match = books.matches[place]
        for wash in washes if not closes_short(match) else ():
            first = roots[wash.lot]
            others = tied.get(bought_at(first), ())
            other = next((each for each in others if went.decided(match, wash, washes, each)), None)
            if other is not None:
                yield Case(match.event, match.asset, _words(match, wash, first, other))
                break


def _may_differ(events: Iterable[Event], reach: Reach) -> bool:
    """Tell whether accounts differ in where a loss goes that is replaced in them."""
    names = {event.account for event in events}
    return len({reach.outcomes[one, other][0] for one in names for other in names}) > 1


def _tied(
    events: Iterable[Event], instants: Container[Instant], rules: WashRules, reach: Reach
) -> Mapping[Instant, list[Event]]:
    """Give the purchases of each of these instants, where several accounts bought in it."""
    found: dict[Instant, list[Event]] = defaultdict(list)
    income = income_bought(rules.positions)
    for event in events:
        is_at_one = bought(event, income) is not None and bought_at(event) in instants
        if is_at_one and reach.counts(event.account):
            found[bought_at(event)].append(event)
    return {at: some for at, some in found.items() if len(set(map(_ACCOUNT, some))) > 1}


class _Went:
    """What went of purchases before a day, which no loss of that day can meet any more."""

    def __init__(self, books: Books, roots: Container[str], reach: Reach) -> None:
        self._reach = reach
        self._went: dict[str, list[tuple[Day, Quantity]]] = defaultdict(list)
        both: tuple[Match | Departure, ...] = (*books.matches, *books.departures)
        for each in both:
            if each.lot is not None and each.lot in roots:
                on = reach.zone.day(each.event.time)
                self._went[each.lot].append((on, each.quantity))

    def decided(self, match: Match, wash: Wash, washes: Iterable[Wash], other: Event) -> bool:
        """Tell whether units of another purchase, with another outcome, might have come first."""
        reach = self._reach
        symbol = other.asset if other.got_asset is None else other.got_asset
        if other.id in (wash.lot, match.lot) or reach.group(symbol) != reach.group(match.asset):
            return False
        if reach.outcomes[match.event.account, other.account][0] is wash.outcome:
            return False
        on = reach.zone.day(match.event.time)
        bought_units = other.quantity if other.got_quantity is None else other.got_quantity
        withheld = other.fee_quantity if other.fee_asset == symbol else 0
        gone = sum(units for day, units in self._went[other.id] if day < on)
        taken = sum(each.replacing for each in washes if each.lot == other.id)
        return bought_units - (withheld or 0) - gone > taken


def _words(match: Match, wash: Wash, first: Event, other: Event) -> str:
    goes = {Outcome.LOST: "lost for good", Outcome.DEFERRED: "deferred"}
    otherwise = Outcome.DEFERRED if wash.outcome is Outcome.LOST else Outcome.LOST
    return (
        f"The loss of {day_text(match.sold_on)} ({match.disposal}, {match.asset} in "
        f"{match.event.account}) is {goes[wash.outcome]} as far as {first.id} in {first.account} "
        f"replaces it, and would be {goes[otherwise]} with {other.id} in {other.account}: both "
        f"were bought at one instant on {day_text(wash.bought_on)}, no text says which comes "
        "first, and the names of the accounts decided; tell the times of day"
    )
