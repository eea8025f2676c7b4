"""Look at a file nobody knows: its header and first rows, and how it would be read by a mapping."""

import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from harvestry.events.account import Accounts
from harvestry.sources import text
from harvestry.sources.catalogue import formats
from harvestry.sources.errors import BrokenCsvError, SourceError, UnknownFormatError
from harvestry.sources.mapping.proposing import Proposal
from harvestry.sources.mapping.reading import mapping_of
from harvestry.sources.mapping.records import NO_MAPPING, MappingSettings
from harvestry.sources.mapping.writing import text_of
from harvestry.sources.opening import open_sheets
from harvestry.sources.reading import read_files
from harvestry.sources.receipt import Imported
from harvestry.sources.records import DELIMITERS, records
from harvestry.sources.workbook import Workbook, is_workbook

_ROWS: Final = 2000
_FEWEST: Final = 3
_FIRST_LINES: Final = 20_000


@dataclass(frozen=True, slots=True)
class Looked:
    """A header and the rows under it, as texts."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def look(path: Path) -> Looked:
    """Find what is most likely the header of a table, and the first rows under it.

    Raises:
        SourceError: it cannot be read, or holds no table.
    """
    found = max(_readings(path), key=_sense, default=[])
    looked = _table(found)
    if looked is None:
        message = (
            "it holds no table with a header and at least three columns; export it again, or "
            "write what it tells as a Harvestry CSV (docs/reference/harvestry-csv.md)"
        )
        raise UnknownFormatError(path.name, message)
    return looked


def known_as(path: Path, known: MappingSettings = NO_MAPPING) -> str | None:
    """Give the title of the format a file is known as, `None` where it is not.

    Raises:
        SourceError: it cannot be read at all.
    """
    try:
        sheets = open_sheets(path, known.known(formats())).sheets
    except UnknownFormatError:
        return None
    return sheets[0].match.format.title


def preview(path: Path, proposal: Proposal, accounts: Accounts) -> Imported:
    """Read a file as a proposal would have it.

    Raises:
        SettingsError: the proposal says what cannot be.
        SourceError: the file cannot be read.
    """
    mapping = mapping_of("the proposal", tomllib.loads(text_of(proposal)))
    return read_files([path], accounts, mapping=mapping)


def _readings(path: Path) -> list[list[list[str]]]:
    if is_workbook(path):
        book = Workbook(path)
        return [[r.cells for r in islice(book.records(t), _ROWS)] for t in book.shown]
    file = text.examine(path)
    lines = list(islice(text.lines(file), _FIRST_LINES))
    found = []
    broken: SourceError | None = None
    for delimiter in DELIMITERS:
        cells: list[list[str]] = []
        try:
            cells.extend(r.cells for r in islice(records(file.name, lines, delimiter), _ROWS))
        except BrokenCsvError as error:
            broken = broken or error
        found.append(cells)
    if broken is not None and not any(found):
        raise broken
    return found


def _sense(found: Sequence[Sequence[str]]) -> int:
    """Tell how much sense a reading makes: the cells of rows that are as wide as most."""
    width, rows = _usual(found)
    return width * rows if width >= _FEWEST else 0


def _usual(found: Sequence[Sequence[str]]) -> tuple[int, int]:
    counted = Counter(len(each) for each in found)
    return max(counted.items(), key=lambda item: (item[1] * item[0], item[0]), default=(0, 0))


def _table(found: Sequence[Sequence[str]]) -> Looked | None:
    width, _ = _usual(found)
    if width < _FEWEST:
        return None
    for n, cells in enumerate(found):
        filled = sum(bool(cell.strip()) for cell in cells)
        if len(cells) == width and filled >= _FEWEST and 2 * filled > width:
            rows = (tuple(each) for each in found[n + 1 :])
            return Looked(tuple(cells), tuple(rows))
    return None
