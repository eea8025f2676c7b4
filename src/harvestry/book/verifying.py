"""`verify`: everything a book says of itself, checked."""

import sqlite3
from hashlib import sha256
from pathlib import Path
from typing import Final

from harvestry.book import stored
from harvestry.book.chain import read_chain
from harvestry.book.deeds import Deed, DeedKind
from harvestry.book.errors import DamagedBookError

_WITH_FILE: Final = frozenset({DeedKind.IMPORT, DeedKind.PRICES})


def verify(connection: sqlite3.Connection, path: Path) -> list[str]:
    """Give what is wrong with a book, in sentences; nothing where it holds together.

    Pages and indexes, the chain of deeds, every file's content, every derived thing.
    """
    try:
        wrong = [str(row[0]) for row in connection.execute("PRAGMA integrity_check(20)")]
        if wrong != ["ok"]:
            return [f"{path}: its pages are damaged: {each}" for each in wrong]
        deeds = read_chain(connection, path)
        return [*_files(connection, path, deeds), *_cache(connection, path)]
    except DamagedBookError as error:
        return [str(error)]
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        return [f"{path}: it is damaged ({error})"]


def _files(connection: sqlite3.Connection, path: Path, deeds: list[Deed]) -> list[str]:
    wrong = []
    kept = {row[0] for row in connection.execute("SELECT sha256 FROM files")}
    named = {digest for deed in deeds for digest in _digests(deed)}
    wrong += [f"{path}: it keeps a file {each[:12]} that no deed brought" for each in kept - named]
    for digest in sorted(named):
        try:
            stored.get(connection, digest, path)
        except DamagedBookError as error:
            wrong.append(str(error))
    return wrong


def _digests(deed: Deed) -> set[str]:
    if deed.kind is DeedKind.SETTINGS:
        return set(deed.body["files"].values())
    return {str(deed.body["sha256"])} if deed.kind in _WITH_FILE else set()


def _cache(connection: sqlite3.Connection, path: Path) -> list[str]:
    rows = connection.execute("SELECT name, body, sha256 FROM cache")
    return [
        f"{path}: the kept {name} is damaged; it will be worked out again"
        for name, body, digest in rows
        if not isinstance(body, bytes) or sha256(body).hexdigest() != digest
    ]
