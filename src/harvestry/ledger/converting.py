"""Swaps of a coin for a token that stands for it, where that is no exchange (`likeness`).

The lots go over with basis and dates, as in a transfer; a fee paid in coins is given up as usual.
"""

from harvestry.events.account import Method
from harvestry.events.event import Event
from harvestry.ledger.giving import pay_fee_units, report_naming
from harvestry.ledger.lot import OpenLot
from harvestry.ledger.match import Departure, Move
from harvestry.ledger.moving import origin_of
from harvestry.ledger.pool import Taken
from harvestry.ledger.taking import take, take_named
from harvestry.ledger.working import Working
from harvestry.units.days import day_text
from harvestry.units.exact import Money, Quantity, quantity_text, share
from harvestry.units.problems import Severity


def convert(work: Working, event: Event) -> None:
    """Turn lots of the asset given into lots of the asset received, first in first out."""
    got_asset, got = event.got_asset, event.got_quantity
    assert got_asset is not None
    assert got is not None
    given = _given(event)
    source = work.pools[event.account, event.asset]
    if event.detail.lots:
        taken, naming = take_named(source, given, event.detail.lots, Method.FIFO)
        report_naming(work, event, naming, Method.FIFO)
    else:
        taken = take(source, given, Method.FIFO)
    arrived = _carry_over(work, event, taken, given)
    if arrived < got:
        _arrive_unknown(work, event, got - arrived)


def pay_for_conversion(work: Working, event: Event) -> None:
    """Give up the units that paid for a conversion: for their value, else by that of the swap."""
    pay_fee_units(work, event, worth=_worth_of_fee(event))


def _given(event: Event) -> Quantity:
    """Give the units that turn into others: all that are given but a fee among them."""
    fee = event.fee_quantity if event.fee_asset == event.asset else None
    return event.quantity - (fee or 0)


def _worth_of_fee(event: Event) -> Money | None:
    if event.usd is None or event.fee_asset not in (event.asset, event.got_asset):
        return None
    whole = _given(event) if event.fee_asset == event.asset else event.got_quantity
    assert event.fee_quantity is not None
    assert whole
    return share(event.usd, event.fee_quantity, whole)


def _carry_over(work: Working, event: Event, taken: list[Taken], given: Quantity) -> Quantity:
    """Put what was taken into the pool of the asset received; give how many units that makes."""
    got_asset, got = event.got_asset, event.got_quantity
    assert got_asset is not None
    assert got is not None
    target = work.pools[event.account, got_asset]
    so_far = arrived = 0
    for part in taken:
        lot, quantity, basis, _ = part
        so_far += quantity
        units = share(got, so_far, given) - arrived
        if not units:  # dust below the smallest unit of what is received
            on = work.day(event)
            gone = Departure(event, event.asset, lot.root, lot.piece, quantity, basis, on)
            work.chapter.departures.append(gone)
            continue
        arrived += units
        piece = _received(work, part, units, basis)
        target.add(piece)
        work.chapter.moves.append(
            Move(
                event,
                event.asset,
                lot.root,
                lot.piece,
                piece.piece,
                quantity,
                basis,
                got_asset,
                units,
            )
        )
        if lot.fresh_in is None or work.notes is None:
            continue
        if work.notes.are_alike(event.asset, got_asset):
            work.notes.arrived((event.account, got_asset), piece)
    return arrived


def _received(work: Working, part: Taken, units: Quantity, basis: Money | None) -> OpenLot:
    lot = part[0]
    number = work.next_number(lot.root)
    dates = (lot.acquired, lot.acquired_on, lot.holding_from)
    return OpenLot(lot.root, number, units, basis, *dates, origin_of(part), turn=lot.turn)


def _arrive_unknown(work: Working, event: Event, units: Quantity) -> None:
    assert event.got_asset is not None
    message = (
        f"{event.account} turned more {event.asset} into {event.got_asset} on "
        f"{day_text(work.day(event))} than its files show it had; {quantity_text(units)} "
        f"{event.got_asset} arrive with unknown basis. Add the missing file or the purchase."
    )
    work.report("not-enough-lots", Severity.ERROR, message, event)
    piece = work.lot_of_unknown_date(event, units)
    work.pools[event.account, event.got_asset].add(piece)
