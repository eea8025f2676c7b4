"""Over the sample household's years: every file of `forms`, `gains` and `tax` say the same."""

import csv
import io
import json
from collections import defaultdict
from decimal import Decimal
from os import environ
from pathlib import Path
from typing import Any

import pytest

from faces.running import document, harvestry
from harvestry.sample.household import write_household

AS_OF = ("--as-of", "2026-11-22")
LINE_OF_BOX = dict(
    zip("ABCGHI", ("1b", "2", "3") * 2, strict=True),
) | dict(zip("DEFJKL", ("8b", "9", "10") * 2, strict=True))
CENT = Decimal("0.01")
YEARS = (2023, 2024, 2025, 2026) if environ.get("HARVESTRY_TESTS") == "full" else (2025,)


@pytest.fixture(scope="module")
def household(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("household")
    write_household(folder / "in")
    return folder


def read(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text("utf-8"))))


def told(folder: Path, *arguments: object) -> Any:
    ran = harvestry(*arguments, *AS_OF, "--json", cwd=folder)
    assert ran.returncode in {0, 1}, ran.stderr
    return json.loads(ran.stdout)


@pytest.mark.parametrize("year", YEARS)
def test_rows_boxes_schedule_d_gains_and_tax_agree(household: Path, year: int) -> None:
    """Columns are summed here from the rows of the CSV, in decimals, box by box."""
    out = household / f"out-{year}"
    told(household, "forms", "in", "--year", year, "--out", out)
    boxes: dict[str, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 4)
    for row in read(out / f"form-8949-{year}.csv"):
        if not row["box"]:
            assert row["gain"] == ""
            continue
        d, e, h = (Decimal(row[name]) for name in ("proceeds", "basis", "gain"))
        g = Decimal(row["adjustment"] or 0)
        assert h == d - e + g
        line = LINE_OF_BOX[row["box"]]
        boxes[line] = [a + b for a, b in zip(boxes[line], (d, e, g, h), strict=True)]
    lines = {row["line"]: row for row in read(out / f"schedule-d-{year}.csv") if row["gain"]}
    for line, sums in boxes.items():
        columns = ("proceeds", "basis", "adjustment", "gain")
        assert [Decimal(lines[line][name]) for name in columns] == sums
    gains = told(household, "gains", "in", "--year", year)["totals"]
    for term, own in (("short", ("1b", "2", "3")), ("long", ("8b", "9", "10"))):
        shown = sum((boxes[line][3] for line in own), Decimal(0))
        exact = Decimal(gains[term]["gain"] or 0)
        assert abs(shown - exact) <= CENT * 3 * len(own) / 2
    tax = told(household, "tax", "in", "--year", year)["lines"]
    for line in ("7", "15", "16"):
        difference = Decimal(lines[line]["gain"]) - Decimal(tax[f"schedule_d.{line}"])
        assert abs(difference) <= 5 * CENT


def test_the_same_files_give_the_same_bytes(household: Path) -> None:
    for name in ("a", "b"):
        told(household, "forms", "in", "--year", 2025, "--out", household / name)
    files = sorted(path.name for path in (household / "a").iterdir())
    assert files
    for name in files:
        assert (household / "a" / name).read_bytes() == (household / "b" / name).read_bytes(), name


def test_a_method_and_an_owner_are_heeded(household: Path) -> None:
    mine = document(
        *("forms", "in", "--year", 2025, "--out", household / "c", "--owner", "spouse", *AS_OF),
        cwd=household,
        code=1,
    )
    accounts = {row["account"] for box in mine["form_8949"] for row in box["rows"]}
    assert accounts == {"coinbase-spouse"}
