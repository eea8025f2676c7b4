"""What a year brought: a row a matched piece of a lot, and ordinary income by kind."""

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple, TypeVar

from harvestry.events.event import Event
from harvestry.events.pool_names import is_pool_name, pool_in_words
from harvestry.ledger.books import Books
from harvestry.ledger.match import Grey, Income, Match, Outcome, Result, Term, Wash
from harvestry.reports.cell_text import cell_text
from harvestry.reports.figure_names import gain_figure, income_figure
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.tax.form_8949.row import FormRow
from harvestry.tax.form_8949.rows import FormRows
from harvestry.tax.whose_return import Returns
from harvestry.units.days import Day, year_of
from harvestry.units.exact import Money, Quantity, share, total_of

R = TypeVar("R", Wash, Grey)


class Replacement(NamedTuple):
    """The part of a loss that one replacement disallows, as much of it as is on the return.

    `account` holds the replacing units; of those in a pool of several, the one that bought them.
    """

    wash: Wash
    quantity: Quantity
    amount: Money
    account: str


class GainRow(NamedTuple):
    """A row of Form 8949, and what is behind a loss that is disallowed.

    `replacements` are what disallows the loss or a part of it, `greys` the purchases near it that a
    position keeps from doing so.
    """

    form: FormRow
    replacements: tuple[Replacement, ...] = ()
    greys: tuple[Grey, ...] = ()

    @property
    def match(self) -> Match:
        """The part of the match that is on the return."""
        return self.form.match

    @property
    def box(self) -> str | None:
        """The box of Form 8949, `None` before 2020 or while the term is unknown."""
        return self.form.box

    @property
    def code(self) -> str:
        """The codes of Form 8949, alphabetical."""
        return self.form.code

    def amount(self, outcome: Outcome) -> Money:
        """Give how much of the loss is deferred, or lost."""
        return sum(each.amount for each in self.replacements if each.wash.outcome is outcome)


class Totals(NamedTuple):
    """Sums of rows whose gain is known; `unknown` counts the rows left out."""

    proceeds: Money
    basis: Money
    adjustment: Money
    gain: Money
    rows: int
    unknown: int

    @property
    def all_unknown(self) -> bool:
        """Tell whether there are rows and none is known: the sums of nothing are no 0 then."""
        return bool(self.unknown) and not self.rows

    @property
    def known_gain(self) -> Money | None:
        """The gain of the rows that are known, `None` where there are only unknown ones."""
        return None if self.all_unknown else self.gain


