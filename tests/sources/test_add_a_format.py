"""The page on adding a format: its example is read as it says, and it leaves nothing out."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from harvestry.sources import catalogue, reading
from harvestry.sources.canonical import CANONICAL
from harvestry.sources.catalogue import format_of, formats
from harvestry.sources.verbs import VERBS
from sources.golden_files import complete, read_bytes, same_events, told

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-format.md"
TEXT = PAGE.read_text("utf-8")


def _block(kind: str) -> str:
    (block,) = re.findall(rf"^```{kind}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
    return str(block)


def _keys(name: str) -> set[str]:
    keys: set[str] = getattr(catalogue, name)
    return keys


def test_the_example_is_read_as_the_page_says(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    described = format_of(_block("toml description"))
    known = {**formats(), described.name: described}
    monkeypatch.setattr(reading, "formats", lambda: known)
    expected: dict[str, Any] = tomllib.loads(_block("toml expected"))
    imported = read_bytes(tmp_path, _block("csv").encode())
    (receipt,) = imported.receipts
    events = [complete(event, expected["account"]) for event in expected["events"]]
    same_events([told(event) for event in imported.events], events)
    assert (receipt.format, receipt.account) == (expected["format"], expected["account"])
    assert expected["rows"] == {
        "read": receipt.rows_read,
        "imported": receipt.rows_imported,
        "skipped": receipt.rows_skipped,
        "problem": receipt.rows_problem,
    }
    assert {str(s.row): s.reason.value for s in receipt.skipped} == expected["skipped"]
    assert [
        {"row": p.row, "code": p.code, "severity": p.severity.value} for p in imported.problems
    ] == expected["problems"]


def test_every_rule_of_the_example_is_used_by_its_file() -> None:
    types = {
        rule_type
        for rule in format_of(_block("toml description")).rules
        for rule_type in rule.types
    }
    assert types == {line.split(",")[3].casefold() for line in _block("csv").splitlines()[1:]}


def test_the_page_names_all_that_a_description_may_say() -> None:
    words = set(re.findall(r"`([a-z_-]+)`", TEXT))
    rule_keys = _keys("_RULE_KEYS")
    assert _keys("_FORMAT_KEYS") | _keys("_ASSET_KEYS") | rule_keys <= words
    assert set(CANONICAL) <= words
    table = [line.split("|")[1] for line in TEXT.splitlines() if line.startswith("| `")]
    verbs = {word for cell in table for word in re.findall(r"`([a-z-]+)`", cell)}
    assert verbs - {"do"} == set(VERBS)
