"""What the cells of a workbook look like: palette, number formats, and one style for each look."""

from typing import Any, Final, NamedTuple

from harvestry.reports.cell_text import LOSS
from harvestry.reports.table import Unit

FONT: Final = "Calibri"
INK: Final = "#1F2933"
MUTED: Final = "#5C6873"
LOSS_INK: Final = "#A61B1B"
HEADER_FILL: Final = "#23475B"
HEADER_INK: Final = "#FFFFFF"
EMPHASIS_FILL: Final = "#FFF1CC"
EMPHASIS_LINE: Final = "#C98A00"
HAIRLINE: Final = "#E1E5E9"
GROUP_LINE: Final = "#8595A1"

MONEY_FORMAT: Final = "#,##0.00"
# The blanks are as wide as the word, so that the decimal points of gains and losses line up.
_NO_WORD: Final = "_ " + "".join(f"_{letter}" for letter in LOSS)
GAIN_FORMAT: Final = f'+#,##0.00{_NO_WORD};-#,##0.00" {LOSS}";0.00{_NO_WORD}'
NEITHER_FORMAT: Final = f"0.00{_NO_WORD};0.00{_NO_WORD}"
"""For what rounds to no cents: neither sign nor word."""
COUNT_FORMAT: Final = "0"
DAY_FORMAT: Final = "yyyy-mm-dd"
INSTANT_FORMAT: Final = 'yyyy-mm-dd hh:mm:ss" UTC"'
_TEXT_FORMAT: Final = "General"
_MARGIN: Final = "_0"
"""A blank as wide as a digit, which holds numbers off the right edge of their cell."""

_THIN: Final = 1
_MEDIUM: Final = 2
_HAIR: Final = 7


class Look(NamedTuple):
    """Everything one style says; `top` and `bottom` are a line's weight and colour."""

    number: str = _TEXT_FORMAT
    align: str = "left"
    ink: str = INK
    size: int = 11
    bold: bool = False
    italic: bool = False
    fill: str = ""
    top: tuple[int, str] = (0, "")
    bottom: tuple[int, str] = (0, "")
    wrap: bool = False
    indent: int = 0
    quoted: bool = False
    middle: bool = False


TITLE: Final = Look(size=15, bold=True, ink=HEADER_FILL, middle=True)
HEADING_HEIGHT: Final = 22.0
HEADING: Final = Look(size=12, bold=True, ink=HEADER_FILL, middle=True)
NOTE: Final = Look(size=10, ink=MUTED)
NOTHING: Final = Look(ink=MUTED, italic=True, indent=1, middle=True)
HEADER: Final = Look(bold=True, ink=HEADER_INK, fill=HEADER_FILL, wrap=True, middle=True, indent=1)
BODY: Final = Look(bottom=(_HAIR, HAIRLINE), indent=1, middle=True)
LIST: Final = Look(middle=True)
TOTAL: Final = Look(bold=True, top=(_MEDIUM, HEADER_FILL), middle=True, indent=1)
SMALL_PRINT: Final = Look(size=9, italic=True, ink=MUTED, indent=1)


def aligned(unit: Unit) -> str:
    """Give the side a column's cells stand on."""
    return "left" if unit in (Unit.TEXT, Unit.FLAG) else "right"


def header(unit: Unit) -> Look:
    """Give the look of a column's title, which leaves its right end to the filter's button."""
    side = aligned(unit)
    return HEADER._replace(align=side, indent=2 if side == "right" else 1)


def body(*, first_of_group: bool, emphasised: bool) -> Look:
    """Give the look of a row: a line above a new group; fill, weight and a line for emphasis."""
    look = BODY
    if first_of_group:
        look = look._replace(top=(_THIN, GROUP_LINE))
    if emphasised:
        look = look._replace(fill=EMPHASIS_FILL, bold=True, bottom=(_MEDIUM, EMPHASIS_LINE))
    return look


def decimals_format(decimals: int, widest: int) -> str:
    """Give the format of so many decimals, with blanks so that a column's points line up."""
    point = "." if decimals else "_."
    blanks = max(0, widest - decimals)
    return "#,##0" + (point if decimals or blanks else "") + "0" * decimals + "_0" * blanks


class Styles:
    """The styles of one workbook, each made when it is first asked for.

    Indices are given out here, in order of use: the same tables give the same bytes.
    """

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._indices: dict[Look, int] = {}

    def index(self, look: Look) -> int:
        """Give the index by which cells name this look."""
        known = self._indices.get(look)
        if known is None:
            known = self._indices[look] = len(self._indices) + 1
            self._workbook.add_format({**_properties(look), "xf_index": known})
        return known


def _off_the_edge(look: Look) -> Look:
    """Put the margin of a number at the right into its format.

    LibreOffice indents at the right or does not, as the cell before it happens to be formatted, and
    then a column's points do not line up.
    """
    if look.align != "right" or look.number == _TEXT_FORMAT:
        return look
    number = ";".join(f"{each}{_MARGIN}" for each in look.number.split(";"))
    return look._replace(number=number, indent=0)


def _properties(look: Look) -> dict[str, Any]:
    look = _off_the_edge(look)
    properties: dict[str, Any] = {
        "font_name": FONT,
        "font_size": look.size,
        "font_color": look.ink,
        "num_format": look.number,
        "align": look.align,
        "valign": "vcenter" if look.middle else "top",
    }
    switches = {
        "bold": look.bold,
        "italic": look.italic,
        "text_wrap": look.wrap,
        "indent": look.indent,
        "quote_prefix": look.quoted,
    }
    properties |= {name: value for name, value in switches.items() if value}
    if look.fill:
        properties["bg_color"] = look.fill
    for side, (weight, colour) in (("top", look.top), ("bottom", look.bottom)):
        if weight:
            properties |= {side: weight, f"{side}_color": colour}
    return properties
