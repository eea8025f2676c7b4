"""No figure of tax law stands in code: windows, limits, rates and dates come from `law/`."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import harvestry

PACKAGE = Path(harvestry.__file__).parent
ROOMS = ("events", "ledger", "tax", "harvest", "reports", "case", "faces", "pipeline")
CORE = ("events", "ledger", "tax", "harvest", "case", "pipeline")

LIMITS = {3000, 1500, 250_000, 200_000, 125_000}
"""Losses against other income; the net investment income thresholds."""
WINDOWS = {30, 31, 60, 61, 365, 366}
"""The days of the wash window and of the holding period."""
LAW_YEARS = range(1913, 2100)
_DATE = re.compile(r"\b(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}\b")

NO_LAW = {
    ("given.py", "2026-12-31"): "an example in a refusal",
    ("options.py", "2026-12-31"): "an example in a help text",
    ("books_commands.py", "2026-11-22"): "an example in a help text",
    ("choices.py", "2019-06-30"): "an example of a value",
    ("fix_command.py", "2019-06-30"): "an example in a help text",
    ("fitting.py", 30): "how far apart the halves of a transfer of one hash may be",
    ("harvest_commands.py", 2026): "the day of the sample household",
    ("taxact.py", 2000): "the rows that TaxAct takes",
}
"""What looks like a figure of law and is none, by file, with the reason."""


def sources(*rooms: str) -> Iterator[Path]:
    for room in rooms:
        place = PACKAGE / room
        assert place.exists(), f"no room is called {room}"
        yield from [place] if place.is_file() else sorted(place.rglob("*.py"))


def constants(path: Path) -> Iterator[object]:
    """Give every constant of a file that is no docstring and no part of an annotation."""
    tree = ast.parse(path.read_text("utf-8"))
    told = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in told:
            yield node.value


def number(value: object) -> int | None:
    """Give the whole number a constant is or spells."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    digits = value.replace(",", "") if isinstance(value, str) else ""
    return int(digits) if digits.isascii() and digits.isdigit() else None


def found(numbers: "set[int] | range", *rooms: str) -> list[tuple[str, object]]:
    return [
        (path.name, value)
        for path in sources(*rooms)
        for value in constants(path)
        if number(value) in numbers and (path.name, value) not in NO_LAW
    ]


def test_no_limit_stands_in_code() -> None:
    assert found(LIMITS, *ROOMS) == []


def test_no_window_of_days_stands_in_the_core() -> None:
    assert found(WINDOWS, *CORE) == []


def test_no_date_of_law_stands_in_code() -> None:
    years = found(LAW_YEARS, *ROOMS)
    dates = [
        (path.name, date.group())
        for path in sources(*ROOMS)
        for value in constants(path)
        if isinstance(value, str)
        for date in _DATE.finditer(value)
        if (path.name, date.group()) not in NO_LAW
    ]
    assert (years, dates) == ([], [])


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("LIMIT = 3000", LIMITS),
        ('LIMIT = "3,000"', LIMITS),
        ("if days <= 30: pass", WINDOWS),
        ("date(2025, 1, 1)", LAW_YEARS),
    ],
)
def test_the_search_finds_what_it_is_for(
    tmp_path: Path, code: str, caught: "set[int] | range"
) -> None:
    path = tmp_path / "code.py"
    path.write_text(f'"""In 2025 the limit was 3000."""\n{code}\n')
    assert any(number(value) in caught for value in constants(path))
    path.write_text('"""In 2025 the limit was 3000."""\n')
    assert not any(number(value) in caught for value in constants(path))
