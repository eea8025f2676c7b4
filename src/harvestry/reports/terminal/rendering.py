"""Tables on a terminal: as many columns as there is room for, and no number ever cut.

Losses have a sign, a word and a colour; rows that stand out have an arrow and a word. Nothing is
read as markup, and no control character of a file reaches the screen.
"""

from typing import TYPE_CHECKING, Final

from rich.segment import Segment, Segments

from harvestry.reports.cell_text import in_ascii
from harvestry.reports.table import Table
from harvestry.reports.terminal.layout import Texts, layout
from harvestry.reports.terminal.lines import ARROW, RULE, Drawing, lines

if TYPE_CHECKING:
    from rich.console import Console

_IN_ASCII: Final = str.maketrans({ARROW: ">", RULE: "-"})
_LINES_AT_ONCE: Final = 500


def render(table: Table, console: "Console", *, wide: bool = False) -> None:
    """Print a table.

    Args:
        table: what to print.
        console: where; its width decides how much is shown, itself whether colour is.
        wide: show every column, however wide the lines become.
    """
    texts = Texts(table)
    form = layout(table, texts, console.width, wide=wide)
    plain = not console.encoding.startswith("utf")
    batch: list[Segment] = []
    for n, line in enumerate(lines(Drawing(table, texts, form, console.width)), start=1):
        batch += [_ascii(each) for each in line] if plain else line
        batch.append(Segment.line())
        if n % _LINES_AT_ONCE == 0:
            console.print(Segments(batch), soft_wrap=True, end="")
            batch = []
    console.print(Segments(batch), soft_wrap=True, end="")


def _ascii(segment: Segment) -> Segment:
    """Spell a piece of a line for a screen that has no more letters."""
    return Segment(in_ascii(segment.text.translate(_IN_ASCII)), segment.style)
