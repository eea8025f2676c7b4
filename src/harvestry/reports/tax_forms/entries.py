"""Entries: the rows of Form 8949 in the words and rounded amounts that stand on it."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from harvestry.events.asset import Asset, AssetClass
from harvestry.reports.cell_text import visible
from harvestry.reports.tax_forms.rounding import Cents, Rounding, RunningSum
from harvestry.tax.form_8949.row import AcquiredWord, FormRow
from harvestry.units.days import Day
from harvestry.units.exact import CENT, Money, quantity_text, total_of


class Amounts(NamedTuple):
    """Columns (d), (e), (g), (h) of a row or of a sum of rows; unknown is `None`.

    (h) follows from the others as they stand there, so that every line adds up on paper.
    """

    proceeds: Cents | None
    basis: Cents | None
    adjustment: Cents | None

    @property
    def gain(self) -> Cents | None:
        """Column (h): (d) - (e) + (g)."""
        if self.proceeds is None or self.basis is None or self.adjustment is None:
            return None
        return self.proceeds - self.basis + self.adjustment


class Entry(NamedTuple):
    """One row as it stands on the form, columns (a) to (h).

    `code` is empty where nothing stands in (f) and (g). `row` is what it was made of, `None` for a
    sum of several; `transaction` the sale's id on its chain, if known.
    """

    description: str
    acquired: str
    sold: str
    code: str
    amounts: Amounts
    account: str
    transaction: str = ""
    row: FormRow | None = None


class Exact(NamedTuple):
    """Columns (d), (e), (g) before rounding."""

    proceeds: Money | None
    basis: Money | None
    adjustment: Money | None

    @property
    def takes_all_back(self) -> bool:
        """Tell whether (g) is all that lies between (d) and (e): a whole loss is disallowed."""
        if self.proceeds is None or self.basis is None or not self.adjustment:
            return False
        return self.proceeds - self.basis + self.adjustment == 0


class Columns:
    """Rounds the columns of one box, row after row, and keeps their sums."""

    def __init__(self, rounding: Rounding) -> None:
        self._rounding = rounding
        self._sums = tuple(RunningSum(rounding) for _ in Exact._fields)
        self._known = [True for _ in Exact._fields]

    def take(self, exact: Exact) -> Amounts:
        """Give a row's amounts: cents cut from running sums, whole dollars each on its own.

        In cents what takes a row's whole loss or gain back is (e) - (d) as they stand there, so
        that (h) is zero.
        """
        pairs = zip(self._sums, exact, strict=True)
        parts = [None if amount is None else each.next(amount) for each, amount in pairs]
        if exact.takes_all_back and self._rounding is Rounding.CENTS:
            parts = self._without_gain(exact, *parts)
        for n, (amount, part) in enumerate(zip(exact, parts, strict=True)):
            if amount is None or part is None:
                self._known[n] = False
            else:
                self._sums[n].take(amount, part)
        if self._rounding is Rounding.CENTS:
            return Amounts(*parts)
        line = self._rounding.line
        return Amounts(*(None if amount is None else line(amount) for amount in exact))

    def _without_gain(
        self, exact: Exact, proceeds: Cents | None, basis: Cents | None, _: Cents | None
    ) -> list[Cents | None]:
        """Give a row of which (h) is zero.

        Of very many such rows (g) would run away from its exact sum by parts of a cent; where it is
        a cent ahead or behind, (e) is cut the other way.
        """
        assert proceeds is not None
        assert basis is not None
        assert exact.basis is not None
        assert exact.adjustment is not None
        ahead = self._sums[2].ahead(exact.adjustment, basis - proceeds)
        if ahead >= CENT:
            basis = exact.basis // CENT
        elif ahead <= -CENT:
            basis = -(-exact.basis // CENT)
        return [proceeds, basis, basis - proceeds]

    @property
    def total(self) -> Amounts:
        """The sums so far: exact sums rounded once, unknown where any part is.

        In cents they are what the rows add up to, which differs where (g) followed (d) and (e).
        """
        sums = zip(self._sums, self._known, strict=True)
        return Amounts(*(each.rounded if known else None for each, known in sums))


def entry_of(row: FormRow, amounts: Amounts, asset: Asset) -> Entry:
    """Give a row as it stands on the form."""
    return Entry(
        description(row, asset),
        acquired_text(row.acquired),
        form_date(row.sold),
        row.code,
        amounts,
        row.account,
        visible(row.match.event.detail.hash or ""),
        row,
    )


def exact_of(rows: Iterable[FormRow]) -> Exact:
    """Give the sums of rows before rounding."""
    each = list(rows)
    return Exact(
        total_of(row.proceeds for row in each),
        total_of(row.basis for row in each),
        total_of(row.adjustment for row in each),
    )


def description(row: FormRow, asset: Asset) -> str:
    """Give column (a): the exact units and the symbol; shares say so."""
    shares = "sh. " if asset.asset_class is AssetClass.SECURITY else ""
    return f"{quantity_text(row.quantity)} {shares}{visible(row.asset)}"


def acquired_text(acquired: Day | AcquiredWord | None) -> str:
    """Give column (b): the day, the word that stands for it, or nothing while unknown."""
    if acquired is None:
        return ""
    return acquired.value if isinstance(acquired, AcquiredWord) else form_date(acquired)


def form_date(day: Day) -> str:
    """Write a day as the form asks: `03/01/2025`."""
    return date.fromordinal(day).strftime("%m/%d/%Y")
