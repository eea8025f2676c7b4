"""What was decided of values, prices and units that no file tells, applied to events."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final, NamedTuple

from harvestry.events import decision_values as values
from harvestry.events.choices import choice_of
from harvestry.events.deciding import Applied, Zones, is_fit, marked
from harvestry.events.decisions import Decision, Decisions
from harvestry.events.event import Detail, Event
from harvestry.events.flows import Place, flows
from harvestry.events.kind import Kind
from harvestry.events.ordering import in_order
from harvestry.events.prices import DECIDED, PriceBook, Quote, book_of
from harvestry.events.valuation import VALUED
from harvestry.units.days import Day, day_text
from harvestry.units.exact import Money, Quantity, quantity_text, value_at
from harvestry.units.source_ref import SourceFile, SourceRef

_MISSING: Final = "missing-price"
_FEE: Final = ":fee"
_AS_DECIDED: Final = SourceRef(SourceFile(DECIDED, ""), (1,))


class Gap(NamedTuple):
    """Units that an account must have held before its files begin, as its own balance tells."""

    account: str
    asset: str
    units: Quantity


def valued(
    events: Iterable[Event],
    decisions: Decisions,
    done: Applied,
    *,
    rules_about: frozenset[str] | None = None,
) -> list[Event]:
    """Give the events with the dollars that were decided for them, where their rows state none.

    First what names one event; then with `rules_about`, the anchors of what is still missing, what
    a rule says of those.
    """
    about = decisions.about({_MISSING}).choosing({"value", "price"})
    return [_with_value(event, about, done, rules_about) for event in events]


def _with_value(
    event: Event, about: Decisions, done: Applied, rules_about: frozenset[str] | None
) -> Event:
    if event.usd is None and event.kind in VALUED:
        decision = _taken(event, event.id, about, done, rules_about)
        if decision is not None:
            asset_units = event.got_quantity if event.kind is Kind.TRADE else event.quantity
            event = marked(replace(event, usd=_dollars(decision, asset_units)), decision)
    if event.fee_usd is None and event.fee_asset is not None:
        decision = _taken(event, f"{event.id}{_FEE}", about, done, rules_about)
        if decision is not None:
            fee = _dollars(decision, event.fee_quantity)
            event = marked(replace(event, fee_usd=fee), decision)
    return event


def _taken(
    event: Event,
    anchor: str,
    about: Decisions,
    done: Applied,
    rules_about: frozenset[str] | None,
) -> Decision | None:
    decision = about.last((f"{_MISSING}:{anchor}",), event.detail.note)
    if decision is None or not is_fit(decision, done):
        return None
    if decision.is_rule and (rules_about is None or anchor not in rules_about):
        return None
    done.used.add(decision)
    return decision


def _dollars(decision: Decision, units: Quantity | None) -> Money:
    value: Any = choice_of(decision).read(decision.value)
    return value if decision.choice == "value" else value_at(units or 0, value)


def priced(book: PriceBook, decisions: Decisions, done: Applied) -> PriceBook:
    """Give the price book with the prices that were decided in place of doubtful ones."""
    about = decisions.about({"outlying-price"}).choosing({"price"})
    if not about:
        return book
    quotes = list(book.quotes())
    return book_of(_repriced(quote, about, done) for quote in quotes)


def _repriced(quote: Quote, about: Decisions, done: Applied) -> Quote:
    decision = about.last((f"outlying-price:{quote.asset}@{day_text(quote.day)}",))
    if decision is None or not is_fit(decision, done):
        return quote
    done.used.add(decision)
    price: Any = choice_of(decision).read(decision.value)
    return replace(quote, price=price, provider=DECIDED, coin=None, source=_AS_DECIDED)


def with_held(
    events: Sequence[Event], decisions: Decisions, zones: Zones, done: Applied
) -> list[Event]:
    """Give the events with the units somebody said were there before the files begin.

    Said of an event that gives up more than its account has; where a file brought since then shows
    that it had them, the decision fits nothing any more.
    """
    about = decisions.about({"not-enough-lots"}).choosing({"held"})
    if not about:
        return list(events)
    openings = _Openings(events, zones, done)
    for event in _perhaps_about(about, in_order(events)):
        for asset, anchor in ((event.asset, event.id), (event.fee_asset, f"{event.id}{_FEE}")):
            decision = about.last((f"not-enough-lots:{anchor}",), event.detail.note)
            if asset is None or decision is None or not is_fit(decision, done):
                continue
            place = (event.account, asset)
            if not _is_short(openings.events, place, event):
                continue
            value: Any = choice_of(decision).read(decision.value)
            assert isinstance(value, values.Held)
            lot = _Lot(place, value.quantity, value.usd, value.on)
            openings.add(f"{anchor}:held", lot, event, decision)
    return openings.events


def _perhaps_about(about: Decisions, events: Iterable[Event]) -> Iterable[Event]:
    """Leave out the events that decisions about units that lack cannot be about.

    Each names one, or one's fee; only where one is a rule each event has to be held against it.
    """
    if any(each.is_rule for each in about.made):
        return events
    named = {each.problem.removeprefix(f"{each.code}:").removesuffix(_FEE) for each in about.made}
    return (each for each in events if each.id in named or each.id.removesuffix(_FEE) in named)


def _is_short(events: Sequence[Event], place: Place, of: Event) -> bool:
    """Tell whether an event gives up more of an asset than is there.

    Of its account, or of all accounts together, which were one pool before 2025. What others lacked
    before is theirs: nothing ever falls below zero.
    """
    account, asset = place
    own = everywhere = 0
    for event in in_order(events):
        moved = [flow for flow in flows(event) if flow.place[1] == asset]
        own += sum(flow.quantity for flow in moved if flow.place[0] == account)
        everywhere += sum(flow.quantity for flow in moved)
        if event.id == of.id:
            return own < 0 or everywhere < 0
        own, everywhere = max(own, 0), max(everywhere, 0)
    return False


def with_openings(
    events: Sequence[Event], gaps: Iterable[Gap], decisions: Decisions, zones: Zones, done: Applied
) -> list[Event]:
    """Give the events with the units that must have been there by a file's own balance."""
    about = decisions.about({"balance-differs"}).choosing({"opening"})
    if not about:
        return list(events)
    openings = _Openings(events, zones, done)
    for gap in gaps:
        decision = about.last((f"balance-differs:{gap.account}:{gap.asset}",))
        if decision is None or not is_fit(decision, done):
            continue
        place = (gap.account, gap.asset)
        first = _first(events, place)
        if gap.units < 0:
            more = f"{quantity_text(-gap.units)} {gap.asset}"
            why = f"the rows add up to {more} more than the balance, so nothing was there before"
            done.refuse(decision, why)
        elif first is None:
            done.refuse(decision, "no row is of that asset; write the lot as an `opening` row")
        else:
            value: Any = choice_of(decision).read(decision.value)
            assert isinstance(value, values.Bought)
            lot = _Lot(place, gap.units, value.usd, value.on)
            openings.add(f"opening:{gap.account}:{gap.asset}", lot, first, decision)
    return openings.events


