"""Open files: find the header of each, or of each sheet of a workbook, whatever stands above it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from harvestry.events.account import AccountKind
from harvestry.sources import text
from harvestry.sources.broker_forms import is_form_header
from harvestry.sources.description import Format
from harvestry.sources.errors import (
    BrokenCsvError,
    BrokerFormsError,
    NotEventsError,
    OwnWorkbookError,
    PriceFileError,
    SourceError,
    UnknownFormatError,
)
from harvestry.sources.mapping.seeming import looks_like_transactions
from harvestry.sources.printable import printable
from harvestry.sources.recognition import Match, is_price_header, missing, recognise, tidy
from harvestry.sources.records import DELIMITERS, records
from harvestry.sources.sheet import BookSheet, Sheet
from harvestry.sources.workbook import Workbook, is_workbook
from harvestry.units.problems import Problem, Severity
from harvestry.units.source_ref import SourceFile

_OUR_FIRST_SHEET: Final = "Summary by FIFO"
_LINES_SEARCHED: Final = 400
_LETTERS_SEARCHED: Final = 1 << 20
_RECORDS_SEARCHED: Final = 60
_CELLS_SHOWN: Final = 8
_VENUES_SHOWN: Final = 4
_LETTERS_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Opened:
    """The sheets of a file that were recognised, one of a text file, and what is to be said."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()


def open_sheets(path: Path, known: Mapping[str, Format]) -> Opened:
    """Look through a file and find the header of it, or of each of its sheets.

    Raises:
        SourceError: it cannot be read, or is in no known format, or is no list of transactions.
    """
    if not is_workbook(path):
        return Opened((_open_text(path, known),))
    return _open_workbook(path, known)


def _open_text(path: Path, known: Mapping[str, Format]) -> Sheet:
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
        header = _header(path.name, found, known)
        if header is not None:
            return _accepted(Sheet(file, header.match, delimiter, header.row, header.owner))
    raise broken or _unknown(file.name, rows, known.values())


class _Header(NamedTuple):
    """A header found: what it matches, how many records it ends, and what stands above it."""

    match: Match
    row: int
    owner: tuple[str, ...]


def _header(name: str, found: list[list[str]], known: Mapping[str, Format]) -> _Header | None:
    for n, cells in enumerate(found):
        match = recognise(name, cells, known.values())
        if match is not None:
            return _Header(match, n + 1, _owner(found[:n], match.format.owner_line))
    return None


def _open_workbook(path: Path, known: Mapping[str, Format]) -> Opened:
    _, digest, _ = text.looked_at(path)
    book = Workbook(path)
    if _OUR_FIRST_SHEET in book.shown:
        raise OwnWorkbookError(path.name, "it is a workbook Harvestry wrote; give your exports")
    found: list[tuple[str, _Header]] = []
    others = []
    seeming: list[str] = []
    rows: list[list[str]] = []
    for title in book.shown:
        head = [record.cells for record in islice(book.records(title), _RECORDS_SEARCHED)]
        header = _header(path.name, head, known)
        if header is not None and not header.match.format.refusal:
            found.append((title, header))
        else:
            others.append((title, header))
            rows = rows or head
            if header is None and looks_like_transactions(head):
                seeming.append(title)
    if not found:
        raise _no_sheet(path, others, rows, known)
    name = printable(path.name)
    alone = len(found) == 1
    sheets = []
    for n, (title, header) in enumerate(found, 1):
        source = SourceFile(
            name if alone else f"{name}, sheet {printable(title)}",
            digest if alone else f"{digest}#{n}",
        )
        sheets.append(Sheet(BookSheet(path, source, title), header.match, ",", *header[1:]))
    none = [title for title, _ in others if title not in seeming]
    problems = (*_not_read(name, book.hidden, none), *_seeming(name, seeming))
    return Opened(tuple(sheets), problems)


def _no_sheet(
    path: Path,
    others: list[tuple[str, _Header | None]],
    rows: list[list[str]],
    known: Mapping[str, Format],
) -> SourceError:
    for _, header in others:
        if header is not None:
            return NotEventsError(path.name, header.match.format.refusal)
    return _unknown(path.name, rows, known.values())


def _not_read(name: str, hidden: Sequence[str], others: Sequence[str]) -> Iterator[Problem]:
    """Say which sheets of a workbook were left out."""
    if others:
        listed = ", ".join(map(printable, others))
        message = f"Sheets that are no list of transactions were left out: {listed}."
        yield Problem("left-out", Severity.NOTE, message, name)
    if hidden:
        listed = ", ".join(map(printable, hidden))
        message = (
            f"Hidden sheets were not read: {listed}; if they hold transactions, show them in a "
            "spreadsheet and save the file."
        )
        yield Problem("hidden-sheet", Severity.WARNING, message, name)


def _seeming(name: str, titles: Sequence[str]) -> Iterator[Problem]:
    """Say which sheets look like transactions and are in no known format."""
    for title in titles:
        message = (
            "It looks like a list of transactions, and is in no format Harvestry knows: save it as "
            "a .csv of its own and say how to read it with `harvestry map`, or take it out."
        )
        yield Problem(
            "unknown-sheet", Severity.WARNING, message, f"{name}, sheet {printable(title)}"
        )


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


def _unknown(name: str, rows: list[list[str]], known: Iterable[Format]) -> SourceError:
    """Say what the file looks like, and which format comes near, if one does."""
    known = list(known)
    if name.lower().endswith(".toml"):
        message = "it is a settings file; give it with --accounts, --profile, --assets or --mapping"
        return UnknownFormatError(name, message)
    if any(is_form_header(cells) for cells in rows):
        message = (
            "it holds a broker's forms and no list of transactions; give it with --broker-forms"
        )
        return BrokerFormsError(name, message)
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
    message = (
        f"it is in no format Harvestry knows ({hint}); known are {_venues(known)}: export it again "
        "as the exchange gives it, say how to read it with `harvestry map`, or write what it tells "
        "as a Harvestry CSV (docs/reference/harvestry-csv.md)"
    )
    return UnknownFormatError(name, message)


def _venues(known: Iterable[Format]) -> str:
    """Name some of the exchanges whose exports are known, and say how many more there are."""
    venues = sorted({e.account for e in known if e.account_kind is AccountKind.EXCHANGE})
    more = len(venues) - _VENUES_SHOWN
    return f"{', '.join(venues[:_VENUES_SHOWN])} and {more} more (docs/reference/exports.md)"
