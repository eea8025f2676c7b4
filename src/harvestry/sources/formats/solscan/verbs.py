"""What a row of Solscan means whose amount is in the smallest units of a token."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources.amounts import from_smallest
from harvestry.sources.draft import Draft, Member, Outcome, Verb, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.identity import fit_name
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import Row
from harvestry.units.exact import Quantity

_FLOWS: Final = {"in": Kind.DEPOSIT, "out": Kind.WITHDRAWAL}
_LONGEST: Final = 40
_MOST_DECIMALS: Final = 30


def raw(members: Sequence[Member]) -> Outcome:
    """Units that came or went by `Flow`, told in the smallest units."""
    row, _ = only(members)
    asset = _asset(row)
    if asset in row.table.spam:
        return skip(SkipReason.SPAM)
    kind = _FLOWS.get(row.needed("side").casefold())
    if kind is None:
        message = f"`Flow` holds {row.text('side')!r}; expected in or out"
        raise RowError("bad-value", message, row.number)
    quantity = _units(row)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    value = row.dollars("value")
    hash_ = fit_name(row.text("hash"))
    usd = abs(value) if value else None
    return made(Draft((row,), "", kind, asset, quantity, usd, hash=hash_))


def _asset(row: Row) -> str:
    """Give the token's symbol where its address is known, else what fits of the address."""
    address = row.needed("asset")
    return row.symbol(row.table.symbol(address)[:_LONGEST], "asset")


def _units(row: Row) -> Quantity:
    told = row.text("product")
    if not told.isdecimal() or int(told) > _MOST_DECIMALS:
        message = f"`Decimals` holds {told!r}; expected a number up to {_MOST_DECIMALS}"
        raise RowError("bad-number", message, row.number)
    return from_smallest(row, "quantity", int(told))


VERBS: Final[Mapping[str, Verb]] = {"solscan:raw": raw}
"""The verbs of this format."""
