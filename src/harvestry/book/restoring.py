"""Putting a backup back in the place of a book."""

import os
import sqlite3
from pathlib import Path
from typing import Final

from harvestry.book.backup import back_up, copied, free_name, sync
from harvestry.book.chain import append, read_chain
from harvestry.book.connection import connected, schema_of
from harvestry.book.deeds import DeedKind
from harvestry.book.errors import (
    BookError,
    BusyBookError,
    DamagedBookError,
    NoBookError,
    UnfitDeedError,
)
from harvestry.book.lock import writing
from harvestry.book.verifying import verify

_BESIDE: Final = ("-wal", "-shm")


def restore(path: Path, backup: Path, who: str, at: str) -> Path | None:
    """Put a backup in the place of the book at a path; what was there is kept beside it.

    Gives where it is kept, `None` where there was nothing. The backup is verified first, and again
    as a copy beside the book; then the copy takes the book's name in one step.

    Raises:
        BookError: the backup cannot be used, or the book is being written.
        OSError: a file cannot be written.
    """
    if backup.exists() and path.exists() and backup.samefile(path):
        raise UnfitDeedError(path, "it is the book itself; name a backup of it")
    with writing(path, who, at):
        copy = _verified_copy(path, backup, at)
        try:
            kept = _put_aside(path)
            copy.replace(path)
            sync(path.parent)
        finally:
            copy.unlink(missing_ok=True)
    return kept


def _verified_copy(path: Path, backup: Path, at: str) -> Path:
    """Copy a backup beside the book, with the deed that it was restored."""
    beside = path.with_name(f".{path.name}.restoring")
    beside.unlink(missing_ok=True)
    with connected(backup) as source:
        if not schema_of(source, backup):
            raise NoBookError(backup, "it is an empty file and no backup")
        wrong = verify(source, backup)
        if wrong:
            raise DamagedBookError(backup, f"it cannot be restored: {wrong[0]}")
        copied(source, beside)
    try:
        with connected(beside) as copy:
            deeds = read_chain(copy, beside)
            head = deeds[-1].hash if deeds else ""
            copy.execute("BEGIN IMMEDIATE")
            append(copy, deeds, at, DeedKind.RESTORE, {"head": head, "file": backup.name})
            copy.execute("COMMIT")
            copy.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync(beside)
    return beside


def _put_aside(path: Path) -> Path | None:
    """Keep the present book under another name: as a backup, or as it is where it is damaged."""
    if not path.exists():
        return None
    kept = free_name(path, "before-restore")
    try:
        with connected(path) as present:
            back_up(present, path, kept)
            (busy, *_) = present.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except (BookError, sqlite3.Error):
        _keep_as_it_is(path, kept)
        return kept
    if busy:
        kept.unlink()
        raise BusyBookError(path, "another program is reading it; end that and try again")
    for end in _BESIDE:  # empty now, and no part of what takes the name
        path.with_name(path.name + end).unlink(missing_ok=True)
    return kept


def _keep_as_it_is(path: Path, kept: Path) -> None:
    """Keep a book that is too damaged to be copied, with what belongs to it."""
    os.link(path, kept)
    for end in _BESIDE:
        left = path.with_name(path.name + end)
        if left.exists():
            left.replace(kept.with_name(kept.name + end))
