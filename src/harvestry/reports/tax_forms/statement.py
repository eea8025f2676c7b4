"""Form 8949 as a statement in the form's layout: the PDF that Exception 2 attaches, or to read.

Drawn page by page on reportlab's canvas; every page says its part, box and columns, what was
brought forward from the pages before and what is carried on. The same form gives the same bytes.
"""

import io
from collections.abc import Sequence
from typing import Any, Final, NamedTuple

from harvestry.ledger.match import Term
from harvestry.reports.official.appearance import winansi
from harvestry.reports.tax_forms.entries import Amounts, Entry
from harvestry.reports.tax_forms.form import Box, Form8949, add
from harvestry.reports.tax_forms.rounding import on_paper
from harvestry.reports.tax_forms.tables import PART
from harvestry.reports.tax_forms.words import words

_WIDTH: Final = 792.0
_HEIGHT: Final = 612.0
_LEFT: Final = 36.0
_TOP: Final = _HEIGHT - 40
_FIRST_ROW: Final = _TOP - 74
_ROW: Final = 11.0
_LAST_ROW: Final = 62.0
_SMALL: Final = 7.0
_TINY: Final = 4.6
_NORMAL: Final = 7.5
_HEADS: Final = (
    ("(a) Description of property", 36.0, False),
    ("(b) Acquired", 262.0, False),
    ("(c) Sold", 318.0, False),
    ("(d) Proceeds", 440.0, True),
    ("(e) Cost or other basis", 530.0, True),
    ("(f) Code", 545.0, False),
    ("(g) Adjustment", 660.0, True),
    ("(h) Gain or (loss)", 756.0, True),
)
_ROOM_A: Final = 222.0
_NOTHING: Final = Amounts(0, 0, 0)


class Section(NamedTuple):
    """What one run of pages is about: a box, or the rows left to the taxpayer."""

    head: str
    what: str
    entries: Sequence[Entry]
    total: Amounts


def statement(form: Form8949, sentences: Sequence[str], name: str = "") -> bytes:
    """Give the statement as PDF; `sentences` stand at the foot, `name` at the head of each page."""
    from reportlab.pdfgen.canvas import Canvas  # type: ignore[import-untyped]

    file = io.BytesIO()
    canvas = Canvas(file, pagesize=(_WIDTH, _HEIGHT), pageCompression=1, invariant=1)
    canvas.setTitle(f"Form 8949 ({form.year}), statement of transactions")
    canvas.setAuthor("Harvestry")
    sections = [_section(box) for box in form.boxes]
    if form.left:
        what = "Left to you: the term of these is unknown; complete them and put them in a box"
        sections.append(Section("Not in any part", what, form.left, Amounts(None, None, None)))
    pages = [page for section in sections for page in _pages(section)]
    for n, page in enumerate(pages or [_Page(_EMPTY, (), _NOTHING, last=True, first=True)], 1):
        _draw(canvas, form, page, f"{n} of {max(len(pages), 1)}", (name, sentences))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


_EMPTY: Final = Section("Form 8949", "No sale in this year", (), _NOTHING)


class _Page(NamedTuple):
    section: Section
    entries: Sequence[Entry]
    brought: Amounts
    first: bool
    last: bool


def _section(box: Box) -> Section:
    term = "Short-Term" if box.term is Term.SHORT else "Long-Term"
    head = f"Part {PART[box.term]}, {term}, Box {box.letter}"
    what = f"{words('boxes')[box.letter]}; to Schedule D line {box.line}"
    return Section(head, what, box.statement or box.entries, box.total)


def _pages(section: Section) -> Sequence[_Page]:
    """Cut a section into pages: a transaction's id makes its row taller."""
    pages: list[_Page] = []
    held: list[Entry] = []
    brought = _NOTHING
    y = _FIRST_ROW
    for entry in section.entries:
        if y - _tall(entry) < _LAST_ROW:
            pages.append(_Page(section, held, brought, first=not pages, last=False))
            brought = add((brought, *(each.amounts for each in held)))
            held, y = [], _FIRST_ROW - _ROW
        held.append(entry)
        y -= _tall(entry)
    pages.append(_Page(section, held, brought, first=not pages, last=True))
    return pages


def _tall(entry: Entry) -> float:
    return _ROW * 1.5 if entry.transaction else _ROW


