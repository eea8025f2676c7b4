"""What to sell in short: the first thing a person wants to know."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.events.account import Method
from harvestry.events.prices import Quote, is_stale
from harvestry.harvest.holding import Holding
from harvestry.harvest.unsettled import SETTLED, Unsettled
from harvestry.law.regime import Regime
from harvestry.ledger.pool import PoolKey
from harvestry.reports.same_sales import Beside
from harvestry.reports.summary_table import to_sell
from harvestry.reports.table import Cell, Column, Row, Table, Unit
from harvestry.units.days import Day, day_text

_NO_LOSS: Final = "No holding has a loss to lock in at these prices, in any of these orders."
_PRICES_MISSING: Final = (
    "Prices are missing. --live fetches those that Coinbase or CoinGecko know; or put these lines, "
    "with a price each, into prices.csv (the first only if the file is new) and give it with "
    "--prices prices.csv."
)
_MOST_LINES: Final = 30
_IN_FORCE: Final = ("asset", "account", "order_in_force", "in_force_sell", "in_force_locks_in")
"""The columns that tell what to do; the others tell what it is compared with."""
_LOCKS_IN: Final = "_locks_in"
_MAY_CHANGE: Final = "may_change"
_OTHER_REGIME: Final = "in_force_other_regime"
_NOTHING_HELD: Final = "Nothing is held on this day in an account that is on the return."


def overview(
    in_force: Sequence[Holding],
    orders: Mapping[Method, Sequence[Holding]],
    orders_in_force: Mapping[tuple[str, str], Method],
    day: Day,
    unsettled: Mapping[PoolKey, Unsettled],
    beside: Beside,
    notes: tuple[str, ...] = (),
) -> Table:
    """Give a row an asset and account where an order locks in a loss, the greatest loss first.

    `in_force` is what a sale today would follow, by the order of each account and asset; `orders`
    are the others to compare with. What is in force decides which loss is greater. `unsettled` is
    what is to be mended of a holding: its row says so. `beside` is what the sale in force comes to
    under the other regime.
    """
    rows: list[tuple[int, int, Row]] = []
    differ = False
    for holdings in zip(in_force, *orders.values(), strict=True):
        if any(holding.stop or holding.uncertain for holding in holdings):
            first = holdings[0]
            order = orders_in_force[first.account, first.asset]
            head = (first.asset, first.account, *_price(first.quote, day), order.upper())
            own, other = _locks_in(first), beside.left(first)
            compared = (cell for holding in holdings[1:] for cell in _locks_in(holding))
            least = min(holding.left for holding in holdings)
            mend = _may_change(unsettled.get((first.account, first.asset), SETTLED))
            row = (*head, *own, other, *compared, mend)
            rows.append((own[1] if isinstance(own[1], int) else 0, least, row))
            differ = differ or own[1] != other
    rows.sort(key=lambda row: (*row[:2], str(row[2][0]), str(row[2][1])))
    empty = _empty(in_force)
    title = "What to sell to lock in losses"
    columns = _columns(orders, beside.regime)
    body = [row for *_, row in rows]
    asked = {_MAY_CHANGE: any(row[-1] for row in body), _OTHER_REGIME: differ}
    shown = tuple(key for key, is_told in asked.items() if is_told)
    by_order = (column.key for column in columns if column.key.endswith(_LOCKS_IN))
    brief = (*_IN_FORCE, *by_order, *shown)
    told = (*_lines_to_add(in_force, day), *notes)
    return Table(
        title, columns, body, told, empty=empty, brief=brief, briefest=(*_IN_FORCE, *shown)
    )


def _lines_to_add(holdings: Sequence[Holding], day: Day) -> tuple[str, ...]:
    """Give the price file that is missing, or what it lacks, ready to be copied."""
    assets = sorted({holding.asset for holding in holdings if holding.quote is None})
    if not assets:
        return ()
    lines = [f"{day_text(day)},{asset},PRICE" for asset in assets[:_MOST_LINES]]
    if len(assets) > _MOST_LINES:
        lines.append(f"... and {len(assets) - _MOST_LINES} more, which `harvestry check` names.")
    return (_PRICES_MISSING, "date,asset,close_usd", *lines)


def _columns(orders: Mapping[Method, Sequence[Holding]], other: Regime) -> tuple[Column, ...]:
    columns = [
        Column("Asset", Unit.TEXT),
        Column("Account", Unit.TEXT),
        Column("Price", Unit.PRICE),
        Column("Price of", Unit.TEXT),
        Column("Order in force", Unit.TEXT, "What a sale today would follow."),
        Column("In force: sell", Unit.QUANTITY),
        Column("In force: locks in", Unit.GAIN, total=True),
        Column(
            f"Under {other}",
            Unit.GAIN,
            f"What the same sale in force would lock in under {other}, in the books made under it.",
            total=True,
            key=_OTHER_REGIME,
        ),
    ]
    for method in orders:
        columns += [
            Column(f"{method.upper()}: sell", Unit.QUANTITY),
            Column(f"{method.upper()}: locks in", Unit.GAIN, total=True),
        ]
    why = (
        "A deposit without history bears on these lots or may wash their loss, the file's own "
        "balance is another, or a row could not be read: mended, what they lock in may change."
    )
    return (*columns, Column("May change", Unit.TEXT, why))


def _may_change(unsettled: Unsettled) -> str:
    """Say in which accounts to mend a deposit, or the balance, or rows of which file."""
    names = sorted({each.account for each in unsettled.deposits})
    names += ["balance"] if unsettled.off_balance else []
    names += unsettled.unread
    return f"mend {', '.join(names)}" if names else ""


def _locks_in(holding: Holding) -> tuple[Cell, Cell]:
    """Give how much to sell and what that locks in after wash sales."""
    quantity, lockable = to_sell(holding)
    return quantity, None if lockable is None else holding.left


def _price(quote: Quote | None, day: Day) -> tuple[Cell, Cell]:
    if quote is None:
        return None, None
    age = f", {day - quote.day} days old" if is_stale(quote, day) else ""
    return quote.price, f"{day_text(quote.day)}{age}"


def _empty(holdings: Sequence[Holding]) -> str:
    """Say why there is nothing to sell: different things look alike otherwise."""
    if not holdings:
        return _NOTHING_HELD
    return _NO_LOSS
