"""What a problem may turn out to be, as events in place of others or as a decision."""

from dataclasses import dataclass, replace
from typing import Final

from harvestry import pipeline
from harvestry.events.decisions import Decision
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.units.days import Instant
from harvestry.units.exact import WHOLE_COIN, Money
from harvestry.units.problems import Problem


@dataclass(frozen=True, slots=True)
class What:
    """One thing a problem may turn out to be: events put in place of others, or a decision.

    `anew` tells that the files must be read again for it.
    """

    end: pipeline.End = pipeline.AS_READ
    decision: Decision | None = None
    anew: bool = False


AS_IT_STANDS: Final = What()


@dataclass(frozen=True, slots=True)
class Ends:
    """All that a problem may turn out to be; `bounded` is False where no upper end is known."""

    whats: tuple[What, ...]
    bounded: bool = True


def decided(problem: Problem, words: str) -> What:
    """Give a choice and its value, as they are typed, as what a problem may be."""
    choice, _, value = words.partition(" ")
    return What(decision=Decision(problem.id, choice, value, made="~"))


def instead(event: Event, *others: Event) -> What:
    """Give events in place of one."""
    return What(pipeline.End({event.id: others}))


def dated(event: Event, acquired: Instant, basis: Money) -> Event:
    """Give an event as an opening lot: units of that day and basis, and nothing more."""
    detail = replace(event.detail, acquired=min(acquired, event.time))
    return replace(event, kind=Kind.OPENING, usd=basis, detail=detail)


def brought(event: Event, basis: Money, *, is_bought: bool) -> Event:
    """Give what an income brought as a lot of a cost, which counts as bought or does not.

    An opening of a day and a cost was bought that day; what a gift brings never was.
    """
    if is_bought:
        return dated(event, event.time, basis)
    detail = replace(event.detail, acquired=event.time, fmv_usd=basis)
    return replace(event, kind=Kind.GIFT_IN, usd=basis, detail=detail)


def earned(event: Event, kind: Kind, worth: Money) -> Event:
    """Give the income of an event alone, as units of something that is never sold."""
    return Event(
        *(f"{event.id}:earned", event.time, event.account, kind, f"{event.asset}:earned"),
        *(WHOLE_COIN, worth, event.source),
    )
