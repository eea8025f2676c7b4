"""What the rows of Binance reports mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources import verbs as common
from harvestry.sources.draft import Draft, Member, Outcome, Verb, made
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, exchanged
from harvestry.sources.formats.binance.grouping import way_of
from harvestry.units.exact import Quantity

_BOTH_WAYS: Final = (
    "a purchase and a sale of one second cannot be told apart; write each trade as a row of a "
    "Harvestry CSV, or take the trades from the trade history"
)


def trade(members: Sequence[Member]) -> Outcome:
    """The rows of one second: what went, what came, the fees. A purchase and a sale stay two."""
    ways = {way for member in members if (way := way_of(member))}
    if len(ways) > 1:
        raise RowError("ambiguous-group", _BOTH_WAYS, cause="both ways")
    return common.exchange(members)


def dust(members: Sequence[Member]) -> Outcome:
    """Leftovers of several coins swept into one, for which the file names no values.

    How much of what came in was for which coin is then not known: each is sold for its own value
    and what came in bought for its own, both from prices.
    """
    rows = tuple(row for row, _ in members)
    moved: dict[str, Quantity] = {}
    for row in rows:
        asset = row.asset()
        moved[asset] = moved.get(asset, 0) + row.quantity(asset=asset)
    given = sorted(asset for asset, quantity in moved.items() if quantity < 0)
    got = sorted(asset for asset, quantity in moved.items() if quantity > 0)
    if len(given) <= 1 or len(got) != 1:
        return made(*exchanged(rows, "", [Leg(*each) for each in moved.items()], ()))
    sales = [
        Draft(tuple(row for row in rows if row.asset() == asset), "", Kind.SELL, asset, size)
        for asset in given
        if (size := -moved[asset])
    ]
    into = tuple(row for row in rows if row.asset() == got[0])
    return made(*sales, Draft(into, "", Kind.BUY, got[0], moved[got[0]]))


VERBS: Final[Mapping[str, Verb]] = {"binance:trade": trade, "binance:dust": dust}
"""The verbs of this format."""
