"""`Book`: a household's journal, opened, read and written."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Final

from harvestry.book import stored
from harvestry.book.backup import back_up, free_name
from harvestry.book.chain import append, read_chain
from harvestry.book.connection import (
    APPLICATION,
    connected,
    create,
    schema_of,
    schema_steps,
    told_apart,
)
from harvestry.book.deeds import BEGINNING, Body, Deed, DeedKind, in_force
from harvestry.book.errors import BusyBookError, NoBookError
from harvestry.book.lock import writing
from harvestry.book.verifying import verify

_EMPTY: Final = (
    "it is empty; if it was a book, `harvestry restore` puts a backup in its place, else "
    "`harvestry import` makes one of it"
)
_BUSY: Final = "another program has it open for writing; try again when that is done"


class Book:
    """A book that has been opened: its deeds, all proved, and the contents of its files."""

    def __init__(self, path: Path, connection: sqlite3.Connection, deeds: list[Deed]) -> None:
        self.path = path
        self._connection = connection
        self._deeds = deeds
        self._held = False

    @property
    def deeds(self) -> tuple[Deed, ...]:
        """Every deed, in order."""
        return tuple(self._deeds)

    @property
    def head(self) -> str:
        """The hash of the last deed: what the whole journal comes to."""
        return self._deeds[-1].hash if self._deeds else BEGINNING

    def in_force(self, kind: DeedKind) -> list[Deed]:
        """Give the deeds of a kind that count."""
        return in_force(self._deeds, kind)

    def content(self, digest: str) -> bytes:
        """Give a file's content, proved by its hash.

        Raises:
            DamagedBookError: it is not what was put in.
        """
        with told_apart(self.path):
            return stored.get(self._connection, digest, self.path)

    def cached(self, name: str, fingerprint: str) -> bytes | None:
        """Give a derived thing, proved, if it was derived from just what the fingerprint names."""
        with told_apart(self.path):
            row = self._connection.execute(
                "SELECT fingerprint, body, sha256 FROM cache WHERE name = ?", (name,)
            ).fetchone()
        if row is None or row[0] != fingerprint or not isinstance(row[1], bytes):
            return None
        body: bytes = row[1]
        return body if sha256(body).hexdigest() == row[2] else None

    def keep_derived(self, name: str, fingerprint: str, body: bytes, who: str, at: str) -> None:
        """Keep a derived thing in place of an older one; it is no deed.

        Raises:
            BusyBookError: another process is writing.
        """
        with self.held(who, at), told_apart(self.path):
            self._connection.execute(
                "INSERT OR REPLACE INTO cache (name, fingerprint, body, sha256) "
                "VALUES (?, ?, ?, ?)",
                (name, fingerprint, body, sha256(body).hexdigest()),
            )

    def verify(self) -> list[str]:
        """Give what is wrong with the book, in sentences; nothing where it holds together."""
        return verify(self._connection, self.path)

    def back_up(self, target: Path) -> None:
        """Write a verified copy.

        Raises:
            UnfitDeedError: the target is there already.
            DamagedBookError: the copy would not hold together.
        """
        with told_apart(self.path):
            back_up(self._connection, self.path, target)

    @contextmanager
    def held(self, who: str, at: str) -> Iterator[None]:
        """Hold the right to write over several deeds, and over the reading they rest on.

        Raises:
            BusyBookError: another process is writing.
        """
        if self._held:
            yield
            return
        with writing(self.path, who, at):
            self._held = True
            try:
                with told_apart(self.path):
                    self._deeds = read_chain(self._connection, self.path)
                yield
            finally:
                self._held = False

    @contextmanager
    def writing(self, who: str, at: str) -> Iterator["Writer"]:
        """Give the right to add deeds, all of them or none; `at` is the instant, in UTC.

        Raises:
            BusyBookError: another process is writing.
        """
        with self.held(who, at), told_apart(self.path):
            try:
                self._connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                raise BusyBookError(self.path, _BUSY) from error
            try:
                self._deeds = read_chain(self._connection, self.path)
                yield Writer(self._connection, self._deeds, at)
                self._connection.execute("COMMIT")
            except BaseException:
                self._connection.execute("ROLLBACK")
                self._deeds = read_chain(self._connection, self.path)
                raise


class Writer:
    """Adds to a book inside one transaction."""

    def __init__(self, connection: sqlite3.Connection, deeds: list[Deed], at: str) -> None:
        self._connection = connection
        self._at = at
        self.deeds = deeds

    def add(self, kind: DeedKind, body: Body) -> Deed:
        """Write a deed."""
        return append(self._connection, self.deeds, self._at, kind, body)

    def keep(self, content: bytes) -> str:
        """Keep a file's content and give its SHA-256."""
        return stored.put(self._connection, content)


@contextmanager
def opened(path: Path, who: str, at: str, *, make: bool = False) -> Iterator[Book]:
    """Open the book at a path, brought to this version's schema; `make` one if there is none.

    An empty file is the beginning of a new book, or all that is left of one: only what makes books
    takes it for the first.

    Raises:
        BookError: it cannot be used, and why.
    """
    if make and not path.exists():
        create(path)
    if not make and path.is_file() and not path.stat().st_size:
        raise NoBookError(path, _EMPTY)  # before a connection writes its first page
    with connected(path) as connection:
        schema = schema_of(connection, path)
        if not schema and not make:
            raise NoBookError(path, _EMPTY)
        if schema < len(schema_steps()):
            with writing(path, who, at):
                _migrate(connection, path, at)
        yield Book(path, connection, read_chain(connection, path))


def _migrate(connection: sqlite3.Connection, path: Path, at: str) -> None:
    """Bring a book to the newest schema: each step in a transaction, after a backup."""
    steps = schema_steps()
    schema = schema_of(connection, path)  # another process may have been first
    if 0 < schema < len(steps):
        back_up(connection, path, free_name(path, f"before-schema-{schema + 1}"))
    for n, step in enumerate(steps[schema:], start=schema + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in _statements(step):
                connection.execute(statement)
            append(connection, read_chain(connection, path), at, DeedKind.MIGRATE, {"schema": n})
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {n}")
            connection.execute("COMMIT")
        except BaseException:
            connection.execute("ROLLBACK")
            raise


def _statements(script: str) -> Iterator[str]:
    """Cut a script into statements: `executescript` would commit between them."""
    pending = ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
    assert not pending.strip(), "the script ends in a whole statement"
