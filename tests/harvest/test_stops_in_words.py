"""Where washes move the stopping point, the words beside a lot stay true."""

from dataclasses import replace
from pathlib import Path

import harvestry
from events.making_events import FILE, at, event
from harvestry.events.account import Accounts, Method
from harvestry.events.prices import Quote, book_of
from harvestry.events.taxpayer import Profile
from harvestry.harvest.planned_sales import Moment
from harvestry.harvest.selling_order import selling_order
from harvestry.harvest.wash_state import WashState
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.rules import Rules
from harvestry.reports.ordering_table import ordering
from harvestry.tax.wash_reach import Reach
from harvestry.tax.whose_return import Returns
from harvestry.units.days import day_of
from harvestry.units.exact import price_of
from harvestry.units.source_ref import SourceRef

DAY = day_of("2026-12-01")


def test_a_gain_sold_last_is_not_in_the_way_of_a_loss(tmp_path: Path) -> None:
    """A bought at 50,000 and B two days later at 39,000, both within 30 days; 40,000 today.

    A sold alone is washed by B, which is kept: nothing is left of 10,000. Both sold, A's loss joins
    B's basis, 49,000, and is taken with it: 9,000, and nothing that is kept replaces it.
    """
    (tmp_path / "history.csv").write_text(
        "time,account,kind,asset,quantity,id,usd\n"
        "2026-11-10T10:00:00Z,a,buy,BTC,1,A,50000\n"
        "2026-11-12T10:00:00Z,a,buy,BTC,1,B,39000\n"
    )
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-12-01,BTC,40000\n")
    case = harvestry.open_case([tmp_path], as_of="2026-12-01", wash="apply")
    fifo = case.harvest().document["methods"]["fifo"]
    assert fifo["summary"][0]["loss_left"] == "-9000"
    assert [row["in_words"] for row in fifo["ordering"]] == [
        "sell: loss",
        "sell: kept, it would wash more of the loss",
    ]
    assert [row["sell_through_here"] for row in fifo["ordering"]] == ["", "sell through here"]


def test_a_loss_behind_a_stop_that_washes_moved_is_not_behind_gains() -> None:
    """Losses of 10,000 and 20,000, then a gain of 25,000 and a loss of 5,000; the first is sold."""
    bought = {"A": "50000", "B": "60000", "C": "15000", "D": "45000"}
    events = [
        event(name, f"2026-0{n}-01T12:00", "buy", "BTC", "1", usd=usd)
        for n, (name, usd) in enumerate(bought.items(), 1)
    ]
    quote = Quote("BTC", DAY, None, price_of("40000"), SourceRef(FILE, (1,)))
    moment = Moment(at("2026-12-01T23:59:59"), DAY, book_of([quote]))
    state = fold(EMPTY, events, Rules(Accounts()))
    order = selling_order(state, Returns(Accounts(), Profile()), moment, Method.FIFO)
    (holding,) = (replace(each, stop=1) for each in order.holdings)
    state_of_each = WashState("BTC", Reach.COVERED, loss=False)
    table = ordering([holding], Method.FIFO, lambda each: [state_of_each] * len(each.steps), DAY)
    assert table.column("in_words") == (
        "sell: loss",
        "keep: after wash sales no more loss is left with it",
        "keep: gain",
        "keep: loss behind larger gains",
    )
