"""The reports on the books: prices, lots, holdings, gains, income."""

from harvestry.case.frame import Frame, report_of
from harvestry.case.locked_years import lock_problems
from harvestry.case.price_sheets import price_sheets
from harvestry.case.report import Report
from harvestry.events.flows import held_by
from harvestry.pipeline.balances import compared
from harvestry.reports import json_documents, json_text
from harvestry.reports.balance_tables import balances_table
from harvestry.reports.holding_tables import LotValue, holdings_table, lots_table
from harvestry.reports.json_text import Json
from harvestry.reports.table import Table
from harvestry.reports.wash_tables import (
    grey_note,
)
from harvestry.reports.year_tables import gains_table, income_table


class BooksReports(Frame):
    """What the books say, as past returns were filed."""

    def prices(self) -> Report:
        """Give what prices are known, and with files which are missing for them."""
        prepared = self.runs.prepared
        own, tables, problems = price_sheets(prepared)
        return self.report(prepared.filed, own, tables, problems)

    def lots(self) -> Report:
        """Give every lot still held."""
        view = self.filed
        valued = view.valued()
        return report_of(self.header(view), *lots_told(valued), view.stale_prices(valued))

    def holdings(self) -> Report:
        """Give what is held of each asset over all accounts."""
        view = self.filed
        valued = view.valued()
        return report_of(self.header(view), *holdings_told(valued), view.stale_prices(valued))

    def balances(self) -> Report:
        """Give what is held in each account, beside what its own file says."""
        view = self.filed
        reading = self.reading
        held = held_by(self.runs.prepared.events)
        stated = [
            (each.account, each.asset, each.time, each.stated, each.ours, each.file)
            for each in compared(reading.files, reading.events)
        ]
        table = balances_table(held, stated)
        own = {"balances": json_text.records(table)}
        return self.report(view, own, (table,), view.run.problems)

    def gains(self, year: int | None = None) -> Report:
        """Give the gains and losses of a year, or of all: a row a matched piece of a lot."""
        view = self.filed
        rows, results = view.gains(year), view.results(year)
        other = self.other(view, plan=False, sold=bool(rows))
        until = view.provisional_until(year)
        notes = (
            *self.beside(view, other, year),
            *grey_note(rows, view.run.stance),
            *view.provisional_note(year),
        )
        table = gains_table(rows, results, year, notes)
        own = {
            **json_documents.gains(rows, results),
            "other_regime": self.other_document(view, other, year),
            "provisional_until": json_text.day(until),
        }
        problems = (
            *view.run.problems,
            *view.form_problems(year),
            *lock_problems(view, year),
        )
        return self.report(view, own, (table,), problems)

    def income(self, year: int | None = None) -> Report:
        """Give the ordinary income of a year, or of all."""
        view = self.filed
        rows = view.income(year)
        own = json_documents.income(rows)
        return self.report(view, own, (income_table(rows, year),), view.run.problems)


def lots_told(valued: list[LotValue]) -> tuple[Json, tuple[Table, ...]]:
    """Give what `lots` says of these."""
    return json_documents.lots(valued), (lots_table(valued),)


def holdings_told(valued: list[LotValue]) -> tuple[Json, tuple[Table, ...]]:
    """Give what `holdings` says of these."""
    table = holdings_table(valued)
    return {"holdings": json_text.records(table)}, (table,)
