"""Two halves of one transfer: withdrawals and deposits of own accounts, joined where they fit.

First by transaction hash; then by asset, amount and time, where nothing else is possible. What is
left stays a half, a problem of the fold, with the best guesses. docs/spec/transfers.md
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from harvestry.events.event import Event
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
    parts = by_hash(out, into)
    out, into = _without(parts, out), _without(parts, into)
    out += [_stays(part) for part in parts if part.rest]
    pairs, left = taken(out, into)
    for part in parts:
        rest.extend(_joined(part, by_hash=True))
    for fit in pairs:
        rest.extend(_joined(_part(fit), by_hash=False))
    halves = _without(map(_part, pairs), out), _without(map(_part, pairs), into)
    said = [*map(said_of_fit, pairs), *guesses(*halves, left)]
    return Joined([*rest, *halves[0], *halves[1]], tuple(said))


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


def _joined(part: Part, *, by_hash: bool) -> list[Event]:
    """Give the transfer, and apart from it a fee in another coin if there is one of each kind.

    Within one account nothing moved; what was burnt on the way was given up all the same. The
    first part of a withdrawal bears its fees.
    """
    withdrawal, deposit = part.withdrawal, part.deposit
    first = part.number == 1
    burnt = part.lost + (withdrawal.quantity - sent(withdrawal) if first else 0)
    transfer = replace(
        withdrawal,
        id=withdrawal.id if first else f"{withdrawal.id}:part{part.number}",
        kind=Kind.TRANSFER,
        time=min(withdrawal.time, deposit.time),
        quantity=part.moved,
        usd=None,
        to_account=deposit.account,
        detail=replace(withdrawal.detail, arrival=deposit.source, by_hash=by_hash),
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
