"""The receiving side of events: what comes in becomes a lot (docs/spec/lots.md section 4)."""

from collections.abc import Sequence

from harvestry.events.event import Event
from harvestry.events.kind import INCOME, Kind
from harvestry.ledger.holding import term_of
from harvestry.ledger.lot import OpenLot, Origin
from harvestry.ledger.match import Income, Match
from harvestry.ledger.wash.purchase_kinds import bought_before
from harvestry.ledger.working import Working
from harvestry.units.days import Instant, day_text
from harvestry.units.exact import Money, quantity_text, share
from harvestry.units.problems import Severity


def buy(work: Working, event: Event) -> None:
    """A purchase: what was paid, fee included, is the basis (Reg. 1.1012-1(h)(1))."""
    usd = event.usd
    if event.fee_asset == event.asset:
        _buy_with_units_withheld(work, event)
        return
    if usd is not None:
        if event.fee_usd is not None:
            usd += event.fee_usd
        elif event.fee_asset is not None:
            usd = None
    account, time = event.account, event.time
    key = account, event.asset
    on = work.desks[account].zone.day(time)
    lot = OpenLot(event.id, 0, event.quantity, usd, time, on, on, None)
    work.pools[key].add(lot)
    notes = work.notes
    if notes is not None:
        order = event.detail.order
        if order is None:  # as `notes.bought` does, without a call: most purchases are such
            lot.fresh_in = key
            notes.fresh[event.asset].append(lot)
        else:
            notes.bought(key, lot, order)


def receive_in_trade(work: Working, event: Event) -> None:
    """The receiving side of a trade: the value received is its basis; fees go to the other side.

    Reg. 1.1012-1(h)(2)(ii).
    """
    assert event.got_asset is not None
    assert event.got_quantity is not None
    on = work.day(event)
    lot = OpenLot(event.id, 0, event.got_quantity, event.usd, event.time, on, on, None)
    _add(work, event, event.got_asset, lot)
    if work.notes is not None:
        work.notes.bought((event.account, event.got_asset), lot, event.detail.order)


def income(work: Working, event: Event) -> None:
    """Ordinary income at its value when received, which is the basis (Notice 2014-21 Q-4, Q-8)."""
    assert event.kind in INCOME
    on = work.day(event)
    work.chapter.income.append(Income(event, on, event.usd))
    lot = OpenLot(event.id, 0, event.quantity, event.usd, event.time, on, on, None)
    _add(work, event, event.asset, lot)
    if work.notes is not None and event.kind in work.notes.reach.income_bought:
        work.notes.bought((event.account, event.asset), lot)


def opening(work: Working, event: Event) -> None:
    """A lot already held when the account's record begins.

    One whose day and cost are told was bought then, by all appearance: what it replaces may have
    been sold before the row.
    """
    acquired = event.detail.acquired
    missing = [
        column for column, value in (("usd", event.usd), ("acquired", acquired)) if value is None
    ]
    if missing:
        work.report("opening-incomplete", Severity.ERROR, _lacks(event, missing), event)
    lot = _receive_dated(work, event, event.usd, acquired, None)
    notes = work.notes
    if (
        notes is not None
        and bought_before(event)
        and notes.reach.zone.day(lot.acquired) <= notes.day
    ):
        notes.arrived((event.account, event.asset), lot)


def _lacks(event: Event, missing: Sequence[str]) -> str:
    """Say what an opening lot lacks, what hangs on it, and where to tell it.

    Of one that was decided no file has a row: what is decided anew has the day as well.
    """
    units = f"{quantity_text(event.quantity)} {event.asset} in {event.account}"
    hangs = [
        *(("basis",) if event.usd is None else ()),
        *(("term",) if event.detail.acquired is None else ()),
    ]
    unknown = f"{' and '.join(hangs)} {'is' if len(hangs) == 1 else 'are'} unknown"
    if event.detail.acquired is None:
        unknown += ", and it takes its place among the lots by when it was first held"
    decision = event.detail.decision
    if decision is None:
        columns = " and no ".join(f"`{column}`" for column in missing)
        return f"The opening lot of {units} has no {columns}, so its {unknown}; fill in the row."
    return (
        f"The lot of {units} that was decided, `{decision}`, has no day, so its {unknown}; say it "
        f"with the day it was acquired: `harvestry fix {decision}@DATE`."
    )


def inherit(work: Working, event: Event) -> None:
    """Inherited units: the value at death, always long-term (IRC 1014(a), 1223(9))."""
    if event.detail.acquired is None:
        message = (
            f"The day of death is missing for the {quantity_text(event.quantity)} {event.asset} "
            f"inherited in {event.account}, so its place among the lots is that of the row, "
            f"{day_text(work.day(event))}: first in, first out, and last in, first out, hang on "
            "it, and so does a value that a price fills in; put the day into `acquired`."
        )
        work.report("inherit-no-date", Severity.WARNING, message, event)
    _receive_dated(work, event, event.usd, event.detail.acquired, Origin(inherited=True))


