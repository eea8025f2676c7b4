"""`forms`: the forms of a year as a report, and the files it is written into."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from harvestry.case.report import AnyPath, Report
from harvestry.case.year_forms import YearForms
from harvestry.reports.official.field_map import FieldMap, field_maps, years_with_maps
from harvestry.reports.official.values import Taxpayer, sheet_of_schedule_d, sheets_of_8949
from harvestry.reports.problem_tables import problems_table
from harvestry.reports.table import Table
from harvestry.reports.tax_forms.form import Options
from harvestry.reports.tax_forms.outputs import (
    Output,
    form_outputs,
    pdf_output,
    save,
    table_output,
    workbook_output,
)
from harvestry.reports.tax_forms.tables import (
    basis_worksheet_table,
    carryover_table,
    form_table,
    income_lines_table,
    schedule_table,
    totals_table,
)
from harvestry.reports.workbook.writing import Properties
from harvestry.sources.blank_forms import read_blanks
from harvestry.sources.errors import UnreadableFileError


class Wanted(NamedTuple):
    """What is asked of the forms: how rows are laid out, whose name, which blanks to fill.

    `legacy_boxes` has coins written into a TXF file under boxes that none belongs in.
    `broker_forms` is a file of Forms 1099-DA, whose figures then stand on the rows they are of.
    """

    options: Options = Options()
    taxpayer: Taxpayer = Taxpayer()
    blanks: tuple[Path, ...] = ()
    legacy_boxes: bool = False
    broker_forms: Path | None = None


@dataclass(frozen=True, slots=True)
class FormsReport(Report):
    """The forms of a year, and the files they are written into.

    `warnings` say which file was refused, or must be mended after it is imported.
    """

    outputs: tuple[Output, ...]
    warnings: tuple[str, ...] = ()

    def save(self, folder: AnyPath) -> list[Path]:
        """Write every file into a folder: each whole or not at all.

        Raises:
            OSError: a file cannot be written.
        """
        return save(self.outputs, Path(folder))


def forms_tables(forms: YearForms) -> tuple[Table, ...]:
    """Give the tables to look at; the rows themselves stand in the files and in JSON."""
    return (
        totals_table(forms.form),
        schedule_table(forms.schedule),
        carryover_table(forms.year, forms.carryover, forms.form.options.rounding),
        income_lines_table(forms.year, forms.income),
    )


def own_outputs(forms: YearForms, wanted: Wanted, sentences: Sequence[str]) -> list[Output]:
    """Give the files of the forms themselves: CSV, workbook, statement, the official PDFs.

    Raises:
        UnreadableFileError: a blank is of no form of this year.
    """
    year = forms.year
    tables = forms_tables(forms)
    *_, carried, income = tables
    basis = basis_worksheet_table(forms.form, forms.rows, forms.view.run.law)
    corrected = [basis] if basis.rows else []
    first, *rest = (form_table(forms.form), *tables, *corrected, problems_table(forms.problems))
    sheets = (replace(first, notes=(*sentences, *first.notes)), *rest)
    about = Properties(f"Tax forms {year}", forms.view.run.moment.as_of)
    return [
        *form_outputs(forms.form, forms.schedule, sentences, wanted.taxpayer.name),
        table_output(f"carryover-{year}.csv", "the Capital Loss Carryover Worksheet", carried),
        *(
            table_output(f"basis-worksheet-{year}.csv", "how a wrong basis was corrected", each)
            for each in corrected
        ),
        table_output(f"income-{year}.csv", "income for Schedule 1 and Schedule C", income),
        workbook_output(f"forms-{year}.xlsx", "all of these as a workbook", sheets, about),
        *_official(forms, wanted),
    ]


def _official(forms: YearForms, wanted: Wanted) -> Iterable[Output]:
    """Give the official PDFs for which a blank was given, filled."""
    for fields, _, pdf in blanks_met(forms.year, wanted.blanks):
        yield _filled(forms, wanted.taxpayer, fields, pdf)


def blanks_met(year: int, blanks: Sequence[Path]) -> Iterator[tuple[FieldMap, Path, bytes]]:
    """Give the forms of a year among the blanks given, each once, with its file.

    Raises:
        UnreadableFileError: a blank that was named is of no form of this year, or none is.
    """
    if not blanks:
        return
    from harvestry.reports.official.filling import is_blank

    maps = maps_of(year)
    message = (
        f"it is not the fillable {' or '.join(each.name for each in maps)} of {year} as the "
        "IRS publishes it"
    )
    met = set()
    for path, pdf in read_blanks(blanks):
        fields = next((each for each in maps if is_blank(pdf, each)), None)
        if fields is None and path in blanks:
            raise UnreadableFileError(str(path), message)
        if fields is not None and fields.form not in met:
            met.add(fields.form)
            yield fields, path, pdf
    if not met:  # folders alone, and of any PDF in them that is no blank nothing is asked
        raise UnreadableFileError(str(blanks[0]), f"no PDF in it fits: {message}")


def maps_of(year: int) -> list[FieldMap]:
    """Give the field maps of a year's forms.

    Raises:
        UnreadableFileError: the official forms of that year cannot be filled.
    """
    maps = [each for (_, of), each in sorted(field_maps().items()) if of == year]
    if not maps:
        years = ", ".join(map(str, years_with_maps()))
        message = f"the official forms of {year} cannot be filled; those of {years} can"
        raise UnreadableFileError("--blank", message)
    return maps


def _filled(forms: YearForms, taxpayer: Taxpayer, fields: FieldMap, pdf: bytes) -> Output:
    from harvestry.reports.official.filling import fill

    def made() -> bytes:
        if fields.parts:
            return fill(pdf, fields, sheets_of_8949(forms.form, fields, taxpayer))
        return fill(pdf, fields, [sheet_of_schedule_d(forms.schedule, fields, taxpayer)])

    return pdf_output(f"{fields.form}-{forms.year}.pdf", f"the official {fields.name}", made)
