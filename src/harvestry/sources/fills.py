"""What a row of a filled order says: its market, its side, and what moved of the quote."""

from typing import Final

from harvestry.sources.errors import RowError
from harvestry.sources.row import Row
from harvestry.units.exact import WHOLE_COIN, Quantity, share

_BOUGHT: Final = frozenset({"b", "bid", "bought"})
_SOLD: Final = frozenset({"s", "ask", "sold"})


def market_of(row: Row) -> tuple[str, str]:
    """Give base and quote of the row's market under their own symbols."""
    base, quote = row.table.format.markets.split(row.needed("product"))
    return row.symbol(base, "product"), row.symbol(quote, "product")


def is_bought(row: Row) -> bool:
    """Tell which side of its market a row is on: by its word, else by the sign of its quantity.

    Raises:
        RowError: it says neither or both.
    """
    side = (row.text("side") or row.text("type")).casefold()
    bought, sold = side in _BOUGHT or "buy" in side, side in _SOLD or "sell" in side
    if bought != sold:
        return bought
    sign = row.amount("quantity")
    if side or sign is None or row.table.has("side") or row.table.has("type"):
        message = f"{side.upper()!r} of {row.text('product')!r} is no side of a market"
        raise RowError("bad-value", f"{message}; expected BUY or SELL of one such as BTC-USD")
    return not sign.text.startswith("-")


def filled_of(row: Row, base: str) -> Quantity:
    """Give what was filled of an order, without its sign.

    Raises:
        RowError: more is left than was ordered.
    """
    ordered = abs(row.quantity(asset=base))
    left = abs(row.quantity("remaining", base)) if row.amount("remaining") else 0
    if left > ordered:
        raise RowError("bad-value", "more of the order is left than was ordered; export it again")
    return ordered - left


def total_of(row: Row, size: Quantity, quote: str) -> Quantity:
    """Give what moved of the quote without its sign, by the total, else by size and price."""
    if row.amount("total") is None and row.amount("price") is not None:
        return share(size, abs(row.quantity("price", quote)), WHOLE_COIN)
    return abs(row.quantity("total", quote))
