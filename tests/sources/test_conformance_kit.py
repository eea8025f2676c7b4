"""The kit for formats of one's own: what is right passes, and every planted fault is named."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from harvestry.testing import Golden, failures_of
from sources.workbooks import workbook

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-format.md"


def _block(kind: str) -> str:
    (block,) = re.findall(
        rf"^```{kind}\n(.*?)^```", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    return str(block)


DESCRIPTION = _block("toml description")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "examplex.toml").write_text(DESCRIPTION, "utf-8")
    (tmp_path / "history.csv").write_text(_block("csv"), "utf-8")
    (tmp_path / "history.expected.toml").write_text(_block("toml expected"), "utf-8")
    return tmp_path


def _failures(folder: Path, description: str) -> list[str]:
    golden = Golden(folder / "history.csv", folder / "history.expected.toml")
    return failures_of(description, [golden])


def _run(*folders: Path) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "harvestry.testing", *map(str, folders)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_example_of_the_page_holds(folder: Path) -> None:
    ran = _run(folder)
    assert (ran.returncode, ran.stdout) == (0, f"{folder}: all holds\n")


def test_a_workbook_is_a_golden_file_too(folder: Path) -> None:
    rows = [line.split(",") for line in _block("csv").splitlines()]
    (folder / "history.csv").unlink()
    (folder / "history.xlsx").write_bytes(workbook({"Activity": rows}))
    assert _run(folder).stdout == f"{folder}: all holds\n"


FAULTS = {
    "a fee read as inside": ('do = "deposit"', 'do = "deposit"\nfee_inside = true', "no golden"),
    "a swap read row by row": ('by = ["group"]', 'by = ["id"]', "expected"),
    "income of another kind": ("income:staking", "income:mining", "expected"),
    "a kind left out": ('types = ["Vault"]', 'types = ["Cellar"]', "expected"),
    "an alias left out": ('XBT = "BTC"', "", "expected"),
    "another zone": ('time_zone = "UTC"', 'time_zone = "Asia/Tokyo"', "expected"),
    "a rule nobody needs": (
        "[[rows]]\ntypes",
        '[[rows]]\ntypes = ["Lottery"]\ndo = "deposit"\n\n[[rows]]\ntypes',
        "what the rule for lottery is for",
    ),
    "a verb there is not": ('do = "withdrawal"', 'do = "teleport"', "no verb"),
    "no reason": ('reason = "internal-move"', "", "skips without a reason"),
    "columns nobody must have": ("required = true", "required = false", "other files may pass"),
    "a key there is not": ('title = "', 'colour = "red"\ntitle = "', "cannot be read"),
    "no title": ("title = ", "# title = ", "cannot be read"),
}


@pytest.mark.parametrize("fault", [each for each in FAULTS if each != "a fee read as inside"])
def test_every_planted_fault_is_named(fault: str, folder: Path) -> None:
    right, wrong, said = FAULTS[fault]
    assert right in DESCRIPTION
    count = -1 if fault == "columns nobody must have" else 1
    failures = _failures(folder, DESCRIPTION.replace(right, wrong, count))
    assert any(said in each for each in failures), failures


def test_a_fee_rule_that_no_golden_file_shows_is_not_seen(folder: Path) -> None:
    """The deposit of the example has no fee: a golden file must show what it is to prove."""
    right, wrong, _ = FAULTS["a fee read as inside"]
    assert _failures(folder, DESCRIPTION.replace(right, wrong)) == []


def test_what_is_missing_is_said(folder: Path, tmp_path: Path) -> None:
    (folder / "history.expected.toml").unlink()
    assert "has no history.expected.toml beside it" in _run(folder).stdout
    (folder / "examplex.toml").unlink()
    assert "should hold one description" in _run(folder).stdout
    assert _run().returncode == 2
    assert failures_of(DESCRIPTION, []) == ["there is no golden file"]
