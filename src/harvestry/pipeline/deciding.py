"""Decisions between reading and folding: applied to events, and told of with the problems."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from harvestry.events import deciding, supplying
from harvestry.events.anchoring import anchored, settled, with_choices
from harvestry.events.choices import SAID
from harvestry.events.deciding import Applied
from harvestry.events.event import Event
from harvestry.events.prices import PriceBook
from harvestry.events.supplying import Gap
from harvestry.events.valuation import Valued, value
from harvestry.pipeline.balances import compared
from harvestry.pipeline.records import Reading
from harvestry.units.days import Zone
from harvestry.units.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class End:
    """One end of what a problem may turn out to be: events in place of others, and more of them."""

    instead: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    more: tuple[Event, ...] = ()


AS_READ: Final = End()
"""Nothing is assumed."""


class Decided(NamedTuple):
    """Events joined as they were decided, what is said of that, and opening lots among them."""

    events: list[Event]
    problems: tuple[Problem, ...]
    openings: tuple[Event, ...]


def decided(reading: Reading, end: End, done: Applied) -> Decided:
    """Join what was read, everything decided applied to it."""
    decisions = reading.household.decisions

    def zones(account: str) -> Zone:
        return reading.accounts.named(account).zone

    events = reading.events
    found: set[str] = set()
    if end.instead:
        events = list(_instead(events, end, found))
    gaps = _gaps(reading, events) if decisions.about({"balance-differs"}) else ()
    opened = supplying.with_openings(events, gaps, decisions, zones, done)
    assets = reading.household.assets.assets
    joined = deciding.joined(opened, decisions, zones, done, assets)
    rest = {id_: events for id_, events in end.instead.items() if id_ not in found}
    after = list(_instead(joined.events, End(rest), found)) if rest else joined.events
    held = supplying.with_held(after, decisions, zones, done)
    openings = (*opened[len(events) :], *held[len(after) :])
    known = supplying.valued(held, decisions, done) if decisions else held
    return Decided([*known, *end.more], joined.problems, openings)


def _instead(events: Iterable[Event], end: End, found: set[str]) -> Iterator[Event]:
    for event in events:
        other = end.instead.get(event.id)
        if other is None:
            yield event
        else:
            found.add(event.id)
            yield from other


def _gaps(reading: Reading, events: Sequence[Event]) -> Iterator[Gap]:
    for each in compared(reading.files, events):
        if not each.agrees:
            yield Gap(each.account, each.asset, each.stated - each.ours)


def valued_as_decided(
    events: list[Event], book: PriceBook, reading: Reading, done: Applied
) -> Valued:
    """Value events; what a rule says of values counts for those that are still missing."""
    found = value(events, book, reading.accounts)
    about = reading.household.decisions.about({"missing-price"})
    if not any(each.is_rule for each in about.made):
        return found
    problems = (*found.problems, *(problem for _, problem in found.trades))
    missing = frozenset(each.about for each in problems if each.code == "missing-price")
    again = supplying.valued(events, about, done, rules_about=missing)
    return value(again, book, reading.accounts)


def problems_told(problems: Iterable[Problem], reading: Reading) -> tuple[Problem, ...]:
    """Give problems under their ids, with their choices, and what was decided of them."""
    decisions = reading.household.decisions
    offered = named(problems, reading.events)
    if not decisions:
        return tuple(offered)
    notes = {}
    if any(each.anchor_is_a_note for each in decisions.made):
        notes = {each.id: each.detail.note for each in reading.events if each.detail.note}
    return tuple(settled(offered, decisions, notes))


def named(problems: Iterable[Problem], events: Iterable[Event] = ()) -> list[Problem]:
    """Give problems under their ids, with their choices; those that have them keep them."""
    return with_choices(anchored(problems, events))


def said_of_decisions(reading: Reading, done: Applied) -> Iterator[Problem]:
    """Say which decisions could not be applied, and which were about nothing that is there."""
    yield from done.unfit
    for each in reading.household.decisions.made:
        if each in done.used or each.choice in SAID:
            continue
        message = (
            f"What was decided, `{each}`, is about nothing in these files any more; take it back "
            f"with `harvestry fix {each.problem} undo` if it is not needed."
        )
        yield Problem("decision-unused", Severity.NOTE, message, about=each.problem)
