"""`Case`: the files of a household, and a method for every report on them."""

from functools import cached_property
from typing import NamedTuple

from harvestry import __version__, pipeline
from harvestry.case.effects import effects
from harvestry.case.price_sheets import price_sheets
from harvestry.case.report import HarvestReport, Report
from harvestry.case.runs import Runs
from harvestry.case.tax_report import NetGains, tax_report
from harvestry.case.view import View
from harvestry.case.workbook_sheets import workbook_sheets
from harvestry.events.account import Method, Owner
from harvestry.harvest.look_ahead import Blocked, blocked, plans_in_the_way
from harvestry.harvest.wash_state import state_of_sale, wash_states
from harvestry.law.regime import Regime
from harvestry.reports import json_documents, json_text
from harvestry.reports.event_tables import events_table
from harvestry.reports.explain.node import Node, sources_of
from harvestry.reports.explain.node_json import document
from harvestry.reports.explain.node_words import otherwise_in_a_plan
from harvestry.reports.files_read import accounting, files_table
from harvestry.reports.harvest_tables import ordering, summary
from harvestry.reports.holding_tables import holdings_table, lots_table
from harvestry.reports.json_text import Json
from harvestry.reports.other_regime import beside, other_document
from harvestry.reports.overview import overview
from harvestry.reports.position_tables import positions_document, positions_table
from harvestry.reports.problem_tables import problems_table, worst_first
from harvestry.reports.sentences import assumed, so_far_this_year, which_order_counts
from harvestry.reports.stance_told import positions_header, positions_that_mattered
from harvestry.reports.table import Table
from harvestry.reports.wash_tables import (
    blocked_table,
    grey_note,
    grey_table,
    provisional_note,
    wash_document,
    washed_table,
)
from harvestry.reports.wash_words import plan_notes, sale_notes
from harvestry.reports.year_tables import gains_table, income_table
from harvestry.sources.cells import cells_of
from harvestry.tax.stance import Stance, other_regime, stance_planned
from harvestry.units.days import year_of
from harvestry.units.exact import money_of
from harvestry.units.problems import Problem


