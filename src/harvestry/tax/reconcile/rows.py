"""The row on Form 8949 that a form and its pieces become (docs/spec/reconcile.md 3)."""

from collections.abc import Sequence
from dataclasses import replace

from harvestry.events.account import Account
from harvestry.events.asset import Asset
from harvestry.events.broker_row import BrokerRow, BrokerTerm
from harvestry.events.event import Detail, Event
from harvestry.events.kind import Kind
from harvestry.law.load import Law
from harvestry.ledger.match import Match, Term
from harvestry.tax.form_8949.boxes import box
from harvestry.tax.form_8949.codes import codes_on
from harvestry.tax.form_8949.joining import by_sale
from harvestry.tax.form_8949.row import AcquiredWord, Adjustment, FormRow
from harvestry.tax.form_8949.rows import FormRows
from harvestry.tax.form_8949.sharing import share_out, weights_of
from harvestry.tax.reconcile.matching import By, Pair
from harvestry.units.exact import Money, total_of


def rows_of_pair(pair: Pair, rows: FormRows, asset: Asset, law: Law) -> list[FormRow]:
    """Give a pair's pieces as they stand with the broker's figures laid over ours.

    What an aggregate of the year shows is of no single sale: it tells the box alone. Where the
    units differ the form's figures are of other units, and again tell the box alone.
    """
    sales = by_sale(pair.pieces)
    shown = pair.by in (By.UNITS, By.NEXT_DAY, By.OTHER_DAY)
    proceeds = _shared(pair, sales, "proceeds") if shown else [None] * len(sales)
    basis = _shared(pair, sales, "basis") if shown else [None] * len(sales)
    made = []
    for pieces, paid, cost in zip(sales, proceeds, basis, strict=True):
        told = replace(
            pieces[0].match.event.detail,
            form=_kind(asset),
            form_proceeds=paid,
            form_basis=cost,
            form_basis_reported=all(form.reported for form in pair.forms),
        )
        made += [_with_term(row, pair.forms, law) for row in rows.under(pieces, told)]
    return made


def rows_without_form(piece: FormRow, rows: FormRows) -> list[FormRow]:
    """Give a piece as it stands where no form came for it."""
    told = replace(piece.match.event.detail, form="none", form_proceeds=None, form_basis=None)
    return rows.under((piece,), told)


def row_of_form(form: BrokerRow, account: Account, asset: Asset, law: Law) -> FormRow | None:
    """Give the row of a form that has no sale of ours: its figures, the rest for the taxpayer.

    `None` for an aggregate, which tells no day.
    """
    if form.sold is None:
        return None
    detail = Detail(form=_kind(asset), form_basis_reported=form.reported)
    known = form.term in (BrokerTerm.SHORT, BrokerTerm.LONG)
    event = Event(
        "form",
        0,
        form.account,
        Kind.SELL,
        form.asset,
        form.quantity,
        None,
        form.source,
        detail=detail,
    )
    match = Match(
        *(event.id, event, form.asset, None, None, form.quantity, None, None, form.sold),
        *(Term(form.term.value) if known else Term.UNKNOWN, form.proceeds, form.basis),
    )
    letter = box(law, match, account, asset)
    acquired = AcquiredWord(form.acquired_word) if form.acquired_word else form.acquired
    return FormRow(match, -1, letter, acquired, form.proceeds, form.basis)


def _kind(asset: Asset) -> str:
    return "1099-da" if asset.is_digital else "1099-b"


def _shared(pair: Pair, sales: Sequence[Sequence[FormRow]], name: str) -> Sequence[Money | None]:
    """Share a figure of the forms out among the sales of a pair."""
    shown = total_of(getattr(form, name) for form in pair.forms)
    if shown is None:
        return [None] * len(sales)
    ours = [total_of(getattr(piece.match, name) for piece in pieces) for pieces in sales]
    units = [sum(piece.quantity for piece in pieces) for pieces in sales]
    return share_out(shown, weights_of(ours, units))


def _with_term(row: FormRow, forms: Sequence[BrokerRow], law: Law) -> FormRow:
    """Add code T where a form says another term than ours."""
    if all(form.agrees(row.term) for form in forms):
        return row
    code = codes_on(law, row.sold).wrong_term
    return row._replace(adjustments=tuple(sorted((*row.adjustments, Adjustment(code, 0)))))
