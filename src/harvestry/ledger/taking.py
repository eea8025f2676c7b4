"""Which pieces are given up: the orders, the names, and what is missing."""

from collections.abc import Callable, Sequence
from typing import Final

from harvestry.events.account import Method
from harvestry.ledger.lot import OpenLot
from harvestry.ledger.pool import Pool, Taken
from harvestry.units.exact import Quantity, quantity_text

Pick = Callable[[Pool], OpenLot | None]

PICKS: Final[dict[Method, Pick]] = {Method.LIFO: Pool.last, Method.HIFO: Pool.dearest}
"""The piece each order gives up next; any other gives up the earliest, as the pool itself does.

So does `specific` where a sale names no lots (Reg. 1.1012-1(j)(2)(ii)).
"""


def take(pool: Pool, quantity: Quantity, method: Method) -> list[Taken]:
    """Take units in the order of `method`; where the pool holds less, all it holds."""
    pick = PICKS.get(method)
    if pick is None:
        return pool.take_first(quantity)
    taken: list[Taken] = []
    while quantity and (lot := pick(pool)) is not None:
        left = lot.quantity - lot.used
        if left >= quantity:
            taken.append(pool.cut(lot, quantity))
            break
        taken.append(pool.cut(lot, left))
        quantity -= left
    return taken


def take_named(
    pool: Pool, quantity: Quantity, names: Sequence[tuple[str, Quantity]]
) -> tuple[list[Taken], list[str]]:
    """Take the units that `names` point out, at most `quantity`; FIFO for what they leave open.

    Gives what was taken, and in words what the names left open or asked for in vain.
    """
    taken: list[Taken] = []
    unmet: list[str] = []
    for name, wanted in names:
        open_ = min(wanted, quantity)
        for lot in pool.named(name):
            if not open_:
                break
            part = min(lot.quantity - lot.used, open_)
            taken.append(pool.cut(lot, part))
            open_ -= part
            quantity -= part
        if open_:
            unmet.append(f"{quantity_text(open_)} of {name}")
    rest = take(pool, quantity, Method.FIFO)
    if quantity and not unmet:
        unmet.append(f"{quantity_text(quantity)} that no name covers")
    return taken + rest, unmet
