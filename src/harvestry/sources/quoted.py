"""Purchases and sales for something else than dollars: both sides are assets, none is dropped."""

from typing import Final

from harvestry.sources.amounts import (
    Way,
    bought,
    check_units,
    moved_in,
    moved_out,
    sold,
    stated_in_units,
    total_rules,
)
from harvestry.sources.draft import Outcome, made, skip
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, exchanged
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import Row
from harvestry.units.exact import Quantity, quantity_text

_NEAR: Final = 1000
"""What the notes tell and what the columns tell agree to a part in a thousand."""


def bought_for_currency(row: Row, told: Quantity | None = None) -> Outcome:
    """A purchase paid in the row's currency; `told` is what the notes say was paid, fee and all."""
    asset, quantity = moved_in(row)
    before, fee = bought(stated_in_units(row))
    paid = _moved(row, told, None if before is None else before + (fee or 0))
    legs = (Leg(asset, quantity), Leg(row.currency(), (fee or 0) - paid))
    return _traded(row, quantity, paid, legs, fee, Way.BOUGHT)


def sold_for_currency(row: Row, told: Quantity | None = None) -> Outcome:
    """A sale for the row's currency; `told` is what the notes say was received, the fee off it."""
    asset, quantity = moved_out(row)
    before, fee = sold(stated_in_units(row))
    received = _moved(row, told, None if before is None else before - (fee or 0))
    legs = (Leg(asset, -quantity), Leg(row.currency(), received + (fee or 0)))
    return _traded(row, quantity, received, legs, fee, Way.SOLD)


def _traded(
    row: Row,
    quantity: Quantity,
    moved: Quantity,
    legs: tuple[Leg, Leg],
    fee: Quantity | None,
    way: Way,
) -> Outcome:
    check_units(quantity, moved)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    fees = (Leg(row.currency(), fee or 0),)
    drafts = exchanged((row,), row.text("id"), legs, fees)
    if not drafts:
        return skip(SkipReason.INTERNAL_MOVE)
    return made(*drafts, remarks=total_rules(row, way))


def _moved(row: Row, told: Quantity | None, counted: Quantity | None) -> Quantity:
    """Give what moved of the row's currency, which notes and columns must not tell differently."""
    if counted is None and told is None:
        message = (
            f"neither subtotal nor total says how much {row.currency()} moved; correct it in the "
            "file, or export the file again"
        )
        raise RowError("missing-value", message, row.number)
    if counted is None or told is None:
        known = told if counted is None else counted
        assert known is not None
        return known
    if abs(told - counted) * _NEAR > max(told, counted):
        message = (
            f"the notes tell of {quantity_text(told)} {row.currency()} and the columns of "
            f"{quantity_text(counted)}; correct the one that is wrong"
        )
        raise RowError("total-differs", message, row.number, cause="notes")
    return told
