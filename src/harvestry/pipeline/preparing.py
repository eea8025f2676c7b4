"""The stage before the fold: halves joined, dollars valued, up to the day."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from harvestry.events.account_plans import AllocationRule, PoolSettings
from harvestry.events.deciding import Applied
from harvestry.events.event import Event
from harvestry.events.ordering import in_order
from harvestry.events.prices import PriceBook
from harvestry.events.supplying import priced
from harvestry.events.taxpayer import Profile
from harvestry.events.valuation import Valued
from harvestry.harvest.planned_sales import Moment
from harvestry.law.load import load
from harvestry.ledger.pool_rules import first_day_apart
from harvestry.pipeline.balances import balance_problems, compared
from harvestry.pipeline.deciding import (
    AS_READ,
    Decided,
    End,
    decided,
    said_of_decisions,
    valued_as_decided,
)
from harvestry.pipeline.on_the_way import PlacedByRule, told_apart
from harvestry.pipeline.records import Inputs, Prepared, Progress, Reading, silent
from harvestry.pipeline.said import doubtful_values, settings_problems
from harvestry.pipeline.unmet import unmet_names
from harvestry.pipeline.untold_classes import classes_not_told
from harvestry.units.days import Day, Instant, instant_text, zone
from harvestry.units.problems import Problem, Severity


def prepare(
    reading: Reading,
    progress: Progress = silent,
    end: End = AS_READ,
    *,
    figures_alone: bool = False,
) -> Prepared:
    """Join and value what was read, as it was decided; at an `end` of what is unknown, if given.

    Where nothing but `figures_alone` will be asked for, no problems are looked for.
    """
    inputs, household, accounts = reading.inputs, reading.household, reading.accounts
    done = Applied(set(reading.decided))
    decisions = household.decisions
    moment = moment_of(inputs, household.profile, priced(household.prices, decisions, done))
    progress("matching transfers")
    joined = decided(reading, end, done)
    told, between = told_apart(
        joined.events, accounts, moment.as_of, _placed_by_rule(household.accounts.pools, moment)
    )
    reading = replace(reading, accounts=between)
    past, later = _until(told, moment.as_of)
    progress("valuing")
    valued = valued_as_decided(in_order(past), moment.prices, reading, done)
    problems: tuple[Problem, ...] = ()
    if not figures_alone:
        problems = tuple(_problems(reading, joined, later, valued, moment, done))
    return Prepared(
        reading,
        moment,
        valued.events,
        valued.uses,
        problems,
        tuple(valued.trades),
        tuple(valued.wanted),
    )


def _problems(
    reading: Reading,
    joined: Decided,
    later: Iterable[Problem],
    valued: Valued,
    moment: Moment,
    done: Applied,
) -> Iterator[Problem]:
    """Give what was noticed in reading, joining and valuing."""
    counted = (*reading.events, *joined.openings)
    yield from reading.problems
    yield from settings_problems(reading.accounts)
    yield from unmet_names(reading)
    yield from classes_not_told(valued.events, reading)
    yield from balance_problems(compared(reading.files, counted), counted)
    yield from joined.problems
    yield from later
    yield from valued.problems
    yield from doubtful_values(valued, moment.prices, reading.accounts)
    yield from said_of_decisions(reading, done)


def moment_of(inputs: Inputs, profile: Profile, prices: PriceBook) -> Moment:
    """Give the end of the day worked as of, with the prices known."""
    day: Day = inputs.as_of.toordinal()
    here = zone(profile.time_zone)
    return Moment(here.end_of_day(day), day, prices, here)


def _placed_by_rule(pools: PoolSettings, moment: Moment) -> PlacedByRule:
    """Give the assets that an allocation places otherwise than by history, and when."""
    rule = AllocationRule.HISTORY
    assets = frozenset(each.asset for each in pools.allocations if each.rule is not rule)
    return PlacedByRule(assets, moment.zone.start_of_day(first_day_apart(load())))


def _until(events: Iterable[Event], as_of: Instant) -> tuple[list[Event], list[Problem]]:
    """Give the events up to a moment, and a note where later ones were left out.

    It names the last of them: a slip in its year (2062 for 2026) leaves it out of every year.
    """
    past: list[Event] = []
    later: list[Event] = []
    for event in events:
        (past if event.time <= as_of else later).append(event)
    if not later:
        return past, []
    last = max(later, key=lambda event: (event.time, event.id))
    lie = "1 event lies" if len(later) == 1 else f"{len(later)} events lie"
    were = "was" if len(later) == 1 else "were"
    message = (
        f"{lie} after the day this is worked out as of, and {were} left out; the last is of "
        f"{instant_text(last.time)} ({last.source})."
    )
    return past, [Problem("later-events", Severity.NOTE, message)]
