"""Run a deed in a process of its own that is killed, or whose disk fails."""

import os
import resource
import signal
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Action = Callable[[], object]


def in_child(action: Action, prepare: Action = lambda: None) -> int:
    """Run an action in a forked process and give its wait status; what it prints is dropped."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1]
    try:
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        prepare()
        action()
        os._exit(0)
    except BaseException as error:  # noqa: BLE001  # the child tells by its status alone
        os.write(2, repr(error).encode())
        os._exit(3)


def killed_at(boundary: int) -> Action:
    """Give what kills the process before the n-th statement, sync or change of a name."""
    left = boundary

    def count(*_: object) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def prepare() -> None:
        connect = sqlite3.connect

        class Counted(sqlite3.Connection):
            def execute(self, *given: Any) -> sqlite3.Cursor:
                count()
                return super().execute(*given)

            def backup(self, *given: Any, **named: Any) -> None:
                count()
                super().backup(*given, progress=count, **named)

        sqlite3.connect = lambda *given, **named: connect(*given, **named, factory=Counted)  # type: ignore[assignment]
        for owner, name in ((os, "fsync"), (os, "replace"), (os, "rename"), (os, "unlink")):
            _counted(owner, name, count)
        for name in ("replace", "unlink", "rename"):
            _counted(Path, name, count)

    return prepare


def _counted(owner: Any, name: str, count: Action) -> None:
    real = getattr(owner, name)

    def counted(*given: Any, **named: Any) -> Any:
        count()
        return real(*given, **named)

    setattr(owner, name, counted)


def killed_after(action: Action, seconds: float) -> int:
    """Run an action in a process that is killed from outside after a while."""
    child = os.fork()
    if not child:
        try:
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            os.dup2(quiet, 2)
            action()
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    return os.waitpid(child, 0)[1]


def full_disk(most_bytes: int) -> Action:
    """Give what lets no file of the process grow beyond so many bytes."""

    def prepare() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

    return prepare


def was_killed(status: int) -> bool:
    """Tell whether a wait status says that the process was killed."""
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


assert sys.platform != "win32", "processes are forked here"
