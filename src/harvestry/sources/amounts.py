"""What a row says it moved and what that was worth: the sign and fee rules shared by formats."""

from enum import Enum
from typing import Final, NamedTuple

from harvestry.sources.description import Rule
from harvestry.sources.draft import Remark
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, as_quantity
from harvestry.sources.row import DOLLARS, Row
from harvestry.units.exact import (
    MONEY_DECIMALS,
    QUANTITY_DECIMALS,
    WHOLE_COIN,
    Money,
    Quantity,
    quantity_text,
    value_at,
)
from harvestry.units.problems import Severity

_ROUNDING_MONEY: Final = 2 * 10 ** (MONEY_DECIMALS - 2)
_ROUNDING_UNITS: Final = 2 * 10 ** (QUANTITY_DECIMALS - 2)
_ROUNDING_PART: Final = 1000
"""Amounts agree to two cents, or hundredths; where one is worth much, to a part in a thousand."""

SIDES: Final = (
    ("asset", "quantity"),
    ("sent_asset", "sent_quantity"),
    ("got_asset", "got_quantity"),
)
"""The columns that name an asset and how much of it moved."""


def moved_in(row: Row) -> tuple[str, Quantity]:
    """Give asset and quantity of a row that by its type brings units in.

    Raises:
        RowError: its quantity is below zero.
    """
    asset_key, quantity_key = _side(row, "got")
    asset = row.asset(asset_key)
    quantity = row.quantity(quantity_key, asset)
    if quantity < 0:
        message = (
            f"a {row.text('type') or 'row'} of {quantity_text(quantity)} {asset} takes away what "
            "its kind brings in; find the row it takes back, and write what happened as a row of a "
            "Harvestry CSV"
        )
        raise RowError("reversed-row", message, cause=row.text("type"))
    return asset, quantity


def moved_out(row: Row) -> tuple[str, Quantity]:
    """Give asset and quantity of a row that by its type takes units out, signed or not."""
    asset_key, quantity_key = _side(row, "sent")
    asset = row.asset(asset_key)
    return asset, abs(row.quantity(quantity_key, asset))


def _side(row: Row, side: str) -> tuple[str, str]:
    """Give the columns of one side, `got` or `sent`: its own, or those rows have for both."""
    asset, quantity = f"{side}_asset", f"{side}_quantity"
    told = row.text(asset if row.table.has(asset) else quantity)
    own = row.table.has(quantity) and (told or not row.table.has("quantity"))
    if not own:
        return "asset", "quantity"
    in_header = not row.table.has(asset) and "asset" in row.table.constants
    return ("asset" if in_header else asset), quantity


def from_smallest(row: Row, key: str, decimals: int) -> Quantity:
    """Give a quantity told in the smallest units of a token, without its sign.

    Raises:
        RowError: it is no whole number of them.
    """
    told = abs(row.quantity(key))
    if told % WHOLE_COIN:
        message = f"{row.text(key)!r} is no number of smallest units; export the file again"
        raise RowError("bad-number", message, row.number)
    return told // int(10**decimals)


def side_of(row: Row, side: str) -> Leg:
    """Give what a row says of one side, without its sign; dollars also by their value alone."""
    asset_key, quantity_key = _side(row, side)
    asset = row.asset(asset_key)
    usd = size_of(row.dollars(f"{side}_value"))
    if asset == DOLLARS and usd is not None and row.amount(quantity_key) is None:
        return Leg(asset, as_quantity(usd), usd)
    return Leg(asset, abs(row.quantity(quantity_key, asset)), usd)


class Stated(NamedTuple):
    """What a row says was paid or received, all in dollars or all in units of its currency.

    Signs are set or left out from year to year; only that of the total tells something.
    """

    subtotal: int | None
    total: int | None
    fee: int | None


def stated(row: Row) -> Stated:
    """Give subtotal, total and fee in dollars, `None` where the row is in another currency."""
    subtotal, fee = size_of(row.dollars("subtotal")), size_of(row.dollars("fee"))
    return Stated(subtotal, row.dollars("total"), fee)


def stated_in_units(row: Row) -> Stated:
    """Give subtotal, total and fee in units of the row's own currency."""
    return Stated(size_of(row.paid("subtotal")), row.paid("total"), size_of(row.paid("fee")))


def bought(said: Stated) -> tuple[int | None, int | None]:
    """Give what was paid before the fee, and the fee: together they are the total.

    A fee above the total contradicts it; the total is what was paid.
    """
    subtotal, total, fee = said.subtotal, size_of(said.total), said.fee
    if total is None:
        return subtotal, fee or None
    if fee is None and subtotal is not None and subtotal < total:
        fee = total - subtotal
    if fee is not None and fee > total:
        fee = None
    return total - (fee or 0), fee or None


def sold(said: Stated) -> tuple[int | None, int | None]:
    """Give what was received before the fee, and the fee.

    A total above zero is what was received. One below zero mirrors the units that left, by the
    subtotal with the fee on it or off it.
    """
    subtotal, total, fee = said
    if total is None:
        return subtotal, fee or None
    if fee is None and subtotal is not None:
        fee = abs(subtotal - abs(total)) if total < 0 else max(subtotal - total, 0)
    if total < 0:
        return (-total if subtotal is None else subtotal), fee or None
    return total + (fee or 0), fee or None