_TERM_TOLD: Final = {Term.UNKNOWN: "of unknown term"}
_GAINS: Final = (
    Column("Disposal", Unit.TEXT, "The row that gave the units up; `:fee` marks a fee's units."),
    Column("Account", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Quantity", Unit.QUANTITY),
    Column("Lot", Unit.TEXT),
    Column(
        "Acquired", Unit.DAY, "As on the form: of a gift sold below what it was worth, that day."
    ),
    Column("Sold", Unit.DAY),
    Column("Term", Unit.TEXT),
    Column(
        "Proceeds", Unit.MONEY, "As the broker's form shows them, else less selling costs.", True
    ),
    Column(
        "Basis", Unit.MONEY, "As told to the IRS, else the right one. Unknown is not zero.", True
    ),
    Column(
        "Code", Unit.TEXT, "Codes of Form 8949; W: a wash sale, by the law or the regime applied."
    ),
    Column(
        "Adjustment", Unit.MONEY, "The net of what the codes change, W the loss disallowed.", True
    ),
    Column("Gain or loss", Unit.GAIN, "Proceeds less basis plus adjustment.", True),
    Column("Box", Unit.TEXT, "The box of Form 8949."),
    Column("Figure", Unit.TEXT, "The name by which `explain` tells this row's story."),
    Column("Source", Unit.TEXT, "The file and row of the sale."),
)
_GAINS_BRIEF: Final = (
    "sold",
    "account",
    "asset",
    "acquired",
    "term",
    "proceeds",
    "basis",
    "gain_or_loss",
)
_GAINS_WASHED: Final = (*_GAINS_BRIEF[:-1], "adjustment", "gain_or_loss")
_INCOME: Final = (
    Column("Kind", Unit.TEXT),
    Column("Date", Unit.DAY),
    Column("Account", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Quantity", Unit.QUANTITY),
    Column("Value", Unit.MONEY, "US dollars when received.", True),
    Column("Figure", Unit.TEXT, "The name by which `explain` tells this row's story."),
    Column("Source", Unit.TEXT),
)


def gain_rows(
    forms: FormRows, books: Books, events: Iterable[Event], returns: Returns, year: int | None
) -> list[GainRow]:
    """Give the rows of a year (`None`: of every year) as Form 8949 has them.

    `events` tell in which account of a pool of several a replacement was bought.
    """
    washes, greys = _by_match(books.washes), _by_match(books.greys)
    pooled = {wash.lot for wash in books.washes if is_pool_name(wash.account)}
    bought_in = {each.id: each.account for each in events if each.id in pooled} if pooled else {}
    rows = []
    for form in forms.each(year):
        part = returns.part(form.account, form.sold)
        replaced = replacements_of(washes.get(form.place, ()), part, bought_in)
        rows.append(GainRow(form, replaced, tuple(greys.get(form.place, ()))))
    return rows


def replacements_of(
    washes: Iterable[Wash], part: Fraction, bought_in: Mapping[str, str]
) -> tuple[Replacement, ...]:
    """Give the part of washes of one match that is on the return, cut so that all add up.

    `bought_in` names the account that bought a lot whose pool is one of several.
    """
    replaced = []
    quantity = amount = 0
    for wash in washes:
        before = _part(quantity, part), _part(amount, part)
        quantity, amount = quantity + wash.quantity, amount + wash.amount
        upto = _part(quantity, part), _part(amount, part)
        account = wash.account
        if is_pool_name(account):
            account = bought_in.get(wash.lot, pool_in_words(account))
        replaced.append(Replacement(wash, upto[0] - before[0], upto[1] - before[1], account))
    return tuple(replaced)


def _by_match(records: Iterable[R]) -> Mapping[int, list[R]]:
    by_match: dict[int, list[R]] = {}
    for record in records:
        by_match.setdefault(record.match, []).append(record)
    return by_match


def _part(amount: int, part: Fraction) -> int:
    return share(amount, part.numerator, part.denominator)


def gains_table(
    rows: Sequence[GainRow],
    results: Iterable[Result],
    year: int | None,
    notes: tuple[str, ...] = (),
) -> Table:
    """Give a row a matched piece of a lot; `year` is what the rows are of, `None` for all.

    Contract results touch no lot and stand in a note.
    """
    cells: list[Row] = [
        (
            match.disposal,
            match.event.account,
            match.asset,
            match.quantity,
            match.piece or "not in the files",
            _acquired(row),
            match.sold_on,
            match.term,
            row.form.proceeds,
            row.form.basis,
            row.code,
            row.form.adjustment,
            row.form.gain,
            row.box or "",
            gain_figure(match),
            str(match.event.source),
        )
        for row in rows
        for match in (row.match,)
    ]
    brief = _GAINS_WASHED if any(row.code for row in rows) else _GAINS_BRIEF
    title = "Gains and losses" if year is None else f"Gains and losses {year}"
    empty = "No sale at all." if year is None else f"No sale in {year}."
    sums = _by_year(rows) if year is None else _by_term(rows)
    told = (*sums, *_results(results), *notes)
    answer = "gain_or_loss"
    return Table(title, _GAINS, cells, told, brief=brief, answer=answer, empty=empty)


def _acquired(row: GainRow) -> Day | None:
    """Give the day from which the term of a row is understood; a word of the form is no day."""
    acquired = row.form.acquired
    return acquired if isinstance(acquired, int) else row.match.acquired_on


def _results(results: Iterable[Result]) -> tuple[str, ...]:
    """Say what contracts brought, by kind: futures and margin have no lots and no row here."""
    sums: dict[str, list[Money | None]] = {}
    for each in results:
        sums.setdefault(each.event.kind.value, []).append(each.usd)
    return tuple(
        f"Contracts, {kind}: {cell_text(total_of(amounts), Unit.GAIN)}, {len(amounts)} rows."
        for kind, amounts in sorted(sums.items())
    )


def _by_year(rows: Sequence[GainRow]) -> tuple[str, ...]:
    """Say the sums of each year by term: a total over years or terms says little."""
    years: dict[int, list[GainRow]] = {}
    for row in rows:
        years.setdefault(year_of(row.match.sold_on), []).append(row)
    return tuple(f"{year}: {told}" for year in sorted(years) for told in _by_term(years[year]))


def _by_term(rows: Sequence[GainRow]) -> tuple[str, ...]:
    """Say the sums of each term."""
    sums = []
    for term in Term:
        totals = totals_of(rows, term)
        if totals.rows + totals.unknown:
            sums.append(f"{_TERM_TOLD.get(term, term)}: {_sum_told(totals)}")
    return (f"{'; '.join(sums)}.",) if sums else ()


def _sum_told(totals: Totals) -> str:
    """Say a sum and of how many rows it is; a row of unknown gain is in none."""
    known = f"{cell_text(totals.gain, Unit.GAIN)}, {_rows_told(totals.rows)}"
    if not totals.unknown:
        return known
    unknown = f"unknown, {_rows_told(totals.unknown)}"
    return f"{known}, and {unknown}" if totals.rows else unknown


def _rows_told(count: int) -> str:
    return "1 row" if count == 1 else f"{count} rows"


def totals_of(rows: Iterable[GainRow], term: Term) -> Totals:
    """Give the sums of one term over the rows whose gain is known."""
    proceeds = basis = adjustment = known = unknown = 0
    for row in rows:
        form = row.form
        if form.match.term is not term:
            continue
        adjusted = form.adjustment
        if form.proceeds is None or form.basis is None or adjusted is None:
            unknown += 1
            continue
        known += 1
        proceeds += form.proceeds
        basis += form.basis
        adjustment += adjusted
    gain = proceeds - basis + adjustment
    return Totals(proceeds, basis, adjustment, gain, known, unknown)


def income_table(income: Sequence[Income], year: int | None) -> Table:
    """Give ordinary income, ordered by kind and date; `year` is what it is of, `None` for all."""
    ordered = sorted(income, key=lambda each: (each.event.kind, each.event.time))
    rows: list[Row] = [
        (
            each.event.kind,
            each.on,
            each.event.account,
            each.event.asset,
            each.event.quantity,
            each.usd,
            income_figure(each),
            str(each.event.source),
        )
        for each in ordered
    ]
    brief = ("kind", "date", "account", "asset", "quantity", "value")
    title = "Ordinary income" if year is None else f"Ordinary income {year}"
    empty = "No income at all." if year is None else f"No income in {year}."
    return Table(title, _INCOME, rows, groups=("kind",), brief=brief, empty=empty)
