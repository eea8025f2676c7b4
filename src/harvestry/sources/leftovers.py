"""Leftovers of several coins swept into one, for which a file names no values."""

from collections.abc import Callable, Sequence

from harvestry.events.kind import Kind
from harvestry.sources.draft import Draft, Member, Outcome, made
from harvestry.sources.exchange import Leg, exchanged
from harvestry.sources.row import Row
from harvestry.units.exact import Quantity


def leftovers(members: Sequence[Member]) -> Outcome:
    """Rows of signed amounts that swept leftovers into one coin."""
    return swept([row for row, _ in members], lambda row, asset: row.quantity(asset=asset))


def swept(rows: Sequence[Row], moved: Callable[[Row, str], Quantity]) -> Outcome:
    """Give the trade of one coin; of several, a sale of each and a purchase of what came in.

    How much of what came in was for which coin is not known then: each is sold for its own value
    and what came in bought for its own, both from prices. `moved` gives what a row moved, signed.

    Raises:
        RowError: it is no exchange.
    """
    sums: dict[str, Quantity] = {}
    for row in rows:
        asset = row.asset()
        sums[asset] = sums.get(asset, 0) + moved(row, asset)
    given = sorted(asset for asset, quantity in sums.items() if quantity < 0)
    got = [asset for asset, quantity in sums.items() if quantity > 0]
    if len(given) <= 1 or len(got) != 1:
        return made(*exchanged(tuple(rows), "", [Leg(*each) for each in sums.items()], ()))
    sales = (
        Draft(
            tuple(row for row in rows if row.asset() == asset), "", Kind.SELL, asset, -sums[asset]
        )
        for asset in given
    )
    into = tuple(row for row in rows if row.asset() == got[0])
    return made(*sales, Draft(into, "", Kind.BUY, got[0], sums[got[0]]))
