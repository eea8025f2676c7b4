"""Section 1256 contracts on Schedule D: Form 6781 carries them to lines 4 and 11."""

from collections.abc import Iterable

from harvestry.events.kind import Kind
from harvestry.law.load import Law
from harvestry.ledger.match import Result
from harvestry.units.exact import Money, part_of, rate_of


def section_1256_parts(results: Iterable[Result], law: Law) -> tuple[Money | None, Money | None]:
    """Give the short and the long part of a year's results, unknown where a result is.

    60 % is long whatever was held (IRC 1256(a)(3); Form 6781 lines 8 and 9).
    """
    short = long = 0
    for each in results:
        if each.event.kind is not Kind.RESULT_1256:
            continue
        if each.usd is None:
            return None, None
        rate = law.on("section-1256-parts", each.on).values["long_part"]
        assert isinstance(rate, str)
        part = part_of(each.usd, rate_of(rate))
        long += part
        short += each.usd - part
    return short, long
