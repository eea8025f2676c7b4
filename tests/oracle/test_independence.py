"""The oracle proves something only as long as it shares nothing with what it checks."""

import ast
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
ORACLE = sorted(HERE.glob("naive_*.py"))


def imported(source: str) -> set[str]:
    """Give the top-level names of all modules that a source imports, wherever it does."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "no relative import: it could lead anywhere"
            assert node.module is not None
            found.add(node.module.partition(".")[0])
    return found


def test_every_part_of_the_oracle_is_looked_at() -> None:
    assert {path.stem for path in ORACLE} >= {
        "naive_books",
        "naive_holdings",
        "naive_matcher",
        "naive_pools",
        "naive_wash",
        "naive_wash_words",
    }


@pytest.mark.parametrize("path", ORACLE, ids=lambda path: path.stem)
def test_the_oracle_imports_nothing_but_the_standard_library_and_itself(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert imported(source) <= sys.stdlib_module_names | {"oracle"}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("oracle"):
            _, _, module = (node.module or "").partition(".")
            assert HERE / f"{module}.py" in ORACLE


@pytest.mark.parametrize("path", ORACLE, ids=lambda path: path.stem)
def test_the_oracle_imports_nothing_by_name(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    called = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    assert not called & {"__import__", "importlib", "import_module", "exec", "eval"}
    assert "importlib" not in imported(source)
    assert not any(
        isinstance(node, ast.Import) and any(name.name.startswith("oracle") for name in node.names)
        for node in ast.walk(ast.parse(source))
    )
