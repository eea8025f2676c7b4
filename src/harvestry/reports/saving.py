"""Writing a file whole or not at all: beside its place first, then moved there."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Open a file to be written; it takes its place when all is well, else nothing changes.

    Only its owner may read it.

    Raises:
        OSError: the file cannot be written; it names `path` and the reason.
    """
    try:
        handle, name = _new_file(path)
        try:
            with os.fdopen(handle, "w+b") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
                if name is None:
                    name = _named(file.fileno(), path)
            Path(name).replace(path)
            _keep(path.parent)
        except BaseException:
            with suppress(OSError):
                if name is not None:
                    Path(name).unlink()
            raise
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def _new_file(path: Path) -> tuple[int, str | None]:
    """Open a new file beside its place, without a name where the system can.

    So a process that is killed while it writes leaves nothing behind.
    """
    if hasattr(os, "O_TMPFILE"):
        with suppress(OSError):
            return os.open(path.parent, os.O_TMPFILE | os.O_RDWR, 0o600), None
    return tempfile.mkstemp(path.suffix, ".harvestry-", path.parent)


def _named(handle: int, path: Path) -> str:
    """Give a name beside its place to a file that has been written in full."""
    name = f".harvestry-{secrets.token_hex(8)}{path.suffix}"
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.link(f"/proc/self/fd/{handle}", name, dst_dir_fd=folder, follow_symlinks=True)
    finally:
        os.close(folder)
    return str(path.with_name(name))


def _keep(folder: Path) -> None:
    """Have the new name survive a loss of power, where the system can promise that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
