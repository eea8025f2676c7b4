"""The README of the folder: which file goes into which program, and what it could not hold."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Final

from harvestry.reports.cell_text import visible
from harvestry.reports.tax_software.software_file import SoftwareFile

_WIDTH: Final = 96
_HEAD: Final = "Files for tax software, tax year {year}"
_OTHERS: Final = (
    "journal.beancount, journal.hledger: the books, lot by lot, for accounting programs",
    "accountant-*.xlsx: what happened by kind, and the year's Form 8949",
    "audit-pack-*.zip: all of it with what it came from; `harvestry verify-pack` recomputes it",
)
_NOTHING: Final = "Nothing was left out or rounded."


def read_me(year: int, files: Sequence[SoftwareFile], sentences: Sequence[str]) -> bytes:
    """Give the page as UTF-8 text with CRLF, for any editor."""
    lines = [_HEAD.format(year=year), "=" * len(_HEAD.format(year=year)), ""]
    for each in files:
        written = "" if each.content else " (not written)"
        how = [f"Where: {each.how}"] if each.how and each.content else []
        bullets = _bullets([*how, *(each.notes or (_NOTHING,))])
        lines += [f"{each.name}: {each.program}{written}", *bullets, ""]
    lines += [*_OTHERS, ""]
    lines += [line for sentence in sentences for line in textwrap.wrap(visible(sentence), _WIDTH)]
    return "".join(f"{line}\r\n" for line in lines).encode()


def _bullets(notes: Sequence[str]) -> Iterator[str]:
    for note in notes:
        yield from textwrap.wrap(
            visible(note), _WIDTH, initial_indent="  - ", subsequent_indent="    "
        )
