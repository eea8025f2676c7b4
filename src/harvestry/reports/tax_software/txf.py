"""TXF version 042 for desktop TurboTax (Intuit's specification of 30 November 2011).

One field a line, records ended by `^`. The format ends with the boxes A to F: for those of digital
assets from 2025 on it has no number.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from harvestry.events.account import Accounts
from harvestry.law.load import Law
from harvestry.ledger.match import Term
from harvestry.reports.tax_forms.entries import Entry
from harvestry.reports.tax_forms.form import Form8949
from harvestry.reports.tax_forms.rounding import Cents
from harvestry.reports.tax_software.form_entries import (
    BoxedEntry,
    boxes_named,
    code_amount,
    entries_of_form,
    money,
    unknown_note,
    with_other_codes,
)
from harvestry.reports.tax_software.software_file import Residue, SoftwareFile
from harvestry.tax.form_8949.boxes import Received, received
from harvestry.tax.form_8949.codes import Codes
from harvestry.units.exact import QUANTITY_DECIMALS, Quantity, quantity_text

_NAME: Final = "txf-v042-{year}.txf"
_HOW: Final = "File, Import, From Accounting Software, Other Financial Software (TXF)."
LONGEST_NAME: Final = 30
_NUMBERS: Final = {"A": 321, "B": 711, "C": 712, "D": 323, "E": 713, "F": 714}
_LEGACY: Final = {Term.SHORT: 712, Term.LONG: 714}
_TERM_UNKNOWN: Final = {Received.REPORTED: 673, Received.UNREPORTED: 715, Received.NONE: 716}
_LONGEST_SYMBOL: Final = 12
_END: Final = "^"


class Made(NamedTuple):
    """What the header says: the program's version, and the day of the export."""

    version: str
    on: date


def txf(
    form: Form8949,
    codes: Codes,
    accounts: Accounts,
    law: Law,
    made: Made,
    *,
    legacy: bool,
) -> SoftwareFile:
    """Give the file, or say why there is none.

    Args:
        form: the entries.
        codes: the letters of column (f): a wash sale has a field, others have none.
        accounts: what each broker sends, for entries of unknown term.
        law: the law, likewise.
        made: what the header says.
        legacy: write boxes the format does not have as those without a form (712 and 714).
    """
    name = _NAME.format(year=form.year)
    entries = list(entries_of_form(form))
    missing = sorted({each.box for each in entries if each.box and each.box not in _NUMBERS})
    if missing and not legacy:
        why = _refusal(missing)
        return SoftwareFile(name, "TurboTax desktop", b"", (why,), warning=why)
    lines = ["V042", f"AHarvestry {made.version}", f"D{made.on:%m/%d/%Y}", _END]
    residues: list[Residue] = []
    for number, each in enumerate(entries, 1):
        lines += _record(each, form, codes, _number(each, accounts, law))
        residues += _residue(name, each, number)
    content = "".join(f"{line}\r\n" for line in lines).encode("ascii")
    notes = (*_notes(entries, codes, missing), *unknown_note(form))
    warning = notes[0] if missing else ""
    return SoftwareFile(
        name, "TurboTax desktop", content, notes, tuple(residues), warning, how=_HOW
    )


def _record(each: BoxedEntry, form: Form8949, codes: Codes, number: int) -> Iterator[str]:
    """Give a record of format 4, or of format 5 where a wash sale takes a part of the loss."""
    entry = each.entry
    yield from ("TD", f"N{number}", "C1", "L1")
    yield f"P{_name(entry)[0]}"
    yield f"D{_day(entry.acquired)}"
    yield f"D{_day(entry.sold)}"
    yield f"${money(entry.amounts.basis, form)}"
    yield f"${money(entry.amounts.proceeds, form)}"
    washed: Cents | None = code_amount(entry, codes.wash, form.options.rounding)
    if washed != 0:
        yield f"${money(washed, form)}"
    yield _END


def _number(each: BoxedEntry, accounts: Accounts, law: Law) -> int:
    if each.box is not None:
        return _NUMBERS.get(each.box) or _LEGACY[each.term]
    row = each.entry.row
    assert row is not None
    account = accounts.named(row.account)
    return _TERM_UNKNOWN[received(law, row.match.event, account, row.sold)]


def _day(text: str) -> str:
    """Give a day; for a word, as for what is unknown, the field stands empty."""
    return text if text[:1].isdigit() else ""


def _name(entry: Entry) -> tuple[str, Quantity]:
    """Give the security: units and symbol within thirty characters; and the units it leaves out."""
    row = entry.row
    if row is None:
        return _ascii(entry.description)[:LONGEST_NAME], 0
    symbol = _ascii(row.asset)[:_LONGEST_SYMBOL]
    room = LONGEST_NAME - len(symbol) - 1
    whole = len(quantity_text(row.quantity).partition(".")[0])
    decimals = max(0, min(QUANTITY_DECIMALS, room - whole - 1))
    grain = int(10 ** (QUANTITY_DECIMALS - decimals))
    written = row.quantity // grain * grain
    return f"{quantity_text(written)[:room]} {symbol}", row.quantity - written


def _residue(file: str, each: BoxedEntry, number: int) -> Iterator[Residue]:
    text, rest = _name(each.entry)
    if rest and each.entry.row is not None:
        exact = quantity_text(each.entry.row.quantity)
        yield Residue(file, number, "P", exact, text.partition(" ")[0], quantity_text(rest))


def _ascii(text: str) -> str:
    """Give text that can end no field and no record."""
    plain = text.encode("ascii", "replace").decode("ascii").replace(_END, "?")
    return "".join(letter if letter.isprintable() else "?" for letter in plain)


def _refusal(missing: Sequence[str]) -> str:
    return (
        f"No TXF file was written: the format of 2011 has no number for {boxes_named(missing)}, "
        "the boxes of digital assets from 2025 on. Use another file, or --allow-legacy-boxes to "
        "have them written as sales without a form (712, 714) and change the box in TurboTax."
    )


def _notes(entries: list[BoxedEntry], codes: Codes, missing: Sequence[str]) -> Iterator[str]:
    if missing:
        yield (
            f"Rows of {boxes_named(missing)} were written as 712 and 714, which are boxes C and F: "
            "no coin belongs there from 2025 on. Change the box of every row in TurboTax before "
            "filing."
        )
    words = sum(bool(each.entry.acquired) and not _day(each.entry.acquired) for each in entries)
    if words:
        yield (
            f"{words} rows were acquired on several days or inherited: the format has no word for "
            "it, so their date acquired is empty."
        )
    others = with_other_codes(entries, codes.wash)
    if others:
        yield (
            f"{others} rows bear codes other than {codes.wash}, and the format has no field for "
            "them: enter code and amount in TurboTax, as the CSV of Form 8949 has them."
        )
