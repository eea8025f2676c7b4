"""Blank official forms: the PDFs the user points at."""

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from harvestry.sources.errors import UnreadableFileError

_PDF: Final = b"%PDF-"
LARGEST: Final = 20_000_000
"""No form of the IRS is nearly so large, in bytes."""


def read_blanks(paths: Iterable[Path]) -> list[tuple[Path, bytes]]:
    """Read PDFs, of a folder every one in it.

    Raises:
        UnreadableFileError: a file is missing or no PDF, or a folder has none.
    """
    found = []
    for path in paths:
        inside = sorted(path.glob("*.pdf")) if path.is_dir() else [path]
        if not inside:
            raise UnreadableFileError(str(path), "the folder has no PDF; name the blank form")
        found += [(each, _pdf(each)) for each in inside]
    return found


def _pdf(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            pdf = file.read(LARGEST + 1)
    except OSError as error:
        raise UnreadableFileError(str(path), f"{error.strerror or error}") from error
    if not is_blank_form(pdf):
        raise UnreadableFileError(str(path), "it is no blank form as PDF; give the IRS's own file")
    return pdf


def is_blank_form(content: bytes) -> bool:
    """Tell whether this may be a form: a PDF of a form's size."""
    return content.startswith(_PDF) and len(content) <= LARGEST
