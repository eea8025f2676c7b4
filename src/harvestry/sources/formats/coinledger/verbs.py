"""What the rows of a CoinLedger export mean together: credits, debits and fees of a transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources.draft import Draft, Member, Outcome, Verb, made, skip
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, exchanged, with_fee
from harvestry.sources.identity import fit_name
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import DOLLARS, Row

_IN: Final = {
    "deposit": Kind.DEPOSIT,
    "airdrop": Kind.AIRDROP,
    "hard fork": Kind.FORK,
    "mining": Kind.MINING,
    "staking": Kind.STAKING,
    "interest": Kind.INTEREST,
    "interest payment": Kind.INTEREST,
    "income": Kind.OTHER_INCOME,
    "gift received": Kind.GIFT_IN,
}
_OUT: Final = {
    "withdrawal": Kind.WITHDRAWAL,
    "gift sent": Kind.GIFT_OUT,
    "merchant payment": Kind.SPEND,
    "interest payment": Kind.SPEND,
    "network fee": Kind.FEE,
    "casualty loss": Kind.LOST,
    "investment loss": Kind.LOST,
    "theft loss": Kind.STOLEN,
}
_FEES: Final = frozenset({"network fee", "platform fee", "fee"})
_TRADES: Final = frozenset({"trade", "buy", "sell"})


def transaction(members: Sequence[Member]) -> Outcome:
    """Rows of one transaction: an exchange, or one amount that came or went, with its fee."""
    rows = tuple(row for row, _ in members)
    legs = [_leg(row) for row in rows if not _is_fee(row)]
    fees = [_leg(row) for row in rows if _is_fee(row)]
    fees = [replace(leg, quantity=abs(leg.quantity)) for leg in fees]
    group = rows[0].text("group")
    type_ = rows[0].text("type").casefold()
    if type_ in _TRADES:
        drafts = exchanged(rows, group, legs, fees)
        return made(*drafts) if drafts else skip(SkipReason.INTERNAL_MOVE)
    return _one_amount(rows, type_, [leg for leg in legs if leg.quantity], fees)


def _one_amount(
    rows: tuple[Row, ...], type_: str, legs: Sequence[Leg], fees: Sequence[Leg]
) -> Outcome:
    if not legs and len(fees) == 1:
        (leg,) = fees
        kind: Kind | None = Kind.FEE
        fees = ()
    elif len(legs) == 1 and len(fees) <= 1:
        (leg,) = legs
        kind = (_IN if leg.quantity > 0 else _OUT).get(type_)
    else:
        message = "its amounts cannot be told apart; write each as a row of a Harvestry CSV"
        raise RowError("ambiguous-group", message)
    if kind is None:
        message = (
            f"Harvestry does not know rows of the kind {type_!r} in a CoinLedger export, and does "
            "not guess; look what it was and say so with `harvestry fix`"
        )
        raise RowError("unknown-row-kind", message)
    if leg.asset == DOLLARS and not any(fee.asset != DOLLARS for fee in fees):
        return skip(SkipReason.US_DOLLAR_CASH)
    draft = Draft(
        *(rows, rows[0].text("group"), kind, leg.asset, abs(leg.quantity)),
        hash=next((name for row in rows if (name := fit_name(row.text("hash")))), None),
    )
    return made(_charged(draft, fees[0]) if fees else draft)


def _charged(draft: Draft, fee: Leg) -> Draft:
    """Give the draft with its fee: on top of what left, off what came."""
    if fee.asset != draft.asset:
        return with_fee(draft, fee)
    if draft.kind is Kind.DEPOSIT:
        return replace(draft, quantity=draft.quantity - fee.quantity)
    on_top = draft.kind not in _IN.values()
    quantity = draft.quantity + fee.quantity if on_top else draft.quantity
    return replace(draft, quantity=quantity, fee_asset=fee.asset, fee_quantity=fee.quantity)


def _is_fee(row: Row) -> bool:
    return row.text("subtype").casefold() in _FEES


def _leg(row: Row) -> Leg:
    """Give what a row moved: by its record type, whatever the sign."""
    asset = row.asset()
    quantity = row.quantity(asset=asset)
    record = row.text("subtype").casefold()
    if record == "debit":
        return Leg(asset, -abs(quantity))
    if record != "credit" and record not in _FEES:
        message = (
            f"Harvestry does not know records of the kind {row.text('subtype')!r} in a CoinLedger "
            "export, and does not guess; say what it was with `harvestry fix`"
        )
        raise RowError("unknown-row-kind", message, row.number)
    return Leg(asset, quantity)


VERBS: Final[Mapping[str, Verb]] = {"coinledger:transaction": transaction}
"""The verbs of this format."""
