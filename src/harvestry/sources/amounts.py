"""What a row says it moved and what that was worth: the sign and fee rules shared by formats."""

from typing import Final

from harvestry.sources.draft import Remark
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg
from harvestry.sources.row import Row
from harvestry.units.exact import Money, Quantity, cents, quantity_text, value_at
from harvestry.units.problems import Severity

_ROUNDING_CENTS: Final = 2


def moved_in(row: Row) -> tuple[str, Quantity]:
    """Give asset and quantity of a row that by its type brings units in.

    Raises:
        RowError: its quantity is below zero.
    """
    asset = row.asset()
    quantity = row.quantity(asset=asset)
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
    asset = row.asset()
    return asset, abs(row.quantity(asset=asset))


def bought(row: Row) -> tuple[Money | None, Money | None]:
    """Give dollars before the fee and the fee of a purchase: together they are its total.

    A fee above the total contradicts it; the total is what was paid.
    """
    subtotal, total, fee = _amounts(row)
    if total is None:
        return subtotal, fee or None
    if fee is None and subtotal is not None and subtotal < total:
        fee = total - subtotal
    if fee is not None and fee > total:
        fee = None
    return total - (fee or 0), fee or None


def sold(row: Row) -> tuple[Money | None, Money | None]:
    """Give dollars before the fee and the fee of a sale.

    A total above zero is what was received. One below zero only mirrors the units that left.
    """
    subtotal, _, fee = _amounts(row)
    total = row.dollars("total")
    if total is None or total < 0:
        return (size_of(total) if subtotal is None else subtotal), fee or None
    if fee is None and subtotal is not None and subtotal > total:
        fee = subtotal - total
    return total + (fee or 0), fee or None


def worth(row: Row, quantity: Quantity) -> Money | None:
    """Give the row's own dollar value of its units; a value rounded to nothing is worked out."""
    for key in ("value", "subtotal", "total"):
        stated = row.dollars(key)
        if stated:
            return abs(stated)
        if stated == 0:
            price = row.price()
            return stated if price is None else value_at(quantity, price)
    return row.fixed_worth(row.asset(), quantity)


def total_rules(row: Row, usd: Money | None) -> tuple[Remark, ...]:
    """Remark that subtotal and fee do not add up to the total, by more than rounding."""
    subtotal, total, fee = _amounts(row)
    agree = usd is None or subtotal is None or abs(cents(usd - subtotal)) <= _ROUNDING_CENTS
    if agree and (total is None or fee is None or fee <= total):
        return ()
    message = (
        "subtotal and fee do not add up to the total; the total was taken, because it is what was "
        "paid or received"
    )
    return (Remark("total-rules", Severity.NOTE, message, row.number),)


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
        message = f"its fee is in {named}, not in {asset}; write it as a row of a Harvestry CSV"
        raise RowError("needs-review", message)
    return fee


def fee_legs(row: Row, asset: str) -> list[Leg]:
    """Give the fee that a ledger row charges, as a leg: none, or one in the asset it names."""
    if row.amount("fee_quantity") is None:
        return []
    named = row.text("fee_asset")
    charged_in = row.symbol(named, "fee_asset") if named else asset
    fee = row.quantity("fee_quantity", charged_in)
    value = row.dollars("fee_value")
    return [Leg(charged_in, fee, row.fixed_worth(charged_in, fee) if value is None else value)]


def check_units(quantity: Quantity, usd: Money | None) -> None:
    """Check that what has a price has units.

    Raises:
        RowError: dollars were paid or received for nothing.
    """
    if not quantity and usd:
        message = "it has a price but a quantity of 0; correct it in the file, or export again"
        raise RowError("bad-value", message)


def _amounts(row: Row) -> tuple[Money | None, Money | None, Money | None]:
    subtotal, total, fee = (row.dollars(key) for key in ("subtotal", "total", "fee"))
    return size_of(subtotal), size_of(total), size_of(fee)


def size_of(money: Money | None) -> Money | None:
    """Give dollars without their sign, which exports set or leave out from year to year."""
    return None if money is None else abs(money)
