"""The `forms` document: what stands on the forms, as text, rounded as it stands there."""

from collections.abc import Iterable, Mapping, Sequence

from harvestry.reports.figure_names import gain_figure
from harvestry.reports.json_text import Json, money, rows_of
from harvestry.reports.tax_forms.entries import Amounts, Entry
from harvestry.reports.tax_forms.form import Box, Form8949
from harvestry.reports.tax_forms.rounding import Rounding, plain
from harvestry.reports.tax_forms.schedule_d import ScheduleD
from harvestry.reports.tax_forms.tables import PART
from harvestry.tax.income_lines import IncomeLine
from harvestry.units.exact import Money


def forms_document(
    form: Form8949,
    schedule: ScheduleD,
    carryover: Mapping[str, Money] | None,
    income: Sequence[IncomeLine],
) -> Json:
    """Give the document's own part. Amounts of the forms are rounded, those of income exact."""
    rounding = form.options.rounding
    return {
        "year": form.year,
        "rounding": rounding.value,
        "form_8949": [_box(box, rounding) for box in form.boxes],
        "left_to_the_taxpayer": [_entry(entry, rounding) for entry in form.left],
        "directly_on_schedule_d": {line: _amounts(total, rounding) for line, total in form.direct},
        "schedule_d": {
            "columns": {
                line: _amounts(total, rounding) for line, total in schedule.columns.items()
            },
            "lines": {line: _text(amount, rounding) for line, amount in schedule.lines.items()},
            "answers": {line: "Yes" if yes else "No" for line, yes in schedule.answers.items()},
        },
        "carryover_worksheet": None
        if carryover is None
        else {line: plain(rounding.line(amount), rounding) for line, amount in carryover.items()},
        "income": [
            {
                "line": each.line,
                "kind": each.kind.value,
                "receipts": each.receipts,
                "usd": money(each.usd),
            }
            for each in income
        ],
    }


def _box(box: Box, rounding: Rounding) -> Json:
    return {
        "box": box.letter,
        "part": PART[box.term],
        "schedule_d_line": box.line,
        "pages": len(box.pages),
        "rows": [_entry(entry, rounding) for entry in box.entries],
        "statement": _entries(box.statement, rounding),
        "totals": _amounts(box.total, rounding),
    }


def _entries(entries: Iterable[Entry], rounding: Rounding) -> list[Json]:
    return [_entry(entry, rounding) for entry in entries]


def _entry(entry: Entry, rounding: Rounding) -> Json:
    row = entry.row
    return {
        "figure": None if row is None else gain_figure(row.match),
        "description": entry.description,
        "acquired": entry.acquired or None,
        "sold": entry.sold or None,
        "code": entry.code,
        **_amounts(entry.amounts, rounding),
        "account": entry.account,
        "transaction": entry.transaction or None,
        "source": [] if row is None else rows_of(row.match.event.source),
    }


def _amounts(amounts: Amounts, rounding: Rounding) -> Json:
    names = (*Amounts._fields, "gain")
    four = (*amounts, amounts.gain)
    return {name: _text(amount, rounding) for name, amount in zip(names, four, strict=True)}


def _text(amount: int | None, rounding: Rounding) -> str | None:
    return None if amount is None else plain(amount, rounding)
