"""What a command prints: tables for people, one JSON document for programs, and the exit code."""

import json
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import typer

if TYPE_CHECKING:
    from harvestry.case import Report
    from harvestry.faces.cli.given import Given
    from harvestry.reports.json_text import Json
    from harvestry.reports.table import Table
    from harvestry.units.problems import Problem

_SHOWN_PROBLEMS: Final = 5
_WIDE_ENOUGH: Final = 100


def emit(given: "Given", report: "Report", *, problems_shown: bool = False) -> None:
    """Print a report as JSON or as tables, and end with the exit code its problems ask for.

    `problems_shown` is for reports whose own tables list the problems.
    """
    print_report(report, as_json=given.as_json)
    if not given.as_json and not problems_shown:
        print_problems(report.problems)
    if not report.complete:
        raise typer.Exit(1)


def print_report(report: "Report", *, as_json: bool) -> None:
    """Print a report as JSON or as tables."""
    if as_json:
        _print_json(report.document)
    else:
        _print_tables(report)


def emit_document(document: "Json") -> None:
    """Print one JSON document."""
    _print_json(document)


def emit_table(table: "Table") -> None:
    """Print one table that is no report on a case."""
    from rich.console import Console

    from harvestry.reports.terminal.rendering import render

    console = Console()
    render(table, console, wide=not console.is_terminal)


def emit_trees(given: "Given", documents: Sequence["Json"]) -> None:
    """Print explanations: as JSON one document (several in `figures`), else as trees."""
    from harvestry.reports.json_text import SCHEMA

    if given.as_json:
        several = {"schema": SCHEMA, "figures": documents}
        _print_json(documents[0] if len(documents) == 1 else several)
    else:
        _print_trees(documents)
    problems = [problem for each in documents for problem in each["problems"]]
    if any(problem["severity"] == "error" for problem in problems):
        raise typer.Exit(1)


def _print_trees(documents: Sequence["Json"]) -> None:
    from rich.console import Console

    from harvestry.reports.explain.node_terminal import tree

    console = Console()
    for each in documents:
        console.print(tree(each))
    say("")
    for sentence in documents[0]["notes"]:
        say(sentence)
    for problem in documents[0]["problems"]:
        say(f"  {problem['severity']}: {problem['message']}", err=True)


def _print_json(document: "Json") -> None:
    # On one line: with an indent the encoder would be Python code, ten times slower on large books.
    sys.stdout.write(json.dumps(document, ensure_ascii=False))
    sys.stdout.write("\n")


def _print_tables(report: "Report") -> None:
    from rich.console import Console

    from harvestry.reports.terminal.rendering import render

    console = Console()
    for table in report.tables:
        render(table, console, wide=not console.is_terminal)
    for sentence in report.sentences:
        say(sentence)


def print_problems(problems: Sequence["Problem"]) -> None:
    """Say on stderr what is to be mended, the worst first, and where to see the rest.

    What puts other figures in doubt stands apart from what only leaves a value unknown.
    """
    from harvestry.reports.problem_tables import place, worst_first
    from harvestry.reports.until_mended import OF_A_REPORT, Until, of_one_kind, until_mended
    from harvestry.units.problems import Severity

    told = [problem for problem in problems if problem.severity is not Severity.NOTE]
    if not told:
        return
    say(f"\n{_how_many(told, sum(each.code in OF_A_REPORT for each in told))}:", err=True)
    heads = {
        Until.DOUBT: "Mend first, for other figures may be wrong:",
        Until.UNKNOWN: "Until these are mended a value is unknown:",
        Until.ASSUMED: "Until these are mended figures rest on what is assumed:",
        Until.STANDS: "Worth a look; figures stand:",
    }
    kinds = of_one_kind(worst_first(told))
    several = len({until_mended(each) for each, _ in kinds}) > 1
    before = None
    # What `check` does not tell is told here, however much there is.
    own = (each for each in kinds[_SHOWN_PROBLEMS:] if each[0].code in OF_A_REPORT)
    shown = (*kinds[:_SHOWN_PROBLEMS], *own)
    for problem, more in shown:
        until = until_mended(problem)
        if several and until is not before:
            say(heads[until], err=True)
        before = until
        others = f" And {more} more of the kind." if more else ""
        say(f"  {problem.severity}: {problem.message}{place(problem)}{others}", err=True)
    left = len(told) - sum(more + 1 for _, more in shown)
    if left:
        say(f"  ... and {left} more", err=True)


def _how_many(told: Sequence["Problem"], own: int) -> str:
    """Say how many problems there are, and of how many of them `check` tells."""
    problems = "1 problem" if len(told) == 1 else f"{len(told)} problems"
    if own == len(told):
        return f"{problems} of this report"
    alone = f", {own} of this report alone" if own else ""
    rest = "the rest" if own else "all"
    return f"{problems}{alone}; `harvestry check` with the same files tells {rest}"


def say(text: str, *, err: bool = False) -> None:
    """Print a sentence, broken between words where someone reads it on a screen."""
    stream = sys.stderr if err else sys.stdout
    if stream.isatty():
        width = min(shutil.get_terminal_size().columns, _WIDE_ENOUGH)
        lead = "\n" if text.startswith("\n") else ""
        indent = "    " if text.startswith("  ") else ""
        body = textwrap.fill(
            text.strip("\n"), width, subsequent_indent=indent, break_long_words=False
        )
        text = f"{lead}{body}"
    typer.echo(text, err=err)