def worth(row: Row, asset: str, quantity: Quantity) -> Money | None:
    """Give the row's own dollar value of its units.

    A value of 0 was rounded to nothing: it is worked out of the price, as it is where files state
    only prices; else it is unknown.
    """
    known = [row.dollars(key) for key in ("value", "subtotal", "total")]
    value = next((abs(each) for each in known if each), None)
    if value is not None:
        return value
    told = any(row.table.has(key) for key in ("value", "subtotal", "total"))
    price = None if told and all(each is None for each in known) else row.price()
    if price is None:
        return row.fixed_worth(asset, quantity)
    return value_at(quantity, price) or None


class Way(Enum):
    """Which way a fee moves the total away from the subtotal."""

    BOUGHT = "bought"
    SOLD = "sold"
    EITHER = "either"


def total_rules(row: Row, way: Way) -> tuple[Remark, ...]:
    """Remark that subtotal and fee do not add up to the total: a note if that is rounding."""
    in_dollars = row.currency() == DOLLARS
    subtotal, total, fee = stated(row) if in_dollars else stated_in_units(row)
    if subtotal is None or total is None:
        return ()
    size = abs(total)
    ends = {subtotal + (fee or 0)} if way is Way.BOUGHT else {subtotal - (fee or 0)}
    if way is Way.EITHER or (way is Way.SOLD and total < 0):
        ends = {subtotal + (fee or 0), subtotal - (fee or 0)}
    if fee is None:  # it is what lies between, unless that lies on the wrong side
        above, below = way is not Way.SOLD or total < 0, way is not Way.BOUGHT
        ends |= {size} if (above and size > subtotal) or (below and size < subtotal) else set()
    gap = min(abs(size - end) for end in ends)
    if not gap:
        return ()
    rounding = _ROUNDING_MONEY if in_dollars else min(_ROUNDING_UNITS, size // _ROUNDING_PART)
    if gap <= rounding:
        message = "subtotal and fee add up to the total but for rounding; the total was taken"
        return (Remark("total-rules", Severity.NOTE, message, row.number),)
    message = (
        "subtotal and fee do not add up to the total, and it is not known which of them is wrong; "
        "the total was taken, so look the row up at the exchange and correct it in the file"
    )
    return (Remark("total-differs", Severity.ERROR, message, row.number),)


def own_fee(row: Row, asset: str) -> Quantity:
    """Give the fee that a ledger row charges in its own asset, zero if it has none.

    Raises:
        RowError: the fee is negative or in another asset.
    """
    if row.amount("fee_quantity") is None:
        return 0
    fee = row.quantity("fee_quantity", asset)
    named = row.text("fee_asset")
    if fee < 0:
        raise RowError("reversed-row", "its fee is negative; check whether it was paid back")
    if fee and named and row.symbol(named, "fee_asset") != asset:
        message = f"its fee is in {named}, not in {asset}; say what it was with `harvestry fix`"
        raise RowError("needs-review", message)
    return fee


def fee_legs(row: Row, asset: str) -> list[Leg]:
    """Give the fee that a ledger row charges, as a leg: none, or one in the asset it names."""
    if row.amount("fee_quantity") is None:
        return []
    named = row.text("fee_asset") or row.unit("fee_quantity", expected=asset)
    charged_in = row.symbol(named, "fee_asset") if named else asset
    fee = row.quantity("fee_quantity", charged_in)
    if row.table.format.negative_fees:
        fee = -fee
    if row.table.format.unsigned_fees:
        fee = abs(fee)
    value = row.dollars("fee_value")
    return [Leg(charged_in, fee, row.fixed_worth(charged_in, fee) if value is None else value)]


class Charge(NamedTuple):
    """The fee of a row: units of the asset that moved, or a leg of another asset."""

    own: Quantity = 0
    other: Leg | None = None


def charge(row: Row, rule: Rule, asset: str) -> Charge:
    """Give the fee of a row in which one asset moved.

    Raises:
        RowError: it is negative.
    """
    fee = next((leg for leg in fee_legs(row, asset) if leg.quantity), None)
    if fee is None or rule.fee_not_ours:
        return Charge()
    if fee.quantity < 0:
        raise RowError("reversed-row", "its fee is negative; check whether it was paid back")
    return Charge(fee.quantity) if fee.asset == asset else Charge(0, fee)


def check_units(quantity: Quantity, usd: Money | None) -> None:
    """Check that what has a price has units.

    Raises:
        RowError: dollars were paid or received for nothing.
    """
    if not quantity and usd:
        message = "it has a price but a quantity of 0; correct it in the file, or export again"
        raise RowError("bad-value", message)


def size_of(money: int | None) -> int | None:
    """Give an amount without its sign, which exports set or leave out from year to year."""
    return None if money is None else abs(money)
