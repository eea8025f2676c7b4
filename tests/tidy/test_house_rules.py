"""The house rules, kept by tests: sizes, names, room pages, documented problems."""

import ast
import re
from pathlib import Path

import pytest

import harvestry

PACKAGE = Path(harvestry.__file__).parent
PROJECT = PACKAGE.parents[1]
SOURCES = sorted(PACKAGE.rglob("*.py"))
FORBIDDEN_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc"}
MOST_LINES = 400
MOST_LINES_A_FUNCTION = 70
MOST_LINES_A_ROOM_PAGE = 40


def test_no_file_is_longer_than_a_room() -> None:
    long = {
        p.name: n for p in SOURCES if (n := len(p.read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_no_function_is_longer_than_a_page() -> None:
    long = {
        f"{path.name}:{node.name}": length
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (length := (node.end_lineno or 0) - node.lineno) > MOST_LINES_A_FUNCTION
    }
    assert long == {}


def test_no_file_hides_behind_a_name_that_says_nothing() -> None:
    assert [path for path in SOURCES if path.stem in FORBIDDEN_NAMES] == []


def test_every_room_has_a_short_page() -> None:
    rooms = [each for each in PACKAGE.iterdir() if (each / "__init__.py").exists()]
    assert rooms
    for room in rooms:
        page = room / "README.md"
        assert page.exists(), f"{room.name} has no README.md"
        assert len(page.read_text("utf-8").splitlines()) <= MOST_LINES_A_ROOM_PAGE, room.name


@pytest.mark.parametrize("room", ["units", "events", "ledger", "tax", "harvest"])
def test_the_core_has_no_float(room: str) -> None:
    for path in (PACKAGE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_float = isinstance(node, ast.Constant) and isinstance(node.value, float)
            divides = isinstance(node, ast.Div)
            named = isinstance(node, ast.Name) and node.id == "float"
            assert not any((is_float, divides, named)), f"{path.name} works in floats"


def _codes_in_source() -> set[str]:
    """Give every problem code: the words with hyphens handed to a Problem or a report of one."""
    codes = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and _raises_a_problem(node):
                codes |= {
                    each.value
                    for each in node.args[:1]
                    if isinstance(each, ast.Constant) and isinstance(each.value, str)
                }
    return codes


def _raises_a_problem(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name in {"Problem", "Remark", "RowError", "report", "_problem", "problem_of"}


def test_every_problem_code_has_its_section() -> None:
    page = (PROJECT / "docs" / "problems.md").read_text("utf-8")
    documented = set(re.findall(r"^## `([a-z0-9-]+)`", page, re.MULTILINE))
    assert _codes_in_source() == documented


def test_decisions_are_numbered_without_a_gap_and_fit_on_a_page() -> None:
    pages = sorted((PROJECT / "docs" / "decisions").glob("*.md"))
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert len(page.read_text("utf-8").splitlines()) <= 60, page.name


def test_the_architecture_fits_on_two_pages() -> None:
    assert len((PROJECT / "ARCHITECTURE.md").read_text("utf-8").splitlines()) <= 120


def test_no_lock_file_or_page_names_a_registry() -> None:
    for path in (PROJECT / "requirements").iterdir():
        assert "://" not in path.read_text("utf-8"), path.name
