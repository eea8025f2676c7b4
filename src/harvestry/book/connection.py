"""A connection to a book's file: made safe, checked, of this version's schema."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Final

from harvestry.book.errors import (
    DamagedBookError,
    NewerBookError,
    NoBookError,
    WrongFileError,
)

APPLICATION: Final = 0x48525659  # "HRVY", so that `file` and we know a book from another database
_MAGIC: Final = b"SQLite format 3\x00"
_PATIENCE_SECONDS: Final = 5
_RESTORE: Final = "restore a backup with `harvestry restore`"


def schema_steps() -> list[str]:
    """Give the SQL of every migration in order; a book of schema N has had the first N."""
    folder = files("harvestry.book") / "schema"
    names = sorted(each.name for each in folder.iterdir() if each.name.endswith(".sql"))
    assert names == [f"{n:04}.sql" for n in range(1, len(names) + 1)], "numbered without a gap"
    return [(folder / name).read_text("utf-8") for name in names]


def create(path: Path) -> None:
    """Make the empty file of a new book, readable by its owner alone.

    Raises:
        OSError: it cannot be made, or is there already.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


@contextmanager
def connected(path: Path) -> Iterator[sqlite3.Connection]:
    """Give a connection to the book at a path; nothing is checked beyond that it may be one.

    Raises:
        NoBookError, WrongFileError, DamagedBookError: there is no usable file.
    """
    _look_at(path)
    connection = sqlite3.connect(path, timeout=_PATIENCE_SECONDS, isolation_level=None)
    try:
        with told_apart(path):
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA cell_size_check = ON")
            yield connection
    finally:
        connection.close()


@contextmanager
def told_apart(path: Path) -> Iterator[None]:
    """Say in words what SQLite finds wrong with a book."""
    try:
        yield
    except sqlite3.NotSupportedError as error:
        raise DamagedBookError(path, f"it cannot be read ({error}); {_RESTORE}") from error
    except sqlite3.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            raise
        raise DamagedBookError(path, f"it cannot be used ({error}); {_RESTORE}") from error
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise DamagedBookError(path, f"it is damaged ({error}); {_RESTORE}") from error


def schema_of(connection: sqlite3.Connection, path: Path) -> int:
    """Give the schema of a book, 0 of an empty one.

    Raises:
        WrongFileError: it is another program's database.
        NewerBookError: a later version wrote it.
    """
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (schema,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION and (application or tables):
        raise WrongFileError(path, "it is another program's database; give the path of a book")
    known = len(schema_steps())
    if schema > known:
        message = (
            f"a later version of Harvestry wrote it (schema {schema}, this one knows {known}); "
            "update Harvestry, or restore a backup made before"
        )
        raise NewerBookError(path, message)
    if schema < 0 or (application == APPLICATION and bool(tables) != bool(schema)):
        raise DamagedBookError(path, f"its schema is missing; {_RESTORE}")
    return int(schema)


def _look_at(path: Path) -> None:
    """See that the path leads to a file that may be a database."""
    try:
        with path.open("rb") as file:
            begin = file.read(len(_MAGIC))
    except FileNotFoundError:
        message = "there is no book here; `harvestry import FILES --book PATH` makes one"
        raise NoBookError(path, message) from None
    except OSError as error:
        raise NoBookError(path, f"it cannot be opened ({error.strerror})") from error
    if begin and begin != _MAGIC:
        raise WrongFileError(path, "it is no book of Harvestry; give the path of a book")
