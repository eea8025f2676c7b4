"""The harvesting sheets: a summary and a selling order for each method (contract section 7)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from harvestry.events.account import Method
from harvestry.events.prices import Quote
from harvestry.harvest.holding import Holding, Step
from harvestry.harvest.look_ahead import LookAhead
from harvestry.harvest.unsettled import SETTLED, Unsettled
from harvestry.harvest.wash_state import WashState, state_of_sale, wash_states
from harvestry.ledger.holding import long_from
from harvestry.ledger.match import Term
from harvestry.ledger.pool import PoolKey
from harvestry.reports.cell_text import rounded_quantity
from harvestry.reports.figure_names import holding_figure, step_figure
from harvestry.reports.price_words import price_source
from harvestry.reports.table import Cell, Column, Row, Table, Unit
from harvestry.reports.wash_words import state_words
from harvestry.units.days import Day, day_text, instant_text
from harvestry.units.exact import quantity_text

_FIGURE: Final = "The name by which `harvestry explain FILES FIGURE` tells this row's story."
_NOTHING_HELD: Final = "Nothing is held on this day in an account that is on the return."
_STATE: Final = (
    "Whether purchases made or planned near today would disallow the loss, each row for itself."
)
_REBUY: Final = "The first day on which a purchase does not disallow a loss taken today."
_MAY_CHANGE: Final = (
    "A deposit without history decides which lots are here, or the file's own balance is another "
    "than the units here: once that is mended, this row may change."
)
_SUMMARY: Final = (
    Column("Asset", Unit.TEXT),
    Column("Account", Unit.TEXT, "Since 2025 each account and wallet is a pool of its own."),
    Column("Quantity", Unit.QUANTITY, "All units held in the account."),
    Column("Of unknown basis", Unit.QUANTITY, "Units whose cost no file shows: mend them first."),
    Column("Basis", Unit.MONEY, "What the units cost, fees included; said where unknown.", True),
    Column("Price", Unit.PRICE, "US dollars for one unit."),
    Column("Price time", Unit.TEXT, "When the price was made."),
    Column("Price source", Unit.TEXT, "Who gives the price, and when it was asked."),
    Column("Value", Unit.MONEY, "Quantity times price, before selling fees.", True),
    Column("Short loss", Unit.GAIN, "Losses of lots held one year or less.", True),
    Column("Long loss", Unit.GAIN, "Losses of lots held more than one year.", True),
    Column("Gain", Unit.GAIN, "Gains of lots, short and long.", True),
    Column("Net", Unit.GAIN, "Selling everything: all losses and gains together.", True),
    Column(
        "Loss that can be locked in",
        Unit.GAIN,
        "Selling in this order and stopping where the loss is greatest, gains on the way included;"
        " before wash sales.",
        total=True,
    ),
    Column("Quantity to sell for it", Unit.QUANTITY, "How much to sell, in this order."),
    Column("Exact quantity", Unit.TEXT, "The same to the last digit: sell exactly this."),
    Column("Wash-sale state", Unit.TEXT, _STATE),
    Column(
        "Disallowed if sold today",
        Unit.MONEY,
        "What purchases already made would disallow of that loss (wash sale), this row sold alone.",
        total=True,
    ),
    Column("Loss left", Unit.GAIN, "The loss that can be locked in, less that.", total=True),
    Column("Rebuy from", Unit.DAY, _REBUY),
    Column("May change", Unit.TEXT, _MAY_CHANGE),
    Column(
        "Tax saved",
        Unit.MONEY,
        "Federal tax of the year, this row sold alone: the difference of two whole returns.",
    ),
    Column("Figure", Unit.TEXT, _FIGURE),
)
_SUMMARY_BRIEF: Final = (
    "asset",
    "account",
    "quantity",
    "of_unknown_basis",
    "value",
    "net",
    "loss_that_can_be_locked_in",
    "disallowed_if_sold_today",
    "quantity_to_sell_for_it",
)

_ORDERING: Final = (
    Column("Account", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Order", Unit.COUNT, "The lots in the order this method sells them."),
    Column("Lot", Unit.TEXT, "The row that acquired it; /1, /2 are parts that moved."),
    Column("Acquired", Unit.DAY, "True acquisition date, whatever day it came to this account."),
    Column("Term", Unit.TEXT, "Short or long if sold now."),
    Column("Days to long term", Unit.COUNT, "Days until a sale is long-term; 0 if it is already."),
    Column("Quantity", Unit.QUANTITY),
    Column("Cumulative quantity", Unit.QUANTITY, "Selling through this lot."),
    Column("Basis", Unit.MONEY),
    Column("Value", Unit.MONEY),
    Column("Gain or loss", Unit.GAIN),
    Column("Cumulative", Unit.GAIN, "Gain or loss of selling through this lot."),
    Column("Sell through here", Unit.TEXT, "The stopping point with the greatest loss."),
    Column("In words", Unit.TEXT),
    Column("Wash-sale state", Unit.TEXT, f"{_STATE} A lot behind the stopping point: sold alone."),
    Column("Rebuy from", Unit.DAY, _REBUY),
    Column("Exact quantity", Unit.TEXT, "The cumulative quantity to the last digit: sell this."),
    Column("Figure", Unit.TEXT, _FIGURE),
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
NOTHING_TO_SELL: Final = "nothing to sell"


def summary(
    holdings: Iterable[Holding],
    method: Method,
    ahead: LookAhead,
    saved: Callable[[Holding], Cell],
    unsettled: Mapping[PoolKey, Unsettled],
) -> Table:
    """Give the `Summary by ...` table: a row an asset and account.

    `saved` tells the tax saved, `unsettled` what is to be mended before a row is sure.
    """
    ordered = sorted(holdings, key=_asset_first)
    rows = [
        _summary_row(
            holding,
            method,
            ahead,
            may_change(unsettled.get((holding.account, holding.asset), SETTLED)),
            saved(holding),
        )
        for holding in ordered
    ]
    title = f"Summary by {method.upper()}"
    return Table(
        title,
        _SUMMARY,
        rows,
        brief=_SUMMARY_BRIEF,
        chart="loss_that_can_be_locked_in",
        empty=_NOTHING_HELD,
    )


def may_change(unsettled: Unsettled) -> str:
    """Say what is to be mended before a row is sure; nothing where nothing is."""
    told = []
    if unsettled.deposits:
        first, more = unsettled.deposits[0], len(unsettled.deposits) - 1
        others = f" and {more} more" if more else ""
        told.append(
            f"mend {rounded_quantity(first.quantity)} {first.asset} that came to {first.account} "
            f"({first.source.file.name} row {first.source.rows[0]}){others}"
        )
    if unsettled.off_balance:
        told.append("mend the balance: the file's own is another")
    return "; ".join(told)


def to_sell(holding: Holding) -> tuple[Cell, Cell]:
    """Give how much to sell and what it locks in; unknown where nothing can be promised."""
    if holding.quote is None or (not holding.stop and holding.uncertain):
        return None, None
    return holding.quantity_to_sell, holding.lockable


def ordering(holdings: Sequence[Holding], method: Method, ahead: LookAhead) -> Table:
    """Give the `... Ordering of Sells` table: a row a lot, in the order the method sells them."""
    rows: list[Row] = []
    stops: dict[int, str] = {}
    for holding in holdings:
        states = wash_states(holding, ahead)
        for n, (step, state) in enumerate(zip(holding.steps, states, strict=True), start=1):
            if n == holding.stop:
                stops[len(rows)] = SELL_THROUGH_HERE
            figure = step_figure(method, step.match)
            rows.append((*_ordering_row(holding, n, step, state, ahead.day), figure))
    title = f"{method.upper()} Ordering of Sells"
    return Table(
        title,
        _ORDERING,
        rows,
        emphasis=stops,
        groups=("account", "asset"),
        brief=_ORDERING_BRIEF,
        empty=_NOTHING_HELD,
    )


def price_time(quote: Quote) -> str:
    """Say when a price was made: an instant, or the close of a day."""
    return f"{day_text(quote.day)} close" if quote.at is None else instant_text(quote.at)


def _asset_first(holding: Holding) -> tuple[str, str]:
    return (holding.asset, holding.account)


def _summary_row(
    holding: Holding, method: Method, ahead: LookAhead, may_change: str, saved: Cell
) -> Row:
    quote = holding.quote
    state = state_of_sale(holding, wash_states(holding, ahead))
    bases = [step.match.basis for step in holding.steps]
    gains = [step.gain for step in holding.steps]
    values = [step.match.proceeds for step in holding.steps]
    quantity, lockable = to_sell(holding)
    return (
        holding.asset,
        holding.account,
        holding.quantity,
        holding.quantity_unknown,
        _sum(bases),
        None if quote is None else quote.price,
        None if quote is None else price_time(quote),
        None if quote is None else price_source(quote),
        _sum(values),
        holding.losses(Term.SHORT),
        holding.losses(Term.LONG),
        holding.gains(),
        _sum(gains),
        lockable,
        quantity,
        None if not isinstance(quantity, int) else quantity_text(quantity),
        NOTHING_TO_SELL if state.loss is False else state_words(state),
        *_after_washes(holding, lockable),
        "" if state.rebuy_from is None else state.rebuy_from,
        may_change,
        saved,
        holding_figure(method, holding.account, holding.asset),
    )


def _after_washes(holding: Holding, lockable: Cell) -> tuple[Cell, Cell]:
    """Give what is disallowed and what is left; unknown where the loss is."""
    return (None, None) if lockable is None else (holding.disallowed, holding.left)


def _ordering_row(holding: Holding, n: int, step: Step, state: WashState, day: Day) -> Row:
    match = step.match
    return (
        holding.account,
        holding.asset,
        n,
        match.piece or "missing",
        match.acquired_on,
        match.term,
        _days_to_long(match.holding_from, match.term, day),
        match.quantity,
        step.cumulative_quantity,
        match.basis,
        match.proceeds,
        step.gain,
        step.cumulative,
        SELL_THROUGH_HERE if n == holding.stop else "",
        _in_words(holding, n, step),
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
        return "sell: loss" if step.gain < 0 else "sell: in the way of a loss"
    if step.cumulative is None:
        return "keep: a lot of unknown basis or date comes first"
    if step.gain == 0:
        return "keep: no gain or loss"
    return "keep: gain" if step.gain > 0 else "keep: loss behind larger gains"


def _days_to_long(holding_from: Day | None, term: Term, day: Day) -> int | None:
    if term is Term.LONG:
        return 0
    return None if holding_from is None else long_from(holding_from) - day


def _sum(amounts: Sequence[int | None]) -> int | None:
    return None if None in amounts else sum(amount for amount in amounts if amount is not None)
