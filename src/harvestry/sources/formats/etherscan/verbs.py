"""What the rows of explorers mean: tokens that came or went, and those nobody asked for."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources.description import Direction
from harvestry.sources.draft import Draft, Member, Outcome, Verb, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.identity import fit_name
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import Row
from harvestry.units.exact import Quantity, quantity_of, value_at

_POOLS: Final = frozenset({"UNI-V2", "UNI-V3-POS", "SLP", "BPT"})
"""Shares of pools, of which every pool has its own under one symbol."""
_DIGITS: Final = 10
_LONGEST: Final = 40
_WEI: Final[int] = 10**18
_ONE: Final = quantity_of("1")


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
    quantity = row.quantity(asset=symbol) if row.amount("quantity") is not None else _ONE
    return _moved(row, symbol, quantity)


def wei(members: Sequence[Member]) -> Outcome:
    """Coins that came or went, and their gas, in units of 10**-18; failed, the gas alone."""
    row, _ = only(members)
    asset = row.asset()
    quantity = _coins(row, "quantity")
    gas = _coins(row, "fee_quantity") if row.text("type").casefold() == "out" else 0
    failed = row.text("status").casefold().startswith("error")
    if failed or not quantity:
        if not gas:
            return skip(SkipReason.ZERO_AMOUNT)
        return made(Draft((row,), "", Kind.FEE, asset, gas, hash=fit_name(row.text("hash"))))
    kind = Kind.WITHDRAWAL if row.text("type").casefold() == "out" else Kind.DEPOSIT
    price = row.price()
    draft = Draft(
        *((row,), "", kind, asset, quantity + gas),
        None if price is None else value_at(quantity + gas, price),
        fee_asset=asset if gas else None,
        fee_quantity=gas or None,
        hash=fit_name(row.text("hash")),
    )
    return made(draft)


def _coins(row: Row, key: str) -> Quantity:
    told = abs(row.quantity(key))
    if told % _ONE:
        message = f"{row.text(key)!r} is no number of smallest units; export the file again"
        raise RowError("bad-number", message, row.number)
    return told // _WEI


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
