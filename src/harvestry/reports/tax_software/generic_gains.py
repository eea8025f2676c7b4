"""A plain table of gains for programs that let one say which column is what."""

from typing import Final

from harvestry.reports.csv_text import safe_text
from harvestry.reports.tax_forms.form import Form8949
from harvestry.reports.tax_software.csv_lines import csv_bytes
from harvestry.reports.tax_software.form_entries import (
    entries_of_form,
    money,
    unknown_note,
)
from harvestry.reports.tax_software.software_file import SoftwareFile
from harvestry.units.exact import quantity_text

_NAME: Final = "generic-gains-{year}.csv"
_HOW: Final = "any import that asks which column is what."
HEADER: Final = ("Symbol", "Quantity", "Date Acquired", "Cost", "Date Sold", "Proceeds", "Gain")


def generic_gains(form: Form8949) -> SoftwareFile:
    """Give symbol, exact quantity, dates, cost, proceeds and column (h)."""
    rows = (
        (
            safe_text(each.entry.account if row is None else row.asset),
            "" if row is None else quantity_text(row.quantity),
            each.entry.acquired,
            money(each.entry.amounts.basis, form),
            each.entry.sold,
            money(each.entry.amounts.proceeds, form),
            money(each.entry.amounts.gain, form),
        )
        for each in entries_of_form(form)
        for row in (each.entry.row,)
    )
    note = "Gain is column (h) of Form 8949: proceeds less cost, with what a code adds or takes."
    notes = (note, *unknown_note(form))
    name = _NAME.format(year=form.year)
    return SoftwareFile(
        name, "programs with a column mapping", csv_bytes(HEADER, rows), notes, how=_HOW
    )
