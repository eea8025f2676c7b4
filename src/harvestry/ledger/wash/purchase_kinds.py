"""What of all that is received was purchased: the one answer (docs/spec/wash-sales.md 2)."""

from collections.abc import Mapping, Set as AbstractSet
from typing import Final

from harvestry.events.event import Event
from harvestry.events.kind import INCOME, PAY, Kind
from harvestry.law.positions import Positions
from harvestry.units.days import Instant

INCOME_POSITION: Final = "income_as_purchase"
"""The position on taxable receipts."""
_COUNTED: Final[Mapping[str, frozenset[Kind]]] = {"pay": PAY, "yes": INCOME, "no": frozenset()}


def income_bought(positions: Positions) -> frozenset[Kind]:
    """Give the kinds of income whose units count as bought."""
    return _COUNTED[positions[INCOME_POSITION]]


def bought_before(event: Event) -> bool:
    """Tell whether an event is a lot held from before its row, whose day and cost are told."""
    if event.kind is not Kind.OPENING:
        return False
    return event.usd is not None and event.detail.acquired is not None


def bought(event: Event, income: AbstractSet[Kind]) -> str | None:
    """Give the asset that an event tells a purchase of, `None` where it tells of none.

    `income` are the kinds that count.
    """
    kind = event.kind
    if kind is Kind.TRADE:
        return event.got_asset
    if kind is Kind.BUY or kind in income or bought_before(event):
        return event.asset
    return None


def bought_at(event: Event) -> Instant:
    """Give the instant of the purchase that an event tells of."""
    if event.kind is Kind.OPENING and event.detail.acquired is not None:
        return event.detail.acquired
    return event.time
