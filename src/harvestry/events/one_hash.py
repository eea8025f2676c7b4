"""Halves that name one transaction: docs/spec/transfers.md, section 2."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from harvestry.events.event import Event
from harvestry.events.fitting import came, hash_of, is_in_time_for_a_hash, itself, may_be_fee, sent
from harvestry.units.exact import Quantity
from harvestry.units.natural_order import natural_key


@dataclass(frozen=True, slots=True)
class Part:
    """What went from one half to another: `moved` arrived, `lost` did not.

    `number` counts the parts of one withdrawal from 1; `rest` is what stays of it as a half.
    """

    withdrawal: Event
    deposit: Event
    moved: Quantity
    lost: Quantity
    number: int = 1
    rest: Quantity = 0


def by_hash(
    out: Iterable[Event], into: Iterable[Event], named: Callable[[str], str] = itself
) -> list[Part]:
    """Give what halves of one transaction and asset tell of it."""
    sent_by, came_by = _grouped(out, named), _grouped(into, named)
    parts: list[Part] = []
    for key, withdrawals in sent_by.items():
        deposits = came_by.get(key, [])
        if deposits:
            parts += _of_one(withdrawals, deposits)
    return parts


def _grouped(
    halves: Iterable[Event], named: Callable[[str], str]
) -> dict[tuple[str, str], list[Event]]:
    found: dict[tuple[str, str], list[Event]] = {}
    for half in sorted(halves, key=lambda each: (each.time, natural_key(each.id))):
        if hash_of(half):
            found.setdefault((hash_of(half), named(half.asset)), []).append(half)
    return found


def _of_one(withdrawals: list[Event], deposits: list[Event]) -> Iterator[Part]:
    if not all(is_in_time_for_a_hash(w, d) for w in withdrawals for d in deposits):
        return
    if len(withdrawals) > 1 and len(deposits) > 1:
        equal = list(_equal(withdrawals, deposits))
        yield from equal
        withdrawals = [w for w in withdrawals if all(w is not part.withdrawal for part in equal)]
        deposits = [d for d in deposits if all(d is not part.deposit for part in equal)]
    if len(withdrawals) == 1 and deposits:
        yield from _one_to_many(withdrawals[0], deposits)
    elif len(deposits) == 1:
        yield from _many_to_one(withdrawals, deposits[0])


def _equal(withdrawals: Sequence[Event], deposits: Sequence[Event]) -> Iterator[Part]:
    """Give the pairs of amounts that are equal to the last unit and to no other's."""
    amounts = [*map(sent, withdrawals)], [*map(came, deposits)]
    for withdrawal in withdrawals:
        amount = sent(withdrawal)
        if amounts[0].count(amount) == amounts[1].count(amount) == 1:
            deposit = deposits[amounts[1].index(amount)]
            yield Part(withdrawal, deposit, amount, 0)


def _one_to_many(withdrawal: Event, deposits: Sequence[Event]) -> Iterator[Part]:
    lost = sent(withdrawal) - sum(map(came, deposits))
    if lost < 0 or any(came(each) <= 0 for each in deposits):
        return
    is_fee = may_be_fee(lost, sent(withdrawal))
    for number, deposit in enumerate(deposits, 1):
        first = number == 1
        yield Part(
            *(withdrawal, deposit, came(deposit), lost if first and is_fee else 0, number),
            rest=lost if first and not is_fee else 0,
        )


def _many_to_one(withdrawals: Sequence[Event], deposit: Event) -> Iterator[Part]:
    whole = sum(map(sent, withdrawals))
    lost = whole - came(deposit)
    largest = max(withdrawals, key=lambda each: (sent(each), natural_key(each.id)))
    if not may_be_fee(lost, whole) or lost >= sent(largest):
        return
    for withdrawal in withdrawals:
        own = lost if withdrawal is largest else 0
        yield Part(withdrawal, deposit, sent(withdrawal) - own, own)
