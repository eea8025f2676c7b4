"""Text for a workbook: sheet names Excel takes, and strings that can be nothing but strings."""

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from harvestry.reports.cell_text import visible

MOST_UNITS: Final = 32_767
"""The UTF-16 units Excel keeps in a cell; a longer text makes it call the file damaged."""
MOST_NAME_UNITS: Final = 31
LONGEST_WRAPPED: Final = 400
"""A longer text stays on one line: nothing that a file holds shall fill a whole screen."""

_NARROW: Final = 0.5
_CAPITAL: Final = 1.2
_FIRST_WIDE: Final = "\u2e80"
# Letters that differ much from a digit, in the body font.
_LETTER_WIDTHS: Final = {
    **dict.fromkeys(" il.,:;'|!jI", _NARROW),
    **dict.fromkeys("frtscz()[]-/", 0.75),
    **dict.fromkeys("mwMW@%", 1.65),
}
_FORBIDDEN_IN_NAME: Final = re.compile(r"[\[\]:*?/\\]")
_RESERVED_NAME: Final = "history"
# Excel reads _x0041_ inside a string as the letter A; an escaped underscore keeps it as written.
_EXCEL_ESCAPE: Final = re.compile("_(?=x[0-9A-Fa-f]{4}_)")


def sheet_names(titles: Iterable[str]) -> tuple[str, ...]:
    """Give a sheet name for each title: the title itself wherever Excel allows it.

    Names are unique whatever their case, as Excel demands.
    """
    names: list[str] = []
    taken = {_RESERVED_NAME}
    for title in titles:
        wanted = _name(title)
        name, n = wanted, 1
        while name.casefold() in taken:
            n += 1
            ending = f" ({n})"
            name = _cut(wanted, MOST_NAME_UNITS - len(ending)).rstrip() + ending
        taken.add(name.casefold())
        names.append(name)
    return tuple(names)


def cell_string(text: str) -> str:
    """Give what a text cell holds: one line, nothing unseen, within Excel's limit.

    What is cut off is announced at its end.
    """
    text = visible(text)
    if len(text) <= MOST_UNITS // 2 or _units(text) <= MOST_UNITS:
        return text
    note = f" [cut here: {len(text):,} characters in all]"
    return _cut(text, MOST_UNITS - len(note)) + note


def xml_string(text: str) -> str:
    """Escape a cell's string for XML as Excel reads it."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _EXCEL_ESCAPE.sub("_x005F_", text) if "_x" in text else text


def looks_like_input(text: str) -> bool:
    """Tell whether Excel would make something else of a text that is edited and entered again.

    Such cells carry the mark of a leading apostrophe, which keeps them text.
    """
    return not text[:1].isalpha() or "://" in text or text[:7].casefold() == "mailto:"


@lru_cache(maxsize=65536)
def shown_width(text: str) -> float:
    """Estimate the width of a text in digits of the body font."""
    return sum(_letter_width(letter) for letter in text)


@lru_cache(maxsize=8192)
def count_lines(text: str, width: float) -> int:
    """Count the lines of a text that breaks between words, and within one that is too long."""
    lines, room = 0, 0.0
    for word in text.split():
        need = shown_width(word) + _NARROW
        if need - _NARROW <= room:
            room -= need
        else:
            full = max(1, math.ceil((need - _NARROW) / max(width, 1.0)))
            lines, room = lines + full, full * width - need
    return lines


def _letter_width(letter: str) -> float:
    known = _LETTER_WIDTHS.get(letter)
    if known is not None:
        return known
    if letter.isascii():
        return _CAPITAL if letter.isupper() else 1.0
    return _CAPITAL if letter < _FIRST_WIDE else 2.0


def _name(title: str) -> str:
    name = _FORBIDDEN_IN_NAME.sub("-", visible(title)).strip().strip("'").strip()
    return _cut(name, MOST_NAME_UNITS).rstrip().rstrip("'") or "Sheet"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _cut(text: str, units: int) -> str:
    """Keep so many UTF-16 units, never half a character."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")
