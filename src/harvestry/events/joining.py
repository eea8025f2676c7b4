"""Two halves of one transfer: withdrawals and deposits of own accounts, joined where they fit.

First by transaction hash; then by asset, amount and time, where nothing else is possible; then
again a coin with the tokens that stand for it. What is left stays a half, a problem of the fold,
with the best guesses. docs/spec/transfers.md
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from harvestry.events.asset import Assets
from harvestry.events.event import NO_DETAIL, Event
from harvestry.events.fitting import Fit, came, sent
from harvestry.events.guesses import guesses, said_of_fit
from harvestry.events.kind import Kind
from harvestry.events.knots import taken
from harvestry.events.one_hash import Part, by_hash
from harvestry.units.exact import Money, Quantity, share
from harvestry.units.problems import Problem

_HALVES: Final = frozenset({Kind.WITHDRAWAL, Kind.DEPOSIT})


@dataclass(frozen=True, slots=True)
class Joined:
    """Events with matching halves made into transfers, and what was assumed in doing so."""

    events: list[Event]
    problems: tuple[Problem, ...]


def join(events: Iterable[Event], assets: Assets | None = None) -> Joined:
    """Give the events with matching halves made into transfers; the others as they are.

    The transfer has the withdrawal's id and fee; what left and did not arrive is its network fee.
    It happens when the units left, or arrived where the clocks disagree. What came as another of
    the `assets` that stands for what left, one for one, is a trade besides, where it arrived.
    """
    rest: list[Event] = []
    out: list[Event] = []
    into: list[Event] = []
    for event in events:
        if event.kind not in _HALVES:
            rest.append(event)
        else:
            (out if event.kind is Kind.WITHDRAWAL else into).append(event)
    known = assets or Assets()
    parts = by_hash(out, into)
    out, into = _without(parts, out), _without(parts, into)
    unlike = by_hash(out, into, known.one_for_one)
    out, into = _without(unlike, out), _without(unlike, into)
    parts += unlike
    out += [_stays(part) for part in parts if part.rest]
    pairs, left = taken(out, into)
    by_amount = [*map(_part, pairs)]
    out, into = _without(by_amount, out), _without(by_amount, into)
    more, still = taken(*_without_any(left, out, into), known.one_for_one)
    by_amount += map(_part, more)
    out, into = _without(by_amount, out), _without(by_amount, into)
    for part in parts:
        rest.extend(_joined(part, known, by_hash=True))
    for part in by_amount:
        rest.extend(_joined(part, known, by_hash=False))
    said = [*map(said_of_fit, [*pairs, *more]), *guesses(out, into, [*left, *still])]
    return Joined([*rest, *out, *into], tuple(said))


def _without_any(
    left: Iterable[Fit], out: Iterable[Event], into: Iterable[Event]
) -> tuple[list[Event], list[Event]]:
    """Give the halves that nothing of their own name may be one with."""
    open_ = {half.id for fit in left for half in (fit.withdrawal, fit.deposit)}
    return [e for e in out if e.id not in open_], [e for e in into if e.id not in open_]


def _part(fit: Fit) -> Part:
    return Part(fit.withdrawal, fit.deposit, came(fit.deposit), fit.lost)


def _without(parts: Iterable[Part], halves: Iterable[Event]) -> list[Event]:
    gone = {half.id for part in parts for half in (part.withdrawal, part.deposit)}
    return [event for event in halves if event.id not in gone]


def _stays(part: Part) -> Event:
    """Give what is left of a withdrawal that paid somebody else besides."""
    whole = part.withdrawal
    usd = None if whole.usd is None else share(whole.usd, part.rest, whole.quantity)
    return replace(
        whole,
        id=f"{whole.id}:rest",
        quantity=part.rest,
        usd=usd,
        fee_asset=None,
        fee_quantity=None,
        fee_usd=None,
        detail=replace(whole.detail, hash=None),
    )


def _joined(part: Part, assets: Assets, *, by_hash: bool) -> list[Event]:
    """Give the transfer with its fees, and what made another asset of it if one arrived.

    A token that arrives as another token of its coin becomes the coin first.
    """
    moved = _moved(part, by_hash=by_hash)
    left, arrived = part.withdrawal.asset, part.deposit.asset
    if left == arrived:
        return moved
    names = dict.fromkeys((left, assets.one_for_one(arrived), arrived))
    steps = enumerate(pairwise(names), 1)
    return [*moved, *(_renamed(part, given, got, number) for number, (given, got) in steps)]


def _renamed(part: Part, given: str, got: str, number: int) -> Event:
    """Give the trade of what left for what it arrived as; whether it is taxed is a position."""
    withdrawal, deposit = part.withdrawal, part.deposit
    usd = None if deposit.usd is None else share(deposit.usd, part.moved, deposit.quantity)
    return replace(
        deposit,
        id=f"{_transfer_id(part)}:as{number}",
        kind=Kind.TRADE,
        time=max(withdrawal.time, deposit.time),
        asset=given,
        quantity=part.moved,
        got_asset=got,
        got_quantity=part.moved,
        usd=usd,
        fee_asset=None,
        fee_quantity=None,
        fee_usd=None,
        detail=NO_DETAIL,
    )


def _transfer_id(part: Part) -> str:
    own = part.withdrawal.id
    return own if part.number == 1 else f"{own}:part{part.number}"


def _moved(part: Part, *, by_hash: bool) -> list[Event]:
    """Give the transfer, and apart from it a fee in another coin if there is one of each kind.

    Within one account nothing moved; what was burnt on the way was given up all the same. The
    first part of a withdrawal bears its fees.
    """
    withdrawal, deposit = part.withdrawal, part.deposit
    first = part.number == 1
    burnt = part.lost + (withdrawal.quantity - sent(withdrawal) if first else 0)
    transfer = replace(
        withdrawal,
        id=_transfer_id(part),
        kind=Kind.TRANSFER,
        time=min(withdrawal.time, deposit.time),
        quantity=part.moved,
        usd=None,
        to_account=deposit.account,
        detail=replace(
            withdrawal.detail,
            arrival=deposit.source,
            arrived=deposit.time if deposit.time > withdrawal.time else None,
            by_hash=by_hash,
        ),
    )
    if not first:
        transfer = replace(transfer, fee_asset=None, fee_quantity=None, fee_usd=None)
    paid_in_units = first and withdrawal.fee_asset not in (None, withdrawal.asset)
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
