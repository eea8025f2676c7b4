"""How well two halves of a transfer fit, and which pairs fit each other best."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from harvestry.events.event import Event
from harvestry.units.days import DAY_LENGTH, HOUR, Instant
from harvestry.units.exact import Quantity
from harvestry.units.natural_order import natural_key

_USUAL: Final = 24 * HOUR
_SLOW: Final = {"BTC": 72 * HOUR}
_CLOCKS_DIFFER: Final = HOUR
"""A deposit may be booked a little before the withdrawal: exchanges stamp different moments."""
_FEE_PART: Final = 200
"""Without a hash, at most one part in 200 (0.5 %) may have gone to the network."""
_SAME_CHAIN: Final = 30 * DAY_LENGTH
"""One transaction is booked on both sides within a month, however slow the venue."""
_NEAREST: Final = 8
"""Of deposits of one amount, only the nearest in time are looked at on either side."""


class Pair(NamedTuple):
    """Two halves of one transfer. `rivals` are other halves that either would have fitted."""

    withdrawal: Event
    deposit: Event
    rivals: tuple[Event, ...]


class _Fit(NamedTuple):
    """A possible pair, ranked by what was lost on the way, then by time between, then by ids."""

    lost: Quantity
    apart: int
    withdrawal: Event
    deposit: Event

    @property
    def rank(self) -> tuple[object, ...]:
        keys = natural_key(self.withdrawal.id), natural_key(self.deposit.id)
        return self.lost, self.apart, *keys


def fits_by_hash(withdrawal: Event, deposit: Event) -> bool:
    """Tell whether two halves of one hash can be one transfer."""
    return _arrived_at_most(withdrawal, deposit) and (
        -DAY_LENGTH <= deposit.time - withdrawal.time <= _SAME_CHAIN
    )


def came(deposit: Event) -> Quantity:
    """Give the units that stayed: what the venue kept of the deposit as its fee did not."""
    if deposit.fee_asset == deposit.asset:
        return deposit.quantity - (deposit.fee_quantity or 0)
    return deposit.quantity


def by_amount(out: Iterable[Event], into: Iterable[Event]) -> list[Pair]:
    """Give the pairs that fit each other best by amount and time.

    A fit ranks the same from either side, so taking the best of all fits, then the best of what is
    left, pairs exactly those that are each other's best at their turn.
    """
    left_out, left_in = list(out), list(into)
    pairs: list[Pair] = []
    while True:
        fits = sorted(_fits(left_out, left_in), key=lambda fit: fit.rank)
        found = _greedy(fits)
        if not found:
            return pairs
        pairs += found
        taken = {half.id for pair in found for half in (pair.withdrawal, pair.deposit)}
        left_out = [event for event in left_out if event.id not in taken]
        left_in = [event for event in left_in if event.id not in taken]


def _greedy(fits: list[_Fit]) -> list[Pair]:
    rivals: dict[str, list[Event]] = {}
    for fit in fits:
        rivals.setdefault(fit.withdrawal.id, []).append(fit.deposit)
        rivals.setdefault(fit.deposit.id, []).append(fit.withdrawal)
    pairs = []
    taken: set[str] = set()
    for fit in fits:
        withdrawal, deposit = fit.withdrawal, fit.deposit
        if withdrawal.id in taken or deposit.id in taken:
            continue
        taken |= {withdrawal.id, deposit.id}
        others = [each for each in rivals[withdrawal.id] if each is not deposit]
        others += [each for each in rivals[deposit.id] if each is not withdrawal]
        pairs.append(Pair(withdrawal, deposit, tuple(others)))
    return pairs


def _fits(out: Iterable[Event], into: Iterable[Event]) -> Iterator[_Fit]:
    """Give possible pairs: for each withdrawal, of every amount the deposits nearest in time."""
    amounts: dict[str, dict[Quantity, list[Event]]] = {}
    for deposit in sorted(into, key=_time):
        amounts.setdefault(deposit.asset, {}).setdefault(came(deposit), []).append(deposit)
    sorted_amounts = {asset: sorted(by_size) for asset, by_size in amounts.items()}
    for withdrawal in out:
        sizes = sorted_amounts.get(withdrawal.asset, [])
        sent = _sent(withdrawal)
        least = sent - withdrawal.quantity // _FEE_PART
        for size in sizes[bisect_left(sizes, least) : bisect_right(sizes, sent)]:
            yield from _nearest(withdrawal, sent - size, amounts[withdrawal.asset][size])


def _nearest(withdrawal: Event, lost: Quantity, deposits: list[Event]) -> Iterator[_Fit]:
    here = bisect_left(deposits, withdrawal.time, key=_time)
    earliest = withdrawal.time - _CLOCKS_DIFFER
    latest = withdrawal.time + _SLOW.get(withdrawal.asset, _USUAL)
    begin = max(bisect_left(deposits, earliest, key=_time), here - _NEAREST)
    end = min(bisect_right(deposits, latest, key=_time), here + _NEAREST)
    for deposit in deposits[begin:end]:
        if withdrawal.account != deposit.account and not _hashes_differ(withdrawal, deposit):
            yield _Fit(lost, abs(deposit.time - withdrawal.time), withdrawal, deposit)


def _hashes_differ(one: Event, other: Event) -> bool:
    first, second = one.detail.hash, other.detail.hash
    return bool(first and second and first.lower() != second.lower())


def _sent(withdrawal: Event) -> Quantity:
    """Give the units that left for the other side: a known fee in the same asset stays behind."""
    if withdrawal.fee_asset == withdrawal.asset:
        return withdrawal.quantity - (withdrawal.fee_quantity or 0)
    return withdrawal.quantity


def _arrived_at_most(withdrawal: Event, deposit: Event) -> bool:
    return 0 < came(deposit) <= deposit.quantity <= _sent(withdrawal)


def _time(event: Event) -> Instant:
    return event.time
