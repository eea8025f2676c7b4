"""What a command prints: tables for people, one JSON document for programs, and the exit code."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Final

import typer

from harvestry import __version__

if TYPE_CHECKING:
    from harvestry.faces.cli.given import Given
    from harvestry.reports.json_text import Json
    from harvestry.reports.table import Table
    from harvestry.units.problems import Problem

NO_ADVICE: Final = "This is no tax advice."
REGIME: Final = (
    "Regime: current-law (section 1091 reaches stock and securities, not coins); wash sales are "
    "not worked out in this version."
)
_SHOWN_PROBLEMS: Final = 5


def emit(
    given: "Given",
    document: "Json",
    tables: Iterable["Table"],
    problems: Sequence["Problem"],
    method: str | None = None,
) -> None:
    """Print a document as JSON, or its tables, and end with the exit code its problems ask for.

    `method` names the order by which all history was re-matched, which is said.
    """
    from harvestry.units.problems import changes_a_figure

    if given.as_json:
        _print_json(given, document, problems, method)
    else:
        _print_tables(given, tables, method)
        print_problems(problems)
    if changes_a_figure(problems):
        raise typer.Exit(1)


def assumptions(given: "Given", method: str | None = None) -> tuple[str, ...]:
    """Give the sentences that every output carries."""
    as_of = f"As of the end of {given.as_of.isoformat()}."
    if method is None:
        return (as_of, REGIME, NO_ADVICE)
    what_if = (
        f"A what-if: all history is re-matched by {method.upper()}, not by the orders and "
        "identifications that were in force."
    )
    return (as_of, what_if, REGIME, NO_ADVICE)


def _print_json(
    given: "Given", document: "Json", problems: Sequence["Problem"], method: str | None
) -> None:
    from harvestry.reports import json_text

    whole: dict[str, Any] = {
        "schema": json_text.SCHEMA,
        "version": __version__,
        "as_of": given.as_of.isoformat(),
        "regime": "current-law",
        "positions": [],
        "rematched_by": method,
        "notes": list(assumptions(given, method)),
        **document,
    }
    whole.setdefault("problems", json_text.problems(problems))
    json.dump(whole, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def _print_tables(given: "Given", tables: Iterable["Table"], method: str | None) -> None:
    from rich.console import Console

    from harvestry.reports.terminal.rendering import render

    console = Console()
    for table in tables:
        render(table, console, wide=not console.is_terminal)
    for sentence in assumptions(given, method):
        typer.echo(sentence)


def print_problems(problems: Sequence["Problem"]) -> None:
    """Say on stderr what is to be mended, the worst first, and where to see the rest."""
    from harvestry.units.problems import Severity

    told = [problem for problem in problems if problem.severity is not Severity.NOTE]
    if not told:
        return
    told.sort(key=lambda problem: problem.severity is not Severity.ERROR)
    typer.echo(f"\n{len(told)} problem(s), see `harvestry check`:", err=True)
    for problem in told[:_SHOWN_PROBLEMS]:
        where = "" if problem.file is None else f" ({problem.file} row {problem.row})"
        typer.echo(f"  {problem.severity}: {problem.message}{where}", err=True)
    if len(told) > _SHOWN_PROBLEMS:
        typer.echo(f"  ... and {len(told) - _SHOWN_PROBLEMS} more", err=True)


def emit_trees(given: "Given", documents: Sequence["Json"]) -> None:
    """Print explanations: as JSON one document (several in `figures`), else as trees."""
    if given.as_json:
        whole = documents[0] if len(documents) == 1 else {"figures": documents}
        _print_json(given, {**whole, "problems": []}, (), None)
        return
    from rich.console import Console

    from harvestry.reports.explain.node_terminal import tree

    console = Console()
    for each in documents:
        console.print(tree(each))
    for sentence in assumptions(given):
        typer.echo(sentence)
