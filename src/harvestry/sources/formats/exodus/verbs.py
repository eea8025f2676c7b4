"""What two rows of one Exodus order mean together."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.sources.amounts import fee_legs, moved_in, moved_out
from harvestry.sources.draft import Member, Outcome, Verb, made
from harvestry.sources.exchange import Leg, exchanged


def order(members: Sequence[Member]) -> Outcome:
    """An exchange in two rows: one of what went out, with the fee, one of what came in."""
    rows = tuple(row for row, _ in members)
    legs: list[Leg] = []
    fees: list[Leg] = []
    for row in rows:
        if row.amount("sent_quantity") is not None:
            asset, quantity = moved_out(row)
            legs.append(Leg(asset, -quantity))
            fees.extend(fee_legs(row, asset))
        if row.amount("got_quantity") is not None:
            legs.append(Leg(*moved_in(row)))
    return made(*exchanged(rows, rows[0].text("group"), legs, fees))


VERBS: Final[Mapping[str, Verb]] = {"exodus:order": order}
"""The verbs of this format."""
