"""What the rows of a Cash App history mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources.draft import Draft, Member, Outcome, Verb, made, only
from harvestry.sources.errors import RowError
from harvestry.sources.row import Row
from harvestry.units.exact import Quantity


def moved(members: Sequence[Member]) -> Outcome:
    """Bitcoin sent or received in the columns of money: the net amount moved, the fee in it."""
    row, _ = only(members)
    asset = row.currency()
    quantity, fee = _units(row, "total"), _units(row, "fee")
    out = row.text("type").casefold() == "bitcoin withdrawal"
    if not quantity or fee >= quantity:
        raise RowError("bad-value", "its net amount is nothing but its fee; export it again")
    ours = fee if out else 0
    draft = Draft(
        *((row,), row.text("id"), Kind.WITHDRAWAL if out else Kind.DEPOSIT, asset, quantity),
        fee_asset=asset if ours else None,
        fee_quantity=ours or None,
    )
    return made(draft)


def _units(row: Row, key: str) -> Quantity:
    return abs(row.paid(key) or 0)


VERBS: Final[Mapping[str, Verb]] = {"cash-app:moved": moved}
"""The verbs of this format."""
