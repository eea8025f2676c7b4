"""TaxAct's import: a row a sale, or from 2,001 on a row a box with the statement attached."""

from collections.abc import Iterable, Iterator
from typing import Final

from harvestry.ledger.match import Term
from harvestry.reports.csv_text import safe_text
from harvestry.reports.tax_forms.form import Form8949
from harvestry.reports.tax_software.csv_lines import csv_bytes
from harvestry.reports.tax_software.form_entries import (
    BoxedEntry,
    code_amount,
    entries_of_form,
    money,
    unknown_note,
)
from harvestry.reports.tax_software.software_file import SoftwareFile
from harvestry.tax.form_8949.codes import Codes

_NAME: Final = "taxact-{year}.csv"
_HOW: Final = (
    "Federal, Investment Income, Gain or loss on the sale of investments, import from a CSV file."
)
HEADER: Final = (
    *("Description", "Date Acquired", "Date Sold", "Sales Proceeds", "Cost or Other Basis"),
    *("Wash Sale", "Adjustment Code", "Adjustment Amount", "Reporting Category", "Long/Short"),
)
MOST_ROWS: Final = 2_000
_MOST_SUMMARIES: Final = 6
_DOCUMENTED: Final = "ABCDEF"
_TERMS: Final = {Term.SHORT: "Short", Term.LONG: "Long"}


def taxact(form: Form8949, codes: Codes) -> SoftwareFile:
    """Give the rows; above the cap one a box, as Exception 2 of the instructions has it."""
    entries = list(entries_of_form(form))
    if len(entries) <= MOST_ROWS:
        rows: Iterable[tuple[str, ...]] = (_row(each, form, codes) for each in entries)
        notes = [*_category_note(form)]
    else:
        rows = _summaries(form, codes)
        notes = [_summary_note(len(entries), len(form.boxes), codes), *_category_note(form)]
    name = _NAME.format(year=form.year)
    return SoftwareFile(
        name, "TaxAct", csv_bytes(HEADER, rows), (*notes, *unknown_note(form)), how=_HOW
    )


def _row(each: BoxedEntry, form: Form8949, codes: Codes) -> tuple[str, ...]:
    entry = each.entry
    washed = code_amount(entry, codes.wash, form.options.rounding) != 0
    return (
        safe_text(entry.description),
        entry.acquired,
        entry.sold,
        money(entry.amounts.proceeds, form),
        money(entry.amounts.basis, form),
        codes.wash if washed else "",
        entry.code,
        money(entry.amounts.adjustment, form) if entry.code else "",
        each.box or "",
        _TERMS.get(each.term, ""),
    )


def _summaries(form: Form8949, codes: Codes) -> Iterator[tuple[str, ...]]:
    for box in form.boxes:
        every = {letter for entry in box.statement or box.entries for letter in entry.code}
        yield (
            f"Box {box.letter}, see attached statement",
            *("", ""),
            money(box.total.proceeds, form),
            money(box.total.basis, form),
            codes.wash if codes.wash in every else "",
            "".join(sorted({codes.several, *every})),
            money(box.total.adjustment, form),
            box.letter,
            _TERMS[box.term],
        )


def _summary_note(count: int, boxes: int, codes: Codes) -> str:
    note = (
        f"TaxAct takes {MOST_ROWS:,} rows and there are {count:,}: the file has one row a box with "
        f"its sums and code {codes.several} (Exception 2). Attach the PDF statement to the return, "
        "or mail it with Form 8453."
    )
    if boxes > _MOST_SUMMARIES:
        note += f" TaxAct takes {_MOST_SUMMARIES} attachments; there are {boxes} boxes."
    return note


def _category_note(form: Form8949) -> Iterator[str]:
    others = sorted({box.letter for box in form.boxes} - set(_DOCUMENTED))
    if others:
        yield (
            f"TaxAct documents the categories A to F; this file has {', '.join(others)}, the boxes "
            "of digital assets. See after the import that each row stands under its box."
        )
