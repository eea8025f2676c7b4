"""The lines of a table on a terminal, piece by piece with its style."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, NamedTuple, TypeAlias

from rich.segment import Segment
from rich.style import Style

from harvestry.reports.cell_text import (
    KNOWN_PART,
    LEFT_OUT,
    LOSS,
    TOTAL,
    visible,
)
from harvestry.reports.table import NOT_COMPUTED, Cell, Table
from harvestry.reports.terminal.layout import (
    GAP,
    GUTTER,
    Layout,
    Texts,
    on_the_left,
    width_of,
    wrapped,
)

Line: TypeAlias = list[Segment]

ARROW: Final = "\N{RIGHTWARDS ARROW}"
RULE: Final = "\N{BOX DRAWINGS LIGHT HORIZONTAL}"
_ALL_OF_THEM: Final = "a wider terminal shows more, `| less -S` all"
BETWEEN: Final = " \N{MIDDLE DOT} "

_PLAIN: Final = Style()
_TITLE: Final = Style(bold=True, underline=True)
_BOLD: Final = Style(bold=True)
_QUIET: Final = Style(dim=True)
_MISSING: Final = Style(dim=True, italic=True)
_LOSS: Final = Style(color="red")
_MARK: Final = Style(bold=True, reverse=True)


class Piece(NamedTuple):
    """One cell of a line: its text and its style."""

    text: str
    style: Style


_NOTHING: Final = Piece("", _PLAIN)


@dataclass(frozen=True, slots=True)
class Drawing:
    """A table, its texts and the form it takes on a screen so many columns wide."""

    table: Table
    texts: Texts
    form: Layout
    room: int

    @property
    def gutter(self) -> int:
        """The room left of every line for the arrow of a row that stands out."""
        return GUTTER if self.table.emphasis else 0

    @property
    def width(self) -> int:
        """The width of the whole table."""
        return self.gutter + sum(self.form.widths) + GAP * (len(self.form.widths) - 1)


def lines(drawing: Drawing) -> Iterator[Line]:
    """Give every line of a table: title, columns, rows, totals, notes."""
    table, form = drawing.table, drawing.form
    yield [Segment(visible(table.title), _TITLE)]
    if not table.rows:
        yield [Segment(visible(table.empty), _MISSING)]
    elif form.widths:
        yield from _titles(drawing)
        yield from _rows(drawing)
        yield from _totals(drawing)
    else:
        yield from _records(drawing)
    yield from _notes(drawing)
    yield []


def _titles(drawing: Drawing) -> Iterator[Line]:
    columns = [drawing.table.columns[n] for n in drawing.form.columns]
    titles = [Piece(column.title, _BOLD) for column in columns]
    yield from _across(drawing, titles, at_the_bottom=True)
    yield _rule(drawing)


def _rows(drawing: Drawing) -> Iterator[Line]:
    table, form = drawing.table, drawing.form
    grouped = [n for n, column in enumerate(table.columns) if column.key in table.groups]
    group: list[Cell] | None = None
    head = ""
    for n, row in enumerate(table.rows):
        before, group = group, [row[k] for k in grouped]
        parted = before is not None and before != group
        if parted:
            yield [] if form.heads else _rule(drawing)
        before_head, head = head, BETWEEN.join(drawing.texts.column(k)[n] for k in form.heads)
        if head != before_head or (parted and head):
            yield [Segment(head, _BOLD)]
        yield from _row(drawing, n, () if parted or before is None else grouped)


def _row(drawing: Drawing, n: int, repeated: Sequence[int]) -> Iterator[Line]:
    """Lay out a row; a text `repeated` from the row above is left out where it would wrap."""
    row = drawing.table.rows[n]
    word = drawing.table.emphasis.get(n)
    pieces = []
    for k, width in zip(drawing.form.columns, drawing.form.widths, strict=True):
        text = drawing.texts.column(k)[n]
        if k in repeated and width_of(text) > width:
            text = ""
        style = _style(row[k], text)
        pieces.append(Piece(text, style + _BOLD if word else style))
    yield from _across(drawing, pieces, marked=word is not None)
    if word and not any(piece.text == word for piece in pieces):
        yield [Segment(" " * drawing.gutter), Segment(visible(word), _MARK)]


def _style(cell: Cell, text: str) -> Style:
    if cell is None or cell is NOT_COMPUTED:
        return _MISSING
    return _LOSS if isinstance(cell, int) and text.endswith(LOSS) else _PLAIN


def _totals(drawing: Drawing) -> Iterator[Line]:
    """Add up the columns that ask for it, and mark the sums that leave out unknown rows."""
    sums = [drawing.texts.sum(n) for n in drawing.form.columns]
    if not any(sums):
        return
    yield _rule(drawing)
    yield from _labelled(
        drawing,
        TOTAL,
        [
            _NOTHING if each is None else Piece(each.text, _style(each.cell, each.text) + _BOLD)
            for each in sums
        ],
    )
    if any(each is not None and each.partial for each in sums):
        yield from _across(
            drawing,
            [
                Piece(KNOWN_PART, _QUIET) if each is not None and each.partial else _NOTHING
                for each in sums
            ],
        )
        yield [Segment(LEFT_OUT, _QUIET)]


def _labelled(drawing: Drawing, label: str, pieces: list[Piece]) -> Iterator[Line]:
    """Put a label into the first column that is free and wide enough, or on a line of its own."""
    free = [
        n
        for n, (piece, width) in enumerate(zip(pieces, drawing.form.widths, strict=True))
        if not piece.text and width >= width_of(label)
    ]
    if free:
        pieces[free[0]] = Piece(label.ljust(drawing.form.widths[free[0]]), _BOLD)
    else:
        yield [Segment(label, _BOLD)]
    yield from _across(drawing, pieces)


def _across(
    drawing: Drawing, pieces: Sequence[Piece], *, marked: bool = False, at_the_bottom: bool = False
) -> Iterator[Line]:
    """Lay pieces side by side in their columns, on as many lines as the tallest needs."""
    widths = drawing.form.widths
    broken = [
        [piece.text] if width_of(piece.text) <= width else wrapped(piece.text, width)
        for piece, width in zip(pieces, widths, strict=True)
    ]
    if at_the_bottom:
        tallest = max(map(len, broken))
        broken = [[""] * (tallest - len(texts)) + texts for texts in broken]
    mark = ARROW if marked else ""
    for texts in zip_longest(*broken, fillvalue=""):
        line = [Segment(mark.ljust(drawing.gutter))]
        for k, text in enumerate(texts):
            blank = " " * (widths[k] - width_of(text))
            left = on_the_left(drawing.table.columns[drawing.form.columns[k]])
            line.append(Segment((" " * GAP if k else "") + ("" if left else blank)))
            line.append(Segment(text, pieces[k].style))
            line.append(Segment(blank if left else ""))
        yield _stripped(line)
        mark = ""


def _stripped(line: Line) -> Line:
    """Drop the blanks at the end of a line."""
    while line and not line[-1].text.strip():
        line.pop()
    if line:
        line[-1] = Segment(line[-1].text.rstrip(), line[-1].style)
    return line


def _records(drawing: Drawing) -> Iterator[Line]:
    """Give each row as a list of titles and values."""
    table, form = drawing.table, drawing.form
    titles = max(width_of(table.columns[n].title) for n in form.columns)
    for n, row in enumerate(table.rows):
        yield []
        if word := table.emphasis.get(n):
            yield [Segment(f"{ARROW} {visible(word)}", _MARK)]
        for k in form.columns:
            if text := drawing.texts.column(k)[n]:
                title = table.columns[k].title.ljust(titles + GAP)
                yield [Segment(title, _QUIET), Segment(text.rstrip(), _style(row[k], text))]
    yield from _record_totals(drawing, titles)


def _record_totals(drawing: Drawing, titles: int) -> Iterator[Line]:
    sums = [(n, each) for n in drawing.form.columns if (each := drawing.texts.sum(n)) is not None]
    if not sums:
        return
    yield []
    yield [Segment(TOTAL, _BOLD)]
    for n, each in sums:
        yield [
            Segment(drawing.table.columns[n].title.ljust(titles + GAP), _QUIET),
            Segment(each.text.rstrip(), _style(each.cell, each.text)),
            Segment(f" ({KNOWN_PART})" if each.partial else "", _QUIET),
        ]


def _notes(drawing: Drawing) -> Iterator[Line]:
    notes = [visible(note) for note in drawing.table.notes]
    hidden = drawing.form.hidden
    if hidden and drawing.table.rows:
        whole = len(drawing.table.columns)
        notes.append(f"{whole - hidden} of {whole} columns; {_ALL_OF_THEM}.")
    if notes:
        yield []
    for note in notes:
        yield from ([Segment(line, _QUIET)] for line in wrapped(note, drawing.room))


def _rule(drawing: Drawing) -> Line:
    return [Segment(RULE * drawing.width, _QUIET)]
