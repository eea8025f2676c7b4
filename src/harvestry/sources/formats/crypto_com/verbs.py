"""What the rows of a Crypto.com App export mean beyond what a table can say."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from harvestry.sources.draft import Member, Outcome, Verb, made
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, exchanged
from harvestry.units.exact import Quantity

_WHOLE: Final = "dynamic_coin_swap"
_DIFFERS: Final = (
    "the whole of a coin swap and its parts, stake and wallet, tell different amounts; write the "
    "trade as a row of a Harvestry CSV"
)


def swapped(members: Sequence[Member]) -> Outcome:
    """A coin exchanged for its successor; where the whole and its parts are told, it is one."""
    whole = [each for each in members if each.row.text("type").casefold().startswith(_WHOLE)]
    parts = [each for each in members if each not in whole]
    if whole and parts and _sums(whole) != _sums(parts):
        raise RowError("ambiguous-group", _DIFFERS, cause="whole and parts")
    legs = [
        Leg(row.asset(), row.quantity(asset=row.asset()), row.dollars("value"))
        for row, _ in whole or parts
    ]
    return made(*exchanged(tuple(row for row, _ in members), "", legs, ()))


def _sums(members: Iterable[Member]) -> dict[str, Quantity]:
    sums: dict[str, Quantity] = {}
    for row, _ in members:
        asset = row.asset()
        sums[asset] = sums.get(asset, 0) + row.quantity(asset=asset)
    return sums


VERBS: Final[Mapping[str, Verb]] = {"crypto-com:swapped": swapped}
"""The verbs of this format."""
