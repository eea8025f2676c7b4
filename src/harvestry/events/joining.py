"""Two halves of one transfer: withdrawals and deposits of own accounts, joined where they fit.

First by transaction hash; then by asset, amount and time, where each half is the other's best
fit. What does not fit stays a half and is shown as a problem by the fold. Each joining by amount is
said, and warned of where another half would have fitted too: it is the most consequential guess.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from harvestry.events.event import Event
from harvestry.events.fitting import Pair, by_amount, came, fits_by_hash
from harvestry.events.kind import Kind
from harvestry.units.days import instant_text
from harvestry.units.exact import Money, Quantity, quantity_text, share
from harvestry.units.problems import Problem, Severity

_HALVES: Final = frozenset({Kind.WITHDRAWAL, Kind.DEPOSIT})


@dataclass(frozen=True, slots=True)
class Joined:
    """Events with matching halves made into transfers, and what was assumed in doing so."""

    events: list[Event]
    problems: tuple[Problem, ...]


def join(events: Iterable[Event]) -> Joined:
    """Give the events with matching halves made into transfers; the others as they are.

    The transfer has the withdrawal's id and fee; what left and did not arrive is its network fee.
    It happens when the units left, or arrived where the clocks disagree.
    """
    rest: list[Event] = []
    out: list[Event] = []
    into: list[Event] = []
    for event in events:
        if event.kind not in _HALVES:
            rest.append(event)
        else:
            (out if event.kind is Kind.WITHDRAWAL else into).append(event)
    hashed = _by_hash(out, into)
    guessed = by_amount(out, into)
    _remove(guessed, out, into)
    for pair in hashed:
        rest.extend(_joined(pair.withdrawal, pair.deposit, by_hash=True))
    for pair in guessed:
        rest.extend(_joined(pair.withdrawal, pair.deposit, by_hash=False))
    return Joined(rest + out + into, tuple(_said(pair) for pair in guessed))


def _by_hash(out: list[Event], into: list[Event]) -> list[Pair]:
    """Take out the pairs that alone name one transaction and asset, one on each side."""
    sent, arrived = _hashed(out), _hashed(into)
    pairs = []
    for key, withdrawals in sent.items():
        deposits = arrived.get(key, [])
        if len(withdrawals) == len(deposits) == 1 and fits_by_hash(withdrawals[0], deposits[0]):
            pairs.append(Pair(withdrawals[0], deposits[0], rivals=()))
    _remove(pairs, out, into)
    return pairs


def _hashed(halves: Iterable[Event]) -> dict[tuple[str, str], list[Event]]:
    by_hash: dict[tuple[str, str], list[Event]] = {}
    for event in halves:
        if event.detail.hash:
            by_hash.setdefault((event.detail.hash.lower(), event.asset), []).append(event)
    return by_hash


def _remove(pairs: Iterable[Pair], out: list[Event], into: list[Event]) -> None:
    taken = {half.id for pair in pairs for half in (pair.withdrawal, pair.deposit)}
    out[:] = [event for event in out if event.id not in taken]
    into[:] = [event for event in into if event.id not in taken]


def _joined(withdrawal: Event, deposit: Event, *, by_hash: bool) -> list[Event]:
    """Give the transfer, and apart from it a fee in another coin if there is one of each kind.

    Within one account nothing moved; what was burnt on the way was given up all the same.
    """
    burnt = withdrawal.quantity - came(deposit)
    transfer = replace(
        withdrawal,
        kind=Kind.TRANSFER,
        time=min(withdrawal.time, deposit.time),
        quantity=came(deposit),
        usd=None,
        to_account=deposit.account,
        detail=replace(withdrawal.detail, arrival=deposit.source, by_hash=by_hash),
    )
    paid_in_units = withdrawal.fee_asset not in (None, withdrawal.asset)
    if withdrawal.account == deposit.account:
        fees = [_burnt(withdrawal, burnt)] if burnt else []
        return [*fees, _other_fee(withdrawal)] if paid_in_units else fees
    if not burnt:
        return [transfer]
    with_fee = replace(
        transfer,
        fee_asset=withdrawal.asset,
        fee_quantity=burnt,
        fee_usd=_value_of_burnt(withdrawal, burnt),
    )
    return [with_fee, _other_fee(withdrawal)] if paid_in_units else [with_fee]


def _value_of_burnt(withdrawal: Event, burnt: Quantity) -> Money | None:
    """Give what the network fee was worth, by the row's own fee or by the value it states."""
    own = (withdrawal.fee_asset, withdrawal.fee_quantity) == (withdrawal.asset, burnt)
    if own and withdrawal.fee_usd is not None:
        return withdrawal.fee_usd
    return None if withdrawal.usd is None else share(withdrawal.usd, burnt, withdrawal.quantity)


def _burnt(withdrawal: Event, burnt: Quantity) -> Event:
    return Event(
        id=withdrawal.id,
        time=withdrawal.time,
        account=withdrawal.account,
        kind=Kind.FEE,
        asset=withdrawal.asset,
        quantity=burnt,
        usd=_value_of_burnt(withdrawal, burnt),
        source=withdrawal.source,
    )


def _other_fee(withdrawal: Event) -> Event:
    assert withdrawal.fee_asset is not None
    assert withdrawal.fee_quantity is not None
    return Event(
        id=f"{withdrawal.id}:fee2",
        time=withdrawal.time,
        account=withdrawal.account,
        kind=Kind.FEE,
        asset=withdrawal.fee_asset,
        quantity=withdrawal.fee_quantity,
        usd=withdrawal.fee_usd,
        source=withdrawal.source,
    )


def _said(pair: Pair) -> Problem:
    """Say that two halves were taken for one transfer, and warn where others would fit too."""
    withdrawal, deposit = pair.withdrawal, pair.deposit
    what = (
        f"{quantity_text(withdrawal.quantity)} {withdrawal.asset} that left {withdrawal.account} "
        f"at {instant_text(withdrawal.time)} and {quantity_text(deposit.quantity)} that came to "
        f"{deposit.account} at {instant_text(deposit.time)} were taken for one transfer, by "
        "amount and time"
    )
    where = (withdrawal.source.file.name, withdrawal.source.rows[0])
    if not pair.rivals:
        return Problem("joined-by-amount", Severity.NOTE, f"{what}.", *where)
    rivals = ", ".join(f"{each.id} in {each.account}" for each in pair.rivals)
    message = f"{what}; {rivals} would fit too. If that is right, give both rows one `hash`."
    return Problem("transfer-ambiguous", Severity.WARNING, message, *where)
