"""The books as a beancount journal, each lot kept by its date and label.

What stands in an account of units at the end is asserted in the journal itself, so `bean-check`
proves that it holds what the books hold.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from harvestry.reports.journals.chart import UNKNOWN, account_of_dollars, account_of_units
from harvestry.reports.journals.digits import Digits, Shown
from harvestry.reports.journals.names import Names, one_line
from harvestry.reports.journals.posting import (
    Dollars,
    Entry,
    Purpose,
    Units,
    without_cost,
)
from harvestry.units.days import Day, day_text
from harvestry.units.exact import Quantity, money_text, quantity_text

_WIDTH: Final = 46
_OPTIONS: Final = (
    'option "title" "Harvestry"',
    'option "operating_currency" "USD"',
    # A lot's unit cost is its total divided to 28 digits: this is what the division may leave.
    'option "inferred_tolerance_default" "USD:0.000000001"',
)


def beancount_journal(entries: Sequence[Entry], notes: Sequence[str], as_of: Day) -> Iterator[str]:
    """Give the lines of a journal.

    Args:
        entries: as `entries_of` gives them.
        notes: what stands at the head: the regime, the positions, what is to be mended.
        as_of: the day at whose end the balances are asserted.
    """
    journal = _Journal(entries)
    body = [line for entry in entries for line in journal.entry(entry)]
    yield from (f"; {one_line(note)}" for note in notes)
    names = journal.names
    yield from (f"; {here} stands for {one_line(there)}" for here, there in names.changed)
    for asset in sorted(journal.digits.cut):
        commodity, decimals = names.commodity(asset), journal.digits.decimals[asset]
        yield f"; {commodity} stands with {decimals} decimals: beancount keeps 28 digits"
    yield ""
    yield from _OPTIONS
    if not entries:
        return
    yield ""
    first = day_text(entries[0].on)
    yield from (f"{first} open {account}" for account in sorted(journal.opened))
    yield from body
    yield ""
    closing = day_text(max(entries[-1].on, as_of) + 1)
    for (account, commodity), quantity in sorted(journal.held.items()):
        if account not in journal.opened:
            continue  # less than the last decimal ever stood there
        yield f"{closing} balance {account}  {quantity_text(quantity)} {commodity}"


class _Journal:
    """What has been written: the accounts in use, and what stands in each."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.names = Names()
        self.digits = Digits(entries)
        self.opened: set[str] = set()
        self.held: dict[tuple[str, str], Quantity] = {}

    def entry(self, entry: Entry) -> Iterator[str]:
        """Give the lines of an entry."""
        yield ""
        nothing = entry.nothing_left()
        if nothing is not None:
            yield nothing
            return
        yield f'{day_text(entry.on)} {entry.flag} "{one_line(entry.what)}"'
        yield from (f'  {name}: "{_string(text)}"' for name, text in entry.tags())
        if entry.tax_day != entry.on:
            yield f"  tax-date: {day_text(entry.tax_day)}"
        yield from (f"  ; {one_line(remark)}" for remark in entry.remarks)
        yield from self._postings(entry)

    def _postings(self, entry: Entry) -> Iterator[str]:
        rounding = 0
        written = []
        for units in entry.units:
            shown = self.digits.shown(units)
            rounding += shown.rounding
            written.append((units, shown.quantity))
            if shown.quantity:
                yield self._line(account_of_units(units, self.names), self._amount(units, shown))
        for asset, quantity in without_cost(written).items():
            amount = f"{quantity_text(-quantity)} {self.names.commodity(asset)}"
            yield self._line(UNKNOWN, amount)
        for units, quantity in written:
            key = account_of_units(units, self.names), self.names.commodity(units.asset)
            self.held[key] = self.held.get(key, 0) + quantity
        for dollars in (*entry.dollars, Dollars(Purpose.ROUNDING, rounding)):
            if dollars.amount:
                account = account_of_dollars(dollars, self.names)
                yield self._line(account, f"{money_text(dollars.amount)} USD")

    def _amount(self, units: Units, shown: Shown) -> str:
        amount = f"{quantity_text(shown.quantity)} {self.names.commodity(units.asset)}"
        return f"{amount}{_lot(units)}"

    def _line(self, account: str, amount: str) -> str:
        self.opened.add(account)
        return f"  {account:{_WIDTH}}  {amount}"


def _lot(units: Units) -> str:
    """Give the lot: what it cost in all as it arrives, its date and label as it leaves."""
    if units.cost is None:
        return f"  ; basis unknown, lot {one_line(units.label)}"
    date = f"{day_text(units.acquired_on)}, " if units.acquired_on is not None else ""
    told = f'{date}"{_string(units.label)}"'
    if units.arrives:
        return f" {{{{{money_text(units.cost)} USD, {told}}}}}"
    return f" {{USD, {told}}}"


def _string(text: str) -> str:
    """Give text that stands between quotes and ends there."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    plain = "".join(letter if letter.isprintable() else " " for letter in text)
    return plain.replace("\\", "\\\\").replace('"', '\\"')
