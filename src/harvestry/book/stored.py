"""Export files as the book keeps them: whole, compressed, proved by their hash."""

import sqlite3
import zlib
from hashlib import sha256
from pathlib import Path
from typing import Final

from harvestry.book.errors import DamagedBookError

_LEVEL: Final = 6
_MEND: Final = "restore a backup with `harvestry restore`, or import the file again into a new book"


def put(connection: sqlite3.Connection, content: bytes) -> str:
    """Keep a content, once, and give its SHA-256."""
    digest = sha256(content).hexdigest()
    stored = zlib.compress(content, _LEVEL)
    connection.execute(
        "INSERT OR IGNORE INTO files (sha256, size, stored, stored_sha256) VALUES (?, ?, ?, ?)",
        (digest, len(content), stored, sha256(stored).hexdigest()),
    )
    return digest


def get(connection: sqlite3.Connection, digest: str, path: Path) -> bytes:
    """Give a content by its SHA-256, having proved it.

    Raises:
        DamagedBookError: it is not there, or is not what was put in.
    """
    row = connection.execute(
        "SELECT size, stored, stored_sha256 FROM files WHERE sha256 = ?", (digest,)
    ).fetchone()
    if row is None:
        raise DamagedBookError(path, f"the content of file {digest[:12]} is missing; {_MEND}")
    size, stored, stored_digest = row
    wrong = DamagedBookError(path, f"the content of file {digest[:12]} is damaged; {_MEND}")
    if (
        not isinstance(size, int)
        or not isinstance(stored, bytes)
        or sha256(stored).hexdigest() != stored_digest
    ):
        raise wrong
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(stored, int(size) + 1)
    except zlib.error as error:
        raise wrong from error
    if len(content) != size or sha256(content).hexdigest() != digest:
        raise wrong
    return content
