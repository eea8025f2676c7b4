"""Reconcile a year: forms and pieces matched, what differs, and the rows that come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from harvestry.events.asset import Assets
from harvestry.events.broker_row import BrokerRow
from harvestry.law.load import Law
from harvestry.ledger.books import Books
from harvestry.tax.form_8949.row import FormRow
from harvestry.tax.form_8949.rows import FormRows
from harvestry.tax.reconcile.differences import Arrivals, Figures, Why, differences
from harvestry.tax.reconcile.matching import Matched, match
from harvestry.tax.reconcile.rows import row_of_form, rows_of_pair, rows_without_form
from harvestry.tax.whose_return import Returns
from harvestry.units.days import last_day_of, year_of
from harvestry.units.problems import Problem


class Line(NamedTuple):
    """Forms and pieces taken for one another, what differs (if anything), and their rows.

    `rows` are whole: of a joint account the broker reports all, too.
    """

    why: Why | None
    figures: Figures | None
    forms: tuple[BrokerRow, ...]
    pieces: tuple[FormRow, ...]
    rows: tuple[FormRow, ...]


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One year of forms against the books. A pair with two differences has two lines.

    `unread` is what is said of forms that match no sale because they tell no units.
    """

    year: int
    matched: tuple[Line, ...]
    differences: tuple[Line, ...]
    missing_in_books: tuple[Line, ...]
    missing_on_form: tuple[Line, ...]
    unread: tuple[Problem, ...] = ()


class Reconciler:
    """Reconciles forms with one set of books."""

    def __init__(
        self, books: Books, rows: FormRows, returns: Returns, assets: Assets, law: Law
    ) -> None:
        self._books = books
        self._rows = rows
        self._returns = returns
        self._assets = assets
        self._law = law

    def reconcile(self, forms: Sequence[BrokerRow], year: int) -> Reconciled:
        """Give what a year's forms and the books say of each other.

        A sale on a day next to the year may be on a form of it, by another clock. A form of a day
        further off is of another year. Nothing is missed of accounts that sent no form and of which
        nobody said that they send one.
        """
        first, last = date(year, 1, 1).toordinal() - 1, last_day_of(year) + 1
        ours: list[BrokerRow] = []
        others: list[BrokerRow] = []
        for form in forms:
            of_year = form.sold is None or first <= form.sold <= last
            (ours if of_year else others).append(form)
        senders = {form.account for form in ours}
        pieces = [
            piece
            for piece in self._rows.whole(first, last)
            if piece.account in senders or self._sends(piece.account)
        ]
        found = match(ours, pieces, self._assets)
        agreed, differing = self._pairs(found, year)
        return Reconciled(
            year,
            tuple(agreed),
            (
                *differing,
                *(Line(Why.YEAR, None, (form,), (), ()) for form in others),
                *(Line(Why.DUPLICATE, None, (form,), (), ()) for form in found.duplicates),
            ),
            tuple(self._without_sale(form) for form in found.forms),
            tuple(
                Line(
                    Why.MISSING_ON_FORM,
                    None,
                    (),
                    (piece,),
                    tuple(rows_without_form(piece, self._rows)),
                )
                for piece in found.pieces
                if year_of(piece.sold) == year
            ),
        )

    def _sends(self, account: str) -> bool:
        return self._returns.accounts.named(account).form not in (None, "none")

    def mine(self, done: Reconciled) -> dict[int, FormRow]:
        """Give the taxpayer's part of every row of ours, by where its piece stands in the books."""
        lines = (*done.matched, *done.differences, *done.missing_on_form)
        rows = (row for line in lines for row in line.rows)
        return {row.place: self._rows.mine(row) for row in rows}

    def _pairs(self, found: Matched, year: int) -> tuple[list[Line], list[Line]]:
        zones = {
            each.account: self._returns.accounts.named(each.account).zone
            for pair in found.pairs
            for each in pair.pieces
        }
        arrivals = Arrivals(self._books.moves, zones)
        agreed, differing = [], []
        for pair in found.pairs:
            asset = self._assets.named(pair.pieces[0].asset)
            rows = tuple(rows_of_pair(pair, self._rows, asset, self._law))
            whys = differences(pair, arrivals, asset, year)
            if not whys:
                agreed.append(Line(None, None, pair.forms, pair.pieces, rows))
            differing += [Line(*why, pair.forms, pair.pieces, rows) for why in whys]
        return agreed, differing

    def _without_sale(self, form: BrokerRow) -> Line:
        account = self._returns.accounts.named(form.account)
        row = row_of_form(form, account, self._assets.named(form.asset), self._law)
        rows = () if row is None else (row,)
        return Line(Why.MISSING_IN_BOOKS, None, (form,), (), rows)
