"""Short sales of securities, and the signed results of contracts (spec section 9)."""

from harvestry.events.account import Method
from harvestry.events.event import Event
from harvestry.events.kind import RESULTS, Kind
from harvestry.ledger.lot import OpenLot
from harvestry.ledger.match import Match, Result, Term
from harvestry.ledger.taking import take
from harvestry.ledger.working import Working
from harvestry.units.days import day_text
from harvestry.units.exact import Money, quantity_text, share_after
from harvestry.units.problems import Severity


def short(work: Working, event: Event) -> None:
    """Open a short position: its proceeds, less the fee, wait for the cover."""
    fee = _fee(event)
    proceeds = None if event.usd is None or fee is None else event.usd - fee
    on = work.day(event)
    lot = OpenLot(event.id, 0, event.quantity, proceeds, event.time, on, on, None)
    work.shorts[event.account, event.asset].add(lot)


def cover(work: Working, event: Event) -> None:
    """Close the earliest short first; the gain is short-term (IRC 1233(a), (b))."""
    fee = _fee(event)
    cost = None if event.usd is None or fee is None else event.usd + fee
    on = work.day(event)
    so_far = 0
    for lot, part, proceeds, _ in take(
        work.shorts[event.account, event.asset], event.quantity, Method.FIFO
    ):
        before, so_far = so_far, so_far + part
        basis = None
        if cost is not None:
            basis = share_after(cost, before, part, event.quantity)
        work.write(
            Match(
                disposal=event.id,
                event=event,
                asset=event.asset,
                lot=lot.root,
                piece=lot.piece,
                quantity=part,
                acquired_on=on,
                holding_from=on,
                sold_on=on,
                term=Term.SHORT,
                proceeds=proceeds,
                basis=basis,
            )
        )
    missing = event.quantity - so_far
    if missing:
        message = (
            f"{event.account} covered {quantity_text(missing)} {event.asset} more on "
            f"{day_text(on)} than its files show sold short; add the row that opened the position."
        )
        work.report("cover-without-short", Severity.ERROR, message, event)


def _fee(event: Event) -> Money | None:
    """Give the fee in dollars: zero without one, `None` where units of unknown value paid it."""
    if event.fee_usd is None and event.fee_asset is None:
        return 0
    return event.fee_usd


def result(work: Working, event: Event) -> None:
    """Write down the signed result of a contract; it touches no lot."""
    assert event.kind in RESULTS
    work.chapter.results.append(Result(event, work.day(event), event.usd))


SHORT_SIDE = {
    Kind.SHORT: short,
    Kind.COVER: cover,
    Kind.RESULT_1256: result,
    Kind.RESULT_OTHER: result,
}
"""What opens and closes shorts, and what merely has a result."""
