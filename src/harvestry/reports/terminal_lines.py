"""The lines of a table on a terminal, piece by piece with its style."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final, TypeAlias

from rich.segment import Segment
from rich.style import Style

from harvestry.reports.cell_text import KNOWN_PART, LEFT_OUT, NOTHING_HERE, cell_text, visible
from harvestry.reports.table import NOT_COMPUTED, Cell, Table, Unit
from harvestry.reports.terminal_layout import GAP, GUTTER, Layout, Texts, known_part, width_of, wrapped

Line: TypeAlias = list[Segment]

TOTAL: Final = "Total"
ARROW: Final = "\N{RIGHTWARDS ARROW}"
RULE: Final = "\N{BOX DRAWINGS LIGHT HORIZONTAL}"

_PLAIN: Final = Style()
_TITLE: Final = Style(bold=True, underline=True)
_BOLD: Final = Style(bold=True)
_QUIET: Final = Style(dim=True)
_MISSING: Final = Style(dim=True, italic=True)
_LOSS: Final = Style(color="red")
_MARK: Final = Style(bold=True, color="yellow")
_ON_THE_LEFT: Final = (Unit.TEXT, Unit.FLAG)


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


def lines(drawing: Drawing) -> Iterator[Line]:
    """Give every line of a table: title, columns, rows, totals, notes."""
    table, form = drawing.table, drawing.form
    yield []
    yield [Segment(visible(table.title), _TITLE)]
    if not table.rows:
        yield [Segment(NOTHING_HERE, _MISSING)]
    elif form.widths:
        yield from _titles(drawing)
        yield from _rows(drawing)
        yield from _totals(drawing)
    else:
        yield from _records(drawing)
    if hidden := len(table.columns) - len(form.columns) - len(form.heads) - ...:
        pass
