"""The oracle proves something only as long as it shares nothing with what it checks."""

import ast
import sys
from pathlib import Path

from oracle import naive_matcher


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


def test_the_oracle_imports_nothing_but_the_standard_library() -> None:
    source = Path(naive_matcher.__file__).read_text(encoding="utf-8")
    assert imported(source) <= sys.stdlib_module_names


def test_the_oracle_imports_nothing_by_name() -> None:
    source = Path(naive_matcher.__file__).read_text(encoding="utf-8")
    called = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    assert not called & {"__import__", "importlib", "import_module", "exec", "eval"}
    assert "importlib" not in imported(source)
