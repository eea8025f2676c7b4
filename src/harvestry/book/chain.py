"""The log as a chain: read whole and recomputed, and one deed more written at its end."""

import json
import sqlite3
from pathlib import Path
from typing import Final

from harvestry.book.deeds import BEGINNING, Body, Deed, DeedKind, canonical, hash_of
from harvestry.book.errors import DamagedBookError

_MEND: Final = "restore a backup made before with `harvestry restore`"


def read_chain(connection: sqlite3.Connection, path: Path) -> list[Deed]:
    """Give every deed, each proved by the chain.

    Raises:
        DamagedBookError: a deed was changed, left out, put in, or is none.
    """
    deeds: list[Deed] = []
    rows = connection.execute("SELECT n, at, kind, body, previous, hash FROM log ORDER BY n")
    before = BEGINNING
    for place, (n, at, kind, body, previous, digest) in enumerate(rows, start=1):
        texts = all(isinstance(each, str) for each in (at, kind, body, previous, digest))
        whole = texts and n == place and previous == before
        if not whole or hash_of(previous, n, at, kind, body) != digest:
            message = f"entry {place} of its log is not what was written; {_MEND}"
            raise DamagedBookError(path, message)
        deeds.append(Deed(n, at, _kind(kind, place, path), json.loads(body), previous, digest))
        before = digest
    return deeds


def append(
    connection: sqlite3.Connection, deeds: list[Deed], at: str, kind: DeedKind, body: Body
) -> Deed:
    """Write one deed more behind these, which must be all, and give it."""
    text = canonical(body)
    previous = deeds[-1].hash if deeds else BEGINNING
    n = len(deeds) + 1
    digest = hash_of(previous, n, at, kind, text)
    connection.execute(
        "INSERT INTO log (n, at, kind, body, previous, hash) VALUES (?, ?, ?, ?, ?, ?)",
        (n, at, kind.value, text, previous, digest),
    )
    deed = Deed(n, at, kind, json.loads(text), previous, digest)
    deeds.append(deed)
    return deed


def _kind(text: str, place: int, path: Path) -> DeedKind:
    try:
        return DeedKind(text)
    except ValueError:
        message = f"entry {place} of its log is of a kind that is not known ({text}); {_MEND}"
        raise DamagedBookError(path, message) from None
