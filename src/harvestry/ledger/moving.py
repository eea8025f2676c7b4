"""Transfers between own accounts: the very units move, with basis and dates (spec section 7)."""

from dataclasses import replace
from typing import Final, NamedTuple

from harvestry.events.account import Account, Method, Owner, Treatment
from harvestry.events.event import Event
from harvestry.ledger.giving import report_missing, report_naming
from harvestry.ledger.lot import OpenLot, Origin
from harvestry.ledger.match import Departure, Move
from harvestry.ledger.pool import Taken
from harvestry.ledger.taking import take, take_named
from harvestry.ledger.working import Working
from harvestry.units.days import day_text
from harvestry.units.exact import Money, Quantity, quantity_text, share_after, total_of
from harvestry.units.problems import Severity


class FeeBasis(NamedTuple):
    """What a fee's units leave to what moved: their basis, and what it is where a loss is counted.

    The two differ where the fee's units were a gift whose value was below the donor's basis (IRC
    1015(a)). `None` is unknown.
    """

    basis: Money | None = 0
    loss_basis: Money | None = 0


_NO_FEE: Final = FeeBasis()


def move(work: Working, event: Event) -> None:
    """Move units, first in first out unless the event names them, whatever order sales take.

    What the source does not hold arrives all the same, as a piece of unknown basis and date. A fee
    in coins is paid apart, unless by position `transfer_fee` its basis joins that of the units:
    that alone changes anything where both accounts are of one pool.
    """
    assert event.to_account is not None
    if event.to_account == event.account:
        return
    source = work.pools[event.account, event.asset]
    within = source is work.pools[event.to_account, event.asset]
    if within and not (work.fee_joins_basis and event.fee_asset is not None):
        return
    _warn_of_owner(work, event)
    # In one pool the units stay, so the fee's go first: it lacks none that the pool has.
    fee = _fee_to_join(work, event) if within else _NO_FEE
    if event.detail.lots and not within:
        taken, naming = take_named(source, event.quantity, event.detail.lots, Method.FIFO)
        report_naming(work, event, naming, Method.FIFO)
    else:
        taken = take(source, event.quantity, Method.FIFO)
    arrived = sum(quantity for _, quantity, _, _ in taken)
    _arrive(work, event, taken, fee if within else _fee_to_join(work, event))
    missing = event.quantity - arrived
    if missing and not within:
        message = (
            f"{event.account} sent {quantity_text(missing)} {event.asset} more to "
            f"{event.to_account} on {day_text(work.day(event))} than its files show it had; they "
            "arrive with unknown basis. Add the missing file or the purchase."
        )
        work.report("not-enough-lots", Severity.ERROR, message, event, units=missing)
        target = work.pools[event.to_account, event.asset]
        target.add(work.lot_of_unknown_date(event, missing))


def _arrive(work: Working, event: Event, taken: list[Taken], fee: FeeBasis) -> None:
    """Put the units into the receiving pool, each with its part of a fee's basis."""
    assert event.to_account is not None
    target = work.pools[event.to_account, event.asset]
    moves = work.chapter.moves
    whole = sum(quantity for _, quantity, _, _ in taken)
    so_far = 0
    for part in taken:
        lot, quantity, basis, _ = part
        added = fee
        if fee != _NO_FEE:
            added = FeeBasis(*(_part_of(each, so_far, quantity, whole) for each in fee))
            so_far += quantity
        piece = arriving(work, part)
        moves.append(
            Move(
                event,
                event.asset,
                lot.root,
                lot.piece,
                piece.piece,
                quantity,
                basis,
                fee_basis=added.basis,
            )
        )
        if added != _NO_FEE:
            _join(piece, added)
        target.add(piece)
        if lot.fresh_in is not None and work.notes is not None:
            work.notes.arrived((event.to_account, event.asset), piece)


def _part_of(
    whole: Money | None, before: Quantity, quantity: Quantity, units: Quantity
) -> Money | None:
    return None if whole is None else share_after(whole, before, quantity, units)


def _join(piece: OpenLot, added: FeeBasis) -> None:
    """Let a fee's basis join that of a piece, and the second one of a gift (IRC 1016(a)(1))."""
    basis, more = piece.basis, added.basis
    piece.basis = None if basis is None or more is None else basis + more
    origin = piece.origin
    if added.loss_basis is not None and origin is not None and origin.loss_basis is not None:
        piece.origin = replace(origin, loss_basis=origin.loss_basis + added.loss_basis)


def _fee_to_join(work: Working, event: Event) -> FeeBasis:
    """Take the fee's units out and give the basis they leave to what moved; nothing without any.

    By default the fee is given up for its value instead (position `transfer_fee`).
    """
    if event.fee_asset is None or not work.fee_joins_basis:
        return _NO_FEE
    assert event.fee_quantity is not None
    pool = work.pools[event.account, event.fee_asset]
    on = work.day(event)
    bases: list[Money | None] = []
    loss_bases: list[Money | None] = []
    missing = event.fee_quantity
    for lot, quantity, basis, before in take(pool, event.fee_quantity, Method.FIFO):
        missing -= quantity
        bases.append(basis)
        floor = lot.loss_basis_of(before, quantity)
        loss_bases.append(basis if floor is None else floor)
        gone = Departure(event, event.fee_asset, lot.root, lot.piece, quantity, basis, on)
        work.chapter.departures.append(gone)
    if missing:
        report_missing(work, event, event.fee_asset, missing, on)
        return FeeBasis(None, None)
    return FeeBasis(total_of(bases), total_of(loss_bases))


def falls_short(work: Working, event: Event) -> bool:
    """Tell whether the source holds less than the transfer wants."""
    return work.pools[event.account, event.asset].held < event.quantity


def arriving(work: Working, part: Taken) -> OpenLot:
    """Give the piece that arrives: itself if it left whole, else a new piece of the same root."""
    lot, quantity, basis, before = part
    whole = before + quantity == lot.quantity
    number = lot.number if whole else work.next_number(lot.root)
    return OpenLot(
        lot.root,
        number,
        quantity,
        basis,
        lot.acquired,
        lot.acquired_on,
        lot.holding_from,
        origin_of(part),
        turn=lot.turn,
    )


def origin_of(part: Taken) -> Origin | None:
    """Give what is unusual about units taken, a second basis cut down to theirs."""
    lot, quantity, _, before = part
    origin = lot.origin
    if origin is None or origin.loss_basis is None:
        return origin
    return replace(origin, loss_basis=lot.loss_basis_of(before, quantity))


def _warn_of_owner(work: Working, event: Event) -> None:
    assert event.to_account is not None
    source = work.desks[event.account].account
    target = work.desks[event.to_account].account
    if _regime(source) == _regime(target):
        return
    where = _in_words(target)
    message = (
        f"{quantity_text(event.quantity)} {event.asset} moved on {day_text(work.day(event))} from "
        f"{event.account}, {_in_words(source)}, into {event.to_account}, {where}: that is no "
        "transfer of one's own, so say what happened (a sale, a contribution, a distribution). The "
        "lots were moved with their basis."
    )
    work.report("moved-out-of-ownership", Severity.ERROR, message, event)


def _regime(account: Account) -> tuple[Treatment, bool]:
    """Give what must be the same on both sides of a mere move: the treatment, and who is taxed."""
    return account.treatment, account.owner is Owner.ENTITY


def _in_words(account: Account) -> str:
    if account.owner is Owner.ENTITY:
        return "an entity's account"
    return f"a {account.treatment} account"
