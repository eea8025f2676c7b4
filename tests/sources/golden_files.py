"""Golden exports of this repository, read with the kit that is open to everybody."""

from pathlib import Path
from typing import Any, Final

from harvestry.events.account import Accounts
from harvestry.sources.reading import read_files
from harvestry.sources.receipt import Imported
from harvestry.testing.golden import Golden, complete, matching_ids, told, without_source

__all__ = [
    "ALL",
    "GOLDENS",
    "Golden",
    "complete",
    "read",
    "read_bytes",
    "same_events",
    "told",
    "without_source",
]
GOLDENS: Final = Path(__file__).parent / "goldens"
ACCOUNTS: Final = Accounts()
ALL: Final = [Golden(path) for path in sorted(GOLDENS.glob("*/*.csv"))]


def read(*paths: Path, **options: Any) -> Imported:
    """Read files for a household that described no accounts."""
    return read_files(paths, ACCOUNTS, **options)


def read_bytes(folder: Path, content: bytes, name: str = "given.csv") -> Imported:
    """Read a file of that content."""
    path = folder / name
    path.write_bytes(content)
    return read(path)


def same_events(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    """Check that events are those expected; an id that is not told must be one of content."""
    assert matching_ids(one, other) == other
