"""Tables as CSV for programs and spreadsheets, in which no text can become a formula."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import BinaryIO, Final

from harvestry.reports.cell_text import visible

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "|", "%")
"""What makes a spreadsheet take the rest of a text for a formula or a command."""


def safe_text(text: str) -> str:
    """Give a text that a spreadsheet shows as it stands: one line, never a formula.

    An apostrophe before it is what spreadsheets themselves take as "this is text".
    """
    text = visible(text)
    return f"'{text}" if text.lstrip().startswith(_FORMULA) else text


def write_csv(file: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a header and rows as UTF-8 with CRLF (RFC 4180); texts were made safe before."""
    stream = io.TextIOWrapper(file, "utf-8", newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    stream.detach()  # flushed, and the file stays open for whoever opened it
