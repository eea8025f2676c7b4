"""Rows that belong together, parted by when they happened: filled on two days is two trades.

Tax counts by the day, so an order that was filled over midnight, or over New Year, is not all of
its first day.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

from harvestry.events.kind import Kind
from harvestry.sources.draft import Member
from harvestry.sources.row import Row
from harvestry.units.days import day_text

Whole: TypeAlias = Callable[[Sequence[Member]], bool]
"""Tells whether rows are a trade by themselves."""


class Part(NamedTuple):
    """Rows that are a trade by themselves, and what its id has behind the export's own."""

    members: Sequence[Member]
    suffix: str = ""

    def named(self, native: str) -> str:
        """Give the id of the part, nothing where the export has none."""
        return native and f"{native}{self.suffix}"


def parted(
    members: Iterable[Member], when: Callable[[Row], int], whole: Whole
) -> list[list[Member]]:
    """Part rows by when they happened; rows that are not whole by themselves join the next."""
    moments: dict[int, list[Member]] = {}
    for member in members:
        moments.setdefault(when(member.row), []).append(member)
    parts: list[list[Member]] = []
    waiting: list[Member] = []
    for moment in sorted(moments):
        waiting = waiting + moments[moment]
        if whole(waiting):
            parts.append(waiting)
            waiting = []
    if waiting and parts:
        parts[-1] = parts[-1] + waiting
    elif waiting:
        parts.append(waiting)
    return parts


def by_day(members: Sequence[Member], whole: Whole) -> list[Part]:
    """Part rows by the day they happened on where the account is at home.

    The first part keeps the export's own id, so that a report of whole orders names the same trade.
    """
    if len(members) == 1 or len({row.time() for row, _ in members}) == 1:
        return [Part(members)]
    first, *later = parted(members, _day, whole)
    return [Part(first), *(Part(each, f":{day_text(_day(each[0].row))}") for each in later)]


def is_whole(members: Iterable[Member]) -> bool:
    """Tell whether something went out and something came in, fees aside."""
    signs = {
        row.quantity(asset=row.asset()) > 0 for row, rule in members if rule.kind is not Kind.FEE
    }
    return len(signs) > 1


def _day(row: Row) -> int:
    return row.table.day_zone.day(row.time())
