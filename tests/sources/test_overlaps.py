"""Exports that overlap: one history, whatever their ranges and order, however often given."""

import csv
import io
import os
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from harvestry.sources.catalogue import formats
from harvestry.sources.harvestry_csv.writing import cells_of
from harvestry.sources.opening import open_sheets
from harvestry.sources.recognition import tidy
from sources.golden_files import ALL, Golden, read

ROUNDS = 4 if os.environ.get("HARVESTRY_TESTS") == "full" else 1
_REPEATS = {"duplicate-row", "same-trade-elsewhere"}


def _journal(*paths: Path) -> list[tuple[str, ...]]:
    return [tuple(cells_of(event)) for event in read(*paths).events]


def _lacks_order_of_dates(path: Path) -> bool:
    return any(problem.code == "ambiguous-date" for problem in read(path).problems)


class _Days:
    """A golden file cut into days: what a person gets who exports some days of it."""

    def __init__(self, golden: Golden) -> None:
        (sheet,) = open_sheets(golden.path, formats()).sheets
        text = golden.content.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter))
        names = [re.sub(r"(?<=.)#[0-9]+$", "", name) for name in sheet.match.names]
        header = next(n for n, row in enumerate(rows) if [tidy(cell) for cell in row] == names)
        self.head = rows[: header + 1]
        self.name = golden.path.name
        self.delimiter = sheet.delimiter
        place = sheet.match.places["time"]
        self.rows: dict[str, list[list[str]]] = {}
        for row in rows[header + 1 :]:
            if len(row) > place:
                self.rows.setdefault(row[place].strip()[:10], []).append(row)

    def write(self, folder: Path, days: set[str]) -> Path:
        """Write the rows of some days as an export of its own."""
        folder.mkdir(exist_ok=True)
        path = folder / self.name
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter=self.delimiter)
            writer.writerows(self.head)
            for day, rows in self.rows.items():
                if day in days:
                    writer.writerows(rows)
        return path


@pytest.mark.parametrize("golden", ALL, ids=lambda golden: golden.name)
def test_two_exports_of_overlapping_ranges_tell_what_one_of_all_tells(
    golden: Golden, tmp_path: Path
) -> None:
    days = _Days(golden)
    listed = list(days.rows)
    whole = days.write(tmp_path / "whole", set(listed))
    journal = _journal(whole)
    chance = random.Random(golden.name)  # noqa: S311 - a seed, no secret
    for n in range(ROUNDS):
        one, other = sorted(chance.choices(range(len(listed) + 1), k=2))
        first = days.write(tmp_path / f"first{n}", set(listed[:other]))
        second = days.write(tmp_path / f"second{n}", set(listed[one:]))
        if any(_lacks_order_of_dates(path) for path in (first, second)):
            continue  # no date of this part tells the order that the whole file tells
        assert _journal(first, second) == journal
        assert _journal(second, whole, first) == journal


@pytest.mark.parametrize("golden", ALL, ids=lambda golden: golden.name)
def test_a_superset_adds_only_what_is_new(golden: Golden, tmp_path: Path) -> None:
    days = _Days(golden)
    listed = list(days.rows)
    part = days.write(tmp_path / "part", set(listed[: len(listed) // 2]))
    whole = days.write(tmp_path / "whole", set(listed))
    imported = read(part, whole)
    by_file = {r.file.sha256: r for r in imported.receipts}
    assert [tuple(cells_of(e)) for e in imported.events] == _journal(whole)
    if len(by_file) == 2:
        alone = read(part).receipts[0].rows_imported
        repeated = sum(
            skip.reason in _REPEATS for each in imported.receipts for skip in each.skipped
        )
        assert repeated == alone


SOME = [each for each in ALL if each.path.stat().st_size < 3000]


@settings(max_examples=20 * ROUNDS, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(SOME), min_size=2, max_size=6, unique_by=lambda g: g.path), st.data()
)
def test_any_order_of_files_and_any_of_them_twice_is_one_journal(
    goldens: list[Golden], data: st.DataObject
) -> None:
    paths = [golden.path for golden in goldens]
    journal = _journal(*paths)
    again = data.draw(st.permutations([*paths, *data.draw(st.lists(st.sampled_from(paths)))]))
    assert _journal(*again) == journal
