"""Problems told once an account and asset: the first case is named, the others are counted."""

from collections.abc import Iterable
from typing import NamedTuple

from harvestry.events.event import Event
from harvestry.units.problems import Problem, Severity


class Case(NamedTuple):
    """What is to be said of an event's units of an asset, in words without a full stop."""

    event: Event
    asset: str
    words: str


def once(cases: Iterable[Case]) -> list[tuple[Case, int]]:
    """Give the first case of each account and asset, and how many more there are of it."""
    found: dict[tuple[str, str], tuple[Case, int]] = {}
    for case in cases:
        key = case.event.account, case.asset
        first, more = found.get(key, (case, -1))
        found[key] = first, more + 1
    return list(found.values())


def problem_of(code: str, severity: Severity, case: Case, more: int) -> Problem:
    """Give the problem at the row of a case that stands for so many more."""
    event, rest = case.event, ""
    if more:
        rows = "row is" if more == 1 else "rows are"
        rest = f" So {more} more {rows} of {case.asset} in {event.account}."
    where = event.source
    message = f"{case.words}.{rest}"
    return Problem(code, severity, message, where.file.name, where.rows[0], about=event.id)
