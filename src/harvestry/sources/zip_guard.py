"""Look into a workbook before it is opened: nothing in it may grow beyond bounds or do harm.

A workbook is a ZIP of XML parts. What the ZIP says of sizes may be false, so every part is unpacked
once, a piece at a time and kept nowhere, and looked at on the way.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from harvestry.sources.errors import BrokenWorkbookError

_LARGEST: Final = 640 << 20
"""Bytes all parts may have together once unpacked: a million rows of a statement have half."""
_SMALL: Final = 32 << 20
_TIGHTEST: Final = 100
"""Larger parts are never packed a hundredfold: tables are packed some fifteenfold."""
_MOST_CELLS: Final = 12_000_000
"""Cells from the first to the last in use; an empty corner far away would cost memory for all."""
_LAST_ROW: Final = 1 << 20
"""No spreadsheet has more rows."""
_MOST_PARTS: Final = 4096
_PIECE: Final = 1 << 20
_OVERLAP: Final = 512
_LOCAL_HEADER: Final = struct.Struct("<26xHH")
_STORED_OR_DEFLATED: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)

_HARM: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_NO_VALUE: Final = re.compile(rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*</(?:\w+:)?c>")
_FAILED: Final = re.compile(rb"<(?:\w+:)?c\s[^>]*\bt=[\"']e[\"']")
_PLACE: Final = re.compile(rb"\br\s*=\s*[\"']\s*([A-Za-z]{0,9})([0-9]{1,40})")
"""The number of a row, or the name of a cell."""
_EMPTY_ROW: Final = re.compile(
    rb"""<(?:\w+:)?row\b(?:[^>"']|"[^"]*"|'[^']*')*?(?:/>|>\s*</(?:\w+:)?row>)"""
)
"""A row without cells says nothing: spreadsheets number rows to the last for their looks."""
_MANY_ROWS: Final = 100_000

_TOO_LARGE: Final = (
    "it unpacks to far more than any export holds, so it is damaged or a trap; export it again"
)
_WITH_HARM: Final = (
    "it defines a document type of its own, which no spreadsheet does, so it was not opened; "
    "export it again"
)
_WITHOUT_VALUES: Final = (
    "it has formulas whose results were never saved, so their cells would read as empty; open it "
    "in a spreadsheet, save it, and give it again"
)
_WITH_ERRORS: Final = (
    "it has cells that hold an error such as #REF!, so their amounts are lost; export it again"
)
_TOO_FAR: Final = (
    "it has a cell in use so far from the others that the sheet would be too large to hold; delete "
    "that cell, or export the file again"
)
_NO_ZIP: Final = "it is no workbook, or a damaged one; export it again, or save it as CSV (UTF-8)"


def look_into(path: Path) -> None:
    """Unpack all parts of a workbook once, to nowhere, and look at them.

    Raises:
        BrokenWorkbookError: it is damaged, too large, or holds what no export does.
    """
    try:
        with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            if len(parts) > _MOST_PARTS:
                raise BrokenWorkbookError(path.name, _TOO_LARGE)
            left = _LARGEST
            for part in parts:
                left -= _look_at(path.name, stream, part, left)
    except (zipfile.BadZipFile, zlib.error, struct.error, OSError, EOFError, ValueError) as error:
        raise BrokenWorkbookError(path.name, _NO_ZIP) from error
    except (NotImplementedError, RuntimeError) as error:
        raise BrokenWorkbookError(path.name, _NO_ZIP) from error


def _look_at(name: str, stream: BinaryIO, part: zipfile.ZipInfo, left: int) -> int:
    """Look at one part and give its size."""
    if part.compress_type not in _STORED_OR_DEFLATED or part.flag_bits & 1:
        raise BrokenWorkbookError(name, _NO_ZIP)
    size = 0
    corner = _Corner(name)
    tail = b""
    is_sheet = "worksheets/" in part.filename
    for piece in _pieces(stream, part):
        size += len(piece)
        if size > left or (size > _SMALL and size > _TIGHTEST * part.compress_size):
            raise BrokenWorkbookError(name, _TOO_LARGE)
        if not part.filename.endswith((".xml", ".rels")):
            continue
        seen = tail + piece
        if _HARM.search(seen):
            raise BrokenWorkbookError(name, _WITH_HARM)
        if is_sheet:
            _refuse_lost_values(name, seen)
            begun = _last_row(seen)
            corner.see(seen[:begun])
            tail = seen[begun:]
        else:
            tail = seen[-_OVERLAP:]
    if is_sheet:
        corner.see(tail)
    return size


def _last_row(seen: bytes) -> int:
    """Give where the last row begins that may be half seen, unless it is longer than any is."""
    end = len(seen)
    named = seen.rfind(b":row ")
    found = max(seen.rfind(b"<row"), seen.rfind(b"<", 0, named) if named >= 0 else -1)
    return found if found >= 0 and end - found < _PIECE else max(end - _OVERLAP, 0)


class _Corner:
    """The farthest cell in use so far."""

    __slots__ = ("_columns", "_name", "_rows")

    def __init__(self, name: str) -> None:
        self._name = name
        self._rows = self._columns = 1

    def see(self, seen: bytes) -> None:
        """Look at a stretch of a sheet in which no row is half seen.

        Raises:
            BrokenWorkbookError: a cell lies too far from the first.
        """
        places = set(_PLACE.findall(seen))
        rows = {digits for letters, digits in places if not letters}
        if any(int(digits) > _MANY_ROWS for digits in rows):
            places = set(_PLACE.findall(_EMPTY_ROW.sub(b"", seen)))
        self._rows = max([self._rows, *map(int, {digits for _, digits in places})])
        self._columns = max([self._columns, *map(_column, {letters for letters, _ in places})])
        if self._rows * self._columns > _MOST_CELLS or self._rows > _LAST_ROW:
            raise BrokenWorkbookError(self._name, _TOO_FAR)


def _refuse_lost_values(name: str, seen: bytes) -> None:
    if _NO_VALUE.search(seen):
        raise BrokenWorkbookError(name, _WITHOUT_VALUES)
    if _FAILED.search(seen):
        raise BrokenWorkbookError(name, _WITH_ERRORS)


def _pieces(stream: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack one part a piece at a time, whatever size the archive claims for it."""
    stream.seek(part.header_offset)
    name, extra = _LOCAL_HEADER.unpack(stream.read(_LOCAL_HEADER.size))
    stream.seek(name + extra, 1)
    left = part.compress_size
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    while left > 0 and (packed := stream.read(min(left, _PIECE))):
        left -= len(packed)
        if part.compress_type == zipfile.ZIP_STORED:
            yield packed
            continue
        while packed:
            yield unpacker.decompress(packed, _PIECE)
            packed = unpacker.unconsumed_tail


def _column(letters: bytes) -> int:
    """Give the number of a column by its letters; 1 where a row names none."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return max(number, 1)
