"""What could not be done: one sentence on stderr and exit code 2. No traceback reaches a user."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, NoReturn

import typer

NOT_DONE: Final = 2
STOPPED: Final = 130
"""What typer makes of Ctrl-C."""
_MISUSED: Final[type[Exception]] = typer.BadParameter.__mro__[1]
"""Any misuse of the command line; typer has no public name for it."""


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what a command raises into one sentence and exit code 2.

    `HARVESTRY_TRACEBACK=1` shows where an internal error arose, for a report.
    """
    try:
        yield
    except BrokenPipeError:
        # The reader has gone (`harvestry lots ... | head`): say nothing more, to no one.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        _refuse(f"{name}{error.strerror or error}.")
    except _MISUSED as error:
        _misused(error)
    except KeyboardInterrupt:
        _refuse("Stopped; no report was written.")
    except MemoryError:
        _refuse("There is not enough memory for files of this size; give fewer files at once.")
    except Exception as error:  # the outermost door: whatever happens, a sentence
        _foreseen(error)
        if os.environ.get("HARVESTRY_TRACEBACK"):
            raise
        _refuse(
            f"Internal error, and no figure was printed: {type(error).__name__}: {error}. This is "
            "a mistake in Harvestry: run again with HARVESTRY_TRACEBACK=1 and report what it says."
        )


def _foreseen(error: Exception) -> None:
    """Say what an error of ours says, and end; what nobody foresaw is left."""
    # Imported here, not above: `--help` must not wait for the rooms below.
    from harvestry.book.errors import BookError
    from harvestry.law.positions import UnknownPositionError
    from harvestry.law.regime import UnknownRegimeError
    from harvestry.sources.errors import SourceError
    from harvestry.sources.settings.errors import SettingsError

    if isinstance(error, (SourceError, SettingsError, BookError)):
        _refuse(str(error))
    if isinstance(error, UnknownRegimeError):
        _refuse(f"--wash: {error}.")
    if isinstance(error, UnknownPositionError):
        _refuse(f"--position: {error}; `harvestry positions` tells what each means.")


def _misused(error: Any) -> NoReturn:
    """Say what is wrong with the command line, and where to see it right."""
    if not sys.argv[1:]:  # the program alone: its help
        error.show()
        sys.exit(NOT_DONE)
    # "Value error, " is how the library of types begins what was raised in a parser.
    message = str(error.format_message()).replace("Value error, ", "").rstrip(".")
    path = error.ctx.command_path if error.ctx else "harvestry"
    stop = "" if message.endswith("?") else ";"
    _refuse(f"{message}{stop} `{path} --help` shows how")


def refuse(message: str) -> NoReturn:
    """Say why a command cannot be done and end it."""
    _refuse(message)


def _refuse(message: str) -> NoReturn:
    sys.stdout.flush()
    print(f"harvestry: {message}", file=sys.stderr)  # noqa: T201  # the one place that prints errors
    sys.exit(NOT_DONE)
