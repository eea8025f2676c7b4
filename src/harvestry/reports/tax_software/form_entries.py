"""The entries of Form 8949 for programs: one by one, each with its box and what it cannot say."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from harvestry.ledger.match import Term
from harvestry.reports.tax_forms.entries import Entry
from harvestry.reports.tax_forms.form import Form8949
from harvestry.reports.tax_forms.rounding import Cents, Rounding, plain


class BoxedEntry(NamedTuple):
    """An entry with the box it stands in, `None` where the term is unknown."""

    box: str | None
    term: Term
    entry: Entry


def entries_of_form(form: Form8949) -> Iterator[BoxedEntry]:
    """Give all entries, sums replaced by what they are sums of; those left to the taxpayer last."""
    for box in form.boxes:
        for entry in box.statement or box.entries:
            yield BoxedEntry(box.letter, box.term, entry)
    yield from (BoxedEntry(None, Term.UNKNOWN, entry) for entry in form.left)


def code_amount(entry: Entry, code: str, rounding: Rounding) -> Cents | None:
    """Give the amount under one code of an entry, 0 where it does not bear it.

    Where no other has an amount it is column (g) as it stands; unknown is `None`.
    """
    if entry.row is None or code not in entry.code:
        return 0
    if all(each.amount == 0 for each in entry.row.adjustments if each.code != code):
        return entry.amounts.adjustment
    amount = entry.row.amount(code)
    return None if amount is None else rounding.line(amount)


def money(amount: Cents | None, form: Form8949) -> str:
    """Write an amount of the form: plain, empty while unknown."""
    return plain(amount, form.options.rounding)


def with_other_codes(entries: Iterable[BoxedEntry], told: str) -> int:
    """Count the entries that bear a code beside the one a format has a field for."""
    return sum(bool(set(each.entry.code) - {told}) for each in entries)


def boxes_named(letters: Sequence[str]) -> str:
    """Name boxes within a sentence: `box H`, or `boxes H, K, L`."""
    return f"{'box' if len(letters) == 1 else 'boxes'} {', '.join(letters)}"


def unknown_note(form: Form8949) -> Iterator[str]:
    """Say how many entries are not complete."""
    missing = sum(
        each.entry.amounts.gain is None or each.box is None for each in entries_of_form(form)
    )
    if missing:
        yield (
            f"{missing} rows lack a date, basis or proceeds, which is unknown: complete them in "
            "the program. Nothing was put in for them."
        )
