"""`Case`: the files of a household, and a method for every report on them."""

from harvestry.case.books_reports import BooksReports
from harvestry.case.plan_reports import PlanReports
from harvestry.case.report import Report
from harvestry.case.stakes import Stakes
from harvestry.case.tax_reports import TaxReports
from harvestry.case.view import View
from harvestry.case.yearly_problems import problems_of_years
from harvestry.events.account import Method
from harvestry.reports import json_documents, json_text
from harvestry.reports.event_tables import events_table
from harvestry.reports.explain.node import Node, sources_of
from harvestry.reports.explain.node_json import document
from harvestry.reports.explain.node_words import otherwise_in_a_plan
from harvestry.reports.files_read import accounting, files_table
from harvestry.reports.json_text import Json
from harvestry.reports.problem_tables import fix_list, most_at_stake_first
from harvestry.sources.cells import cells_of
from harvestry.units.problems import Problem


class Case(BooksReports, PlanReports, TaxReports):
    """One household's files as of a day. Each report is worked out when it is asked for."""

    def events(self) -> Report:
        """Give what was read: every event, and what became of every row."""
        reading = self.reading
        own = {
            "events": [json_documents.event(event) for event in reading.events],
            **accounting(reading.files),
        }
        tables = (events_table(reading.events), files_table(reading.files))
        return self.report(self.runs.prepared.filed, own, tables, reading.problems)

    def check(self) -> Report:
        """Give what became of each file, and what to mend, by the tax at stake, then the worst."""
        view = self.filed
        every = self.problems()
        self.progress("working out what is at stake")
        staked = Stakes(self.runs, view, self.progress).of_all(every)
        problems = most_at_stake_first(staked.problems)
        own = {
            "problems": json_text.problems(problems),
            **accounting(self.reading.files),
        }
        tables = (files_table(self.reading.files), *fix_list(problems, staked.notes))
        return self.report(view, own, tables, tuple(problems))

    def problems(self) -> tuple[Problem, ...]:
        """Give all that is to be mended or known, under the names that `fix` takes."""
        view = self.filed
        prices = view.price_problems(view.order(Method.FIFO))
        return self.told(
            (*view.run.problems, *view.form_problems(None), *problems_of_years(view), *prices)
        )

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
            run = self.runs.instead(view.run, self.runs.prepared.planned, joined=False)
            plan = view.of(run)
            if plan is not view:
                planned = plan.figures.named(figure)
                notes = otherwise_in_a_plan(nodes, planned, plan.run.stance.regime)
                view, nodes = (view, nodes) if nodes else (plan, planned)
        inputs = self.inputs
        priced = [each for each in (inputs.prices, inputs.price_book) if each is not None]
        paths = [*inputs.files, *(each for each in priced if each.exists())]
        mapping = self.reading.household.mapping
        cells = cells_of((ref for node in nodes for ref in sources_of(node)), paths, mapping)
        problems = json_text.problems(_problems_of(view, nodes))
        header = self.header(view)
        header = {**header, "notes": [*notes, *header["notes"]], "problems": problems}
        return [{**header, **document(node, cells)} for node in nodes]

    def like(self, figure: str) -> str | None:
        """Give the name of a figure that comes near."""
        return self.filed.figures.like(figure)


def _problems_of(view: View, nodes: list[Node]) -> list[Problem]:
    """Give the problems at the rows that these figures rest on."""
    rows = {(ref.file.name, row) for node in nodes for ref in sources_of(node) for row in ref.rows}
    return [each for each in view.run.problems if (each.file, each.row) in rows]
