"""The same export in another dress gives the same events."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from harvestry.sources.catalogue import formats
from harvestry.sources.receipt import Imported
from harvestry.testing.dresses import DRESSES, goes_by_place, rows_of
from sources.golden_files import ALL, Golden, read, read_bytes, without_source

NEEDS_NAMES: Final = "columns reversed"
"""The dress that cannot be where two columns of one name are told apart by their places alone."""


OF_THE_TEXT: Final = [
    *("utf-8 with BOM", "utf-16 little endian", "utf-16 big endian", "utf-16 without its mark"),
    *("CRLF", "CR", "semicolons", "tabs", "few quotes", "no line end at the end"),
    *("blank lines between", "space around cells", "twenty lines above"),
]
"""Dresses undone before a format is looked at: in turn, at full size all of them for each file."""
TURNS: Final = 1 if os.environ.get("HARVESTRY_TESTS") == "full" else 4


def _tried(golden: Golden) -> Iterator[str]:
    turn = ALL.index(golden) % TURNS
    yield from (name for n, name in enumerate(OF_THE_TEXT) if n % TURNS == turn)
    yield from (name for name in DRESSES if name not in OF_THE_TEXT)


@pytest.mark.parametrize("golden", ALL, ids=lambda golden: golden.name)
def test_another_dress_gives_the_same_events(golden: Golden, tmp_path: Path) -> None:
    known = formats()
    plain, rows = _told(read(golden.path)), rows_of(golden, known)
    by_place = goes_by_place(golden, known)
    others = []
    for name in _tried(golden):
        if by_place and name == NEEDS_NAMES:
            continue
        dressed = read_bytes(tmp_path, DRESSES[name](*rows), golden.path.name)
        if _told(dressed) != plain:
            others.append(name)
    assert not others


def _told(imported: Imported) -> tuple[object, list[str], list[tuple[int, int, int]]]:
    counts = [(r.rows_read, r.rows_imported, r.rows_skipped) for r in imported.receipts]
    return without_source(imported), sorted(each.code for each in imported.problems), counts


def test_every_dress_is_tried_on_many_goldens() -> None:
    tried = [name for golden in ALL for name in _tried(golden)]
    assert all(tried.count(name) * TURNS > len(ALL) - TURNS for name in DRESSES)


def test_few_goldens_go_by_place() -> None:
    known = formats()
    assert sum(goes_by_place(golden, known) for golden in ALL) * 20 < len(ALL)
