"""Purchases around a day: those made lately that can still replace, and those to come."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from harvestry.events.account import Accounts
from harvestry.events.account_plans import Every, PlannedPurchase
from harvestry.events.event import Event
from harvestry.events.kind import INCOME
from harvestry.harvest.planned_sales import Moment
from harvestry.ledger.books import Books
from harvestry.ledger.lot import Lot
from harvestry.ledger.match import Move
from harvestry.ledger.wash.purchase_kinds import bought, bought_at, income_bought
from harvestry.tax.stance import Stance
from harvestry.tax.wash_reach import may_hold_a_replacement
from harvestry.units.days import Day, Instant, Zone
from harvestry.units.exact import MONEY_DECIMALS, PRICE_DECIMALS, WHOLE_COIN, Quantity, share
from harvestry.units.natural_order import NaturalKey, natural_key

_STEPS: Final[Mapping[Every, int]] = {Every.WEEK: 7, Every.TWO_WEEKS: 14}
_MONTHS: Final = 12


@dataclass(frozen=True, slots=True)
class Purchase:
    """Units that were bought, or are to be bought, on a day.

    `lot` and `piece` are the units held, `None` for a plan. `quantity` is what can still replace,
    `None` where it is unknown: a plan in dollars without a price. `order` is the purchase order
    with the account that it was placed in. What was `received` is income.
    """

    asset: str
    account: str
    day: Day
    quantity: Quantity | None
    lot: str | None = None
    piece: str | None = None
    order: tuple[str, str] | None = None
    skippable: bool = False
    received: bool = False

    @property
    def is_planned(self) -> bool:
        """Tell whether it has not been made yet."""
        return self.lot is None


class Recent(NamedTuple):
    """What came lately and is still held, the earliest first.

    `left_out` are receipts that by position are no purchases.
    """

    purchases: list[Purchase]
    left_out: list[Purchase]


def recent_purchases(
    books: Books,
    events: Iterable[Event],
    accounts: Accounts,
    stance: Stance,
    moment: Moment,
    days: int,
) -> Recent:
    """Give what was bought in the last `days` and is still held.

    Units that have replaced something replace nothing else (Reg. 1.1091-1(e)).
    """
    since = moment.zone.start_of_day(moment.day - days)
    near = {
        event.id: event
        for event in events
        if event.time >= since and bought(event, INCOME) is not None and bought_at(event) >= since
    }
    counted = income_bought(stance.positions)
    used = _replaced(books, moment.zone)
    found = Recent([], [])
    for lot in sorted((each for each in books.lots if each.lot in near), key=_earliest_first):
        left = lot.quantity - used[lot.account, lot.piece]
        if left > 0 and may_hold_a_replacement(accounts.named(lot.account), stance):
            event = near[lot.lot]
            received = event.kind in INCOME
            side = found.left_out if received and event.kind not in counted else found.purchases
            side.append(
                Purchase(
                    *(lot.asset, lot.account, moment.zone.day(bought_at(event)), left),
                    *(lot.lot, lot.piece, _order_of(event)),
                    received=received,
                )
            )
    return found


def _order_of(event: Event) -> tuple[str, str] | None:
    return None if event.detail.order is None else (event.account, event.detail.order)


def _replaced(books: Books, calendar: Zone) -> Mapping[tuple[str, str], Quantity]:
    """Give the units of each piece that have replaced some, wherever they were moved since."""
    moves: dict[tuple[str, str], list[Move]] = defaultdict(list)
    for move in books.moves:
        moves[move.event.account, move.from_piece].append(move)
    used: dict[tuple[str, str], Quantity] = defaultdict(int)
    for wash in books.washes:
        day = wash.worked_on or max(wash.bought_on, books.matches[wash.match].sold_on)
        waiting = [((wash.account, wash.piece), wash.replacing, calendar.end_of_day(day))]
        while waiting:
            key, units, since = waiting.pop()
            for move in moves.get(key, ()):
                if move.event.time > since and units:
                    part = min(units, move.quantity)
                    units -= part
                    account = move.event.to_account or move.event.account
                    waiting.append(((account, move.to_piece), part, move.event.time))
            used[key] += units
    return used


def _earliest_first(lot: Lot) -> tuple[Instant, NaturalKey, NaturalKey]:
    return (lot.acquired, natural_key(lot.lot), natural_key(lot.piece))


def planned_purchases(
    planned: Iterable[PlannedPurchase],
    events: Iterable[Event],
    accounts: Accounts,
    stance: Stance,
    moment: Moment,
) -> tuple[Purchase, ...]:
    """Give every single purchase to come, the earliest first.

    One of the moment's day is yet to come unless that asset was bought in that account that day.
    """
    today = moment.zone.start_of_day(moment.day)
    made = {(event.account, bought(event, frozenset())) for event in events if event.time >= today}
    found = [
        Purchase(
            plan.asset,
            plan.account,
            day,
            _units(plan, moment),
            skippable=plan.skippable,
        )
        for plan in planned
        if may_hold_a_replacement(accounts.named(plan.account), stance)
        for day in days_of(plan)
        if day > moment.day or (day == moment.day and (plan.account, plan.asset) not in made)
    ]
    return tuple(sorted(found, key=lambda each: (each.day, each.account, each.asset)))


def days_of(plan: PlannedPurchase) -> Sequence[Day]:
    """Give the days of a planned purchase.

    A monthly one comes on the day of the month it began on, in a shorter month on the last.
    """
    if plan.every is Every.ONCE:
        return (plan.first,)
    if plan.every in _STEPS:
        return range(plan.first, plan.until + 1, _STEPS[plan.every])
    days = []
    months = 0
    while (day := _months_later(plan.first, months)) <= plan.until:
        days.append(day)
        months += 1
    return days


def _months_later(day: Day, months: int) -> Day:
    first = date.fromordinal(day)
    years, month = divmod(first.month - 1 + months, _MONTHS)
    begin = date(first.year + years, month + 1, 1)
    years, month = divmod(month + 1, _MONTHS)
    length = date(begin.year + years, month + 1, 1) - begin
    return begin.toordinal() + min(first.day, length.days) - 1


def _units(plan: PlannedPurchase, moment: Moment) -> Quantity | None:
    """Give the units of a planned purchase, of one in dollars at the last price."""
    if plan.quantity is not None or plan.usd is None:
        return plan.quantity
    quote = moment.quote(plan.asset)
    if quote is None:
        return None
    return share(plan.usd * 10 ** (PRICE_DECIMALS - MONEY_DECIMALS), WHOLE_COIN, quote.price)
