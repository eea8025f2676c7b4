"""A file whose header was found: its format, and its records one after another."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from harvestry.sources import text
from harvestry.sources.recognition import Match, tidy
from harvestry.sources.records import Record, is_blank, records
from harvestry.sources.workbook import Workbook
from harvestry.units.source_ref import SourceFile


@dataclass(frozen=True, slots=True)
class BookSheet:
    """A sheet of a workbook."""

    path: Path
    source: SourceFile
    title: str

    @property
    def name(self) -> str:
        """The sheet's name for people."""
        return self.source.name


@dataclass(frozen=True, slots=True)
class Sheet:
    """A recognised file or sheet. `header` is how many records stand before the first row.

    `owner` is whose file it is by a line above the header: a name, an id, or both; mostly nothing.
    """

    file: text.TextFile | BookSheet
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
        footers = self.match.format.footers
        for record in islice(self._records(), self.header, None):
            first = record.cells[0]
            if first.strip() or not is_blank(record.cells):
                if footers and _is_footer(record.cells, footers):
                    continue
                yield record

    def head(self) -> tuple[list[list[str]], list[str]]:
        """Give the records above the header, and the header, without empty cells at their ends."""
        *above, header = [cut(record.cells) for record in islice(self._records(), self.header)]
        return above, header

    def _records(self) -> Iterator[Record]:
        if isinstance(self.file, BookSheet):
            return Workbook(self.file.path, looked_into=True).records(self.file.title)
        spaced = self.match.format.spaced
        return records(self.name, text.lines(self.file), self.delimiter, spaced=spaced)


def cut(cells: Iterable[str]) -> list[str]:
    """Give cells without stray spaces, and without empty ones at their end."""
    tidied = [tidy(cell) for cell in cells]
    while tidied and not tidied[-1]:
        tidied.pop()
    return tidied


def _is_footer(cells: Iterable[str], footers: tuple[str, ...]) -> bool:
    first = next((cell.strip() for cell in cells if cell.strip()), "")
    return first.casefold().startswith(footers)
