"""Golden exports: synthetic files written by hand, and what must be read from each."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from harvestry.events.event import Event
from harvestry.sources.harvestry_csv.writing import cells_of
from harvestry.sources.receipt import Imported

_CONTENT_ID: Final = re.compile(r"[a-z0-9-]+:[a-z0-9-]+:[0-9a-f]{12}#[0-9]+")


@dataclass(frozen=True, slots=True)
class Golden:
    """A synthetic export and what its author says is in it, in the file `told_in`."""

    path: Path
    told_in: Path | None = None

    @property
    def name(self) -> str:
        """Venue and generation."""
        return f"{self.path.parent.name}-{self.path.stem}"

    @property
    def expected(self) -> dict[str, Any]:
        """What must come out, as written beside it."""
        told_in = self.told_in or self.path.with_suffix(".toml")
        return tomllib.loads(told_in.read_text("utf-8"))

    @property
    def content(self) -> bytes:
        """The file as it stands."""
        return self.path.read_bytes()


def told(event: Event) -> dict[str, Any]:
    """Give an event as a golden file tells it: what is known, as text."""
    cells = {key: text for key, text in cells_of(event)._asdict().items() if text}
    return {"rows": list(event.source.rows), **cells}


def complete(expected: Mapping[str, Any], account: str) -> dict[str, Any]:
    """Give an expected event with the account it does not repeat."""
    return {"account": account, **expected} if account else dict(expected)


def matching_ids(
    found: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Give found events without those ids that are of content, where no id is expected."""
    unnamed = {n for n, each in enumerate(expected) if "id" not in each}
    return [
        {
            key: value
            for key, value in event.items()
            if key != "id" or n not in unnamed or _CONTENT_ID.fullmatch(str(value)) is None
        }
        for n, event in enumerate(found)
    ]


def without_source(imported: Imported) -> list[tuple[str, ...]]:
    """Give what was read, apart from where."""
    return [tuple(cells_of(event)) for event in imported.events]


def fate(imported: Imported) -> dict[str, Any]:
    """Give what became of the rows of the one file that was read, as a golden file tells it."""
    (receipt,) = imported.receipts
    return {
        "format": receipt.format,
        "account": receipt.account,
        "rows": {
            "read": receipt.rows_read,
            "imported": receipt.rows_imported,
            "skipped": receipt.rows_skipped,
            "problem": receipt.rows_problem,
        },
        "skipped": {str(each.row): each.reason.value for each in receipt.skipped},
        "problems": [
            {"row": each.row, "code": each.code, "severity": each.severity.value}
            for each in imported.problems
        ],
    }
