"""Golden exports: synthetic files written by hand, and what must be read from each."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from harvestry.events.account import Accounts
from harvestry.events.event import Event
from harvestry.sources.harvestry_csv.writing import cells_of
from harvestry.sources.reading import read_files
from harvestry.sources.receipt import Imported

GOLDENS: Final = Path(__file__).parent / "goldens"
ACCOUNTS: Final = Accounts()
_CONTENT_ID: Final = re.compile(r"[a-z-]+:[a-z-]+:[0-9a-f]{12}#[0-9]+")


@dataclass(frozen=True, slots=True)
class Golden:
    """A synthetic export and what its author says is in it."""

    path: Path

    @property
    def name(self) -> str:
        """Venue and generation."""
        return f"{self.path.parent.name}-{self.path.stem}"

    @property
    def expected(self) -> dict[str, Any]:
        """What must come out, as written beside it."""
        return tomllib.loads(self.path.with_suffix(".toml").read_text("utf-8"))

    @property
    def content(self) -> bytes:
        """The file as it stands."""
        return self.path.read_bytes()


ALL: Final = [Golden(path) for path in sorted(GOLDENS.glob("*/*.csv"))]


def read(*paths: Path, **options: Any) -> Imported:
    """Read files for a household that described no accounts."""
    return read_files(paths, ACCOUNTS, **options)


def read_bytes(folder: Path, content: bytes, name: str = "given.csv") -> Imported:
    """Read a file of that content."""
    path = folder / name
    path.write_bytes(content)
    return read(path)


def told(event: Event) -> dict[str, Any]:
    """Give an event as a golden file tells it: what is known, as text."""
    cells = {key: text for key, text in cells_of(event)._asdict().items() if text}
    return {"rows": list(event.source.rows), **cells}


def complete(expected: Mapping[str, Any], account: str) -> dict[str, Any]:
    """Give an expected event with the account it does not repeat."""
    return {"account": account, **expected} if account else dict(expected)


def same_events(one: list[dict[str, Any]], other: list[dict[str, Any]]) -> None:
    """Check that events are those expected; an id that is not told must be one of content."""
    unnamed = {i for i, expected in enumerate(other) if "id" not in expected}
    for i in unnamed:
        assert _CONTENT_ID.fullmatch(one[i]["id"])
    assert [
        {k: v for k, v in event.items() if k != "id" or i not in unnamed}
        for i, event in enumerate(one)
    ] == other


def without_source(imported: Imported) -> list[tuple[str, ...]]:
    """Give what was read, apart from where."""
    return [tuple(cells_of(event)) for event in imported.events]
