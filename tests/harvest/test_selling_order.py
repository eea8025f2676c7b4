"""The order of sells and where to stop, by hand."""

from events.making_events import FILE, at, event
from harvestry.events.account import Accounts, Method
from harvestry.events.event import Event
from harvestry.events.ordering import in_order
from harvestry.events.prices import Quote, book_of
from harvestry.events.taxpayer import Profile
from harvestry.harvest.holding import Holding
from harvestry.harvest.planned_sales import Moment
from harvestry.harvest.selling_order import selling_order
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.match import Term
from harvestry.ledger.rules import Rules
from harvestry.tax.whose_return import Returns
from harvestry.units.days import day_of
from harvestry.units.exact import money_of, price_of, quantity_of
from harvestry.units.source_ref import SourceRef

DAY = day_of("2026-12-01")


def _order(method: Method, events: list[Event], price: str | None = "40000") -> list[Holding]:
    quotes = []
    if price is not None:
        quotes = [Quote("BTC", DAY, None, price_of(price), SourceRef(FILE, (1,)))]
    accounts = Accounts()
    state = fold(EMPTY, in_order(events), Rules(accounts))
    moment = Moment(at("2026-12-01T23:59:59"), DAY, book_of(quotes))
    return list(selling_order(state, Returns(accounts, Profile()), moment, method).holdings)


def _buy(id_: str, day: str, quantity: str, usd: str) -> Event:
    return event(id_, f"{day}T12:00", "buy", "BTC", quantity, usd=usd)


THREE_LOTS = [
    _buy("old", "2024-01-01", "1", "20000"),  # gain 20,000
    _buy("mid", "2025-11-01", "1", "90000"),  # loss 50,000
    _buy("new", "2026-06-01", "2", "70000"),  # gain 10,000
]


def test_fifo_must_sell_the_gain_in_the_way_first() -> None:
    (holding,) = _order(Method.FIFO, THREE_LOTS)
    assert [step.match.lot for step in holding.steps] == ["old", "mid", "new"]
    dollars = [money_of(text) for text in ("20000", "-30000", "-20000")]
    assert [step.cumulative for step in holding.steps] == dollars
    assert holding.stop == 2
    assert holding.lockable == money_of("-30000")
    assert holding.quantity_to_sell == quantity_of("2")


def test_lifo_stops_after_the_loss() -> None:
    (holding,) = _order(Method.LIFO, THREE_LOTS)
    assert [step.match.lot for step in holding.steps] == ["new", "mid", "old"]
    dollars = [money_of(text) for text in ("10000", "-40000", "-20000")]
    assert [step.cumulative for step in holding.steps] == dollars
    assert holding.quantity_to_sell == quantity_of("3")


def test_where_no_prefix_is_a_loss_nothing_is_to_be_sold() -> None:
    (holding,) = _order(Method.FIFO, [_buy("old", "2024-01-01", "1", "20000")])
    assert (holding.stop, holding.lockable, holding.quantity_to_sell) == (0, 0, 0)


def test_the_sums_tell_short_from_long() -> None:
    (holding,) = _order(Method.FIFO, THREE_LOTS)
    assert holding.losses(Term.SHORT) == 0
    assert holding.losses(Term.LONG) == money_of("-50000")  # held 2025-11-01 to 2026-12-01
    assert holding.gains() == money_of("30000")


def test_a_lot_of_unknown_basis_ends_what_can_be_promised() -> None:
    opening = event("d", "2026-01-01T12:00", "opening", "BTC", "1", acquired="2025-12-01T12:00")
    (holding,) = _order(Method.FIFO, [*THREE_LOTS, opening])
    assert [step.match.lot for step in holding.steps] == ["old", "mid", "d", "new"]
    assert holding.stop == 2
    assert holding.quantity_unknown == quantity_of("1")
    assert [step.cumulative is None for step in holding.steps] == [False, False, True, True]


def test_a_lot_of_unknown_date_may_be_the_first_of_all() -> None:
    deposit = event("d", "2026-07-01T12:00", "deposit", "BTC", "1")
    (fifo,) = _order(Method.FIFO, [*THREE_LOTS, deposit])
    assert (fifo.stop, fifo.uncertain) == (0, True)
    # Last in, first out sells by arrival here: nothing bought later is behind it.
    later = _buy("later", "2026-08-01", "1", "50000")
    (lifo,) = _order(Method.LIFO, [*THREE_LOTS, deposit, later])
    assert [step.match.lot for step in lifo.steps][:2] == ["later", "d"]
    assert lifo.lockable == money_of("-10000")


def test_without_a_price_every_gain_is_unknown() -> None:
    (holding,) = _order(Method.FIFO, THREE_LOTS, price=None)
    assert holding.quote is None
    assert all(step.gain is None for step in holding.steps)
    assert holding.gains() is None


def test_what_was_sold_before_is_matched_by_the_order_in_force_then() -> None:
    sale = event("s", "2026-07-01T12:00", "sell", "BTC", "1", usd="50000")
    (fifo,) = _order(Method.FIFO, [*THREE_LOTS, sale])
    (lifo,) = _order(Method.LIFO, [*THREE_LOTS, sale])
    assert {step.match.lot for step in fifo.steps} == {"mid", "new"}
    assert {step.match.lot for step in lifo.steps} == {"mid", "new"}
