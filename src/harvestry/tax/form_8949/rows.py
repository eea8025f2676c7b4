"""The rows of Form 8949, from the matches that are on a return (docs/spec/forms.md 1 to 3)."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import groupby, pairwise

from harvestry.events.account import Account
from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.events.event import NO_DETAIL, Detail, Event
from harvestry.events.kind import Kind
from harvestry.law.load import Law
from harvestry.ledger.books import Books
from harvestry.ledger.match import Match, Term
from harvestry.tax.form_8949.boxes import box, is_excepted, received
from harvestry.tax.form_8949.broker_figures import Columns, as_the_broker_shows
from harvestry.tax.form_8949.codes import Codes, codes_on
from harvestry.tax.form_8949.related import not_deductible, shelter_of_gain
from harvestry.tax.form_8949.row import AcquiredWord, Adjustment, FormRow
from harvestry.tax.whose_return import Returns, portion, portion_of
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, Day, Instant, last_day_of
from harvestry.units.exact import Money


class FormRows:
    """Makes the rows of one set of books. `events` are all of them: lots are told by their roots.

    `assets`, `returns` and `law` say what is sold, whose return it is on, and what the form asks.
    """

    def __init__(
        self,
        books: Books,
        events: Iterable[Event],
        returns: Returns,
        assets: Assets,
        law: Law,
    ) -> None:
        self._books = books
        self._returns = returns
        self._assets = assets
        self._law = law
        self._letters: dict[tuple[str, str, Day, Term, bool], str | None] = {}
        self._codes_by_day: dict[Day, Codes] = {}
        times = [match.event.time for match in books.matches]
        self._in_order = all(before <= after for before, after in pairwise(times))
        self._inherited: set[str] = set()
        self._bought_from_related: dict[str, Event] = {}
        for event in events:
            if event.kind is Kind.INHERIT:
                self._inherited.add(event.id)
            elif event.detail.prior_disallowed is not None:
                self._bought_from_related[event.id] = event

    def of(self, year: int | None) -> list[FormRow]:
        """Give the rows of a tax year (`None`: of every year), in the order of the books."""
        return list(self.each(year))

    def each(self, year: int | None) -> Iterator[FormRow]:
        """Go through the same rows, of which none is kept."""
        self._letters.clear()  # of a long history they are many, and each year has its own
        if year is None:
            return self._rows(enumerate(self._books.matches))
        return self._rows(self._between(date(year, 1, 1).toordinal(), last_day_of(year)))

    def whole(self, first: Day, last: Day) -> list[FormRow]:
        """Give the rows of sales between two days, joint ones whole: as a broker reports them."""
        return list(self._rows(self._between(first, last), whole=True))

    def _between(self, first: Day, last: Day) -> Iterable[tuple[int, Match]]:
        """Give the matches sold between two days, with their places.

        They are in order of time, so those of a year lie together; a local day is at most one off.
        """
        matches, start = self._books.matches, 0
        end = len(matches)
        if self._in_order:
            start = bisect_left(matches, (first - EPOCH_DAY - 2) * DAY_LENGTH, key=_time)
            end = bisect_right(matches, (last - EPOCH_DAY + 3) * DAY_LENGTH, key=_time)
        for place in range(start, end):
            match = matches[place]
            if first <= match.sold_on <= last:
                yield place, match

    def under(self, pieces: Sequence[FormRow], told: Detail) -> list[FormRow]:
        """Give pieces of one sale as they stand with what a form says of them: `told`."""
        event = replace(pieces[0].match.event, detail=told)
        sale = [(piece.place, piece.match._replace(event=event)) for piece in pieces]
        return list(self._of_sale(sale, shown=True))

    def mine(self, row: FormRow) -> FormRow:
        """Give the taxpayer's part of a whole row."""
        part = self._returns.part(row.account, row.sold)
        return row if _is_all(part) else _part_of(row, part)

    def _rows(
        self, matches: Iterable[tuple[int, Match]], *, whole: bool = False
    ) -> Iterator[FormRow]:
        for _, together in groupby(matches, key=lambda each: (id(each[1].event), each[1].disposal)):
            sale = list(together)
            first = sale[0][1]
            part = self._returns.part(first.event.account, first.sold_on)
            if not part:
                continue
            made = self._of_sale(sale, shown=first.disposal == first.event.id)
            yield from made if whole or _is_all(part) else (_part_of(row, part) for row in made)

    def _of_sale(self, sale: list[tuple[int, Match]], *, shown: bool) -> Iterable[FormRow]:
        """Give the rows of one sale: the figures of a broker's form are those of all its pieces.

        `shown` tells whether the event's figures of a form are of these pieces.
        """
        first = sale[0][1]
        account = self._returns.accounts.named(first.event.account)
        asset = self._assets.named(first.asset)
        if not _tells(first.event.detail) and asset.asset_class is not AssetClass.COLLECTIBLE:
            for place, match in sale:
                yield self._plain(place, match, account, asset)
            return
        codes = self._codes(first.sold_on)
        columns = [Columns(each.proceeds, each.basis) for _, each in sale]
        if shown:
            came = received(self._law, first.event, account, first.sold_on)
            columns = as_the_broker_shows([each for _, each in sale], came, codes)
        for (place, match), column in zip(sale, columns, strict=True):
            excepted = not shown and self._is_excepted(match, asset)
            letter = box(self._law, match, account, asset, excepted=excepted)
            adjustments, hangs = self._adjustments(match, column, asset, codes)
            acquired = self._acquired(match)
            yield FormRow(
                *(match, place, letter, acquired, column.proceeds, column.basis, adjustments),
                compared=column.compared,
                hangs_on_gain=hangs,
            )

    def _plain(self, place: int, match: Match, account: Account, asset: Asset) -> FormRow:
        """Give the row of a sale of which its event tells nothing more: of a million most are."""
        excepted = self._is_excepted(match, asset)
        key = account.name, asset.symbol, match.sold_on, match.term, excepted
        try:
            letter = self._letters[key]
        except KeyError:
            letter = box(self._law, match, account, asset, excepted=excepted)
            self._letters[key] = letter
        adjustments: tuple[Adjustment, ...] = ()
        hangs = False
        if match.lot in self._bought_from_related:
            columns = Columns(match.proceeds, match.basis)
            adjustments, hangs = self._adjustments(
                match, columns, asset, self._codes(match.sold_on)
            )
        elif match.disallowed:
            adjustments = (Adjustment(self._codes(match.sold_on).wash, match.disallowed),)
        acquired = self._acquired(match)
        columns_shown = (acquired, match.proceeds, match.basis, adjustments)
        return FormRow(match, place, letter, *columns_shown, hangs_on_gain=hangs)

    def _is_excepted(self, match: Match, asset: Asset) -> bool:
        event = match.event
        if match.disposal == event.id:  # as of most rows
            return False
        return is_excepted(match, self._assets.named(event.asset), asset)

    def _codes(self, day: Day) -> Codes:
        codes = self._codes_by_day.get(day)
        if codes is None:
            codes = self._codes_by_day[day] = codes_on(self._law, day)
        return codes

    def _adjustments(
        self, match: Match, shown: Columns, asset: Asset, codes: Codes
    ) -> tuple[tuple[Adjustment, ...], bool]:
        """Give the codes of a piece, and whether one more hangs on a gain that is unknown."""
        amounts: dict[str, Money | None] = dict(shown.adjustments)
        if match.disallowed:
            _add(amounts, codes.wash, match.disallowed)
        if asset.asset_class is AssetClass.COLLECTIBLE:
            _add(amounts, codes.collectible, 0)
        row = FormRow(match, 0, None, None, *shown[:2], _sorted(amounts), compared=shown.compared)
        hangs = False
        for code, amount in self._between_related(match, row.gain, shown):
            if amount is None:  # whether there is a loss, or a gain, is unknown: none is asserted
                hangs = True
            elif amount:
                _add(amounts, code, amount)
        return _sorted(amounts), hangs

    def _between_related(
        self, match: Match, gain: Money | None, shown: Columns
    ) -> Iterator[tuple[str, Money | None]]:
        """Give the codes of what was sold to, or bought from, a related person (IRC 267)."""
        event = match.event
        if event.detail.related and match.disposal == event.id:
            code, loss = not_deductible(self._law, gain, match.sold_on)
            if code not in shown.adjustments:
                yield code, loss
        bought = self._bought_from_related.get(match.lot or "")
        if bought is not None:
            yield shelter_of_gain(self._law, match, gain, bought)

    def _acquired(self, match: Match) -> Day | AcquiredWord | None:
        """Give column (b); of a gift sold at a loss from its value then, the day of the gift.

        Such units are held from that day (Pub. 544 table 4-2). A replacement of a wash sale keeps
        the day it was bought, though it is held from an earlier one.
        """
        if match.lot in self._inherited:
            return AcquiredWord.INHERITED
        bought, held = match.acquired_on, match.holding_from
        return held if bought is not None and held is not None and held > bought else bought


def _time(match: Match) -> Instant:
    return match.event.time


def _is_all(part: Fraction) -> bool:
    return part.numerator == part.denominator


def _tells(detail: Detail) -> bool:
    """Tell whether a row says anything of its own about Form 8949."""
    return detail is not NO_DETAIL and bool(
        detail.form
        or detail.adjust
        or detail.related
        or detail.form_basis_reported is not None
        or detail.form_proceeds is not None
        or detail.form_basis is not None
    )


def _add(amounts: dict[str, Money | None], code: str, amount: Money | None) -> None:
    before = amounts.get(code, 0)
    amounts[code] = None if before is None or amount is None else before + amount


def _sorted(amounts: Mapping[str, Money | None]) -> tuple[Adjustment, ...]:
    return tuple(Adjustment(code, amounts[code]) for code in sorted(amounts))


def _part_of(row: FormRow, part: Fraction) -> FormRow:
    """Give the part of a row that is the taxpayer's."""
    return row._replace(
        match=portion(row.match, part),
        proceeds=portion_of(row.proceeds, part),
        basis=portion_of(row.basis, part),
        adjustments=tuple(
            Adjustment(code, portion_of(amount, part)) for code, amount in row.adjustments
        ),
    )
