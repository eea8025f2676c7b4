"""Drake's import for Form 8949 by column order, as its manual of 2012 has it.

The order of later years is not public in full. Whoever imports compares it with the template that
the program itself offers.
"""

from collections.abc import Iterator
from typing import Final

from harvestry.events.account import Accounts, Owner
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
    with_other_codes,
)
from harvestry.reports.tax_software.software_file import SoftwareFile
from harvestry.tax.form_8949.codes import Codes
from harvestry.tax.form_8949.row import AcquiredWord
from harvestry.units.exact import quantity_text

_NAME: Final = "drake-unverified-{year}.csv"
_HOW: Final = "Form 8949 import, after comparing its columns with the template of the program."
HEADER: Final = (
    *("TSJ", "F", "State", "City", "Date of Sale", "Date of Acquisition", "Type of gain/loss"),
    *("Symbol", "Quantity", "Proceeds", "Loss-not-allowed", "Cost", "Fed tax withheld"),
    *("Wash sale disallowed", "Description"),
)
_OWNERS: Final = {Owner.SELF: "T", Owner.SPOUSE: "S", Owner.JOINT: "J"}
_TERMS: Final = {Term.SHORT: "S", Term.LONG: "L"}
_WORDS: Final = {AcquiredWord.VARIOUS.value: "VARIOUS", AcquiredWord.INHERITED.value: "INHERIT"}


def drake(form: Form8949, codes: Codes, accounts: Accounts) -> SoftwareFile:
    """Give the rows in the order that is known, without a header: Drake counts columns."""
    entries = list(entries_of_form(form))
    rows = [_row(each, form, codes, accounts) for each in entries]
    content = csv_bytes(rows[0], rows[1:]) if rows else b""
    name = _NAME.format(year=form.year)
    return SoftwareFile(
        name, "Drake", content, (*_notes(entries, codes), *unknown_note(form)), how=_HOW
    )


def _row(each: BoxedEntry, form: Form8949, codes: Codes, accounts: Accounts) -> tuple[str, ...]:
    entry = each.entry
    washed = code_amount(entry, codes.wash, form.options.rounding)
    account = accounts.named(entry.account)
    return (
        _OWNERS.get(account.owner, ""),
        *("", "", ""),
        entry.sold.replace("/", ""),
        _WORDS.get(entry.acquired, entry.acquired.replace("/", "")),
        _TERMS.get(each.term, ""),
        "" if entry.row is None else safe_text(entry.row.asset),
        "" if entry.row is None else quantity_text(entry.row.quantity),
        money(entry.amounts.proceeds, form),
        "",
        money(entry.amounts.basis, form),
        "",
        money(washed, form) if washed != 0 else "",
        safe_text(entry.description),
    )


def _notes(entries: list[BoxedEntry], codes: Codes) -> Iterator[str]:
    yield (
        "The order of columns is that of Drake's manual of 2012 and was not checked against the "
        f"program's own template: {', '.join(HEADER)}. Compare before importing."
    )
    others = with_other_codes(entries, codes.wash)
    if others:
        yield (
            f"{others} rows bear codes other than {codes.wash}, which this order has no known "
            "place for: enter them by hand, as the CSV of Form 8949 has them."
        )
