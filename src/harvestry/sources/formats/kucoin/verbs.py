"""What the rows of KuCoin's account history mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.sources.draft import Member, Outcome, Verb
from harvestry.sources.leftovers import swept
from harvestry.sources.row import Row
from harvestry.units.exact import Quantity


def dust(members: Sequence[Member]) -> Outcome:
    """Leftovers swept into KCS; which way a row went, its side tells."""
    return swept([row for row, _ in members], _signed)


def _signed(row: Row, asset: str) -> Quantity:
    size = abs(row.quantity(asset=asset))
    return size if row.text("side").casefold() in ("deposit", "in") else -size


VERBS: Final[Mapping[str, Verb]] = {"kucoin:dust": dust}
"""The verbs of this format."""