def _draw(
    canvas: Any, form: Form8949, page: _Page, number: str, told: tuple[str, Sequence[str]]
) -> None:
    name, sentences = told
    _head(canvas, form, page, number, name)
    rounding = form.options.rounding
    y = _FIRST_ROW
    if not page.first:
        _sum(canvas, "Brought forward", _shown(page.brought, form), y)
        y -= _ROW
    canvas.setFont("Helvetica", _NORMAL)
    for entry in page.entries:
        amounts = entry.amounts
        canvas.drawString(_LEFT, y, _fitting(entry.description, _ROOM_A))
        canvas.drawString(_HEADS[1][1], y, entry.acquired)
        canvas.drawString(_HEADS[2][1], y, entry.sold)
        canvas.drawRightString(_HEADS[3][1], y, on_paper(amounts.proceeds, rounding))
        canvas.drawRightString(_HEADS[4][1], y, on_paper(amounts.basis, rounding))
        if entry.code:
            canvas.drawString(_HEADS[5][1], y, entry.code)
            canvas.drawRightString(_HEADS[6][1], y, on_paper(amounts.adjustment, rounding))
        canvas.drawRightString(_HEADS[7][1], y, on_paper(amounts.gain, rounding))
        if entry.transaction:
            canvas.setFont("Helvetica", _TINY)
            canvas.drawString(_LEFT, y - _ROW / 2, _fitting(entry.transaction, _ROOM_A, _TINY))
            canvas.setFont("Helvetica", _NORMAL)
        y -= _tall(entry)
    whole = page.section.total
    if not page.last:
        whole = add((page.brought, *(entry.amounts for entry in page.entries)))
    canvas.line(_LEFT, y + _ROW - 3, _WIDTH - _LEFT, y + _ROW - 3)
    _sum(canvas, "2 Totals" if page.last else "Carried forward", _shown(whole, form), y - 1)
    canvas.setFont("Helvetica", _SMALL - 1)
    for n, sentence in enumerate(sentences[:3]):
        canvas.drawString(_LEFT, 40 - n * 8, _fitting(sentence, _WIDTH - 2 * _LEFT, _SMALL - 1))


def _head(canvas: Any, form: Form8949, page: _Page, number: str, name: str) -> None:
    canvas.setFont("Helvetica-Bold", 12)
    canvas.drawString(_LEFT, _TOP, f"Form 8949 ({form.year}) statement: {page.section.head}")
    canvas.setFont("Helvetica", 8)
    canvas.drawRightString(_WIDTH - _LEFT, _TOP, f"Page {number}")
    canvas.drawString(_LEFT, _TOP - 14, winansi(page.section.what))
    whose = f"Name(s) shown on return: {winansi(name)}" if name else "Name(s) shown on return:"
    canvas.drawString(_LEFT, _TOP - 28, whose)
    canvas.drawRightString(_WIDTH - _LEFT - 110, _TOP - 28, "Taxpayer identification number:")
    canvas.setFont("Helvetica-Bold", _SMALL)
    for text, x, right in _HEADS:
        (canvas.drawRightString if right else canvas.drawString)(x, _TOP - 52, text)
    canvas.line(_LEFT, _TOP - 57, _WIDTH - _LEFT, _TOP - 57)


def _shown(amounts: Amounts, form: Form8949) -> Sequence[str]:
    return [on_paper(each, form.options.rounding) for each in (*amounts, amounts.gain)]


def _sum(canvas: Any, what: str, amounts: Sequence[str], y: float) -> None:
    canvas.setFont("Helvetica-Bold", _NORMAL)
    canvas.drawString(_LEFT, y, what)
    for text, column in zip(amounts, (3, 4, 6, 7), strict=True):
        canvas.drawRightString(_HEADS[column][1], y, text)


def _fitting(text: str, room: float, size: float = _NORMAL) -> str:
    """Give a text cut to its room; a cut one says so by an ellipsis."""
    from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]

    text = winansi(text)
    if len(text) * size * 0.5 <= room or stringWidth(text, "Helvetica", size) <= room:
        return text
    while text and stringWidth(f"{text}\u2026", "Helvetica", size) > room:
        text = text[:-1]
    return f"{text}\u2026"
