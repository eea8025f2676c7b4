"""Taking files in: read first, then kept whole with a receipt, each file in one transaction."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from harvestry import pipeline
from harvestry.book.deeds import Body, DeedKind
from harvestry.book.journal import Book, opened
from harvestry.case.journal.deciding import keep_decisions
from harvestry.case.journal.kept_mapping import mappings_of, with_mapping, written_mapping
from harvestry.case.journal.kept_settings import keep_settings, with_kept, write_settings
from harvestry.case.journal.private_folder import PrivateFolder
from harvestry.case.journal.unpacking import OUTSIDE, written
from harvestry.events.event import Event
from harvestry.reports.files_read import FileRead
from harvestry.reports.receipts import Kept, Taken
from harvestry.sources.errors import UnreadableFileError
from harvestry.sources.given_files import left_out
from harvestry.units.days import instant_text
from harvestry.units.exact import Quantity, quantity_text
from harvestry.units.problems import Problem

_LEAVES_OUT: Final = frozenset(
    {"unknown-file", "unreadable-file", "not-events", "price-file", "left-out"}
)
"""Problems that say why no row of a file was read."""


def import_files(
    path: Path, inputs: pipeline.Inputs, who: str, at: str, progress: pipeline.Progress
) -> Taken:
    """Take files into the book at a path, made if there is none; a file whole or not at all.

    All are read beside what the book has before the first is taken in, so that a receipt tells
    what is new. A file that cannot be read leaves the book as it was; one that was met in a folder
    is left aside, and the others are taken in.

    Raises:
        BookError: the book cannot be used, and why.
        SourceError, SettingsError: a file that was named cannot be read, or none of a folder's.
    """
    contents = {each: each.read_bytes() for each in inputs.files}
    # Read before a new book is made, so that files nobody can read leave no empty one behind.
    first = None if path.exists() else _Beside.alone(inputs, progress)
    with opened(path, who, at, make=True) as book, book.held(who, at):
        if first is None or book.in_force(DeedKind.IMPORT):
            first = _Beside.of(book, inputs, progress)
        beside = first
        readable = [each for each in inputs.files if beside.has(contents[each])]
        progress("writing the book")
        with book.writing(who, at) as writer:
            settings = keep_settings(book, writer, inputs, beside.reading.household)
            keep_decisions(book, writer, beside.reading.household.decisions)
        outside = tuple(left_out(inputs.found))
        kept: list[Kept] = []
        for each in readable:
            told = any(one.deed is not None for one in kept)
            said = () if told else tuple(problem.message for problem in outside)
            kept.append(_take(book, each, contents[each], beside, inputs, who, at, said))
        left = beside.left_aside({each.name for each in {*inputs.files} - {*readable}})
        return Taken(kept, (*left, *outside), settings)


class _Beside(NamedTuple):
    """The new files read together with those the book has, and the ids of what it had."""

    reading: pipeline.Reading
    known: frozenset[str]

    def has(self, content: bytes) -> bool:
        """Tell whether a file was read."""
        digest = sha256(content).hexdigest()
        return any(_is_of(each.sha256, digest) for each in self.reading.files)

    def left_aside(self, names: Collection[str]) -> tuple[Problem, ...]:
        """Give why the files of these names were not read."""
        found = (each for each in self.reading.problems if each.code in _LEAVES_OUT and each.file)
        return tuple(each for each in found if str(each.file).rpartition("/")[2] in names)

    @classmethod
    def alone(cls, inputs: pipeline.Inputs, progress: pipeline.Progress) -> "_Beside":
        """Read the new files for a book that is still to be made.

        Raises:
            UnreadableFileError: not one of them can be read, so there is nothing to make it of.
        """
        reading = pipeline.read(inputs, progress)
        said = (each for each in reading.problems if each.code in _LEAVES_OUT)
        first = min(said, key=lambda each: each.file is None, default=None)
        if not reading.files and first is not None:
            raise UnreadableFileError(first.file or "", first.message)
        return cls(reading, frozenset())

    @classmethod
    def of(cls, book: Book, inputs: pipeline.Inputs, progress: pipeline.Progress) -> "_Beside":
        folder = PrivateFolder()
        imports = book.in_force(DeedKind.IMPORT)
        kept = tuple(written(book, imports, folder.path))
        inputs = with_kept(inputs, write_settings(book, folder.path))
        mapping = written_mapping(mappings_of(imports), folder.path, inputs.mapping)
        inputs = replace(inputs, mapping=mapping)
        known: frozenset[str] = frozenset()
        if kept:
            before = pipeline.read(replace(inputs, files=kept, found=frozenset(kept)), progress)
            known = frozenset(event.id for event in before.events)
        files, found = (*kept, *inputs.files), inputs.found.union(kept)
        every = replace(inputs, files=files, found=found)
        return cls(pipeline.read(every, progress), known)


def _take(
    book: Book,
    path: Path,
    content: bytes,
    beside: _Beside,
    inputs: pipeline.Inputs,
    who: str,
    at: str,
    outside: Sequence[str],
) -> Kept:
    """Take one file in, with what is said of what stands beside it in its folder."""
    digest = sha256(content).hexdigest()
    sheets = [each for each in beside.reading.files if _is_of(each.sha256, digest)]
    events = [
        event
        for event in beside.reading.events
        if _is_of(event.source.file.sha256, digest) and event.id not in beside.known
    ]
    body = with_mapping(_receipt(path.name, digest, len(content), sheets, events), inputs)
    body = {**body, OUTSIDE: [*outside]} if outside else body
    with book.writing(who, at) as writer:
        before = [Kept(each.n, each.body, each.hash) for each in book.in_force(DeedKind.IMPORT)]
        if digest in {str(each.body["sha256"]) for each in before}:
            return Kept(None, body, book.head)
        writer.keep(content)
        deed = writer.add(DeedKind.IMPORT, body)
    damaged = (each for each in before if each.body["name"] == path.name and each.problem)
    return Kept(deed.n, body, deed.hash, tuple(damaged))


def _is_of(sheet: str, digest: str) -> bool:
    """Tell whether a sheet's hash is that of this file, or of a sheet of this workbook."""
    return sheet.partition("#")[0] == digest


def _receipt(
    name: str,
    digest: str,
    size: int,
    sheets: Iterable[FileRead],
    events: list[Event],
) -> Body:
    """Give what the book says of a file: rows read = imported + skipped + problem, what is new."""
    times = [event.time for event in events]
    return {
        "name": name,
        "sha256": digest,
        "size": size,
        "sheets": [
            {
                "name": each.name,
                "format": each.format,
                "account": each.account,
                "time_zone": each.time_zone,
                "rows": each.rows,
            }
            for each in sheets
        ],
        "new": len(events),
        "first": instant_text(min(times)) if times else None,
        "last": instant_text(max(times)) if times else None,
        "moved": {asset: quantity_text(total) for asset, total in sorted(_moved(events).items())},
    }


def _moved(events: Iterable[Event]) -> Mapping[str, Quantity]:
    """Give the units that the rows moved of each asset, in and out alike."""
    totals: dict[str, Quantity] = {}
    for event in events:
        moved = ((event.asset, event.quantity), (event.got_asset, event.got_quantity))
        for asset, quantity in moved:
            if asset is not None and quantity:
                totals[asset] = totals.get(asset, 0) + quantity
    return totals
