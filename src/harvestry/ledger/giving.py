"""The giving side of events: what goes out is matched to pieces (docs/spec/lots.md section 5)."""

from typing import Final

from harvestry.events.account import EARLIEST_FIRST, Method
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, Kind
from harvestry.ledger.holding import long_from, term_of
from harvestry.ledger.identification import Names, identified
from harvestry.ledger.lot import OpenLot
from harvestry.ledger.match import Departure, Match, Term, Unsure, new_match
from harvestry.ledger.pool import Pool, Taken
from harvestry.ledger.taking import Naming, take, take_named
from harvestry.ledger.working import Working
from harvestry.units.days import Day, day_text
from harvestry.units.exact import Money, Quantity, quantity_text, share
from harvestry.units.problems import Severity

# Looking a member up in its class costs as much as half a multiplication: here it is done once.
_LONG: Final = Term.LONG
_SHORT: Final = Term.SHORT
_FIFO: Final = Method.FIFO
_SPECIFIC: Final = Method.SPECIFIC
_HIFO: Final = Method.HIFO
_BY_COST: Final = f"the order {Method.HIFO.upper()}"


def sell(work: Working, event: Event) -> None:
    """A sale or spend: proceeds less the fee (Reg. 1.1001-7(b)(2))."""
    _dispose(work, event, event.id, event.asset, event.quantity, _net_of_fee(event))


def give_in_trade(work: Working, event: Event) -> None:
    """The giving side of a trade: the value received, less every fee of the trade."""
    proceeds = event.usd
    if event.fee_asset is not None and event.fee_asset == event.got_asset:
        assert event.fee_quantity is not None
        assert event.got_quantity is not None
        if proceeds is not None:
            proceeds -= share(proceeds, event.fee_quantity, event.got_quantity)
    elif event.fee_asset != event.asset:
        proceeds = _net_of_fee(event)
    # A fee in the asset given up has already lowered what was received.
    _dispose(work, event, event.id, event.asset, event.quantity, proceeds)


def pay_fee(work: Working, event: Event) -> None:
    """A `fee` event: the units are given up for their value."""
    _dispose(work, event, event.id, event.asset, event.quantity, event.usd)


def depart(work: Working, event: Event) -> None:
    """A gift, donation, loss or theft: the units leave with their basis, without gain or loss."""
    fee = _fee_within(event)
    method = work.desks[event.account].always
    names: Names = event.detail.lots
    if names or method is None:
        on = work.day(event)
        given = event.quantity - fee
        method, names = identified(work, event, event.asset, given, on, names, departs=True)
    _leave(work, event, event.quantity - fee, method, names)
    if fee:
        _dispose(work, event, f"{event.id}:fee", event.asset, fee, _value_of_own_fee(event))


def withdraw(work: Working, event: Event) -> None:
    """A withdrawal whose deposit is not known: the units leave, and no gain is assumed."""
    message = (
        f"{quantity_text(event.quantity)} {event.asset} left {event.account} on "
        f"{day_text(work.day(event))} and no file shows where to; add the file of the receiving "
        "account, or say whether it was a sale, a payment or a gift. Until then no gain is counted."
    )
    work.report("unmatched-withdrawal", Severity.ERROR, message, event)
    fee = _fee_within(event)
    _leave(work, event, event.quantity - fee, Method.FIFO, event.detail.lots)
    if fee:
        _dispose(work, event, f"{event.id}:fee", event.asset, fee, _value_of_own_fee(event))


def pay_third_coin(work: Working, event: Event) -> None:
    """Give up the units of a third coin that paid the fee: a disposition of its own."""
    if event.fee_asset is None or event.fee_asset in (event.asset, event.got_asset):
        return
    pay_fee_units(work, event)


def pay_fee_units(work: Working, event: Event, *, worth: Money | None = None) -> None:
    """Give up the fee's units for the fee's value, as disposition `ID:fee`.

    `worth` is that value where the event does not state it.
    """
    assert event.fee_asset is not None
    assert event.fee_quantity is not None
    usd = worth if event.fee_usd is None else event.fee_usd
    _dispose(work, event, f"{event.id}:fee", event.fee_asset, event.fee_quantity, usd)


