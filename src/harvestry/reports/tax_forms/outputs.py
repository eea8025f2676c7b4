"""The files `forms` writes: each a name, what it is, and how it is written."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import BinaryIO, NamedTuple, TypeAlias

from harvestry.reports.csv_text import safe_text, write_csv
from harvestry.reports.saving import whole_file
from harvestry.reports.table import Cell, Row, Table, Unit
from harvestry.reports.tax_forms.form import Form8949
from harvestry.reports.tax_forms.rounding import Rounding, plain
from harvestry.reports.tax_forms.schedule_d import ScheduleD
from harvestry.reports.tax_forms.statement import statement
from harvestry.reports.tax_forms.tables import CSV_HEADER, form_csv, schedule_csv
from harvestry.reports.workbook.writing import Properties, write_workbook
from harvestry.units.exact import cents

Write: TypeAlias = Callable[[BinaryIO], None]


class Output(NamedTuple):
    """One file: its name in the folder, what it is in a few words, how it is written."""

    name: str
    what: str
    write: Write


def save(outputs: Iterable[Output], folder: Path) -> list[Path]:
    """Write the files into a folder, which is made if need be; each whole or not at all.

    Raises:
        OSError: a file cannot be written; it names it and the reason.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for output in outputs:
        path = folder / output.name
        with whole_file(path) as file:
            output.write(file)
        paths.append(path)
    return paths


def form_outputs(
    form: Form8949, schedule: ScheduleD, sentences: Sequence[str], name: str
) -> list[Output]:
    """Give Form 8949 and Schedule D as CSV, and the statement in the form's layout."""
    year = form.year

    def rows(file: BinaryIO) -> None:
        write_csv(file, CSV_HEADER, form_csv(form))

    def lines(file: BinaryIO) -> None:
        header = ("line", "what", "proceeds", "basis", "adjustment", "gain")
        write_csv(file, header, schedule_csv(schedule))

    return [
        Output(f"form-8949-{year}.csv", "Form 8949, a line a row", rows),
        Output(f"schedule-d-{year}.csv", "Schedule D, line by line", lines),
        pdf_output(
            f"form-8949-{year}-statement.pdf",
            "Form 8949 as a statement to attach",
            lambda: statement(form, sentences, name),
        ),
    ]


def table_output(name: str, what: str, table: Table) -> Output:
    """Give a small table as CSV: exact texts, amounts in cents."""

    def write(file: BinaryIO) -> None:
        header = [column.key for column in table.columns]
        write_csv(file, header, (_texts(table, row) for row in table.rows))

    return Output(name, what, write)


def workbook_output(name: str, what: str, tables: Sequence[Table], about: Properties) -> Output:
    """Give tables as the sheets of a workbook."""
    return Output(name, what, lambda file: write_workbook(file, tables, about))


def pdf_output(name: str, what: str, pdf: Callable[[], bytes]) -> Output:
    """Give a PDF, made when it is first written: an audit pack writes it a second time."""
    made = cache(pdf)

    def write(file: BinaryIO) -> None:
        file.write(made())

    return Output(name, what, write)


def _texts(table: Table, row: Row) -> list[str]:
    pairs = zip(table.columns, row, strict=True)
    return [_text(cell, column.unit) for column, cell in pairs]


def _text(cell: Cell, unit: Unit) -> str:
    if cell is None:
        return ""
    if unit is Unit.MONEY and isinstance(cell, int):
        return plain(cents(cell), Rounding.CENTS)
    return safe_text(str(cell))
