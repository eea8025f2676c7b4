"""What was given: files, or folders whose exports and settings are meant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from harvestry.sources.errors import (
    AmbiguousFormatError,
    BrokerFormsError,
    NotEventsError,
    OwnWorkbookError,
    PriceFileError,
    SourceError,
    UnknownFormatError,
    UnreadableFileError,
)
from harvestry.sources.printable import printable
from harvestry.units.problems import Problem, Severity

_EXPORTS: Final = frozenset((".csv", ".xlsx"))
_TABLES: Final = frozenset(
    (".gz", ".json", ".numbers", ".ods", ".pdf", ".tsv", ".txt", ".xls", ".zip")
)
_OURS: Final = "harvest-*.xlsx"
"""The workbooks Harvestry writes."""
_SHOWN: Final = 5

SETTINGS_FILES: Final[Mapping[str, str]] = {
    "accounts": "accounts.toml",
    "assets": "assets.toml",
    "profile": "profile.toml",
    "prices": "prices.csv",
    "mapping": "mapping.toml",
    "decisions": "decisions.toml",
}
"""The settings by their option, and the name under which a folder may hold each."""


@dataclass(frozen=True, slots=True)
class GivenFiles:
    """Export files, those of them found in a folder rather than named, and settings by option."""

    files: tuple[Path, ...]
    found: frozenset[Path]
    settings: Mapping[str, Path | None]


def opened(paths: Iterable[Path], settings: Mapping[str, Path | None]) -> GivenFiles:
    """Give the files, a folder's exports in place of the folder; its settings fill what is open.

    Raises:
        UnreadableFileError: a folder without a single .csv file.
    """
    files: list[Path] = []
    found: set[Path] = set()
    filled = {option: settings.get(option) for option in SETTINGS_FILES}
    for path in paths:
        if not path.is_dir():
            files.append(path)
            continue
        inside = sorted(path.iterdir())
        exports = [each for each in inside if _is_export(each)]
        if not exports:
            message = "it is a folder without a .csv or .xlsx file; give your exports"
            raise UnreadableFileError(str(path), message)
        files += exports
        found |= set(exports)
        for option, name in SETTINGS_FILES.items():
            if filled[option] is None:
                filled[option] = next((each for each in inside if _is_called(each, name)), None)
    return GivenFiles(tuple(files), frozenset(found), filled)


def left_out(found: Iterable[Path]) -> Iterable[Problem]:
    """Say, for each folder that files were met in, what else stands there and was not read."""
    for folder in sorted({path.parent for path in found}):
        others = [each for each in sorted(folder.iterdir()) if _may_be_meant(each)]
        if others:
            shown = [each.name + "/" * each.is_dir() for each in others[:_SHOWN]]
            more = f" and {len(others) - _SHOWN:,} more" if len(others) > _SHOWN else ""
            message = (
                f"Of the folder {folder.name or folder} only .csv and .xlsx files directly in it "
                f"were read; left out: {', '.join(shown)}{more}."
            )
            yield Problem("left-out", Severity.NOTE, printable(message))


def unread(error: SourceError) -> Problem:
    """Give the problem of a file that was met in a folder and could not be read."""
    message = f"{error.message[:1].upper()}{error.message[1:]}."
    match error:
        case PriceFileError():
            return Problem("price-file", Severity.WARNING, message, error.file)
        case OwnWorkbookError() | BrokerFormsError():
            return Problem("left-out", Severity.NOTE, message, error.file)
        case NotEventsError():
            return Problem("not-events", Severity.ERROR, message, error.file)
        case UnknownFormatError() | AmbiguousFormatError():
            return Problem("unknown-file", Severity.ERROR, message, error.file)
        case _:
            return Problem("unreadable-file", Severity.ERROR, message, error.file)


def _is_export(path: Path) -> bool:
    if path.name.startswith(".") or _is_called(path, SETTINGS_FILES["prices"]):
        return False
    if fnmatchcase(path.name, _OURS):
        return False
    return path.suffix.lower() in _EXPORTS and path.is_file()


def _is_called(path: Path, name: str) -> bool:
    return path.name.lower() == name and path.is_file()


def _may_be_meant(path: Path) -> bool:
    """Tell whether something in a folder was not read, and might hold transactions."""
    if path.name.startswith(".") or fnmatchcase(path.name, _OURS):
        return False
    return path.is_dir() or path.suffix.lower() in _TABLES