def _dispose(
    work: Working,
    event: Event,
    disposal: str,
    asset: str,
    quantity: Quantity,
    proceeds: Money | None,
) -> None:
    """Match a disposition to pieces and write the matches down."""
    account = event.account
    desk = work.desks[account]
    on = desk.zone.day(event.time)
    key = account, asset
    pool = work.pools[key]
    of_event = disposal == event.id
    if desk.always is _FIFO and not (of_event and event.detail.lots):
        taken = pool.take_first(quantity)
    else:
        taken = _taken(work, event, pool, asset, quantity, on, of_event=of_event)
    matches = work.chapter.matches
    so_far, paid = 0, 0
    for lot, part, carried, before in taken:
        so_far += part
        if proceeds is None:
            piece_proceeds = None
        else:
            upto = proceeds if so_far == quantity else share(proceeds, so_far, quantity)
            piece_proceeds = upto - paid
            paid = upto
        holding_from = lot.holding_from
        most_basis = None
        if lot.origin is None and holding_from is not None:
            basis = carried
            term = _LONG if on >= long_from(holding_from) else _SHORT
        else:
            basis, holding_from = _counted(lot, part, carried, before, piece_proceeds)
            if basis is None and carried is not None and piece_proceeds is not None:
                _report_gift_value(work, event, lot)
                most_basis = carried
            term = _term(lot, holding_from, on, known=basis is not None or carried is None)
        matches.append(
            new_match(
                (
                    disposal,
                    event,
                    asset,
                    lot.root,
                    lot.piece,
                    part,
                    lot.acquired_on,
                    holding_from,
                    on,
                    term,
                    piece_proceeds,
                    basis,
                    0,
                    most_basis,
                )
            )
        )
    if work.notes is not None:
        work.notes.went.taken.extend(taken)
    if so_far < quantity:
        rest = None if proceeds is None else proceeds - paid
        missing = quantity - so_far
        report_missing(work, event, asset, missing, on)
        nothing = (None, None)
        work.write(
            Match(disposal, event, asset, *nothing, missing, *nothing, on, Term.UNKNOWN, rest, None)
        )


def _taken(
    work: Working,
    event: Event,
    pool: Pool,
    asset: str,
    quantity: Quantity,
    on: Day,
    *,
    of_event: bool,
) -> list[Taken]:
    """Take units out of a pool: those the event names, else the next by the order in force."""
    method = work.desks[event.account].always
    names: Names = event.detail.lots if of_event else ()
    if names or method is None:
        method, names = identified(work, event, asset, quantity, on, names, of_event=of_event)
    if method is _SPECIFIC and of_event and not names:
        _report_not_identified(work, event)
    if method is _FIFO and not names:  # as below, without a call: most sales are such
        return take(pool, quantity, method)
    return _taken_by(work, event, pool, asset, quantity, method, names, on)


def _taken_by(
    work: Working,
    event: Event,
    pool: Pool,
    asset: str,
    quantity: Quantity,
    method: Method,
    names: Names,
    on: Day,
) -> list[Taken]:
    """Take units that names point out, by an order what they leave; say what is doubtful."""
    by_order = quantity
    if names:
        taken, naming = take_named(pool, quantity, names, method)
        report_naming(work, event, naming, method)
        by_order = naming.open
    else:
        taken = take(pool, quantity, method)
    if method is _HIFO and by_order and pool.unknown:
        _note_unknown(work, event, pool, asset, taken, by_order, on)
    return taken


def _note_unknown(
    work: Working,
    event: Event,
    pool: Pool,
    asset: str,
    taken: list[Taken],
    by_order: Quantity,
    on: Day,
) -> None:
    """Take note where a lot of unknown basis was left that, had it cost more, had gone first.

    `by_order` of the units taken, the last of them, went by the order. Where all came from the only
    such lot, and nothing else was there, there was nothing to choose from.
    """
    left = pool.left_unknown()
    if left is None:
        return
    chosen = taken[-1][0].basis is not None or pool.left_several_unknown()
    for lot, part, _, _ in reversed(taken):
        if chosen or by_order <= 0:
            break
        chosen = lot is not left
        by_order -= part
    if chosen:
        unsure = Unsure(event, event.account, asset, left.root, on, _BY_COST)
        work.chapter.unsure.append(unsure)


def _counted(
    lot: OpenLot,
    quantity: Quantity,
    basis: Money | None,
    before: Quantity,
    proceeds: Money | None,
) -> tuple[Money | None, Day | None]:
    """Give the basis and start of holding that count, which for a gift depend on the proceeds.

    A gain is counted from the donor's basis, a loss from the value at the gift and then held from
    the gift; between the two there is neither (IRC 1015(a); Pub. 551; Pub. 544 table 4-2).
    """
    floor = lot.loss_basis_of(before, quantity)
    if lot.origin is not None and lot.origin.value_unknown and basis is not None:
        known = proceeds is not None and proceeds >= basis
        return (basis if known else None), lot.holding_from
    if floor is None or basis is None:
        return basis, lot.holding_from
    if proceeds is None:
        return None, lot.holding_from
    if proceeds > basis:
        return basis, lot.holding_from
    assert lot.origin is not None
    if proceeds < floor:
        return floor, lot.origin.loss_from
    return proceeds, lot.holding_from


def _term(lot: OpenLot, holding_from: Day | None, on: Day, *, known: bool) -> Term:
    """Give the term; while it is not `known` which basis of a gift counts, only what both give."""
    term = term_of(holding_from, on, lot.origin)
    if known:
        return term
    assert lot.origin is not None, "of others the basis that is carried counts"
    return term if term is term_of(lot.origin.loss_from, on, lot.origin) else Term.UNKNOWN


