"""What the rows of Robinhood's crypto reports mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.sources.draft import Member, Outcome, Verb, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, exchanged
from harvestry.sources.fills import filled_of, is_bought
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import DOLLARS, Row
from harvestry.units.exact import WHOLE_COIN, Quantity, share


def order(members: Sequence[Member]) -> Outcome:
    """An order: what was filled of it, for the notional; of a part, for the average price."""
    row, _ = only(members)
    name = row.needed("product")
    base = row.symbol(name.removesuffix(DOLLARS).rstrip("-/") or name, "product")
    filled = filled_of(row, base)
    if not filled:
        return skip(SkipReason.NOT_COMPLETED)
    dollars = _dollars(row, filled, whole=filled == abs(row.quantity(asset=base)))
    bought = is_bought(row)
    legs = (
        Leg(base, filled if bought else -filled),
        Leg(DOLLARS, -dollars if bought else dollars),
    )
    return made(*exchanged((row,), row.text("id"), legs, ()))


def _dollars(row: Row, filled: Quantity, *, whole: bool) -> Quantity:
    if whole and row.amount("total") is not None:
        return abs(row.quantity("total", DOLLARS))
    if row.amount("price") is None:
        message = "it does not say what was paid for the part that was filled; export it again"
        raise RowError("missing-value", message, row.number)
    return share(filled, abs(row.quantity("price", DOLLARS)), WHOLE_COIN)


VERBS: Final[Mapping[str, Verb]] = {"robinhood:order": order}
"""The verbs of this format."""
