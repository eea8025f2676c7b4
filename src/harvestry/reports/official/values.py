"""What stands in which field: a form laid over a field map."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple, TypeAlias

from harvestry.ledger.match import Term
from harvestry.reports.official.field_map import FieldMap, Part
from harvestry.reports.tax_forms.entries import Amounts, Entry
from harvestry.reports.tax_forms.form import Form8949, Page
from harvestry.reports.tax_forms.rounding import Rounding, on_paper
from harvestry.reports.tax_forms.schedule_d import ScheduleD

Values: TypeAlias = Mapping[str, str | bool]
"""Text by field name; `True` for a box that is ticked."""


class Taxpayer(NamedTuple):
    """What stands at the head of each page; empty is left to the taxpayer."""

    name: str = ""
    number: str = ""


class Sheet(NamedTuple):
    """One copy of a form: what its fields hold, and which of its pages say anything."""

    values: Values
    pages: tuple[int, ...]


def sheets_of_8949(form: Form8949, fields: FieldMap, taxpayer: Taxpayer) -> list[Sheet]:
    """Give as many copies as the boxes need: a page each has one box, the first copy both pages.

    Rows whose term is unknown come last, on pages of Part I with no box ticked and no totals: they
    cannot be overlooked, and the taxpayer must say where they belong.
    """
    pages = [page for box in form.boxes for page in box.pages]
    pages += _left(form, fields.part(Term.SHORT).rows)
    short, long = (
        [page for page in pages if page.term == part.term]
        for part in (fields.part(Term.SHORT), fields.part(Term.LONG))
    )
    nothing: list[Page | None] = [None]
    sheets = []
    for n, both in enumerate(zip_longest(short or nothing, long)):
        values: dict[str, str | bool] = {}
        used = []
        for part, page in zip((fields.part(Term.SHORT), fields.part(Term.LONG)), both, strict=True):
            if page is not None or n == 0:
                used.append(part.page)
                values.update(_page(part, page, taxpayer, form.options.rounding))
        sheets.append(Sheet(values, tuple(used)))
    return sheets


def sheet_of_schedule_d(schedule: ScheduleD, fields: FieldMap, taxpayer: Taxpayer) -> Sheet:
    """Give Schedule D, both its pages."""
    rounding = schedule.rounding
    values: dict[str, str | bool] = _head(fields.taxpayer, fields.number, taxpayer)
    for line, amounts in schedule.columns.items():
        names = fields.columns[line]
        four = (*amounts, amounts.gain)
        shown = [on_paper(amount, rounding) for amount in four]
        if amounts.adjustment == 0:
            shown[2] = ""
        values.update(zip(names, shown, strict=True))
    for line, name in fields.lines.items():
        amount = schedule.lines.get(line)
        if amount is not None:
            positive = line in fields.in_parentheses
            values[name] = on_paper(abs(amount) if positive else amount, rounding)
    for line, yes in schedule.answers.items():
        values[fields.answers[line][0 if yes else 1]] = True
    return Sheet(values, (0, 1))


def _left(form: Form8949, rows: int) -> Iterable[Page]:
    unknown = Amounts(None, None, None)
    for start in range(0, len(form.left), rows):
        yield Page("", Term.SHORT, form.left[start : start + rows], unknown)


def _page(part: Part, page: Page | None, taxpayer: Taxpayer, rounding: Rounding) -> Values:
    values: dict[str, str | bool] = _head(part.taxpayer, part.number, taxpayer)
    if page is None:
        return values
    if page.letter:
        values[part.boxes[page.letter]] = True
    for n, entry in enumerate(page.entries):
        cells = _row(entry, rounding)
        values.update({part.cell(n, column): text for column, text in enumerate(cells) if text})
    coded = any(entry.code for entry in page.entries)
    for n, amount in enumerate((*page.totals, page.totals.gain)):
        if n != _ADJUSTMENT or coded:
            values[part.total_cell(n)] = on_paper(amount, rounding)
    return values


_ADJUSTMENT = 2


def _row(entry: Entry, rounding: Rounding) -> Sequence[str]:
    """Give columns (a) to (h) of a row; (g) is empty where (f) is."""
    amounts = entry.amounts
    parts = (entry.description, entry.transaction)
    return (
        "\n".join(part for part in parts if part),
        entry.acquired,
        entry.sold,
        on_paper(amounts.proceeds, rounding),
        on_paper(amounts.basis, rounding),
        entry.code,
        on_paper(amounts.adjustment, rounding) if entry.code else "",
        on_paper(amounts.gain, rounding),
    )


def _head(name: str, number: str, taxpayer: Taxpayer) -> dict[str, str | bool]:
    head = {name: taxpayer.name, number: taxpayer.number}
    return {field: text for field, text in head.items() if text}
