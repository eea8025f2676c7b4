"""What the rows of Strike reports mean: two signed amounts, each with its fee in it."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from harvestry.events.kind import Kind
from harvestry.sources.draft import Draft, Member, Outcome, Verb, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, as_money, as_quantity, exchanged
from harvestry.sources.identity import fit_name
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import DOLLARS, Row
from harvestry.units.exact import Money, Quantity


class _Amount(NamedTuple):
    """What moved of an asset in the end, and the fee in it."""

    asset: str
    quantity: Quantity
    fee: Quantity


def traded(members: Sequence[Member]) -> Outcome:
    """Bitcoin bought or sold. A purchase cost its basis, where that is stated."""
    row, _ = only(members)
    first, second = _amounts(row)
    kind = row.text("type").casefold()
    if kind == "sale" or (kind == "trade" and second.quantity < 0):
        sent, got = second, first
    else:
        sent, got = first, second
    fees = [Leg(each.asset, each.fee) for each in (sent, got)]
    paid = _basis(row) if kind == "purchase" and sent.asset == DOLLARS else None
    out = abs(sent.quantity) if paid is None else paid
    legs = (Leg(sent.asset, sent.fee - out), Leg(got.asset, abs(got.quantity) + got.fee))
    return made(*exchanged((row,), row.text("id"), legs, fees))


def sent(members: Sequence[Member]) -> Outcome:
    """Bitcoin sent or received; dollars beside it are only its value."""
    row, _ = only(members)
    amounts = _amounts(row)
    coin = next((each for each in amounts if each.asset != DOLLARS and each.quantity), None)
    if coin is None and any(each.quantity for each in amounts):
        return skip(SkipReason.US_DOLLAR_CASH)
    if coin is None:
        message = "it does not say how much bitcoin moved; write the row into a Harvestry CSV"
        raise RowError("missing-value", message, row.number)
    out = coin.quantity < 0 or row.text("type").casefold() in ("send", "withdrawal")
    hash_ = fit_name(row.text("hash"))
    kind = Kind.WITHDRAWAL if out else Kind.DEPOSIT
    draft = Draft(
        *((row,), row.text("id"), kind, coin.asset, abs(coin.quantity), _worth(amounts)),
        fee_asset=coin.asset if out and coin.fee else None,
        fee_quantity=coin.fee or None if out else None,
        hash=hash_,
    )
    return made(draft)


def _amounts(row: Row) -> tuple[_Amount, _Amount]:
    return _amount(row, "sent", "fee"), _amount(row, "got", "fee_quantity")


def _amount(row: Row, side: str, fee_key: str) -> _Amount:
    key = f"{side}_quantity"
    if row.amount(key) is None:
        return _Amount(row.text(f"{side}_asset"), 0, 0)
    asset = row.asset(f"{side}_asset")
    fee = 0 if row.amount(fee_key) is None else abs(row.quantity(fee_key, asset))
    return _Amount(asset, row.quantity(key, asset), fee)


def _basis(row: Row) -> Quantity | None:
    stated = row.dollars("value")
    return as_quantity(abs(stated)) if stated else None


def _worth(amounts: Sequence[_Amount]) -> Money | None:
    dollars = next((abs(each.quantity) for each in amounts if each.asset == DOLLARS), 0)
    return as_money(dollars) or None


VERBS: Final[Mapping[str, Verb]] = {"strike:traded": traded, "strike:sent": sent}
"""The verbs of this format."""
