"""decisions.toml without a book: one decision more, or the last one on a problem taken back."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from harvestry.book.backup import sync
from harvestry.events.decisions import NO_DECISIONS, Decision, Decisions
from harvestry.sources.settings.decisions import decisions_text, read_decisions
from harvestry.sources.settings.errors import SettingsError

_PATIENCE_SECONDS: Final = 5.0


def decisions_in(path: Path) -> Decisions:
    """Give the decisions of a file, none where it is not there yet.

    Raises:
        SettingsError: it says what cannot be.
    """
    return read_decisions(path) if path.exists() else NO_DECISIONS


def add_decision(path: Path, decision: Decision) -> None:
    """Write one decision more, whole or not at all.

    Raises:
        SettingsError: the file says what cannot be, or another process is writing it.
        OSError: it cannot be written.
    """
    with _held(path):
        _write(path, Decisions((*decisions_in(path).made, decision)))


def take_back_decision(path: Path, problem: str) -> Decision | None:
    """Take the last decision on a problem out and give it; `None` where there is none.

    Raises:
        SettingsError: the file says what cannot be, or another process is writing it.
        OSError: it cannot be written.
    """
    with _held(path):
        decisions = decisions_in(path)
        last = decisions.last_on(problem)
        if last is not None:
            _write(path, decisions.without_last_on(problem))
        return last


def _write(path: Path, decisions: Decisions) -> None:
    """Write all decisions beside the file, which then takes its place.

    Only who holds the lock writes, so the name beside it is always the same: what a process that
    died has left there, the next one writes over.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        opened = os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(opened, "wb") as file:
            file.write(decisions_text(decisions.made).encode())
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        sync(path.parent)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _held(path: Path) -> Iterator[None]:
    """Hold the right to write, so that no decision made at the same time is lost."""
    try:
        with FileLock(path.with_name(f".{path.name}.lock"), mode=0o600).acquire(_PATIENCE_SECONDS):
            yield
    except Timeout:
        mend = "try again when that is done"
        raise SettingsError(str(path), "", "", "another process is writing it", mend) from None
