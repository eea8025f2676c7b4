"""How a filled field looks: small page parts with text in Helvetica that always fits.

Viewers draw what is stored here, so that print, screen and the field's value agree.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final, NamedTuple

FONT: Final = "Helvetica"
_SIZE: Final = 8.0
_LEAST: Final = 3.5
_STEP: Final = 0.5
_MARGIN: Final = 2.0
_LEADING: Final = 1.1
_ASCENT: Final = 0.74
_INK: Final = "0 0 0.5 rg"
_HALF: Final = 2


class Space(NamedTuple):
    """The room of a field in points; `side` is 0 left, 1 middle, 2 right, as PDF's /Q."""

    width: float
    height: float
    side: int
    several_lines: bool


class _Set(NamedTuple):
    lines: tuple[str, ...]
    size: float


def winansi(text: str) -> str:
    """Give a text in the letters a form's font has; any other reads `?`."""
    return text.encode("cp1252", "replace").decode("cp1252")


def content(text: str, space: Space) -> bytes:
    """Give the drawing of a text: as large as eight points where it fits, smaller where not."""
    told = _set(winansi(text), space)
    line = told.size * _LEADING
    block = line * len(told.lines)
    top = space.height - max((space.height - block) / _HALF, 0) - told.size * _ASCENT
    drawn = ["/Tx BMC q", f"0 0 {space.width:.2f} {space.height:.2f} re W n", "BT"]
    drawn.append(f"/Helv {told.size:.1f} Tf {_INK}")
    for n, part in enumerate(told.lines):
        x = _start(part, told.size, space)
        drawn.append(f"1 0 0 1 {x:.2f} {top - n * line:.2f} Tm ({_escaped(part)}) Tj")
    drawn.append("ET Q EMC")
    return "\n".join(drawn).encode("cp1252")


def _set(text: str, space: Space) -> _Set:
    """Find the largest size at which a text fits; at the least one what is too long is cut."""
    room = space.width - _HALF * _MARGIN
    size = _SIZE
    while size > _LEAST:
        lines = _broken(text, size, room) if space.several_lines else (text,)
        fits = all(_width(line, size) <= room for line in lines)
        if fits and len(lines) * size * _LEADING <= space.height - 1:
            return _Set(tuple(lines), size)
        size -= _STEP
    lines = _broken(text, _LEAST, room) if space.several_lines else (text,)
    most = max(int(space.height / (_LEAST * _LEADING)), 1)
    return _Set(tuple(_cut(line, room) for line in lines[:most]), _LEAST)


def _broken(text: str, size: float, room: float) -> Sequence[str]:
    """Break a text into lines: at its own breaks, then between words, else within one."""
    lines: list[str] = []
    for part in text.split("\n"):
        line = ""
        for word in part.split(" "):
            longer = f"{line} {word}" if line else word
            if not line or _width(longer, size) <= room:
                line = longer
            else:
                lines.append(line)
                line = word
        while _width(line, size) > room and len(line) > 1:
            head = _cut(line, room, size)
            lines.append(head)
            line = line[len(head) :]
        lines.append(line)
    return lines


def _cut(text: str, room: float, size: float = _LEAST) -> str:
    while len(text) > 1 and _width(text, size) > room:
        text = text[:-1]
    return text


def _start(text: str, size: float, space: Space) -> float:
    free = space.width - _width(text, size)
    return (_MARGIN, free / _HALF, free - _MARGIN)[space.side]


@lru_cache(maxsize=65536)
def _width(text: str, size: float) -> float:
    from reportlab.pdfbase.pdfmetrics import stringWidth  # type: ignore[import-untyped]

    return float(stringWidth(text, FONT, size))


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
