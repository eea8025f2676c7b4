"""What the rows of explorers mean: tokens that came or went, and those nobody asked for."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources.amounts import from_smallest
from harvestry.sources.description import Direction
from harvestry.sources.draft import Draft, Member, Outcome, Verb, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.identity import fit_name
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import Row
from harvestry.units.exact import WHOLE_COIN, Quantity, value_at

_POOLS: Final = frozenset({"UNI-V2", "UNI-V3-POS", "SLP", "BPT"})
"""Shares of pools, of which every pool has its own under one symbol."""
_DIGITS: Final = 10
_LONGEST: Final = 40
_WEI_DECIMALS: Final = 18


def token(members: Sequence[Member]) -> Outcome:
    """A token that came or went, of the contract the row names."""
    row, _ = only(members)
    symbol = row.asset()
    if symbol.upper() in _POOLS or symbol.upper().endswith("-LP"):
        symbol = f"{symbol}-{row.needed('reference')[:_DIGITS]}"
    return _moved(row, symbol, row.quantity(asset=symbol))


def collectible(members: Sequence[Member]) -> Outcome:
    """A collectible that came or went: an asset of its own, called by its name and number."""
    row, _ = only(members)
    number = f" #{row.needed('product')}"
    name = row.text("notes") or row.needed("asset")
    symbol = row.symbol(f"{name[: _LONGEST - len(number[-20:])]}{number[-20:]}", "asset")
    quantity = row.quantity(asset=symbol) if row.amount("quantity") is not None else WHOLE_COIN
    return _moved(row, symbol, quantity)


def wei(members: Sequence[Member]) -> Outcome:
    """Coins that came or went, and their gas, in units of 10**-18; failed, the gas alone."""
    row, _ = only(members)
    asset = row.asset()
    quantity = from_smallest(row, "quantity", _WEI_DECIMALS)
    out = row.text("type").casefold() == "out"
    gas = from_smallest(row, "fee_quantity", _WEI_DECIMALS) if out else 0
    failed = row.text("status").casefold().startswith("error")
    if failed or not quantity:
        if not gas:
            return skip(SkipReason.ZERO_AMOUNT)
        return made(Draft((row,), "", Kind.FEE, asset, gas, hash=fit_name(row.text("hash"))))
    kind = Kind.WITHDRAWAL if out else Kind.DEPOSIT
    price = row.price()
    draft = Draft(
        *((row,), "", kind, asset, quantity + gas),
        None if price is None else value_at(quantity + gas, price),
        fee_asset=asset if gas else None,
        fee_quantity=gas or None,
        hash=fit_name(row.text("hash")),
    )
    return made(draft)


def other_chain(members: Sequence[Member]) -> Outcome:
    """A row of a chain whose coin the file does not name."""
    row, _ = only(members)
    chain = row.text("group") or row.text("product")
    message = (
        f"it happened on {chain[:_LONGEST]!r}, and the file calls the coin of every chain ETH; "
        "export it from that chain's own explorer"
    )
    raise RowError("needs-review", message, row.number, cause=chain)


def _moved(row: Row, symbol: str, quantity: Quantity) -> Outcome:
    if symbol in row.table.spam or row.text("asset") in row.table.spam:
        return skip(SkipReason.SPAM)
    way = row.direction()
    if way is Direction.SELF:
        return skip(SkipReason.INTERNAL_MOVE)
    if way is None:
        message = (
            "neither end is your own address; export the file again for your own address, or put "
            "that address into the file's name"
        )
        raise RowError("unknown-direction", message, row.number, once=True)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    value = row.dollars("value")
    draft = Draft(
        *((row,), "", Kind.DEPOSIT if way is Direction.IN else Kind.WITHDRAWAL),
        *(symbol, abs(quantity), abs(value) if value else None),
        hash=fit_name(row.text("hash")),
    )
    return made(draft)


VERBS: Final[Mapping[str, Verb]] = {
    "explorer:token": token,
    "explorer:collectible": collectible,
    "explorer:other-chain": other_chain,
    "explorer:wei": wei,
}
"""The verbs of explorers."""
