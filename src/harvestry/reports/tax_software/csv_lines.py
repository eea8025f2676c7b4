"""Lines of a CSV file for a program: texts that can be no formulas, CRLF (RFC 4180)."""

import io
from collections.abc import Iterable, Sequence

from harvestry.reports.csv_text import write_csv


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Give a CSV file as bytes; its texts were made safe before."""
    file = io.BytesIO()
    write_csv(file, header, rows)
    return file.getvalue()
