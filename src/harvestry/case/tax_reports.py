"""The reports on a year's tax: the return, estimated payments, the forms."""

from pathlib import Path

from harvestry.case.audit_pack import Asked, pack_output
from harvestry.case.comparing import compared
from harvestry.case.forms_report import FormsReport, Wanted, forms_tables, own_outputs
from harvestry.case.frame import Frame
from harvestry.case.locked_years import lock_document, lock_problems
from harvestry.case.report import AnyPath, EstimateReport, Report
from harvestry.case.software_outputs import software_files, software_outputs, warnings
from harvestry.case.year_estimate import year_estimate
from harvestry.case.year_forms import reconciled, year_forms
from harvestry.case.year_tax import NetGains, tax_report, tax_year
from harvestry.reports import json_text
from harvestry.reports.compare_tables import compare_document, compare_table
from harvestry.reports.estimate_tables import estimate_reminders
from harvestry.reports.reconcile_tables import (
    reconcile_document,
    reconcile_problems,
    reconcile_tables,
)
from harvestry.reports.tax_forms.documents import forms_document
from harvestry.units.days import year_of
from harvestry.units.exact import money_of


class TaxReports(Frame):
    """A year's tax, as returns are filed."""

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
        problems = (*view.run.problems, *told.problems, *lock_problems(view, year))
        own = {**told.document, "locked": lock_document(view, year)}
        return self.report(view, own, told.tables, problems)

    def compare(self, year: int) -> Report:
        """Give a year by each method side by side: gains, tax, carryover, what stays unrealised."""
        view = self.filed
        rows = list(compared(view, self.runs, year))
        own = compare_document(rows, year, view.provisional_until(year))
        problems = (*view.stale_prices(view.on_return()), *tax_year(view, year).problems)
        return self.report(view, own, (compare_table(rows, year),), problems)

    def _harvest_of(self, year: int) -> NetGains | None:
        """Give what selling now to lock in losses would take of this year, where anything would."""
        planned = self.planned
        if year != year_of(planned.run.moment.day) or not planned.run.books.lots:
            return None
        taken = planned.sell_these(planned.order(None).holdings, None).by_term
        return NetGains(*taken) if taken and any(taken) else None

    def estimate(self, year: int) -> EstimateReport:
        """Give the estimated payments of a year: what is required, by when, what is still due."""
        view = self.filed
        told = year_estimate(view, year, self._harvest_of(year))
        problems = (*view.run.problems, *told.problems)
        report = self.report(view, told.document, told.tables, problems)
        days = () if told.estimate is None else estimate_reminders(year, told.estimate)
        return EstimateReport(
            report.document,
            report.tables,
            report.problems,
            report.sentences,
            tuple(days),
            self.inputs.as_of,
        )

    def reconcile(self, broker_forms: AnyPath, year: int) -> Report:
        """Give a broker's Forms 1099-DA against the books, with the rows that come of them.

        Raises:
            SourceError: the file cannot be read.
            SettingsError: it is no file of broker forms.
        """
        view = self.filed
        done = reconciled(view, Path(broker_forms), year)
        own = reconcile_document(done, view.run.assets)
        problems = (*view.run.problems, *reconcile_problems(done))
        return self.report(view, own, reconcile_tables(done, view.run.assets), problems)

    def forms(self, year: int, wanted: Wanted = Wanted()) -> FormsReport:  # noqa: B008  # a constant
        """Give Form 8949, Schedule D, what goes on and income by line, with their files."""
        view = self.filed
        forms = year_forms(view, year, wanted.options, wanted.broker_forms)
        until = json_text.day(view.provisional_until(year))
        own = {
            **forms_document(forms.form, forms.schedule, forms.carryover, forms.income),
            "provisional_until": until,
        }
        problems = (*view.run.problems, *forms.problems, *lock_problems(view, year))
        notes = view.provisional_note(year)
        report = self.report(view, own, forms_tables(forms), problems, notes)
        files = software_files(forms, legacy=wanted.legacy_boxes)
        outputs = [
            *own_outputs(forms, wanted, report.sentences),
            *software_outputs(forms, files, report.sentences),
        ]
        outputs.append(pack_output(view, Asked(self.owner, year, wanted), tuple(outputs)))
        told = warnings(files)
        names = [each.name for each in outputs]
        document = {**report.document, "files": names, "warnings": list(told)}
        tables, sentences = report.tables, report.sentences
        return FormsReport(document, tables, report.problems, sentences, tuple(outputs), told)
