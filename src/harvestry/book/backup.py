"""Copies of a book: made by SQLite's own means, verified before they take their name."""

import os
import sqlite3
from pathlib import Path
from typing import Final

from harvestry.book.connection import connected, schema_of
from harvestry.book.errors import DamagedBookError, UnfitDeedError
from harvestry.book.verifying import verify

_PAGES_A_STEP: Final = 4096


def back_up(connection: sqlite3.Connection, path: Path, target: Path) -> None:
    """Write a copy of an open book; it takes its name once it has been verified.

    Raises:
        UnfitDeedError: the target is there already, or is the book itself.
        DamagedBookError: what was copied does not hold together.
        OSError: it cannot be written.
    """
    if target.exists():
        raise UnfitDeedError(path, f"{target} is there already; name another file for the backup")
    if not target.parent.is_dir():
        raise UnfitDeedError(path, f"there is no folder {target.parent}; make it, or name another")
    beside = target.with_name(f".{target.name}.part")
    try:
        copied(connection, beside)
        with connected(beside) as check:
            wrong = verify(check, beside) if schema_of(check, beside) else []
            check.execute("PRAGMA journal_mode = DELETE")
        if wrong:
            raise DamagedBookError(path, f"the backup would be damaged: {wrong[0]}")
        sync(beside)
        beside.replace(target)
        sync(target.parent)
    finally:
        beside.unlink(missing_ok=True)


def copied(connection: sqlite3.Connection, target: Path) -> None:
    """Copy an open book into one file, readable by its owner alone, page by page."""
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    copy = sqlite3.connect(target)
    try:
        connection.backup(copy, pages=_PAGES_A_STEP)
        copy.execute("PRAGMA journal_mode = DELETE")  # so that the copy is one file
    finally:
        copy.close()


def sync(path: Path) -> None:
    """Have a file, or the names in a folder, survive a loss of power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def free_name(path: Path, what: str) -> Path:
    """Give a name beside a book for a copy that is kept, one that is not taken."""
    n = 1
    while (kept := path.with_name(f"{path.name}.{what}-{n}")).exists():
        n += 1
    return kept