class Case:
    """One household's files as of a day. Each report is worked out when it is asked for."""

    def __init__(
        self, inputs: pipeline.Inputs, owner: Owner | None, progress: pipeline.Progress
    ) -> None:
        self.inputs = inputs
        self.owner = owner
        self.progress = progress
        self.runs = Runs(inputs, progress)

    @property
    def reading(self) -> pipeline.Reading:
        """What the files say."""
        return self.runs.reading

    @property
    def run(self) -> pipeline.Run:
        """The books as past returns were filed, and all that led to them."""
        return self.filed.run

    @cached_property
    def filed(self) -> View:
        """The books as past returns were filed."""
        return View(self.runs.filed, self.owner, self.progress)

    @cached_property
    def planned(self) -> View:
        """The books a plan for the year goes on from."""
        return View(self.runs.planned, self.owner, self.progress)

    def events(self) -> Report:
        """Give what was read: every event, and what became of every row."""
        reading = self.reading
        own = {
            "events": [json_documents.event(event) for event in reading.events],
            **accounting(reading.files),
        }
        tables = (events_table(reading.events), files_table(reading.files))
        return self._report(self.runs.prepared.filed, own, tables, reading.problems)

    def check(self) -> Report:
        """Give what became of each file, and what to mend, worst first."""
        view = self.filed
        prices = view.price_problems(view.order(Method.FIFO))
        problems = worst_first((*view.run.problems, *view.form_problems(None), *prices))
        own = {
            "problems": json_text.problems(problems),
            **accounting(self.reading.files),
        }
        tables = (files_table(self.reading.files), problems_table(problems))
        return self._report(view, own, tables, tuple(problems))

    def prices(self) -> Report:
        """Give what prices are known, and with files which are missing for them."""
        prepared = self.runs.prepared
        own, tables, problems = price_sheets(prepared)
        return self._report(prepared.filed, own, tables, problems)

    def lots(self) -> Report:
        """Give every lot still held."""
        view = self.filed
        valued = view.valued()
        own = json_documents.lots(valued)
        return self._report(view, own, (lots_table(valued),), view.stale_prices(valued))

    def holdings(self) -> Report:
        """Give what is held of each asset over all accounts."""
        view = self.filed
        valued = view.valued()
        table = holdings_table(valued)
        own = {"holdings": json_text.records(table)}
        return self._report(view, own, (table,), view.stale_prices(valued))

    def gains(self, year: int | None = None) -> Report:
        """Give the gains and losses of a year, or of all: a row a matched piece of a lot."""
        view = self.filed
        rows, results = view.gains(year), view.results(year)
        other = self._other(view, plan=False)
        until = view.provisional_until(year)
        notes = (
            *self._beside(view, other, year),
            *grey_note(rows, view.run.stance),
            *provisional_note(year, until, any_loss=view.any_loss(year)),
        )
        table = gains_table(rows, results, year, notes)
        own = {
            **json_documents.gains(rows, results),
            "other_regime": other_document(other.regime, other.view.gains(year)),
            "provisional_until": json_text.day(until),
        }
        problems = (*view.run.problems, *view.form_problems(year))
        return self._report(view, own, (table,), problems)

    def income(self, year: int | None = None) -> Report:
        """Give the ordinary income of a year, or of all."""
        view = self.filed
        rows = view.income(year)
        own = json_documents.income(rows)
        return self._report(view, own, (income_table(rows, year),), view.run.problems)

    def tax(
        self,
        year: int,
        *,
        short: str | None = None,
        long: str | None = None,
        on_paper: bool = False,
    ) -> Report:
        """Give the federal tax of a year line by line.

        `short` and `long` are the year's net gains before carryover, as decimal text; they replace
        those of the files. `on_paper` adds the figures of a paper return, with its Tax Table.
        """
        view = self.filed
        given = None
        if short is not None or long is not None:
            given = NetGains(*(money_of(text or "0") for text in (short, long)))
        told = tax_report(view, year, instead=given, on_paper=on_paper)
        problems = (*view.run.problems, *told.problems)
        return self._report(view, told.document, told.tables, problems)

    def harvest(self) -> HarvestReport:
        """Give what to sell to lock in losses, under FIFO and LIFO, and by the orders in force."""
        view = self.planned
        run, day = view.run, view.run.moment.day
        orders, in_force = view.orders, view.order(None)
        tables = {
            method: (
                summary(order.holdings, method, view.ahead),
                ordering(order.holdings, method, view.ahead),
            )
            for method, order in orders.items()
        }
        problems = (*run.problems, *view.price_problems(in_force))
        year = year_of(day)
        others = {method: order.holdings for method, order in orders.items()}
        other = self._other(view, plan=True)
        states = [
            (each.account, state_of_sale(each, wash_states(each, view.ahead)))
            for each in in_force.holdings
        ]
        notes = (
            *so_far_this_year(view.gains(year), year),
            *self._beside(view, other, year),
            *sale_notes(states),
            *plan_notes(plans_in_the_way(_blocked(view), view.ahead)),
            *which_order_counts(),
        )
        short = overview(in_force.holdings, others, in_force.orders, day, notes)
        own = {
            **json_documents.harvest(tables),
            "in_force": json_text.records(short),
            "other_regime": other_document(other.regime, other.view.gains(year)),
        }
        report = self._report(view, own, (short,), problems)
        return HarvestReport(
            report.document,
            report.tables,
            problems,
            report.sentences,
            workbook_sheets(view, tables, short, problems, year, report.sentences),
            f"Tax-loss harvesting as of {self.inputs.as_of.isoformat()}",
            run.moment.as_of,
        )

    def wash(self, year: int | None = None) -> Report:
        """Give what was washed and why, what is blocked until when, which purchases are grey."""
        view = self.planned
        run = view.run
        rows = view.gains(year)
        stopped = _blocked(view)
        plans = plan_notes(plans_in_the_way(stopped, view.ahead))
        until = view.provisional_until(year)
        notes = (
            *self._beside(view, self._other(view, plan=True), year),
            *provisional_note(year, until, any_loss=view.any_loss(year)),
        )
        tables = [washed_table(rows, run.law, notes), blocked_table(stopped, plans)]
        if any(row.greys for row in rows):
            tables.append(grey_table(rows, run.stance))
        own = wash_document(rows, stopped, until)
        return self._report(view, own, tuple(tables), run.problems)

    def positions(self) -> Report:
        """Give the grey choices; with files, what each other choice would change in them."""
        if not self.inputs.files:
            stance = self.runs.prepared.planned
            own = positions_document(stance, None)
            return self._report(stance, own, (positions_table(stance, None),), ())
        view = self.planned
        stance, told = view.run.stance, effects(view, self.runs)
        own = positions_document(stance, told)
        tables = (positions_table(stance, told),)
        return self._report(view, own, tables, view.run.problems)

    def explain(self, figure: str) -> list[Json]:
        """Give the trees of a figure, down to rows and rules; empty if none has that name.

        A figure of the books is told as it was filed, and what it is in a plan where that differs:
        `harvest` and `wash` show it so.
        """
        notes: tuple[str, ...] = ()
        if figure.startswith("harvest:"):
            view = self.planned
            nodes = view.harvest_figures.named(figure)
        else:
            view = self.filed
            nodes = view.figures.named(figure)
            plan = view.of(self.runs.instead(view.run, self.runs.prepared.planned))
            if plan is not view:
                planned = plan.figures.named(figure)
                notes = otherwise_in_a_plan(nodes, planned, plan.run.stance.regime)
                view, nodes = (view, nodes) if nodes else (plan, planned)
        inputs = self.inputs
        priced = [each for each in (inputs.prices, inputs.price_book) if each is not None]
        paths = [*inputs.files, *(each for each in priced if each.exists())]
        cells = cells_of((ref for node in nodes for ref in sources_of(node)), paths)
        problems = json_text.problems(_problems_of(view, nodes))
        header = self._header(view)
        header = {**header, "notes": [*notes, *header["notes"]], "problems": problems}
        return [{**header, **document(node, cells)} for node in nodes]

    def like(self, figure: str) -> str | None:
        """Give the name of a figure that comes near."""
        return self.filed.figures.like(figure)

    def _other(self, view: View, *, plan: bool) -> "_Other":
        """Give the same books under the other regime; the same view where none could differ."""
        stance = view.run.stance
        year = year_of(view.run.moment.day)
        planned = stance_planned(view.run.profile, None, {}, year).regime if plan else None
        regime = other_regime(stance.regime, planned=planned)
        return _Other(regime, view.of(self.runs.instead(view.run, stance.under(regime))))

    def _beside(self, view: View, other: "_Other", year: int | None) -> tuple[str, ...]:
        own = view.run.stance.regime
        return beside(own, view.gains(year), other.regime, other.view.gains(year), year)

    def _report(
        self,
        of: View | Stance,
        own: Json,
        tables: tuple[Table, ...],
        problems: tuple[Problem, ...],
    ) -> Report:
        header = self._header(of)
        whole = {**header, **own}
        whole.setdefault("problems", json_text.problems(problems))
        return Report(whole, tables, problems, tuple(header["notes"]))

    def _header(self, of: View | Stance) -> Json:
        """Give what every document says of itself."""
        inputs = self.inputs
        stance = of if isinstance(of, Stance) else of.run.stance
        books = None if isinstance(of, Stance) else of.run.books
        mattered = positions_that_mattered(stance, books)
        return {
            "schema": json_text.SCHEMA,
            "version": __version__,
            "as_of": inputs.as_of.isoformat(),
            "regime": str(stance.regime),
            "positions": positions_header(stance, mattered),
            "rematched_by": None if inputs.rematch is None else inputs.rematch.value,
            "notes": list(assumed(inputs.as_of, inputs.rematch, stance, mattered)),
        }


class _Other(NamedTuple):
    """The other regime, and the books under it."""

    regime: Regime
    view: View


def _blocked(view: View) -> list[Blocked]:
    """Give what must not be bought until when."""
    return blocked(view.run.books, view.ahead, view.run.accounts, view.account_names)


def _problems_of(view: View, nodes: list[Node]) -> list[Problem]:
    """Give the problems at the rows that these figures rest on."""
    rows = {(ref.file.name, row) for node in nodes for ref in sources_of(node) for row in ref.rows}
    return [each for each in view.run.problems if (each.file, each.row) in rows]
