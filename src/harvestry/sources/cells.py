"""The cells of source rows, for explanations: what a figure's leaves looked like in their files."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from harvestry.sources.errors import SourceError
from harvestry.sources.mapping.records import NO_MAPPING, MappingSettings
from harvestry.sources.raw_rows import raw_rows
from harvestry.units.source_ref import SourceRef

RowKey: TypeAlias = tuple[str, int]
"""(SHA-256 of the file, row)."""


def cells_of(
    refs: Iterable[SourceRef], paths: Sequence[Path], mapping: MappingSettings = NO_MAPPING
) -> Mapping[RowKey, dict[str, str]]:
    """Give the cells of every row the references name, each file read once.

    Rows of a file that is not among `paths`, or has changed since, are left out.
    """
    wanted: dict[str, set[int]] = defaultdict(set)
    for ref in refs:
        wanted[ref.file.sha256] |= set(ref.rows)
    found: dict[RowKey, dict[str, str]] = {}
    for path in paths:
        digest = _digest(path)
        for key in [each for each in wanted if each.partition("#")[0] == digest]:
            rows = wanted.pop(key)
            found |= {(key, row): cells for row, cells in _rows(path, rows, key, mapping).items()}
    return found


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _rows(
    path: Path, rows: set[int], sha256: str, mapping: MappingSettings
) -> Mapping[int, dict[str, str]]:
    try:
        return raw_rows(path, rows, sha256, mapping)
    except SourceError:
        return {}
