"""Two halves of one transfer: withdrawals and deposits of own accounts, joined where they fit.

First by transaction hash; then by asset, amount and time, where each half is the other's best and
only fit. What does not fit stays a half and is shown as a problem by the fold.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.units.days import HOUR, Instant
from harvestry.units.exact import Quantity
from harvestry.units.natural_order import natural_key

_USUAL: Final = 24 * HOUR
_SLOW: Final = {"BTC": 72 * HOUR}
_CLOCKS_DIFFER: Final = HOUR
"""A deposit may be booked a little before the withdrawal: exchanges stamp different moments."""
_FEE_PART: Final = 200
"""Without a hash, at most one part in 200 (0.5 %) may have gone to the network."""


class _Fit(NamedTuple):
    """How well two halves fit: less lost on the way first, then less time between."""

    lost: Quantity
    apart: int


def join(events: Iterable[Event]) -> list[Event]:
    """Give the events with matching halves made into transfers; the others as they are.

    The transfer has the withdrawal's id and fee; what left and did not arrive is its network fee.
    It happens when the units left, or arrived where the clocks disagree.
    """
    rest: list[Event] = []
    out: list[Event] = []
    into: list[Event] = []
    for event in events:
        halves = {Kind.WITHDRAWAL: out, Kind.DEPOSIT: into}.get(event.kind, rest)
        halves.append(event)
    for withdrawal, deposit in (*_by_hash(out, into), *_by_amount(out, into)):
        rest.extend(_joined(withdrawal, deposit))
    return rest + out + into


def _by_hash(out: list[Event], into: list[Event]) -> list[tuple[Event, Event]]:
    """Take out the pairs that alone name one transaction and asset, one on each side."""
    sent, came = _hashed(out), _hashed(into)
    pairs = []
    for key, withdrawals in sent.items():
        deposits = came.get(key, [])
        if len(withdrawals) == len(deposits) == 1 and _arrived_at_most(withdrawals[0], deposits[0]):
            pairs.append((withdrawals[0], deposits[0]))
    _remove(pairs, out, into)
    return pairs


def _hashed(halves: Iterable[Event]) -> dict[tuple[str, str], list[Event]]:
    by_hash: dict[tuple[str, str], list[Event]] = {}
    for event in halves:
        if event.detail.hash:
            by_hash.setdefault((event.detail.hash.lower(), event.asset), []).append(event)
    return by_hash


def _by_amount(out: list[Event], into: list[Event]) -> list[tuple[Event, Event]]:
    """Take out the pairs that fit each other best.

    A fit ranks the same from either side, so taking the best of all fits, then the best of what is
    left, pairs exactly those that are each other's best at their turn.
    """
    fits = sorted(
        _fits(out, into), key=lambda fit: (fit[2], natural_key(fit[0].id), natural_key(fit[1].id))
    )
    pairs: list[tuple[Event, Event]] = []
    taken: set[str] = set()
    for withdrawal, deposit, _ in fits:
        if withdrawal.id not in taken and deposit.id not in taken:
            taken |= {withdrawal.id, deposit.id}
            pairs.append((withdrawal, deposit))
    _remove(pairs, out, into)
    return pairs


def _fits(out: list[Event], into: list[Event]) -> Iterator[tuple[Event, Event, _Fit]]:
    """Give every pair that could be one transfer, looking only at deposits near in time."""
    by_asset: dict[str, list[Event]] = {}
    for deposit in sorted(into, key=_time):
        by_asset.setdefault(deposit.asset, []).append(deposit)
    for withdrawal in out:
        deposits = by_asset.get(withdrawal.asset, [])
        begin = bisect_left(deposits, withdrawal.time - _CLOCKS_DIFFER, key=_time)
        latest = withdrawal.time + _SLOW.get(withdrawal.asset, _USUAL)
        for deposit in deposits[begin : bisect_right(deposits, latest, key=_time)]:
            fit = _fit(withdrawal, deposit)
            if fit is not None:
                yield withdrawal, deposit, fit


def _time(event: Event) -> Instant:
    return event.time


def _fit(withdrawal: Event, deposit: Event) -> _Fit | None:
    """Tell how well a deposit fits a withdrawal, `None` if it cannot be its other half."""
    if withdrawal.account == deposit.account or _hashes_differ(withdrawal, deposit):
        return None
    if not _arrived_at_most(withdrawal, deposit):
        return None
    lost = _sent(withdrawal) - _came(deposit)
    if lost * _FEE_PART > withdrawal.quantity:
        return None
    return _Fit(lost, abs(deposit.time - withdrawal.time))


def _hashes_differ(one: Event, other: Event) -> bool:
    first, second = one.detail.hash, other.detail.hash
    return bool(first and second and first.lower() != second.lower())


def _sent(withdrawal: Event) -> Quantity:
    """Give the units that left for the other side: a known fee in the same asset stays behind."""
    if withdrawal.fee_asset == withdrawal.asset:
        return withdrawal.quantity - (withdrawal.fee_quantity or 0)
    return withdrawal.quantity


def _came(deposit: Event) -> Quantity:
    """Give the units that stayed: what the venue kept of the deposit as its fee did not."""
    if deposit.fee_asset == deposit.asset:
        return deposit.quantity - (deposit.fee_quantity or 0)
    return deposit.quantity


def _arrived_at_most(withdrawal: Event, deposit: Event) -> bool:
    return 0 < _came(deposit) <= deposit.quantity <= _sent(withdrawal)


def _joined(withdrawal: Event, deposit: Event) -> list[Event]:
    """Give the transfer, and apart from it a fee in another coin if there is one of each kind."""
    burnt = withdrawal.quantity - _came(deposit)
    transfer = replace(
        withdrawal,
        kind=Kind.TRANSFER,
        time=min(withdrawal.time, deposit.time),
        quantity=_came(deposit),
        usd=None,
        to_account=deposit.account,
        detail=replace(withdrawal.detail, arrival=deposit.source),
    )
    if not burnt:
        return [transfer]
    own_fee = (withdrawal.fee_asset, withdrawal.fee_quantity) == (withdrawal.asset, burnt)
    with_fee = replace(
        transfer,
        fee_asset=withdrawal.asset,
        fee_quantity=burnt,
        fee_usd=withdrawal.fee_usd if own_fee else None,
    )
    if withdrawal.fee_asset in (None, withdrawal.asset):
        return [with_fee]
    assert withdrawal.fee_asset is not None
    assert withdrawal.fee_quantity is not None
    apart = Event(
        id=f"{withdrawal.id}:fee2",
        time=withdrawal.time,
        account=withdrawal.account,
        kind=Kind.FEE,
        asset=withdrawal.fee_asset,
        quantity=withdrawal.fee_quantity,
        usd=withdrawal.fee_usd,
        source=withdrawal.source,
    )
    return [with_fee, apart]


def _remove(pairs: Iterable[tuple[Event, Event]], out: list[Event], into: list[Event]) -> None:
    taken = {event.id for pair in pairs for event in pair}
    out[:] = [event for event in out if event.id not in taken]
    into[:] = [event for event in into if event.id not in taken]
