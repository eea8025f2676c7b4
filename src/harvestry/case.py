"""A case: one household's files, opened as of a day, and every report on them.

This is the door for programs; the command line comes in by it too.

    import harvestry

    case = harvestry.open_case(["coinbase.csv", "kraken.csv"], as_of="2026-11-22", prices="p.csv")
    case.gains(2026).document["totals"]["short"]["gain"]  # exact decimal text
    case.harvest().save("plan.xlsx")
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TypeAlias

from harvestry import __version__, pipeline
from harvestry.events.account import Method, Owner
from harvestry.harvest.prices import missing_prices, stale_prices
from harvestry.harvest.selling_order import SellingOrder
from harvestry.law.load import load
from harvestry.ledger.match import Result
from harvestry.reports import json_documents, json_text
from harvestry.reports.assumptions_table import Grounds, assumptions_table
from harvestry.reports.event_tables import events_table
from harvestry.reports.explain.figures import Figures
from harvestry.reports.explain.harvest_figures import HarvestFigures
from harvestry.reports.explain.node import Node, sources_of
from harvestry.reports.explain.node_json import document
from harvestry.reports.files_read import accounting, files_table
from harvestry.reports.harvest_tables import ordering, summary
from harvestry.reports.holding_tables import LotValue, holdings_table, lots_table, valued_lots
from harvestry.reports.json_text import Json
from harvestry.reports.overview import overview
from harvestry.reports.problem_tables import problems_table, worst_first
from harvestry.reports.sentences import assumed, so_far_this_year, which_order_counts
from harvestry.reports.table import Table
from harvestry.reports.workbook.writing import Properties, save_workbook
from harvestry.reports.year_tables import (
    GainRow,
    gain_rows,
    gains_table,
    income_rows,
    income_table,
    result_rows,
)
from harvestry.sources.cells import cells_of
from harvestry.sources.given_files import opened
from harvestry.units.days import Instant, year_of
from harvestry.units.problems import Problem, changes_a_figure

AnyPath: TypeAlias = str | PathLike[str]


@dataclass(frozen=True, slots=True)
class Report:
    """One report: a JSON document of exact text, tables for people, what is to be mended."""

    document: Json
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]

    @property
    def complete(self) -> bool:
        """Tell whether no open problem changes a figure."""
        return not changes_a_figure(self.problems)


@dataclass(frozen=True, slots=True)
class HarvestReport(Report):
    """What to sell. `sheets` are the workbook's, in order."""

    sheets: tuple[Table, ...]
    title: str
    created: Instant

    def save(self, path: AnyPath) -> None:
        """Write the workbook: whole, or not at all.

        Raises:
            OSError: the file cannot be written.
        """
        save_workbook(Path(path), self.sheets, Properties(self.title, self.created))


def open_case(
    files: Iterable[AnyPath],
    *,
    as_of: date | str,
    accounts: AnyPath | None = None,
    assets: AnyPath | None = None,
    profile: AnyPath | None = None,
    prices: AnyPath | None = None,
    owner: str | None = None,
    method: str | None = None,
    progress: pipeline.Progress = pipeline.silent,
) -> "Case":
    """Open the files of a household as of the end of a day.

    Args:
        files: export files, or folders of them; a folder's settings files are used too.
        as_of: a date or ISO text. There is no clock inside: say which day it is.
        accounts: accounts.toml.
        assets: assets.toml.
        profile: profile.toml.
        prices: prices.csv.
        owner: look only at accounts of `self`, `spouse`, `joint` or `entity`.
        method: re-match all history by `fifo`, `lifo`, `hifo` or `specific`, as a what-if.
        progress: told what is going on, in words.

    Nothing is read before a report is asked for; reading raises `SourceError` or `SettingsError`.
    """
    settings = {"accounts": accounts, "assets": assets, "profile": profile, "prices": prices}
    given = opened(
        [Path(file) for file in files],
        {name: None if path is None else Path(path) for name, path in settings.items()},
    )
    inputs = pipeline.Inputs(
        files=given.files,
        as_of=date.fromisoformat(as_of) if isinstance(as_of, str) else as_of,
        found=given.found,
        rematch=None if method is None else Method(method),
        **given.settings,
    )
    return Case(inputs, None if owner is None else Owner(owner), progress)


