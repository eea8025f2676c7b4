"""Where ordinary income goes on the return: Schedule 1, Schedule C, or Form 1040 itself."""

from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

from harvestry.events.kind import Kind
from harvestry.law.load import Law
from harvestry.ledger.match import Income
from harvestry.units.days import Day
from harvestry.units.exact import Money, total_of


class Place(StrEnum):
    """Where income goes, by the names of `digital-asset-income-line`."""

    WAGES = "wages"
    INTEREST = "interest"
    BUSINESS = "business"
    OTHER = "other"


class IncomeLine(NamedTuple):
    """Income of one kind: the line of the return, how many receipts, their sum (`None` unknown)."""

    line: str
    kind: Kind
    receipts: int
    usd: Money | None


def income_lines(
    income: Iterable[Income], law: Law, day: Day, *, mining_is_business: bool
) -> list[IncomeLine]:
    """Give a year's income by line and kind; `day` is any of the year."""
    lines = law.on("digital-asset-income-line", day).values
    sums: dict[Kind, list[Money | None]] = {}
    for each in income:
        sums.setdefault(each.event.kind, []).append(each.usd)
    found = []
    for kind, amounts in sums.items():
        where = str(lines[place_of(kind, mining_is_business=mining_is_business)])
        found.append(IncomeLine(where, kind, len(amounts), total_of(amounts)))
    return sorted(found, key=lambda each: (each.line, each.kind.value))


def place_of(kind: Kind, *, mining_is_business: bool) -> Place:
    """Give where income of a kind goes.

    Services are business income, mining where the profile says so (Notice 2014-21 Q-9 to Q-11).
    """
    if kind is Kind.SERVICES or (kind is Kind.MINING and mining_is_business):
        return Place.BUSINESS
    return {Kind.WAGES: Place.WAGES, Kind.INTEREST: Place.INTEREST}.get(kind, Place.OTHER)
