"""What the rows of eToro's account activity mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.sources.draft import Member, Outcome, Verb, made, only
from harvestry.sources.exchange import Leg, exchanged
from harvestry.sources.fills import market_of


def opened(members: Sequence[Member]) -> Outcome:
    """A purchase for what the position cost."""
    return _traded(members, 1)


def closed(members: Sequence[Member]) -> Outcome:
    """A sale for what came back."""
    return _traded(members, -1)


def _traded(members: Sequence[Member], sign: int) -> Outcome:
    row, _ = only(members)
    asset, money = market_of(row)
    units = abs(row.quantity(asset=asset))
    amount = abs(row.quantity("total", money))
    legs = (Leg(asset, sign * units), Leg(money, -sign * amount))
    return made(*exchanged((row,), "", legs, ()))


VERBS: Final[Mapping[str, Verb]] = {"etoro:opened": opened, "etoro:closed": closed}
"""The verbs of this format."""