def gift_in(work: Working, event: Event) -> None:
    """A gift: the donor's basis and dates; for a loss a lower value at the gift (IRC 1015(a)).

    Without the donor's records the basis is zero and holding starts with the gift (Pub. 550,
    Basis of digital assets received as a gift).
    """
    if event.usd is None:
        message = (
            f"The donor's records for the gift of {quantity_text(event.quantity)} {event.asset} "
            "are missing, so its basis is 0 and it counts as acquired on the day of the gift, "
            f"{day_text(work.day(event))}: its term and its place among the lots hang on it; put "
            "the donor's basis into `usd` and date into `acquired`."
        )
        work.report("gift-no-donor-records", Severity.WARNING, message, event)
        _receive_dated(work, event, 0, event.time, None)
        return
    acquired = event.detail.acquired
    if acquired is None:
        message = (
            f"The day the donor acquired the {event.asset} is missing, so it counts as acquired "
            f"on the day of the gift, {day_text(work.day(event))}: its term and its place among "
            "the lots, first in, first out, hang on it; put the donor's date into `acquired`."
        )
        work.report("gift-no-donor-date", Severity.WARNING, message, event)
        acquired = event.time
    value = event.detail.fmv_usd
    origin = None
    if value is None:
        origin = Origin(loss_from=work.day(event), value_unknown=True)
    elif value < event.usd:
        origin = Origin(loss_basis=value, loss_from=work.day(event))
    _receive_dated(work, event, event.usd, acquired, origin)


def deposit(work: Working, event: Event) -> None:
    """A deposit whose withdrawal is not known: basis and date are unknown, which is not zero."""
    message = (
        f"{quantity_text(event.quantity)} {event.asset} arrived in {event.account} on "
        f"{day_text(work.day(event))} and no file shows where from, so basis and date are unknown; "
        "add the file of the sending account, or say what the units cost. Sales from "
        f"{event.account} since then may be matched otherwise."
    )
    work.report("unmatched-deposit", Severity.ERROR, message, event)
    _receive_dated(work, event, None, None, None)


def _receive_dated(
    work: Working,
    event: Event,
    basis: Money | None,
    acquired: Instant | None,
    origin: Origin | None,
) -> OpenLot:
    """Put a lot into the pool with an acquisition of its own; `None` is an unknown date."""
    on = None if acquired is None else work.desks[event.account].zone.day(acquired)
    when = event.time if acquired is None else acquired
    lot = OpenLot(event.id, 0, event.quantity, basis, when, on, on, origin)
    _add(work, event, event.asset, lot)
    return lot


def _add(work: Working, event: Event, asset: str, lot: OpenLot) -> None:
    """Put a lot into the pool, and give up at once the units withheld from it as a fee.

    They are given up for the basis they carry, so without gain (Reg. 1.1001-7(b)(2)(iii)), and come
    from the units just received, whatever the order (Reg. 1.1012-1(j)(3)(iii)).
    """
    pool = work.pools[event.account, asset]
    pool.add(lot)
    if event.fee_asset == asset:
        assert event.fee_quantity is not None
        _, _, carried, _ = pool.cut(lot, event.fee_quantity)
        _write_withheld(work, event, lot, carried)


def _buy_with_units_withheld(work: Working, event: Event) -> None:
    """A purchase of which a fee was withheld: what was paid is what the units left cost.

    The fee's units carry their share of the price, are given up for it without gain, and that cost
    of buying joins the basis of the rest (Reg. 1.1012-1(h)(1)).
    """
    fee = event.fee_quantity
    assert fee is not None
    assert 0 < fee < event.quantity, "a fee of all that was bought"
    on = work.day(event)
    lot = OpenLot(event.id, 0, event.quantity - fee, event.usd, event.time, on, on, None)
    pool = work.pools[event.account, event.asset]
    pool.add(lot)
    part = None if event.usd is None else share(event.usd, fee, event.quantity)
    if work.notes is not None:
        work.notes.bought((event.account, event.asset), lot, event.detail.order)
    pool.pass_through(fee, part)
    _write_withheld(work, event, lot, part)


def _write_withheld(work: Working, event: Event, lot: OpenLot, amount: Money | None) -> None:
    fee = event.fee_quantity
    assert fee is not None
    sold_on = work.day(event)
    match = Match(
        disposal=f"{event.id}:fee",
        event=event,
        asset=event.fee_asset or event.asset,
        lot=lot.root,
        piece=lot.piece,
        quantity=fee,
        acquired_on=lot.acquired_on,
        holding_from=lot.holding_from,
        sold_on=sold_on,
        term=term_of(lot.holding_from, sold_on, lot.origin),
        proceeds=amount,
        basis=amount,
    )
    work.write(match)


RECEIVE = {
    Kind.BUY: buy,
    Kind.TRADE: receive_in_trade,
    Kind.OPENING: opening,
    Kind.INHERIT: inherit,
    Kind.GIFT_IN: gift_in,
    Kind.DEPOSIT: deposit,
    **dict.fromkeys(INCOME, income),
}
"""What receives, and how."""
