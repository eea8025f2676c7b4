"""Transfers between own accounts: the very units move, with basis and dates (spec section 7)."""

from harvestry.events.account import Account, Method, Owner, Treatment
from harvestry.events.event import Event
from harvestry.ledger.giving import report_unmet
from harvestry.ledger.lot import OpenLot, Origin
from harvestry.ledger.match import Move
from harvestry.ledger.pool import Taken
from harvestry.ledger.taking import take, take_named
from harvestry.ledger.working import Working
from harvestry.units.days import day_text
from harvestry.units.exact import quantity_text
from harvestry.units.problems import Severity


def move(work: Working, event: Event) -> None:
    """Move units, first in first out unless the event names them, whatever order sales take.

    What the source does not hold arrives all the same, as a piece of unknown basis and date.
    """
    assert event.to_account is not None
    if event.to_account == event.account:
        return
    source = work.pools[event.account, event.asset]
    target = work.pools[event.to_account, event.asset]
    _warn_of_owner(work, event)
    if event.detail.lots:
        taken, unmet = take_named(source, event.quantity, event.detail.lots)
        if unmet:
            report_unmet(work, event, unmet)
    else:
        taken = take(source, event.quantity, Method.FIFO)
    arrived = 0
    moves = work.chapter.moves
    for part in taken:
        lot, quantity, basis, _ = part
        arrived += quantity
        piece = _arriving(work, part)
        moves.append(Move(event, event.asset, lot.root, lot.piece, piece.piece, quantity, basis))
        target.add(piece)
        if lot.fresh and work.wash is not None:
            work.wash.bought((event.to_account, event.asset), piece)
    missing = event.quantity - arrived
    if missing:
        message = (
            f"{event.account} sent {quantity_text(missing)} {event.asset} more to "
            f"{event.to_account} on {day_text(work.day(event))} than its files show it had; they "
            "arrive with unknown basis. Add the missing file or the purchase."
        )
        work.report("not-enough-lots", Severity.ERROR, message, event)
        target.add(work.lot_of_unknown_date(event, missing))


def falls_short(work: Working, event: Event) -> bool:
    """Tell whether the source holds less than the transfer wants."""
    return work.pools[event.account, event.asset].held < event.quantity


def _arriving(work: Working, part: Taken) -> OpenLot:
    """Give the piece that arrives: itself if it left whole, else a new piece of the same root."""
    lot, quantity, basis, before = part
    whole = before + quantity == lot.quantity
    number = lot.number if whole else work.next_number(lot.root)
    origin = lot.origin
    if origin is not None and origin.loss_basis is not None:
        floor = lot.loss_basis_of(before, quantity)
        origin = Origin(floor, origin.loss_from, origin.inherited)
    return OpenLot(
        lot.root,
        number,
        quantity,
        basis,
        lot.acquired,
        lot.acquired_on,
        lot.holding_from,
        origin,
    )


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