class _Lot(NamedTuple):
    """Units of a place, what they cost, and the day they were acquired, if it is told."""

    place: Place
    units: Quantity
    usd: Money
    on: Day | None


class _Openings:
    """Puts opening lots that were decided among events."""

    def __init__(self, events: Iterable[Event], zones: Zones, done: Applied) -> None:
        self.events = list(events)
        self._zones = zones
        self._done = done

    def add(self, id_: str, lot: _Lot, of: Event, decision: Decision) -> None:
        """Add a lot for an event whose row stands for it, unless its day lies after that."""
        account, asset = lot.place
        acquired = None
        if lot.on is None:
            first = _first(self.events, lot.place)
            time = min(of.time, of.time if first is None else first.time) - 1
        else:
            zone = self._zones(account)
            if lot.on > zone.day(of.time):
                self._done.refuse(decision, f"that day lies after {of.id}, which needs the units")
                return
            time = acquired = min(zone.noon(lot.on), of.time - 1)
        opening = Event(
            *(id_, time, account, Kind.OPENING, asset, lot.units, lot.usd, of.source),
            detail=Detail(acquired=acquired),
        )
        self._done.used.add(decision)
        self.events.append(marked(opening, decision))


def _first(events: Iterable[Event], place: Place) -> Event | None:
    touching = (event for event in events if any(flow.place == place for flow in flows(event)))
    return min(touching, key=lambda event: event.time, default=None)
