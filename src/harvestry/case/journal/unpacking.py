"""The files of a book, written out for reading, in a private folder that is gone at the end."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from harvestry.book.deeds import Deed, DeedKind
from harvestry.book.journal import Book, opened
from harvestry.case.journal.locking import locks_of
from harvestry.case.journal.private_folder import PrivateFolder
from harvestry.tax.locked import Locks

_DIGITS: Final = 12


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A book's files as paths, and the head of the journal they come from.

    `folder` is private, and removed when nothing holds on to this any more.
    """

    files: tuple[Path, ...]
    head: str
    folder: PrivateFolder
    locks: Locks


def unpacked(path: Path, at: str) -> Unpacked:
    """Write out every file of the book that counts, each proved by its hash.

    Raises:
        BookError: the book cannot be used, and why.
    """
    with opened(path, "read", at) as book:
        folder = PrivateFolder()
        files = tuple(written(book, book.in_force(DeedKind.IMPORT), folder.path))
        return Unpacked(files, book.head, folder, locks_of(book))


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
