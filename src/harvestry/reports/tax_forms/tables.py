"""The forms as tables, for the workbook, the terminal and CSV: rounded as they stand on paper."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from harvestry.law.load import Law
from harvestry.ledger.match import Term
from harvestry.reports.csv_text import safe_text
from harvestry.reports.table import Cell, Column, Row, Table, Unit
from harvestry.reports.tax_forms.entries import Amounts, Entry
from harvestry.reports.tax_forms.form import Form8949
from harvestry.reports.tax_forms.rounding import Cents, Rounding, plain
from harvestry.reports.tax_forms.schedule_d import ScheduleD
from harvestry.reports.tax_forms.words import words
from harvestry.tax.form_8949.codes import codes_on
from harvestry.tax.form_8949.row import FormRow
from harvestry.tax.income_lines import IncomeLine
from harvestry.units.exact import CENT, Money

PART: Final = {Term.SHORT: "I", Term.LONG: "II"}
_AMOUNTS: Final = (
    Column("Proceeds", Unit.MONEY, "Column (d).", True),
    Column("Basis", Unit.MONEY, "Column (e).", True),
    Column("Code", Unit.TEXT, "Column (f)."),
    Column("Adjustment", Unit.MONEY, "Column (g).", True),
    Column("Gain or loss", Unit.GAIN, "Column (h): (d) - (e) + (g).", True),
)
_FORM: Final = (
    Column("Box", Unit.TEXT, "Empty where the term is unknown: complete the row by hand."),
    Column("Description", Unit.TEXT, "Column (a)."),
    Column("Date acquired", Unit.TEXT, "Column (b)."),
    Column("Date sold", Unit.TEXT, "Column (c)."),
    *_AMOUNTS,
    Column("Account", Unit.TEXT),
    Column("Transaction", Unit.TEXT, "The sale on its chain, where the files tell it."),
    Column("Source", Unit.TEXT, "The file and row of the sale."),
)
_TOTALS: Final = (
    Column("Box", Unit.TEXT),
    Column("What", Unit.TEXT),
    Column("Schedule D line", Unit.TEXT),
    Column("Rows", Unit.COUNT),
    Column("Pages", Unit.COUNT),
    *(column for column in _AMOUNTS if column.key != "code"),
)
_SCHEDULE_D: Final = (
    Column("Line", Unit.TEXT),
    Column("What", Unit.TEXT),
    *(Column(column.title, column.unit) for column in _AMOUNTS if column.key != "code"),
)
_WORKSHEET: Final = (
    Column("Line", Unit.TEXT),
    Column("What", Unit.TEXT),
    Column("Amount", Unit.MONEY),
)
_INCOME: Final = (
    Column("Line", Unit.TEXT, "Where it goes on the return."),
    Column("Kind", Unit.TEXT),
    Column("Receipts", Unit.COUNT),
    Column("Amount", Unit.MONEY, "US dollars when received.", True),
)
_BASIS: Final = (
    Column("Sale", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Box", Unit.TEXT),
    Column("1 Basis shown", Unit.MONEY, "Line 1: on Form 1099-B or 1099-DA."),
    Column("2 Right basis", Unit.MONEY, "Line 2."),
    Column("3 Negative", Unit.MONEY, "Line 3, for column (g)."),
    Column("4 Positive", Unit.MONEY, "Line 4, for column (g)."),
)
CSV_HEADER: Final = (
    *("part", "box", "description", "date_acquired", "date_sold", "proceeds", "basis", "code"),
    *("adjustment", "gain", "account", "transaction", "source"),
)


def every_entry(form: Form8949) -> Iterable[tuple[str, Entry]]:
    """Give all entries with the letter of their box, empty for those left to the taxpayer."""
    for box in form.boxes:
        yield from ((box.letter, entry) for entry in box.entries)
    yield from (("", entry) for entry in form.left)


def form_table(form: Form8949) -> Table:
    """Give the rows of Form 8949."""
    rows: list[Row] = [
        (
            letter,
            entry.description,
            entry.acquired,
            entry.sold,
            *_cells(entry.amounts)[:2],
            entry.code,
            *_cells(entry.amounts)[2:],
            entry.account,
            entry.transaction,
            _source(entry),
        )
        for letter, entry in every_entry(form)
    ]
    brief = ("box", "description", "date_acquired", "date_sold", "proceeds", "basis", "code")
    return Table(
        f"Form 8949 {form.year}",
        _FORM,
        rows,
        groups=("box",),
        brief=(*brief, "gain_or_loss"),
        empty=f"No sale in {form.year}.",
    )


def form_csv(form: Form8949) -> Iterable[tuple[str, ...]]:
    """Give the rows of Form 8949 for a CSV file; see `CSV_HEADER`."""
    rounding = form.options.rounding
    for letter, entry in every_entry(form):
        part = "" if not letter or entry.row is None else PART[entry.row.term]
        amounts = entry.amounts
        yield (
            part or _part(form, letter),
            letter,
            safe_text(entry.description),
            entry.acquired,
            entry.sold,
            plain(amounts.proceeds, rounding),
            plain(amounts.basis, rounding),
            entry.code,
            plain(amounts.adjustment, rounding) if entry.code else "",
            plain(amounts.gain, rounding),
            safe_text(entry.account),
            safe_text(entry.transaction),
            safe_text(_source(entry)),
        )


def totals_table(form: Form8949) -> Table:
    """Give the totals of each box, and what goes to Schedule D directly."""
    said = words("boxes")
    rows: list[Row] = [
        (
            box.letter,
            said[box.letter],
            box.line,
            len(box.statement or box.entries),
            len(box.pages),
            *_cells(box.total),
        )
        for box in form.boxes
    ]
    direct = words("schedule_d")
    rows += [("", direct[line], line, "", "", *_cells(total)) for line, total in form.direct]
    if form.left:
        told = "Left to you: the term is unknown"
        rows.append(("", told, "", len(form.left), "", None, None, None, None))
    title = f"Form 8949 totals {form.year}"
    return Table(title, _TOTALS, rows, empty=f"No sale in {form.year}.")


def schedule_table(schedule: ScheduleD) -> Table:
    """Give Schedule D line by line; lines that stay empty are left out."""
    rows: list[Row] = []
    for line, told in words("schedule_d").items():
        columns = schedule.columns.get(line)
        if columns is not None:
            rows.append((line, told, *_cells(columns)))
        elif line in schedule.lines:
            rows.append((line, told, "", "", "", _cell(schedule.lines[line])))
    notes = tuple(
        f"Line {line}: {'Yes' if yes else 'No'}." for line, yes in schedule.answers.items()
    )
    return Table(f"Schedule D {schedule.year}", _SCHEDULE_D, rows, notes=notes)


def schedule_csv(schedule: ScheduleD) -> Iterable[tuple[str, ...]]:
    """Give Schedule D for a CSV file: line, what, (d), (e), (g), (h)."""
    rounding = schedule.rounding
    for line, told in words("schedule_d").items():
        columns = schedule.columns.get(line)
        if columns is not None:
            four = (*columns, columns.gain)
            yield (line, told, *(plain(each, rounding) for each in four))
        elif line in schedule.lines:
            yield (line, told, "", "", "", plain(schedule.lines[line], rounding))
    for line, yes in schedule.answers.items():
        yield (line, "Yes" if yes else "No", "", "", "", "")


def carryover_table(year: int, lines: Mapping[str, Money] | None, rounding: Rounding) -> Table:
    """Give the Capital Loss Carryover Worksheet of a year, by line; empty where nothing goes on.

    `lines` is `None` while the year's tax, and so what goes on, is unknown.
    """
    rows: list[Row] = [
        (line, told, _cell(rounding.line(lines[line])))
        for line, told in words("carryover").items()
        if lines and line in lines
    ]
    title = f"Carryover from {year} to {year + 1}"
    empty = f"No capital loss of {year} goes on."
    if lines is None:
        empty = f"What loss of {year} goes on is unknown, since its tax is."
    return Table(title, _WORKSHEET, rows, empty=empty)


def basis_worksheet_table(form: Form8949, rows: Sequence[FormRow], law: Law) -> Table:
    """Give the Worksheet for Basis Adjustments in Column (g), a row each basis that is corrected.

    Of a row whose basis was reported to the IRS: line 1 as the broker's form shows it, line 2 the
    right one, line 3 what goes into (g) below zero, line 4 what goes in above.
    """
    cells: list[Row] = []
    for row in rows:
        code = codes_on(law, row.sold).wrong_basis
        shown, right = row.basis, row.match.basis
        if row.amount(code) == 0 or shown is None:  # not reported: no worksheet is needed
            continue
        low = None if right is None else right - shown
        lines = (
            None if low is None else -low if low > 0 else "",
            None if low is None else -low if low < 0 else "",
        )
        cells.append((row.match.disposal, row.asset, row.box or "", shown, right, *lines))
    title = f"Basis worksheet {form.year}"
    return Table(title, _BASIS, cells, empty="No basis that was reported is corrected.")


def income_lines_table(year: int, lines: Sequence[IncomeLine]) -> Table:
    """Give a year's ordinary income by the line of the return it goes to."""
    rows: list[Row] = [(each.line, each.kind, each.receipts, each.usd) for each in lines]
    title = f"Income for the return {year}"
    return Table(title, _INCOME, rows, groups=("line",), empty=f"No income in {year}.")


def _part(form: Form8949, letter: str) -> str:
    return next((PART[box.term] for box in form.boxes if box.letter == letter), "")


def _source(entry: Entry) -> str:
    return "" if entry.row is None else str(entry.row.match.event.source)


def _cells(amounts: Amounts) -> Sequence[Cell]:
    return [_cell(each) for each in (*amounts, amounts.gain)]


def _cell(amount: Cents | None) -> Cell:
    return None if amount is None else amount * CENT
