"""The `Summary by ...` sheet: what could be locked in, a row an asset and account (contract 7)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from harvestry.events.account import Method
from harvestry.harvest.holding import Holding
from harvestry.harvest.unsettled import SETTLED, Unsettled
from harvestry.harvest.wash_state import WashState, state_of_sale
from harvestry.law.regime import Regime
from harvestry.ledger.match import Term
from harvestry.ledger.pool import PoolKey
from harvestry.reports.cell_text import rounded_quantity
from harvestry.reports.figure_names import holding_figure
from harvestry.reports.harvest_words import FIGURE, NOTHING_HELD, REBUY, STATE, VALUE
from harvestry.reports.price_words import price_source, price_time
from harvestry.reports.same_sales import Beside
from harvestry.reports.table import Cell, Column, Row, Table, Unit
from harvestry.reports.wash_words import state_words
from harvestry.units.exact import quantity_text, total_of

_MAY_CHANGE: Final = (
    "A deposit without history decides which lots are here or may wash the loss, the file's own "
    "balance is another than the units here, or a row that may be about them could not be read: "
    "once that is mended, this row may change."
)
_WHOSE: Final = (
    Column("Asset", Unit.TEXT),
    Column("Account", Unit.TEXT, "Since 2025 each account and wallet is a pool of its own."),
)
_TO_SELL: Final = (
    Column("Quantity to sell for it", Unit.QUANTITY, "How much to sell, in this order."),
    Column(
        "Loss that can be locked in",
        Unit.GAIN,
        "Selling in this order and stopping where wash sales leave the greatest loss (where they "
        "leave none: where it is greatest before them; where they would leave a gain nothing is "
        "sold), gains on the way included; before wash sales.",
        total=True,
    ),
    Column(
        "Loss left",
        Unit.GAIN,
        "That loss less what is disallowed if it is sold today (wash sale).",
        total=True,
    ),
    Column(
        "Tax saved",
        Unit.MONEY,
        "Federal tax of the year, this row sold alone: the difference of two whole returns.",
    ),
)
_THEN: Final = (
    Column("Wash-sale state", Unit.TEXT, STATE),
    Column("Rebuy from", Unit.DAY, REBUY),
    Column("May change", Unit.TEXT, _MAY_CHANGE),
)
_RESTS_ON: Final = (
    Column(
        "Disallowed if sold today",
        Unit.MONEY,
        "What purchases already made would disallow of that loss (wash sale), this row sold alone;"
        " less what they then disallow no more of a loss taken earlier that day.",
        total=True,
    ),
    Column("Exact quantity", Unit.TEXT, "To sell, to the last digit: sell exactly this."),
    Column("Quantity", Unit.QUANTITY, "All units held in the account."),
    Column("Of unknown basis", Unit.QUANTITY, "Units whose cost no file shows: mend them first."),
    Column("Basis", Unit.MONEY, "What the units cost, fees included; said where unknown.", True),
    Column("Price", Unit.PRICE, "US dollars for one unit."),
    Column("Price time", Unit.TEXT, "When the price was made."),
    Column("Price source", Unit.TEXT, "Who gives the price, and when it was asked."),
    Column("Value", Unit.MONEY, VALUE, True),
    Column(
        "Short loss",
        Unit.GAIN,
        "Losses of lots held one year or less, as far as their basis is known.",
        True,
    ),
    Column(
        "Long loss",
        Unit.GAIN,
        "Losses of lots held more than one year, as far as their basis is known.",
        True,
    ),
    Column(
        "Gain", Unit.GAIN, "Gains of lots, short and long, as far as their basis is known.", True
    ),
    Column(
        "Net",
        Unit.GAIN,
        "Selling everything: all losses and gains together; unknown where a basis is.",
        True,
    ),
    Column("Figure", Unit.TEXT, FIGURE),
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
    "loss_left_other_regime",
    "quantity_to_sell_for_it",
)
NOTHING_TO_SELL: Final = "nothing to sell"


def summary(
    holdings: Iterable[Holding],
    method: Method,
    states_of: Callable[[Holding], Sequence[WashState]],
    saved: Callable[[Holding], Cell],
    unsettled: Mapping[PoolKey, Unsettled],
    beside: Beside,
    notes: tuple[str, ...] = (),
) -> Table:
    """Give the `Summary by ...` table: a row an asset and account, those to sell first.

    `states_of` tells the wash-sale state of each lot of a holding, `saved` the tax saved,
    `unsettled` what is to be mended before a row is sure, `beside` what the same sale comes to
    under the other regime.
    """
    ordered = sorted(holdings, key=_what_to_sell_first)
    rows: list[Row] = []
    for holding in ordered:
        state = state_of_sale(holding, states_of(holding))
        known = unsettled.get((holding.account, holding.asset), SETTLED)
        mend = may_change(known.beside(state.doubts))
        rows.append(_summary_row(holding, method, state, mend, saved(holding), beside))
    title = f"Summary by {method.upper()}"
    return Table(
        title,
        _columns(beside.regime),
        rows,
        notes,
        brief=_SUMMARY_BRIEF,
        answer="may_change",
        chart="loss_that_can_be_locked_in",
        empty=NOTHING_HELD,
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
    told += (f"mend what could not be read of {file}" for file in unsettled.unread)
    return "; ".join(told)


def to_sell(holding: Holding) -> tuple[Cell, Cell]:
    """Give how much to sell and what it locks in; unknown where nothing can be promised."""
    if holding.undecided:
        return None, None
    return holding.quantity_to_sell, holding.lockable


def _what_to_sell_first(holding: Holding) -> tuple[bool, bool, int, str, str]:
    """Give what orders rows: what is to be sold, the greatest loss first; then what is unknown."""
    keep = not holding.stop
    known = keep and not holding.undecided
    return keep, known, 0 if keep else holding.left, holding.asset, holding.account


def _columns(other: Regime) -> tuple[Column, ...]:
    """Give the columns, with those of the other regime behind the ones they are compared with."""
    same = f"The same sale if the wash-sale rule reached what it does under {other}:"
    return (
        *_WHOSE,
        *_TO_SELL,
        Column(
            f"Loss left under {other}",
            Unit.GAIN,
            f"{same} the books made under it, and this row sold in them alone.",
            total=True,
            key="loss_left_other_regime",
        ),
        Column(
            f"Tax saved under {other}",
            Unit.MONEY,
            f"{same} the difference of two whole returns.",
            key="tax_saved_other_regime",
        ),
        *_THEN,
        *_RESTS_ON,
    )


def _summary_row(
    holding: Holding, method: Method, state: WashState, may_change: str, saved: Cell, beside: Beside
) -> Row:
    quote = holding.quote
    bases = [step.match.basis for step in holding.steps]
    gains = [step.gain for step in holding.steps]
    values = [step.match.proceeds for step in holding.steps]
    quantity, lockable = to_sell(holding)
    disallowed, left = _after_washes(holding, lockable)
    return (
        holding.asset,
        holding.account,
        quantity,
        lockable,
        left,
        saved,
        beside.left(holding),
        beside.saved(holding),
        NOTHING_TO_SELL if state.loss is False else state_words(state),
        "" if state.rebuy_from is None else state.rebuy_from,
        may_change,
        disallowed,
        None if not isinstance(quantity, int) else quantity_text(quantity),
        holding.quantity,
        holding.quantity_unknown,
        total_of(bases),
        None if quote is None else quote.price,
        None if quote is None else price_time(quote),
        None if quote is None else price_source(quote),
        total_of(values),
        holding.losses(Term.SHORT),
        holding.losses(Term.LONG),
        holding.gains(),
        total_of(gains),
        holding_figure(method, holding.account, holding.asset),
    )


def _after_washes(holding: Holding, lockable: Cell) -> tuple[Cell, Cell]:
    """Give what is disallowed and what is left; unknown where the loss is."""
    return (None, None) if lockable is None else (holding.disallowed, holding.left)
