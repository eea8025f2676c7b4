"""Who writes: a lock beside the book, which the system frees when its holder dies."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from harvestry.book.errors import BusyBookError

PATIENCE_SECONDS: Final = 5.0
"""So long a second writer waits."""


@contextmanager
def writing(path: Path, who: str, at: str, patience: float = PATIENCE_SECONDS) -> Iterator[None]:
    """Hold the right to write to a book; `who` is the command and `at` the instant, for others.

    Raises:
        BusyBookError: another process has held it all the while; it is named.
    """
    holder = path.with_name(path.name + ".writer")
    lock = FileLock(path.with_name(path.name + ".lock"), mode=0o600)
    try:
        with lock.acquire(timeout=patience):
            told = {"process": os.getpid(), "command": who, "since": at}
            holder.write_text(json.dumps(told), "utf-8")
            holder.chmod(0o600)
            try:
                yield
            finally:
                with suppress(OSError):
                    holder.unlink()
    except Timeout:
        raise BusyBookError(path, _held(holder)) from None


def _held(holder: Path) -> str:
    try:
        told = json.loads(holder.read_text("utf-8"))
        name = f"`{told['command']}` (process {told['process']}) since {told['since']}"
    except (OSError, ValueError, KeyError, TypeError):
        name = "another process"
    return f"it is being written by {name}; try again when that is done"
