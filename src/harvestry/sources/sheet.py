"""A file whose header was found: its format, and its records one after another."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from harvestry.events.account import AccountKind
from harvestry.sources import text
from harvestry.sources.description import Format
from harvestry.sources.errors import (
    BrokenCsvError,
    NotEventsError,
    PriceFileError,
    SourceError,
    UnknownFormatError,
)
from harvestry.sources.recognition import Match, is_price_header, missing, recognise, tidy
from harvestry.sources.records import DELIMITERS, Record, is_blank, records

_LINES_SEARCHED: Final = 400
_LETTERS_SEARCHED: Final = 1 << 20
_RECORDS_SEARCHED: Final = 60
_CELLS_SHOWN: Final = 8
_LETTERS_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Sheet:
    """A recognised file. `header` is how many records stand before the first row.

    `owner` is whose file it is by a line above the header: a name, an id, or both; mostly nothing.
    """

    file: text.TextFile
    match: Match
    delimiter: str
    header: int
    owner: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The file's name for people."""
        return self.file.name

    def rows(self) -> Iterator[Record]:
        """Give the records after the header, without blank ones and lines of totals.

        Raises:
            SourceError: the text ends or breaks on the way.
        """
        found = records(self.name, text.lines(self.file), self.delimiter)
        footers = self.match.format.footers
        for record in islice(found, self.header, None):
            first = record.cells[0]
            if first.strip() or not is_blank(record.cells):
                if footers and _is_footer(record.cells, footers):
                    continue
                yield record


def open_sheet(path: Path, known: Mapping[str, Format]) -> Sheet:
    """Look through a file and find its header, whatever stands above it.

    Raises:
        SourceError: it cannot be read, or is in no known format, or is no list of transactions.
    """
    file = text.examine(path)
    head, whole = _head(file)
    broken: SourceError | None = None
    rows: list[list[str]] = []
    for delimiter in DELIMITERS:
        found = _head_records(file.name, head, delimiter, whole=whole)
        if isinstance(found, SourceError):
            broken = broken or found
            continue
        rows = rows or found
        for n, cells in enumerate(found):
            match = recognise(file.name, cells, known.values())
            if match is not None:
                owner = _owner(found[:n], match.format.owner_line)
                return _accepted(Sheet(file, match, delimiter, n + 1, owner))
    raise broken or _unknown(file.name, rows, known.values())


def _owner(preamble: list[list[str]], word: str) -> tuple[str, ...]:
    """Give what stands behind a word at the beginning of a line above the header."""
    for first, *rest in preamble:
        if word and first.strip().casefold() == word:
            return tuple(cell.strip() for cell in rest if cell.strip())
    return ()


def _accepted(sheet: Sheet) -> Sheet:
    refusal = sheet.match.format.refusal
    if refusal:
        raise NotEventsError(sheet.name, refusal)
    return sheet


def _head(file: text.TextFile) -> tuple[list[str], bool]:
    """Give the first lines of a file, and whether they are all of it."""
    head: list[str] = []
    letters = 0
    for line in text.lines(file):
        if len(head) == _LINES_SEARCHED or letters > _LETTERS_SEARCHED:
            return head, False
        head.append(line)
        letters += len(line)
    return head, True


def _head_records(
    name: str, head: list[str], delimiter: str, *, whole: bool
) -> list[list[str]] | SourceError:
    """Give the first records as this delimiter cuts them, up to where they stop making sense.

    A break behind the header is found again when the rows are read, and said then.
    """
    found: list[list[str]] = []
    try:
        found.extend(r.cells for r in islice(records(name, head, delimiter), _RECORDS_SEARCHED))
    except BrokenCsvError as error:
        if not found and whole:
            return error
    return found


def _is_footer(cells: Iterable[str], footers: tuple[str, ...]) -> bool:
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    return first.casefold().startswith(footers)


def _unknown(name: str, rows: list[list[str]], known: Iterable[Format]) -> SourceError:
    """Say what the file looks like, and which format comes near, if one does."""
    known = list(known)
    if name.lower().endswith(".toml"):
        message = "it is a settings file; give it with --accounts, --profile or --assets"
        return UnknownFormatError(name, message)
    if any(is_price_header(cells) for cells in rows):
        message = (
            "it is a price file and no list of transactions; give it with --prices, or call it "
            "prices.csv in a folder"
        )
        return PriceFileError(name, message)
    if not rows:
        return UnknownFormatError(name, "it holds no rows; export it again")
    nearest: tuple[int, str, list[str]] | None = None
    for each in known:
        for cells in rows:
            lacking = missing(cells, each)
            there = each.required - len(lacking)
            if there > max(1, len(lacking)) and (nearest is None or there > nearest[0]):
                nearest = (there, each.title, lacking)
    if nearest is None:
        first = max(rows, key=len)
        shown = ", ".join(tidy(cell)[:_LETTERS_SHOWN] for cell in first[:_CELLS_SHOWN])
        hint = f"its columns are {shown}"
    else:
        _, title, lacking = nearest
        hint = (
            f"nearest comes {title}, which also needs a column {' and '.join(map(repr, lacking))}"
        )
    exchanges = [each for each in known if each.account_kind is AccountKind.EXCHANGE]
    venues = ", ".join(sorted({each.account for each in exchanges}))
    message = (
        f"it is in no format Harvestry knows ({hint}); known are exports of {venues}: export it "
        "again as the exchange gives it, or write what it tells as a Harvestry CSV "
        "(docs/reference/harvestry-csv.md)"
    )
    return UnknownFormatError(name, message)
