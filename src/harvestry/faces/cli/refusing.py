"""What could not be done: one sentence on stderr and exit code 2. No traceback reaches a user."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn

NOT_DONE = 2


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
    except KeyboardInterrupt:
        _refuse("Stopped; no report was written.")
    except MemoryError:
        _refuse("There is not enough memory for files of this size; give fewer files at once.")
    except Exception as error:  # the outermost door: whatever happens, a sentence
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
        if os.environ.get("HARVESTRY_TRACEBACK"):
            raise
        _refuse(
            f"Internal error, and no figure was printed: {type(error).__name__}: {error}. This is "
            "a mistake in Harvestry: run again with HARVESTRY_TRACEBACK=1 and report what it says."
        )


def refuse(message: str) -> NoReturn:
    """Say why a command cannot be done and end it."""
    _refuse(message)


def _refuse(message: str) -> NoReturn:
    sys.stdout.flush()
    print(f"harvestry: {message}", file=sys.stderr)  # noqa: T201  # the one place that prints errors
    sys.exit(NOT_DONE)
