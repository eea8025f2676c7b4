"""The `... Ordering of Sells` sheet: a row a lot, in the order sold (contract section 7)."""

from collections.abc import Callable, Sequence
from typing import Final

from harvestry.events.account import Method
from harvestry.harvest.holding import Holding, Step
from harvestry.harvest.wash_state import WashState
from harvestry.ledger.holding import long_from
from harvestry.ledger.match import Term
from harvestry.reports.figure_names import step_figure
from harvestry.reports.harvest_words import FIGURE, NOTHING_HELD, REBUY, STATE, VALUE
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.reports.wash_words import state_words
from harvestry.units.days import Day
from harvestry.units.exact import Money, quantity_text

_ORDERING: Final = (
    Column("Account", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Order", Unit.COUNT, "The lots in the order this method sells them."),
    Column("Acquired", Unit.DAY, "True acquisition date, whatever day it came to this account."),
    Column(
        "Term",
        Unit.TEXT,
        "Short or long if sold now; the days of a washed loss that joined the lot count, too.",
    ),
    Column("Quantity", Unit.QUANTITY),
    Column("Cumulative quantity", Unit.QUANTITY, "Selling through this lot."),
    Column("Basis", Unit.MONEY),
    Column("Value", Unit.MONEY, VALUE),
    Column("Gain or loss", Unit.GAIN),
    Column("Cumulative", Unit.GAIN, "Gain or loss of selling through this lot."),
    Column(
        "Sell through here",
        Unit.TEXT,
        "The stopping point that leaves the greatest loss after wash sales (if none is left: the "
        "greatest before them; none where they would leave a gain), before any lot of unknown "
        "basis or date.",
    ),
    Column("In words", Unit.TEXT),
    Column("Days to long term", Unit.COUNT, "Days until a sale is long-term; 0 if it is already."),
    Column("Lot", Unit.TEXT, "The row that acquired it; /1, /2 are parts that moved."),
    Column("Wash-sale state", Unit.TEXT, f"{STATE} A lot behind the stopping point: sold alone."),
    Column("Rebuy from", Unit.DAY, REBUY),
    Column("Exact quantity", Unit.TEXT, "The cumulative quantity to the last digit: sell this."),
    Column("Figure", Unit.TEXT, FIGURE),
)
_ORDERING_BRIEF: Final = (
    "account",
    "asset",
    "order",
    "acquired",
    "term",
    "quantity",
    "gain_or_loss",
    "cumulative",
    "sell_through_here",
)
SELL_THROUGH_HERE: Final = "sell through here"


def ordering(
    holdings: Sequence[Holding],
    method: Method,
    states_of: Callable[[Holding], Sequence[WashState]],
    day: Day,
) -> Table:
    """Give the `... Ordering of Sells` table: a row a lot, in the order the method sells them.

    `states_of` tells the wash-sale state of each lot of a holding; `day` is that of the sale.
    """
    rows: list[Row] = []
    stops: dict[int, str] = {}
    for holding in holdings:
        states = states_of(holding)
        for n, (step, state) in enumerate(zip(holding.steps, states, strict=True), start=1):
            if n == holding.stop:
                stops[len(rows)] = SELL_THROUGH_HERE
            figure = step_figure(method, step.match)
            rows.append((*_ordering_row(holding, n, step, state, day), figure))
    title = f"{method.upper()} Ordering of Sells"
    return Table(
        title,
        _ORDERING,
        rows,
        emphasis=stops,
        groups=("account", "asset"),
        brief=_ORDERING_BRIEF,
        answer="in_words",
        empty=NOTHING_HELD,
    )


def _ordering_row(holding: Holding, n: int, step: Step, state: WashState, day: Day) -> Row:
    match = step.match
    return (
        holding.account,
        holding.asset,
        n,
        match.acquired_on,
        match.term,
        match.quantity,
        step.cumulative_quantity,
        match.basis,
        match.proceeds,
        step.gain,
        step.cumulative,
        SELL_THROUGH_HERE if n == holding.stop else "",
        _in_words(holding, n, step),
        _days_to_long(match.holding_from, match.term, day),
        match.piece or "missing",
        state_words(state),
        "" if state.rebuy_from is None else state.rebuy_from,
        quantity_text(step.cumulative_quantity),
    )


def _in_words(holding: Holding, n: int, step: Step) -> str:
    """Say what to do with a lot."""
    if holding.quote is None:
        return "no price"
    if step.gain is None:
        return "keep: basis unknown"
    if n <= holding.stop:
        return _why_sold(holding, n, step.gain)
    if step.cumulative is None:
        comes = any(earlier.gain is None for earlier in holding.steps[: n - 1])
        return f"keep: a lot of unknown basis or date {'comes' if comes else 'may come'} first"
    return f"keep: {_why_kept(holding, step.gain, step.cumulative)}"


def _why_sold(holding: Holding, n: int, gain: Money) -> str:
    """Say why a lot is sold: at a gain behind all losses, because kept it would replace some."""
    if gain < 0:
        return "sell: loss"
    if any((later.gain or 0) < 0 for later in holding.steps[n : holding.stop]):
        return "sell: in the way of a loss"
    return "sell: kept, it would wash more of the loss"


def _why_kept(holding: Holding, gain: Money, cumulative: Money) -> str:
    if gain >= 0:
        return "gain" if gain else "no gain or loss"
    if cumulative < holding.lockable:
        return "after wash sales no more loss is left with it"
    return "loss behind larger gains"


def _days_to_long(holding_from: Day | None, term: Term, day: Day) -> int | None:
    if term is Term.LONG:
        return 0
    return None if holding_from is None else long_from(holding_from) - day
