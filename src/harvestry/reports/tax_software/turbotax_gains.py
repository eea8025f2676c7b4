"""TurboTax's gain and loss file for coins: five columns, nothing about codes or boxes."""

from collections.abc import Iterator
from typing import Final

from harvestry.events.asset import Assets
from harvestry.reports.csv_text import safe_text
from harvestry.reports.tax_forms.form import Form8949
from harvestry.reports.tax_software.csv_lines import csv_bytes
from harvestry.reports.tax_software.form_entries import (
    BoxedEntry,
    boxes_named,
    entries_of_form,
    money,
    unknown_note,
)
from harvestry.reports.tax_software.software_file import SoftwareFile

_NAME: Final = "turbotax-gains-{year}.csv"
_HOW: Final = (
    "Wages & Income, Investments and Savings, Cryptocurrency: upload as Other "
    "(gain/loss). Import this or the transactions, not both."
)
HEADER: Final = ("Currency Name", "Purchase Date", "Cost Basis", "Date Sold", "Proceeds")


def turbotax_gains(form: Form8949, assets: Assets) -> SoftwareFile:
    """Give the sales of digital assets; securities come to TurboTax by other ways."""
    every = list(entries_of_form(form))
    coins = [each for each in every if _is_digital(each, assets)]
    rows = (
        (
            safe_text(each.entry.description),
            each.entry.acquired,
            money(each.entry.amounts.basis, form),
            each.entry.sold,
            money(each.entry.amounts.proceeds, form),
        )
        for each in coins
    )
    notes = (*_notes(coins, len(every) - len(coins)), *unknown_note(form))
    name = _NAME.format(year=form.year)
    return SoftwareFile(name, "TurboTax", csv_bytes(HEADER, rows), notes, how=_HOW)


def _is_digital(each: BoxedEntry, assets: Assets) -> bool:
    return each.entry.row is None or assets.named(each.entry.row.asset).is_digital


def _notes(coins: list[BoxedEntry], others: int) -> Iterator[str]:
    letters = sorted({each.box for each in coins if each.box})
    if letters:
        yield (
            f"The file has no column for the box. Its rows belong in {boxes_named(letters)}: see "
            "in TurboTax that each stands there."
        )
    coded = sum(bool(each.entry.code) for each in coins)
    if coded:
        yield (
            f"{coded} rows bear a code of Form 8949, and this file has no column for it: enter "
            "code and amount in TurboTax, as the CSV of Form 8949 has them."
        )
    if others:
        yield f"{others} rows are securities and stand only in the other files."
