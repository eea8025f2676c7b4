"""The receiving side of events: what comes in becomes a lot (docs/spec/lots.md section 4)."""

from harvestry.events.event import Event
from harvestry.events.kind import INCOME, Kind
from harvestry.ledger.holding import term_of
from harvestry.ledger.lot import OpenLot, Origin
from harvestry.ledger.match import Income, Match
from harvestry.ledger.working import Working
from harvestry.units.days import Day, Instant, day_text
from harvestry.units.exact import Money, Quantity, quantity_text, share
from harvestry.units.problems import Severity


def buy(work: Working, event: Event) -> None:
    """A purchase: what was paid, fee included, is the basis (Reg. 1.1012-1(h)(1))."""
    usd = event.usd
    if event.fee_asset == event.asset:
        _receive_withheld(work, event, event.asset, event.quantity, fee_joins_basis=True)
        return
    if usd is not None:
        if event.fee_usd is not None:
            usd += event.fee_usd
        elif event.fee_asset is not None:
            usd = None
    on = work.day(event)
    lot = OpenLot(event.id, 0, event.quantity, usd, event.time, on, on, None)
    work.pools[event.account, event.asset].add(lot)


def receive_in_trade(work: Working, event: Event) -> None:
    """The receiving side of a trade: the value received is its basis; fees go to the other side.

    Reg. 1.1012-1(h)(2)(ii).
    """
    assert event.got_asset is not None
    assert event.got_quantity is not None
    if event.fee_asset == event.got_asset:
        _receive_withheld(work, event, event.got_asset, event.got_quantity, fee_joins_basis=False)
        return
    on = work.day(event)
    lot = OpenLot(event.id, 0, event.got_quantity, event.usd, event.time, on, on, None)
    work.pools[event.account, event.got_asset].add(lot)


def income(work: Working, event: Event) -> None:
    """Ordinary income at its value when received, which is the basis (Notice 2014-21 Q-4, Q-8)."""
    assert event.kind in INCOME
    on = work.day(event)
    work.chapter.income.append(Income(event, on, event.usd))
    if event.fee_asset == event.asset:
        _receive_withheld(work, event, event.asset, event.quantity, fee_joins_basis=False)
        return
    lot = OpenLot(event.id, 0, event.quantity, event.usd, event.time, on, on, None)
    work.pools[event.account, event.asset].add(lot)


def opening(work: Working, event: Event) -> None:
    """A lot already held when the account's record begins."""
    acquired = event.detail.acquired
    _receive_dated(work, event, event.usd, acquired, None)


def inherit(work: Working, event: Event) -> None:
    """Inherited units: the value at death, always long-term (IRC 1014(a), 1223(9))."""
    acquired = event.time if event.detail.acquired is None else event.detail.acquired
    _receive_dated(work, event, event.usd, acquired, Origin(inherited=True))


def gift_in(work: Working, event: Event) -> None:
    """A gift: the donor's basis and dates; for a loss a lower value at the gift (IRC 1015(a)).

    Without the donor's records the basis is zero and holding starts with the gift (Pub. 550,
    Basis of digital assets received as a gift).
    """
    if event.usd is None:
        message = (
            f"The donor's records for the gift of {quantity_text(event.quantity)} {event.asset} "
            "are missing, so its basis is 0; put the donor's basis into `usd` and date into "
            "`acquired`."
        )
        work.report("gift-no-donor-records", Severity.WARNING, message, event)
        _receive_dated(work, event, 0, event.time, None)
        return
    acquired = event.detail.acquired
    if acquired is None:
        message = (
            f"The day the donor acquired the {event.asset} is missing, so holding is counted from "
            f"the gift on {day_text(work.day(event))}; put the donor's date into `acquired`."
        )
        work.report("gift-no-donor-date", Severity.WARNING, message, event)
        acquired = event.time
    value = event.detail.fmv_usd
    origin = None
    if value is not None and value < event.usd:
        origin = Origin(loss_basis=value, loss_from=work.day(event))
    _receive_dated(work, event, event.usd, acquired, origin)


def deposit(work: Working, event: Event) -> None:
    """A deposit whose withdrawal is not known: basis and date are unknown, which is not zero."""
    message = (
        f"{quantity_text(event.quantity)} {event.asset} arrived in {event.account} on "
        f"{day_text(work.day(event))} and no file shows where from, so basis and date are unknown; "
        "add the file of the sending account, or say what the units cost."
    )
    work.report("unmatched-deposit", Severity.ERROR, message, event)
    _receive_dated(work, event, None, None, None)


def _receive_dated(
    work: Working,
    event: Event,
    basis: Money | None,
    acquired: Instant | None,
    origin: Origin | None,
) -> None:
    """Put a lot into the pool with an acquisition of its own; `None` is an unknown date."""
    on = None if acquired is None else work.desks[event.account].zone.day(acquired)
    quantity = event.quantity
    if event.fee_asset == event.asset:
        assert event.fee_quantity is not None
        part = _withhold(work, event, event.asset, quantity, basis, on)
        quantity -= event.fee_quantity
        basis = None if basis is None or part is None else basis - part
    if not quantity:
        return
    when = event.time if acquired is None else acquired
    lot = OpenLot(event.id, 0, quantity, basis, when, on, on, origin)
    work.pools[event.account, event.asset].add(lot)


def _receive_withheld(
    work: Working, event: Event, asset: str, quantity: Quantity, *, fee_joins_basis: bool
) -> None:
    """Put a lot into the pool of whose units a fee was withheld."""
    assert event.fee_quantity is not None
    on = work.day(event)
    basis = event.usd
    part = _withhold(work, event, asset, quantity, basis, on)
    left = quantity - event.fee_quantity
    if basis is not None and part is not None and not fee_joins_basis:
        basis -= part
    if left:
        lot = OpenLot(event.id, 0, left, basis, event.time, on, on, None)
        work.pools[event.account, asset].add(lot)


def _withhold(
    work: Working, event: Event, asset: str, quantity: Quantity, basis: Money | None, on: Day | None
) -> Money | None:
    """Give up the withheld units for the basis they carry, so without gain, and give that basis.

    They come from the units just received, whatever the order (Reg. 1.1012-1(j)(3)(iii)).
    """
    fee = event.fee_quantity
    assert fee is not None
    assert 0 < fee <= quantity, "a fee above what it is withheld from"
    part = None if basis is None else share(basis, fee, quantity)
    work.pools[event.account, asset].pass_through(fee, part)
    sold_on = work.day(event)
    match = Match(
        disposal=f"{event.id}:fee",
        event=event,
        asset=asset,
        lot=event.id,
        piece=event.id,
        quantity=fee,
        acquired_on=on,
        holding_from=on,
        sold_on=sold_on,
        term=term_of(on, sold_on, None),
        proceeds=part,
        basis=part,
    )
    work.chapter.matches.append(match)
    return part


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
