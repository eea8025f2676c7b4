"""What was given: files, or folders whose exports and settings are meant."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from harvestry.sources.errors import UnreadableFileError

SETTINGS_FILES: Final[Mapping[str, str]] = {
    "accounts": "accounts.toml",
    "assets": "assets.toml",
    "profile": "profile.toml",
    "prices": "prices.csv",
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
        exports = _exports(path)
        files += exports
        found |= set(exports)
        for option, name in SETTINGS_FILES.items():
            beside = path / name
            if filled[option] is None and beside.is_file():
                filled[option] = beside
    return GivenFiles(tuple(files), frozenset(found), filled)


def _exports(folder: Path) -> list[Path]:
    prices = SETTINGS_FILES["prices"]
    exports = sorted(each for each in folder.glob("*.csv") if each.name.lower() != prices)
    if not exports:
        raise UnreadableFileError(str(folder), "is a folder without a .csv file; give your exports")
    return exports
