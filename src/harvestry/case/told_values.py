"""A value somebody tells, held against the highest price known: `check` counts no coin for more.

What lies above may be right, or a slip of the pen; it would land above the tax that `check` told.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from harvestry import pipeline
from harvestry.case.what_is_known import Known
from harvestry.events.decisions import Decision
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, SALES
from harvestry.events.prices import DECIDED
from harvestry.units.days import day_text
from harvestry.units.exact import WHOLE_COIN, Money, Quantity, dollars, quantity_text, value_at

_TELLS_A_WORTH: Final = frozenset({"sold", "spent", "income", "value", "price"})
"""The choices whose dollars are what units were worth; what they cost has no upper end."""
_BOUNDED: Final = INCOME | SALES


class _Told(NamedTuple):
    """Units of an asset, what they were told to be worth, and the most that `check` counts."""

    units: Quantity
    asset: str
    usd: Money
    most: Money


def above_what_is_known(known: Known, after: pipeline.Prepared, decision: Decision) -> str | None:
    """Say how much more a decision tells than the highest known price gives; `None` if it does not.

    `known` is the household before it, `after` with it.
    """
    if decision.choice not in _TELLS_A_WORTH or not decision.value:
        return None
    told = (*_of_events(known, after, decision), *_of_quotes(known, after, decision))
    each = next((each for each in told if each.usd > each.most), None)
    if each is None:
        return None
    units = f"{quantity_text(each.units)} {each.asset}"
    return (
        f"`{decision.choice} {decision.value}` makes {units} worth {dollars(each.usd)}, more than "
        f"{dollars(each.most)} at the highest price known on any day"
    )


def _of_events(known: Known, after: pipeline.Prepared, decision: Decision) -> Iterator[_Told]:
    for event in after.events:
        if event.detail.decision != str(decision):
            continue
        before = known.now.get(event.id)
        if event.usd is not None and _was_open(before, event) and event.kind in _BOUNDED:
            most = known.most(event)
            if most is not None:
                yield _Told(event.quantity, event.asset, event.usd, most)
        fee = event.fee_asset
        if event.fee_usd is None or fee is None or before is None or before.fee_usd is not None:
            continue
        units = event.fee_quantity or 0
        most = known.worth(fee, units)
        if most is not None:
            yield _Told(units, fee, event.fee_usd, most)


def _was_open(before: Event | None, event: Event) -> bool:
    """Tell whether an event's dollars are those that were told, not its row's own."""
    return before is None or before.usd is None or before.kind is not event.kind


def _of_quotes(known: Known, after: pipeline.Prepared, decision: Decision) -> Iterator[_Told]:
    for quote in after.moment.prices.quotes():
        about = f"outlying-price:{quote.asset}@{day_text(quote.day)}"
        if quote.provider != DECIDED or not decision.fits(about):
            continue
        most = known.worth(quote.asset, WHOLE_COIN)
        if most is not None:
            yield _Told(WHOLE_COIN, quote.asset, value_at(WHOLE_COIN, quote.price), most)
