"""Forms against books: the document of the contract, the tables, what is to be settled."""

from collections.abc import Iterable, Sequence
from typing import Final

from harvestry.events.asset import Assets
from harvestry.events.broker_row import BrokerRow
from harvestry.reports.figure_names import gain_figure
from harvestry.reports.json_text import Json, day, money, quantity, rows_of
from harvestry.reports.reconcile_words import sentence
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.reports.tax_forms.entries import Columns, Entry, entry_of, exact_of
from harvestry.reports.tax_forms.rounding import Rounding, plain
from harvestry.reports.tax_forms.tables import PART
from harvestry.tax.form_8949.joining import as_one
from harvestry.tax.form_8949.row import AcquiredWord, FormRow
from harvestry.tax.reconcile.differences import Why
from harvestry.tax.reconcile.reconciling import Line, Reconciled
from harvestry.units.exact import CENT
from harvestry.units.problems import Problem, Severity

_LINES: Final = (
    Column("Why", Unit.TEXT, "docs/spec/reconcile.md tells each."),
    Column("Account", Unit.TEXT),
    Column("What differs, and what to do", Unit.TEXT),
    Column("Box", Unit.TEXT, "Of the row on Form 8949."),
    Column("Description", Unit.TEXT, "Column (a)."),
    Column("Date acquired", Unit.TEXT, "Column (b)."),
    Column("Date sold", Unit.TEXT, "Column (c)."),
    Column("Proceeds", Unit.MONEY, "Column (d)."),
    Column("Basis", Unit.MONEY, "Column (e)."),
    Column("Code", Unit.TEXT, "Column (f)."),
    Column("Adjustment", Unit.MONEY, "Column (g)."),
    Column("Gain or loss", Unit.GAIN, "Column (h)."),
    Column("Form", Unit.TEXT, "The row of the broker's file."),
)
_BRIEF: Final = ("why", "what_differs_and_what_to_do", "box", "code", "adjustment", "gain_or_loss")
_OPEN: Final = frozenset({Why.MISSING_IN_BOOKS, Why.QUANTITY, Why.DUPLICATE, Why.BASIS_UNKNOWN})


def reconcile_document(done: Reconciled, assets: Assets) -> Json:
    """Give the document's own part (contract, section 5)."""
    parts = {
        "matched": done.matched,
        "missing_in_books": done.missing_in_books,
        "missing_on_form": done.missing_on_form,
        "differences": done.differences,
    }
    told = {name: [_line(line, assets) for line in lines] for name, lines in parts.items()}
    return {"year": done.year, **told}


def reconcile_tables(done: Reconciled, assets: Assets) -> tuple[Table, ...]:
    """Give what differs, and what is missing on either side, with the row on Form 8949."""
    lines = (*done.missing_in_books, *done.differences, *done.missing_on_form)
    rows: list[Row] = []
    for line in lines:
        entries = _entries(line.rows, assets)
        head = ("" if line.why is None else line.why.value, _account(line), sentence(line))
        forms = ", ".join(str(form.source) for form in line.forms)
        rows += [(*head, *_cells(entry), forms) for entry in entries or (None,)]
    note = (
        f"Forms that agree with the books: {len(done.matched)}; differences: "
        f"{len(done.differences)}; forms without a sale: {len(done.missing_in_books)}; sales "
        f"without a form: {len(done.missing_on_form)}."
    )
    title = f"Broker forms {done.year} against the books"
    return (Table(title, _LINES, rows, (note,), brief=_BRIEF, empty="Nothing differs."),)


def reconcile_problems(done: Reconciled) -> Iterable[Problem]:
    """Say what must be settled before filing; what only explains a row is no problem."""
    yield from done.unread
    for line in (*done.missing_in_books, *done.differences):
        if line.why in _OPEN:
            source = line.forms[0].source
            name, row = source.file.name, source.rows[0]
            yield Problem("broker-form-differs", Severity.ERROR, sentence(line), name, row)


def _line(line: Line, assets: Assets) -> Json:
    entries = _entries(line.rows, assets)
    rows = [_row(row, entry) for row, entry in zip(_shown(line.rows), entries, strict=True)]
    figures = line.figures
    return {
        "why": None if line.why is None else line.why.value,
        "sentence": sentence(line),
        "account": _account(line),
        "asset": line.forms[0].asset if line.forms else line.pieces[0].asset,
        "form_figure": None if figures is None else money(figures.form),
        "books_figure": None if figures is None else money(figures.books),
        "form": [_form(form) for form in line.forms],
        "books": [_piece(piece) for piece in line.pieces],
        "row_8949": rows[0] if rows else None,
        "rows_8949": rows,
    }


def _shown(rows: Sequence[FormRow]) -> list[FormRow]:
    """Give the rows to show: the pieces of a sale that go into one box on one row."""
    boxes: dict[tuple[str | None, str], list[FormRow]] = {}
    for row in rows:
        boxes.setdefault((row.box, row.match.disposal), []).append(row)
    return [as_one(pieces) for pieces in boxes.values()]


def _entries(rows: Sequence[FormRow], assets: Assets) -> list[Entry]:
    columns = Columns(Rounding.CENTS)
    return [
        entry_of(row, columns.take(exact_of((row,))), assets.named(row.asset))
        for row in _shown(rows)
    ]


def _row(row: FormRow, entry: Entry) -> Json:
    amounts = entry.amounts
    named = {**amounts._asdict(), "gain": amounts.gain}
    acquired = row.acquired
    return {
        "box": row.box,
        "part": PART.get(row.term),
        "description": entry.description,
        "acquired": acquired.value if isinstance(acquired, AcquiredWord) else day(acquired),
        "sold": day(row.sold),
        "code": entry.code,
        **{
            name: None if amount is None else plain(amount, Rounding.CENTS)
            for name, amount in named.items()
        },
    }


def _form(form: BrokerRow) -> Json:
    return {
        "quantity": quantity(form.quantity),
        "acquired": form.acquired_word or day(form.acquired),
        "sold": day(form.sold),
        "proceeds": money(form.proceeds),
        "basis": money(form.basis),
        "basis_reported": form.reported,
        "term": form.term.value,
        "wash": money(form.wash),
        "noncovered": form.noncovered,
        "source": rows_of(form.source),
    }


def _piece(piece: FormRow) -> Json:
    match = piece.match
    return {
        "figure": gain_figure(match),
        "quantity": quantity(match.quantity),
        "acquired": day(match.acquired_on),
        "sold": day(match.sold_on),
        "term": match.term.value,
        "proceeds": money(match.proceeds),
        "basis": money(match.basis),
        "source": rows_of(match.event.source),
    }


def _account(line: Line) -> str:
    return line.forms[0].account if line.forms else line.pieces[0].account


def _cells(entry: Entry | None) -> Row:
    if entry is None or entry.row is None:
        return ("", "", "", "", "", "", "", "", "")
    amounts = [
        None if each is None else each * CENT for each in (*entry.amounts, entry.amounts.gain)
    ]
    return (
        entry.row.box or "",
        entry.description,
        entry.acquired,
        entry.sold,
        *amounts[:2],
        entry.code,
        *amounts[2:],
    )
