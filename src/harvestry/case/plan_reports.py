"""The reports that plan: what to sell, what would be washed, the grey choices."""

from collections.abc import Callable, Mapping
from functools import partial

from harvestry.case.effects import effects
from harvestry.case.frame import Frame, OtherRegime
from harvestry.case.order_notes import order_notes
from harvestry.case.other_books import OtherBooks, sold_otherwise
from harvestry.case.report import HarvestReport, Report
from harvestry.case.savings import Savings
from harvestry.case.view import View
from harvestry.case.workbook_sheets import workbook_sheets
from harvestry.events.account import Method
from harvestry.harvest.holding import Holding
from harvestry.harvest.selling_order import SellingOrder
from harvestry.harvest.taken_losses import Blocked, blocked, not_to_sell, plans_in_the_way
from harvestry.harvest.unsettled import SETTLED, Unsettled
from harvestry.harvest.wash_state import WashState, state_of_sale
from harvestry.ledger.pool import PoolKey
from harvestry.reports import json_documents, json_text
from harvestry.reports.ordering_table import ordering
from harvestry.reports.overview import overview
from harvestry.reports.position_tables import positions_document, positions_table
from harvestry.reports.same_sales import (
    SameSales,
    outcomes_sentence,
    same_sales_document,
    same_sales_sentence,
    together_sentence,
)
from harvestry.reports.sentences import so_far_this_year, which_order_counts
from harvestry.reports.summary_table import summary
from harvestry.reports.wash_tables import (
    blocked_table,
    grey_table,
    not_to_sell_table,
    wash_document,
    washed_table,
)
from harvestry.reports.wash_words import plan_notes, sale_notes, short_notes
from harvestry.units.days import year_of


class PlanReports(Frame):
    """What a plan for the year goes on from, and what it says."""

    def harvest(self) -> HarvestReport:
        """Give what to sell to lock in losses, under FIFO and LIFO, and by the orders in force."""
        view = self.to_harvest
        run, day = view.run, view.run.moment.day
        orders, in_force = view.orders, view.order(None)
        year = year_of(day)
        savings = Savings(view, year)
        other = self._other_to_sell(view)
        books = OtherBooks(view, savings, other)
        tables = {
            method: (
                summary(
                    *(order.holdings, method, _states(view, method), savings.of, view.unsettled),
                    books.beside(method),
                    _sold_together(books, method, order),
                ),
                ordering(order.holdings, method, _states(view, method), day),
            )
            for method, order in orders.items()
        }
        problems = self.told((*run.problems, *view.price_problems(in_force)))
        others = {method: order.holdings for method, order in orders.items()}
        plan = books.plan(None)
        hangs = any(books.plan(each).differ for each in (None, *orders))
        states = [
            (each.account, state_of_sale(each, view.wash_states(each, None)))
            for each in in_force.holdings
        ]
        together = _all_in_force(savings, plan, in_force)
        notes = (
            *so_far_this_year(view.gains(year), year),
            *together,
            *self.beside(view, other, year, planned=hangs),
            *sale_notes(states),
            *plan_notes(plans_in_the_way(_blocked(view), view.ahead), view.ahead),
            *short_notes(_not_to_sell(view)),
            *order_notes(view),
            *which_order_counts(),
        )
        short = overview(
            in_force.holdings,
            others,
            in_force.orders,
            day,
            _unsettled(view, in_force),
            books.beside(None),
            notes,
        )
        own = {
            **json_documents.harvest(tables),
            "in_force": json_text.records(short),
            "other_regime": {
                **self.other_document(view, other, year, planned=hangs),
                "same_sales": {
                    "in_force": same_sales_document(plan),
                    **{each.value: same_sales_document(books.plan(each)) for each in orders},
                },
            },
        }
        report = self.report(view, own, (short,), problems)
        return HarvestReport(
            report.document,
            report.tables,
            problems,
            report.sentences,
            workbook_sheets(view, tables, short, problems, year, report.sentences, together),
            f"Tax-loss harvesting as of {self.inputs.as_of.isoformat()}",
            run.moment.as_of,
        )

    def _other_to_sell(self, view: View) -> OtherRegime:
        """Give the other regime with books to make the same sales in."""
        other = self.other(view, plan=True)
        if other.view is view and sold_otherwise(view, view.run.stance.under(other.regime)):
            return self.other(view, plan=True, going_on=True)
        return other

    def wash(self, year: int | None = None) -> Report:
        """Give what was washed and why, what is blocked until when, which purchases are grey."""
        view = self.planned
        run = view.run
        rows = view.gains(year)
        stopped = _blocked(view)
        plans = plan_notes(plans_in_the_way(stopped, view.ahead), view.ahead)
        until = view.provisional_until(year)
        notes = (
            *self.beside(view, self.other(view, plan=True), year),
            *view.provisional_note(year),
        )
        tables = [washed_table(rows, run.law, notes), blocked_table(stopped, plans)]
        shorts = _not_to_sell(view)
        if shorts:
            tables.append(not_to_sell_table(shorts))
        if any(row.greys for row in rows):
            tables.append(grey_table(rows, run.stance))
        own = wash_document(rows, stopped, shorts, until)
        return self.report(view, own, tuple(tables), run.problems)

    def positions(self) -> Report:
        """Give the grey choices; with files, what each other choice would change in them."""
        if not self.inputs.files:
            stance = self.runs.prepared.planned
            own = positions_document(stance, None)
            return self.report(stance, own, (positions_table(stance, None),), ())
        view = self.to_harvest
        stance, told = view.run.stance, effects(view, self.runs)
        own = positions_document(stance, told)
        tables = (positions_table(stance, told),)
        return self.report(view, own, tables, view.run.problems)


def _states(view: View, method: Method | None) -> Callable[[Holding], tuple[WashState, ...]]:
    """Give what tells the state of each lot of a holding, sold in an order."""
    return partial(view.wash_states, method=method)


def _unsettled(view: View, order: SellingOrder) -> Mapping[PoolKey, Unsettled]:
    """Give what is unsettled of each holding, with what may wash its sale in an order in force."""
    found = dict(view.unsettled)
    for each in order.holdings:
        doubts = state_of_sale(each, view.wash_states(each, None)).doubts
        if doubts:
            key = each.account, each.asset
            found[key] = found.get(key, SETTLED).beside(doubts)
    return found


def _all_in_force(savings: Savings, plan: SameSales, order: SellingOrder) -> tuple[str, ...]:
    """Say what all sales in force come to together, and save, and what under the other regime."""
    return (
        *together_sentence(sum(each.left for each in order.holdings), plan.own),
        *savings.sentences(order.holdings, plan.own),
        *((same_sales_sentence(plan),) if order.sells else ()),
    )


def _sold_together(books: OtherBooks, method: Method, order: SellingOrder) -> tuple[str, ...]:
    """Say what all that an order proposes comes to under either regime."""
    if not order.sells:
        return ()
    # Where a loss comes before what is unknown, a greater one may stand behind it.
    partly = any(each.undecided or each.uncertain for each in order.holdings)
    return (outcomes_sentence(books.plan(method), f"by {method.upper()}", partly=partly),)


def _blocked(view: View) -> list[Blocked]:
    """Give what must not be bought until when."""
    return blocked(view.run.books, view.ahead, view.run.accounts, view.account_names)


def _not_to_sell(view: View) -> list[Blocked]:
    """Give what must not be sold or sold short until when."""
    return not_to_sell(view.run.books, view.ahead, view.run.accounts, view.account_names)
