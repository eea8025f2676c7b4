"""The files of a book, written out for reading, in a private folder that is gone at the end."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from harvestry.book.deeds import Deed, DeedKind
from harvestry.book.journal import Book, opened
from harvestry.case.journal.deciding import decisions_of
from harvestry.case.journal.kept_mapping import mappings_of, written_mapping
from harvestry.case.journal.kept_prices import write_price_book
from harvestry.case.journal.kept_settings import write_settings
from harvestry.case.journal.locking import locks_of
from harvestry.case.journal.private_folder import PrivateFolder
from harvestry.sources.settings.decisions import decisions_text
from harvestry.tax.locked import Locks

_DIGITS: Final = 12
OUTSIDE: Final = "outside"
"""What an import's deed says of what stood beside its files in their folder, and was not read."""


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A book's files as paths, and the head of the journal they come from.

    `prices` is where the prices that the book keeps were written, `decisions` a decisions.toml of
    what was decided, `None` where nothing was, `mappings` every mapping.toml that files were
    taken in with, `settings` the settings files kept with them, by their role, `outside` what is
    said of tables and folders that stood beside files and were not read. `folder` is private, and
    removed when nothing holds on to this any more.
    """

    files: tuple[Path, ...]
    head: str
    folder: PrivateFolder
    locks: Locks
    prices: Path
    decisions: Path | None = None
    mappings: tuple[str, ...] = ()
    settings: Mapping[str, Path] = field(default_factory=dict)
    outside: tuple[str, ...] = ()

    def mapping_with(self, given: Path | None) -> Path | None:
        """Give how files nobody knows are read: as when they were taken in, or as is said now.

        Raises:
            SettingsError: the file given cannot be read.
        """
        return written_mapping(self.mappings, self.folder.path, given)


def unpacked(path: Path, at: str, *, prices_alone: bool = False) -> Unpacked:
    """Write out every file of the book that counts, each proved by its hash, and its prices.

    With `prices_alone` no file is written but those.

    Raises:
        BookError: the book cannot be used, and why.
    """
    with opened(path, "read", at) as book:
        folder = PrivateFolder()
        imports = book.in_force(DeedKind.IMPORT)
        files = () if prices_alone else tuple(written(book, imports, folder.path))
        mappings = mappings_of(imports)
        prices = write_price_book(book, folder.path)
        decided = _decisions(book, folder.path)
        settings = write_settings(book, folder.path)
        locks = locks_of(book)
        outside = dict.fromkeys(str(m) for each in imports for m in each.body.get(OUTSIDE, ()))
        return Unpacked(
            *(files, book.head, folder, locks, prices, decided, mappings, settings),
            tuple(outside),
        )


def _decisions(book: Book, folder: Path) -> Path | None:
    made = decisions_of(book).made
    if not made:
        return None
    path = folder / "decisions.toml"
    path.write_text(decisions_text(made), "utf-8")
    return path


def written(book: Book, imports: Iterable[Deed], folder: Path) -> Iterable[Path]:
    """Write the files of these imports into a folder, each under its own name."""
    done = set()
    for deed in imports:
        digest = str(deed.body["sha256"])
        if digest not in done:
            done.add(digest)
            inside = folder / digest[:_DIGITS]
            inside.mkdir(mode=0o700)
            path = inside / str(deed.body["name"])
            path.write_bytes(book.content(digest))
            yield path