def _leave(work: Working, event: Event, quantity: Quantity, method: Method, names: Names) -> None:
    """Take units out with their basis, without a disposition."""
    on = work.day(event)
    pool = work.pools[event.account, event.asset]
    taken = _taken_by(work, event, pool, event.asset, quantity, method, names, on)
    departures = work.chapter.departures
    missing = quantity
    for lot, part, basis, _ in taken:
        departures.append(Departure(event, event.asset, lot.root, lot.piece, part, basis, on))
        missing -= part
    if work.notes is not None:
        key = event.account, event.asset
        work.notes.went.leavings.append((len(departures), key, taken))
    if missing:
        report_missing(work, event, event.asset, missing, on)
        departures.append(Departure(event, event.asset, None, None, missing, None, on))


def _net_of_fee(event: Event) -> Money | None:
    """Give the proceeds less a fee in cash, in the asset sold or in a third coin."""
    if event.usd is None:
        return None
    if event.fee_usd is not None:
        return event.usd - event.fee_usd
    if event.fee_asset is None:
        return event.usd
    if event.fee_asset == event.asset:
        assert event.fee_quantity is not None
        return event.usd - share(event.usd, event.fee_quantity, event.quantity)
    return None


def _fee_within(event: Event) -> Quantity:
    """Give the fee units that are part of the event's own quantity."""
    if event.fee_asset != event.asset:
        return 0
    assert event.fee_quantity is not None
    assert event.fee_quantity <= event.quantity, "a fee above what it is part of"
    return event.fee_quantity


def _value_of_own_fee(event: Event) -> Money | None:
    if event.fee_usd is not None or event.usd is None:
        return event.fee_usd
    assert event.fee_quantity is not None
    return share(event.usd, event.fee_quantity, event.quantity)


def report_missing(work: Working, event: Event, asset: str, missing: Quantity, on: Day) -> None:
    """Write down that more was given up than was held."""
    message = (
        f"{event.account} gave up {quantity_text(missing)} {asset} more on {day_text(on)} than its "
        "files show it had, so the basis of that part is unknown; add the missing file or the "
        "purchase."
    )
    if event.time == work.desks[event.account].zone.noon(on):
        message += (
            " A row without a time of day counts at noon: if what it gave up came later that day, "
            "tell the time."
        )
    of_fee = asset != event.asset
    work.report("not-enough-lots", Severity.ERROR, message, event, units=missing, of_fee=of_fee)


def report_naming(work: Working, event: Event, naming: Naming, method: Method) -> None:
    """Write down where the lots an event names are not all there, or other than what went."""
    if not any(naming):
        return
    order = "first in, first out" if method in EARLIEST_FIRST else f"by the order, {method.upper()}"
    who = f"{event.kind.capitalize()} {event.id} in {event.account} names"
    left = f"what they leave open was taken {order}"
    if naming.in_vain:
        message = f"{who} lots that are not there ({'; '.join(naming.in_vain)}); {left}."
        work.report("lots-not-there", Severity.ERROR, message, event)
    elif naming.beyond:
        message = (
            f"{who} {quantity_text(naming.beyond)} {event.asset} more than it gave up; the first "
            "of them were taken: mend `lots` if others were meant."
        )
        work.report("lots-beyond-sale", Severity.WARNING, message, event)
    else:
        message = f"{who} lots for all but {quantity_text(naming.open)} {event.asset}; {left}."
        work.report("lots-name-a-part", Severity.NOTE, message, event)


def _report_gift_value(work: Working, event: Event, lot: OpenLot) -> None:
    message = (
        f"{event.id} in {event.account} sold units of the gift {lot.root} below the donor's "
        "basis. The value at the gift is unknown, and so is the loss (IRC 1015(a)); fetch the "
        f"price of {event.asset} on the day of the gift with --live or add it to your price file, "
        "or, where the gift has a row of its own, put the value into its `fmv_usd`."
    )
    work.report("gift-value-missing", Severity.ERROR, message, event)


def _report_not_identified(work: Working, event: Event) -> None:
    message = (
        f"Sale {event.id} in {event.account} names no lots although the account's order is "
        "`specific`, so it was matched first in, first out (Reg. 1.1012-1(j)(2)(ii)); name them "
        "in `lots`."
    )
    work.report("not-identified", Severity.WARNING, message, event)


GIVE = {
    Kind.SELL: sell,
    Kind.SPEND: sell,
    Kind.TRADE: give_in_trade,
    Kind.FEE: pay_fee,
    Kind.GIFT_OUT: depart,
    Kind.DONATION: depart,
    Kind.LOST: depart,
    Kind.STOLEN: depart,
    Kind.WITHDRAWAL: withdraw,
}
"""What gives up, and how."""

_RECEIVING: Final = (Kind.BUY, Kind.DEPOSIT, Kind.OPENING, Kind.GIFT_IN, Kind.INHERIT, *INCOME)

PAY = dict.fromkeys((*(GIVE.keys() - {Kind.FEE}), *_RECEIVING), pay_third_coin)
"""What may have a fee in units of its own, which are given up last, and how."""
