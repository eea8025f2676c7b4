"""The reference page says what the reader does."""

import re
from pathlib import Path

from harvestry.events.kind import Kind
from harvestry.sources.harvestry_csv.columns import COLUMNS
from sources.golden_files import read_bytes

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "harvestry-csv.md"


def test_the_example_is_read_without_a_problem(tmp_path: Path) -> None:
    text = PAGE.read_text("utf-8")
    (example,) = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    imported = read_bytes(tmp_path, example.encode())
    assert imported.problems == ()
    assert len(imported.events) == example.count("\n") - 1


def test_every_column_and_kind_has_its_line() -> None:
    text = PAGE.read_text("utf-8")
    lines = [line.partition("|")[2].partition("|")[0] for line in text.splitlines()]
    named = {word for line in lines for word in re.findall(r"`([a-z0-9_:-]+)`", line)}
    assert named == {*COLUMNS, *(kind.value for kind in Kind)}
