"""What keeps a book from being used, each in one sentence that says what to do.

BookError
├── NoBookError        there is none at that path
├── WrongFileError     the file is no book
├── NewerBookError     a later version wrote it
├── DamagedBookError   what it says does not hold together
├── BusyBookError      another process is writing
└── UnfitDeedError     what was asked for cannot be done to this book
"""

from pathlib import Path


class BookError(Exception):
    """A book that cannot be used, and why."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
        self.reason = reason


class NoBookError(BookError):
    """There is no book at the path."""


class WrongFileError(BookError):
    """The file is no book of Harvestry."""


class NewerBookError(BookError):
    """The book was written by a later version."""


class DamagedBookError(BookError):
    """What the book says does not hold together."""


class BusyBookError(BookError):
    """Another process is writing to the book."""


class UnfitDeedError(BookError):
    """What was asked for cannot be done to this book as it stands."""
