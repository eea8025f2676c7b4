"""Form 8949 of a year: its boxes, their entries, what goes to Schedule D directly, what is left."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from harvestry.events.asset import AssetClass, Assets
from harvestry.law.load import Law
from harvestry.ledger.match import Term
from harvestry.reports.cell_text import visible
from harvestry.reports.tax_forms.entries import Amounts, Columns, Entry, entry_of, exact_of
from harvestry.reports.tax_forms.rounding import Cents, Rounding
from harvestry.tax.form_8949.boxes import direct_line_of, line_of
from harvestry.tax.form_8949.codes import codes_on
from harvestry.tax.form_8949.joining import adjustments_of, joined
from harvestry.tax.form_8949.row import FormRow
from harvestry.units.days import Day, last_day_of
from harvestry.units.natural_order import natural_key

_NOTHING: Final = Amounts(0, 0, 0)


class Options(NamedTuple):
    """What the form leaves to the filer.

    `direct`: rows that may go straight to Schedule D do (Exception 1). `summary`: one row a broker
    and box, with the statement attached (Exception 2). `various`: the pieces of a sale on one row.
    """

    rounding: Rounding = Rounding.CENTS
    direct: bool = False
    summary: bool = False
    various: bool = False


class Page(NamedTuple):
    """One page of the form: a box, as many entries as it has rows, their totals for line 2."""

    letter: str
    term: Term
    entries: tuple[Entry, ...]
    totals: Amounts


@dataclass(frozen=True, slots=True)
class Box:
    """One box: every entry of it, the total of its line 2 over all pages, its Schedule D line.

    `statement` are the rows themselves where `entries` are sums of them (Exception 2).
    """

    letter: str
    term: Term
    line: str
    entries: tuple[Entry, ...]
    total: Amounts
    pages: tuple[Page, ...]
    statement: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Form8949:
    """The form of one year.

    `direct` are totals of lines 1a and 8a of Schedule D; `left` are entries whose term is unknown:
    no box is theirs, and the taxpayer must complete them.
    """

    year: int
    options: Options
    boxes: tuple[Box, ...]
    direct: tuple[tuple[str, Amounts], ...]
    left: tuple[Entry, ...]

    def line(self, line: str) -> Amounts:
        """Give columns (d), (e), (g), (h) of a line of Schedule D; unknown where a part is."""
        parts = [box.total for box in self.boxes if box.line == line]
        parts += [total for name, total in self.direct if name == line]
        return add(parts)


def form_8949(
    rows: Sequence[FormRow], assets: Assets, law: Law, year: int, options: Options
) -> Form8949:
    """Lay out the rows of a year's form, by box, then day sold, then sale."""
    day = last_day_of(year)
    ordered = sorted(rows, key=_order)
    boxed: dict[str, list[FormRow]] = {}
    straight: dict[str, list[FormRow]] = {}
    left = []
    for row in joined(ordered) if options.various else ordered:
        line = _direct(row, assets, law, day) if options.direct else None
        if row.box is None:
            left.append(row)
        elif line is not None:
            straight.setdefault(line, []).append(row)
        else:
            boxed.setdefault(row.box, []).append(row)
    boxes = (_box(letter, boxed[letter], assets, law, day, options) for letter in sorted(boxed))
    return Form8949(
        year,
        options,
        tuple(boxes),
        tuple((line, _total(straight[line], options)) for line in sorted(straight)),
        _entries(left, assets, Columns(options.rounding)),
    )


def add(parts: Iterable[Amounts]) -> Amounts:
    """Add up columns; unknown where any part is."""
    total = _NOTHING
    for part in parts:
        pairs = zip(total, part, strict=True)
        total = Amounts(*(None if a is None or b is None else a + b for a, b in pairs))
    return total


def _order(row: FormRow) -> tuple[Day, object, int]:
    return row.sold, natural_key(row.match.disposal), row.place


def _direct(row: FormRow, assets: Assets, law: Law, day: Day) -> str | None:
    """Give the line of Schedule D a row may go to directly (Exception 1), `None` if it may not."""
    if row.box is None or row.adjustments or not row.complete:
        return None
    if assets.named(row.asset).asset_class is AssetClass.COLLECTIBLE:
        return None
    return direct_line_of(law, row.box, day)


def _box(
    letter: str, rows: Sequence[FormRow], assets: Assets, law: Law, day: Day, options: Options
) -> Box:
    term, line = rows[0].term, line_of(law, letter, day)
    per_page = law.on("form-8949-pages", day).values["rows"]
    assert isinstance(per_page, int)
    columns = Columns(options.rounding)
    pages: list[Page] = []
    if options.summary:
        several = codes_on(law, day).several
        brokers = list(_by_broker(rows, assets, columns, several))
        sums = tuple(total for total, _ in brokers)
        for start in range(0, len(sums), per_page):
            part = sums[start : start + per_page]
            pages.append(Page(letter, term, part, add(each.amounts for each in part)))
        statement = tuple(entry for _, entries in brokers for entry in entries)
        return Box(letter, term, line, sums, columns.total, tuple(pages), statement)
    for start in range(0, len(rows), per_page):
        before = columns.total
        entries = _entries(rows[start : start + per_page], assets, columns)
        pages.append(Page(letter, term, entries, _grown(before, columns.total, entries)))
    every = tuple(entry for page in pages for entry in page.entries)
    return Box(letter, term, line, every, columns.total, tuple(pages))


def _by_broker(
    rows: Sequence[FormRow], assets: Assets, columns: Columns, several: str
) -> Iterable[tuple[Entry, tuple[Entry, ...]]]:
    """Give for each broker the one row that stands on the form, and what the statement lists.

    Exception 2: "BROKER see attached statement", (b) and (c) empty, code M with any others.
    """
    brokers: dict[str, list[FormRow]] = {}
    for row in rows:
        brokers.setdefault(row.account, []).append(row)
    for name in sorted(brokers):
        own = brokers[name]
        before = columns.total
        entries = _entries(own, assets, columns)
        amounts = _grown(before, columns.total, entries)
        code = "".join(sorted({several, *(each.code for each in adjustments_of(own))}))
        yield Entry(f"{visible(name)} see attached statement", "", "", code, amounts, name), entries


def _grown(before: Amounts, after: Amounts, entries: Sequence[Entry]) -> Amounts:
    """Give the totals of a page: what the running total grew by, so that pages add up to it."""
    sums: list[Cents | None] = []
    for n, (start, end) in enumerate(zip(before, after, strict=True)):
        if start is not None and end is not None:
            sums.append(end - start)
        elif any(entry.amounts[n] is None for entry in entries):
            sums.append(None)
        else:
            sums.append(sum(entry.amounts[n] or 0 for entry in entries))
    return Amounts(*sums)


def _entries(rows: Iterable[FormRow], assets: Assets, columns: Columns) -> tuple[Entry, ...]:
    return tuple(
        entry_of(row, columns.take(exact_of((row,))), assets.named(row.asset)) for row in rows
    )


def _total(rows: Sequence[FormRow], options: Options) -> Amounts:
    columns = Columns(options.rounding)
    columns.take(exact_of(rows))
    return columns.total
