"""Section 1256 contracts on Schedule D: Form 6781 carries them to lines 4 and 11."""

from collections.abc import Iterable
from typing import NamedTuple

from harvestry.events.kind import Kind
from harvestry.law.load import Law
from harvestry.ledger.match import Result
from harvestry.units.days import Day
from harvestry.units.exact import Money, part_of, rate_of


class Parts(NamedTuple):
    """A signed result cut by term."""

    short: Money
    long: Money


def parts_of(usd: Money, day: Day, law: Law) -> Parts:
    """Cut a result: 60 % is long whatever was held (IRC 1256(a)(3); Form 6781 lines 8 and 9)."""
    rate = law.on("section-1256-parts", day).values["long_part"]
    assert isinstance(rate, str)
    long = part_of(usd, rate_of(rate))
    return Parts(usd - long, long)


def section_1256_parts(results: Iterable[Result], law: Law) -> tuple[Money | None, Money | None]:
    """Give the short and the long part of a year's results, unknown where a result is."""
    short = long = 0
    for each in results:
        if each.event.kind is not Kind.RESULT_1256:
            continue
        if each.usd is None:
            return None, None
        parts = parts_of(each.usd, each.on, law)
        short, long = short + parts.short, long + parts.long
    return short, long
