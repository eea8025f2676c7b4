"""Which pieces are given up: the orders, the names, and what is missing."""

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

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


class Naming(NamedTuple):
    """How far names told which units went: all of them, where each of these is nothing.

    `in_vain` are in words those whose units are not there, `open` the units that no name told of,
    `beyond` the units they speak of more than went.
    """

    in_vain: tuple[str, ...]
    open: Quantity
    beyond: Quantity


def take_named(
    pool: Pool, quantity: Quantity, names: Sequence[tuple[str, Quantity]], method: Method
) -> tuple[list[Taken], Naming]:
    """Take the units that `names` point out, at most `quantity`, and by `method` what they leave.

    Naming some of what is sold takes nothing from a standing order: of the rest it is as good an
    identification as of a sale without names (Reg. 1.1012-1(j)(2)(i), (j)(3)(ii)).
    """
    taken: list[Taken] = []
    in_vain: list[str] = []
    beyond = max(0, sum(wanted for _, wanted in names) - quantity)
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
            in_vain.append(f"{quantity_text(open_)} of {name}")
    return taken + take(pool, quantity, method), Naming(tuple(in_vain), quantity, beyond)
