"""How two halves of a transfer fit: docs/spec/transfers.md, sections 1 and 3."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

from harvestry.events.event import Event
from harvestry.units.days import DAY_LENGTH, HOUR, Instant
from harvestry.units.exact import Quantity
from harvestry.units.natural_order import natural_key

USUAL: Final = 24 * HOUR
_SLOW: Final = {"BTC": 72 * HOUR}
_CLOCKS_DIFFER: Final = HOUR
"""A deposit may be booked a little before the withdrawal: exchanges stamp different moments."""
_FEE_PART: Final = 200
"""Without a hash, at most one part in 200 (0.5 %) may have gone to the network."""
_SAME_CHAIN: Final = 30 * DAY_LENGTH
"""One transaction is booked on both sides within a month, however slow the venue."""
_MOST_LOST: Final = 10
"""Of what one transaction sent at most a tenth is taken for its fee; more went to somebody else."""
_NEAREST: Final = 32
"""Of deposits of one amount, only so many nearest in time are looked at on either side."""


class Fit(NamedTuple):
    """A withdrawal and a deposit that may be one, by what was lost, then by the time between."""

    lost: Quantity
    apart: int
    withdrawal: Event
    deposit: Event

    @property
    def rank(self) -> tuple[object, ...]:
        """The order of fits, the best first; ids only make it complete."""
        keys = natural_key(self.withdrawal.id), natural_key(self.deposit.id)
        return self.lost, self.apart, *keys


def sent(withdrawal: Event) -> Quantity:
    """Give the units that left for the other side: a known fee in the same asset stays behind."""
    if withdrawal.fee_asset == withdrawal.asset:
        return withdrawal.quantity - (withdrawal.fee_quantity or 0)
    return withdrawal.quantity


def came(deposit: Event) -> Quantity:
    """Give the units that stayed: what the venue kept of the deposit as its fee did not."""
    if deposit.fee_asset == deposit.asset:
        return deposit.quantity - (deposit.fee_quantity or 0)
    return deposit.quantity


def is_in_time_for_a_hash(withdrawal: Event, deposit: Event) -> bool:
    """Tell whether two halves of one hash can be one transaction."""
    return -DAY_LENGTH <= deposit.time - withdrawal.time <= _SAME_CHAIN


def may_be_fee(lost: Quantity, whole: Quantity) -> bool:
    """Tell whether what one transaction lost of what was sent is its fee, not another's."""
    return 0 <= lost * _MOST_LOST <= whole


def hash_of(half: Event) -> str:
    """Give the transaction a half names, empty where it names none."""
    return (half.detail.hash or "").lower().removeprefix("0x")


def itself(symbol: str) -> str:
    """Give the name under which an asset fits: its own."""
    return symbol


def fits(
    out: Iterable[Event], into: Iterable[Event], named: Callable[[str], str] = itself
) -> list[Fit]:
    """Give all pairs that may be one, the best first; assets fit that are `named` alike."""
    amounts: dict[str, dict[Quantity, list[Event]]] = {}
    for deposit in sorted(into, key=_time):
        if came(deposit) > 0:
            amounts.setdefault(named(deposit.asset), {}).setdefault(came(deposit), []).append(
                deposit
            )
    sorted_amounts = {asset: sorted(by_size) for asset, by_size in amounts.items()}
    found: list[Fit] = []
    for withdrawal in out:
        coin = named(withdrawal.asset)
        sizes = sorted_amounts.get(coin, [])
        whole = sent(withdrawal)
        least = whole - withdrawal.quantity // _FEE_PART
        for size in sizes[bisect_left(sizes, least) : bisect_right(sizes, whole)]:
            found += _nearest(withdrawal, whole - size, amounts[coin][size])
    return sorted(found, key=lambda fit: fit.rank)


def _nearest(withdrawal: Event, lost: Quantity, deposits: list[Event]) -> Iterator[Fit]:
    here = bisect_left(deposits, withdrawal.time, key=_time)
    earliest = withdrawal.time - _CLOCKS_DIFFER
    latest = withdrawal.time + _SLOW.get(withdrawal.asset, USUAL)
    begin = max(bisect_left(deposits, earliest, key=_time), here - _NEAREST)
    end = min(bisect_right(deposits, latest, key=_time), here + _NEAREST)
    for deposit in deposits[begin:end]:
        if withdrawal.account != deposit.account and not _hashes_differ(withdrawal, deposit):
            yield Fit(lost, abs(deposit.time - withdrawal.time), withdrawal, deposit)


def _hashes_differ(one: Event, other: Event) -> bool:
    first, second = hash_of(one), hash_of(other)
    return bool(first and second and first != second)


def _time(event: Event) -> Instant:
    return event.time
