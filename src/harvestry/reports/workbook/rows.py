"""Rows of a sheet, written straight into the file that xlsxwriter keeps for them.

xlsxwriter's own cell calls take several times as long, and give a text that begins with `<r>` and
ends with `</r>` a meaning: it goes into the file as XML. Here a string is always escaped, so that
no text of a file can become a formula, a link, a number or markup.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from harvestry.reports.workbook.style import Look, Styles
from harvestry.reports.workbook.text import cell_string, looks_like_input, xml_string

Tail: TypeAlias = str
"""A cell's XML after its reference: style, type, content."""

PLAIN_HEIGHT: Final = 17.0
"""The points of a row that says nothing of its height."""
_MOST_SHARED: Final = 50_000
_RICH: Final = "<r>"
_A: Final = ord("A")


class SharedText:
    """The workbook's table of strings that many cells share.

    Previewers on phones read shared strings better than those that stand in the cell, but every
    one of them stays in memory: after fifty thousand, new strings stand in their cells.
    """

    def __init__(self, table: Any) -> None:
        self._table = table
        self._indices: dict[str, int] = table.string_table

    def index(self, text: str) -> int | None:
        """Give the number of a shared string, or `None` for one to write into its cell."""
        found = self._indices.get(text)
        if found is None:
            # xlsxwriter writes this table: it would take such texts for markup and for escapes.
            if len(self._indices) >= _MOST_SHARED or text.startswith(_RICH) or "_x" in text:
                return None
            found = self._indices[text] = len(self._indices)
            self._table.count = self._table.unique_count = len(self._indices)
        return found


class Rows:
    """Writes the rows of one sheet from the top down, and knows how far down the page it is."""

    def __init__(self, sheet: Any, styles: Styles, shared: SharedText, width: int) -> None:
        self._sheet = sheet
        self._file = sheet.row_data_fh
        self._styles = styles
        self._shared = shared
        self._starts = tuple(f'<c r="{column_letters(n)}' for n in range(max(1, width)))
        self.next = 0
        """The number of the next row, from 0."""
        self.points = 0.0
        """The height of all rows so far."""

    def text(self, text: str, look: Look) -> Tail:
        """Give a cell that holds a string, whatever the string looks like."""
        return self.texts(look)(text)

    def texts(self, look: Look) -> Callable[[str], Tail]:
        """Give the function that makes cells of strings in one look."""
        plain, quoted = (
            f'" s="{self._styles.index(each)}"' for each in (look, look._replace(quoted=True))
        )
        shared = self._shared

        def write(text: str) -> Tail:
            string = cell_string(text)
            if not string:
                return f"{plain}/>"
            style = quoted if looks_like_input(string) else plain
            index = shared.index(string)
            if index is not None:
                return f'{style} t="s"><v>{index}</v></c>'
            inside = xml_string(string)
            return f'{style} t="inlineStr"><is><t xml:space="preserve">{inside}</t></is></c>'

        return write

    def start(self, look: Look) -> Tail:
        """Give the beginning of a number's cell; the number and `</v></c>` complete it."""
        return f'" s="{self._styles.index(look)}"><v>'

    def number(self, number: float, look: Look, formula: str = "") -> Tail:
        """Give a cell that holds a number, or a formula with its value."""
        start = f'" s="{self._styles.index(look)}">'
        return f"{start}{f'<f>{formula}</f>' if formula else ''}<v>{number!r}</v></c>"

    def put(self, cells: Sequence[Tail], height: float = PLAIN_HEIGHT) -> int:
        """Write one row from the first column on, an empty cell for nothing; give its number.

        A plain row says nothing of its height, which is the sheet's own.
        """
        row = self.next
        name = str(row + 1)
        own = "" if height == PLAIN_HEIGHT else f' ht="{height:g}" customHeight="1"'
        inside = "".join(
            [
                f"{start}{name}{cell}"
                for start, cell in zip(self._starts, cells, strict=False)
                if cell
            ]
        )
        self._file.write(f'<row r="{name}"{own}>{inside}</row>')
        self.next = row + 1
        self.points += height
        return row

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        self.next += rows
        self.points += rows * PLAIN_HEIGHT

    def close(self) -> None:
        """Tell xlsxwriter how far the cells reach; it writes everything around them."""
        sheet = self._sheet
        sheet.dim_rowmin, sheet.dim_rowmax = 0, max(0, self.next - 1)
        sheet.dim_colmin, sheet.dim_colmax = 0, max(0, len(self._starts) - 1)
        sheet.previous_row = self.next


def column_letters(column: int) -> str:
    """Give the letters of a column numbered from 0: `A`, `Z`, `AA`."""
    letters = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(_A + letter) + letters
    return letters