class Case:
    """One household's files as of a day. Each report is worked out when it is asked for."""

    def __init__(
        self, inputs: pipeline.Inputs, owner: Owner | None, progress: pipeline.Progress
    ) -> None:
        self.inputs = inputs
        self.owner = owner
        self.progress = progress

    @cached_property
    def reading(self) -> pipeline.Reading:
        """What the files say."""
        return pipeline.read(self.inputs, self.progress)

    @cached_property
    def run(self) -> pipeline.Run:
        """The books, and all that led to them."""
        return pipeline.run(self.reading, load(), self.progress)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What every report says of itself."""
        return assumed(self.inputs.as_of, self.inputs.rematch)

    def events(self) -> Report:
        """Give what was read: every event, and what became of every row."""
        reading = self.reading
        own = {
            "events": [json_documents.event(event) for event in reading.events],
            **accounting(reading.files),
        }
        tables = (events_table(reading.events), files_table(reading.files))
        return self._report(own, tables, reading.problems)

    def check(self) -> Report:
        """Give what became of each file, and what to mend, worst first."""
        prices = self._price_problems(self._order(Method.FIFO))
        problems = worst_first((*self.run.problems, *prices))
        own = {
            "problems": json_text.problems(problems),
            **accounting(self.reading.files),
        }
        tables = (files_table(self.reading.files), problems_table(problems))
        return self._report(own, tables, tuple(problems))

    def lots(self) -> Report:
        """Give every lot still held."""
        valued = self._valued()
        problems = self._stale_prices(valued)
        return self._report(json_documents.lots(valued), (lots_table(valued),), problems)

    def holdings(self) -> Report:
        """Give what is held of each asset over all accounts."""
        valued = self._valued()
        table = holdings_table(valued)
        own = {"holdings": json_text.records(table)}
        return self._report(own, (table,), self._stale_prices(valued))

    def gains(self, year: int | None = None) -> Report:
        """Give the gains and losses of a year, or of all: a row a matched piece of a lot."""
        rows = self._gains(year)
        results = self._results(year)
        table = gains_table(rows, results, year)
        return self._report(json_documents.gains(rows, results), (table,), self.run.problems)

    def income(self, year: int | None = None) -> Report:
        """Give the ordinary income of a year, or of all."""
        rows = income_rows(self.run.books.income, self.run.returns(self.owner), year)
        return self._report(
            json_documents.income(rows), (income_table(rows, year),), self.run.problems
        )

    def harvest(self) -> HarvestReport:
        """Give what to sell to lock in losses, under FIFO and LIFO, and by the orders in force."""
        orders = self._orders()
        tables = {
            method: (
                summary(order.holdings, method),
                ordering(order.holdings, method, self.run.moment.day),
            )
            for method, order in orders.items()
        }
        in_force = self._order(None)
        problems = (*self.run.problems, *self._price_problems(in_force))
        year = year_of(self.run.moment.day)
        others = {method: order.holdings for method, order in orders.items()}
        day = self.run.moment.day
        short = overview(in_force.holdings, others, self.run.accounts, day)
        notes = (*so_far_this_year(self._gains(year), year), *which_order_counts())
        report = self._report(
            json_documents.harvest(tables), (replace(short, notes=notes),), problems
        )
        sheets = [replace(sheet, notes=(*self.sentences, *sheet.notes)) for sheet in
                  self._sheets(orders, tables, problems, year)]  # fmt: skip
        title = f"Tax-loss harvesting as of {self.inputs.as_of.isoformat()}"
        return HarvestReport(
            report.document, report.tables, problems, tuple(sheets), title, self.run.moment.as_of
        )

    def explain(self, figure: str) -> list[Json]:
        """Give the trees of a figure, down to rows and rules; empty if none has that name."""
        figures = self._harvest_figures if figure.startswith("harvest:") else self._figures
        nodes = figures.named(figure)
        inputs = self.inputs
        paths = [*inputs.files, *([] if inputs.prices is None else [inputs.prices])]
        cells = cells_of((ref for node in nodes for ref in sources_of(node)), paths)
        problems = json_text.problems(self._problems_of(nodes))
        header = {**self._header(), "problems": problems}
        return [{**header, **document(node, cells)} for node in nodes]

    def _problems_of(self, nodes: list[Node]) -> list[Problem]:
        """Give the problems at the rows that these figures rest on."""
        rows = {
            (ref.file.name, row) for node in nodes for ref in sources_of(node) for row in ref.rows
        }
        return [each for each in self.run.problems if (each.file, each.row) in rows]

    def like(self, figure: str) -> str | None:
        """Give the name of a figure that comes near."""
        return self._figures.like(figure)

    def _report(
        self, own: Json, tables: tuple[Table, ...], problems: tuple[Problem, ...]
    ) -> Report:
        whole = {**self._header(), **own}
        whole.setdefault("problems", json_text.problems(problems))
        return Report(whole, tables, problems)

    def _header(self) -> dict[str, object]:
        """Give what every document says of itself."""
        inputs = self.inputs
        return {
            "schema": json_text.SCHEMA,
            "version": __version__,
            "as_of": inputs.as_of.isoformat(),
            "regime": "current-law",
            "positions": [],
            "rematched_by": None if inputs.rematch is None else inputs.rematch.value,
            "notes": list(self.sentences),
        }

    def _gains(self, year: int | None) -> list[GainRow]:
        run = self.run
        returns = run.returns(self.owner)
        return gain_rows(run.books.matches, returns, run.assets, run.law, year)

    def _results(self, year: int | None) -> list[Result]:
        return result_rows(self.run.books.results, self.run.returns(self.owner), year)

    def _valued(self) -> list[LotValue]:
        run = self.run
        returns = run.returns(self.owner)
        shown = [lot for lot in run.books.lots if returns.shows(lot.account)]
        return valued_lots(shown, run.accounts, run.moment)

    def _on_return(self, valued: list[LotValue]) -> list[LotValue]:
        """Give the lots that are on the return: retirement accounts are no part of a harvest."""
        run = self.run
        returns = run.returns(self.owner)
        return [each for each in valued if returns.part(each.lot.account, run.moment.day)]

    def _orders(self) -> Mapping[Method, SellingOrder]:
        return {method: self._order(method) for method in (Method.FIFO, Method.LIFO)}

    def _order(self, method: Method | None) -> SellingOrder:
        self.progress(f"selling in {'the' if method is None else method.upper()} order")
        return pipeline.sell_everything(self.run, self.owner, method)

    def _price_problems(self, order: SellingOrder) -> list[Problem]:
        """Give what is to be mended in the prices a sale would need."""
        quotes = [(each.asset, each.quote) for each in order.holdings]
        day = self.run.moment.day
        return [*missing_prices(quotes, day), *stale_prices(quotes, day)]

    def _stale_prices(self, valued: list[LotValue]) -> tuple[Problem, ...]:
        """Give the problems of the books, and which prices are too old to be believed."""
        quotes = [(each.lot.asset, each.quote) for each in valued]
        return (*self.run.problems, *stale_prices(quotes, self.run.moment.day))

    def _sheets(
        self,
        orders: Mapping[Method, SellingOrder],
        tables: Mapping[Method, tuple[Table, Table]],
        problems: Iterable[Problem],
        year: int,
    ) -> list[Table]:
        run = self.run
        told = tuple(problems)
        income = income_rows(run.books.income, run.returns(self.owner), year)
        names = sorted({account for account, _ in run.state.pools})
        grounds = Grounds(
            day=run.moment.day,
            accounts=[run.accounts.named(name) for name in names],
            holdings=[each for order in orders.values() for each in order.holdings],
            files=self.reading.files,
            transfers=[move.event for move in run.books.moves],
            problems=told,
            sentences=self.sentences,
            rematch=run.rules.rematch,
        )
        return [
            *(summary for summary, _ in tables.values()),
            *(ordering for _, ordering in tables.values()),
            holdings_table(self._on_return(self._valued())),
            gains_table(self._gains(year), self._results(year), year),
            income_table(income, year),
            problems_table(told),
            assumptions_table(grounds, run.law),
        ]

    @cached_property
    def _figures(self) -> Figures:
        run = self.run
        return Figures(run.books, run.events, run.uses, run.law, run.returns(self.owner))

    @cached_property
    def _harvest_figures(self) -> HarvestFigures:
        run = self.run
        return HarvestFigures(self._orders(), run.events, run.uses, run.law)
