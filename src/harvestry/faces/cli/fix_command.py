"""`fix`: say what a problem's row was, what coins cost, which halves are one; or take it back."""

import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from harvestry.faces.cli.given import Given
from harvestry.faces.cli.options import takes_words
from harvestry.faces.cli.output import emit_document
from harvestry.faces.cli.refusing import refuse
from harvestry.faces.cli.working import progress

if TYPE_CHECKING:
    from harvestry.case import Case
    from harvestry.events.decisions import Decision

_WHO: Final = "harvestry fix"
_EPILOG: Final = (
    "Example: harvestry fix unmatched-deposit:kraken:L7 bought 1250.00@2019-06-30 --book "
    "our.harvestry"
)


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("fix", epilog=_EPILOG)(fix)


@takes_words
def fix(
    given: Given,
    *,
    problem: Annotated[
        str,
        typer.Argument(
            help="Its name, as `check` gives it; * in it speaks of all that match.",
            metavar="PROBLEM",
        ),
    ],
    choice: Annotated[
        str,
        typer.Argument(
            help="One of its choices, as `check` gives them, or undo.", metavar="CHOICE"
        ),
    ],
    value: Annotated[
        str | None,
        typer.Argument(help="What the choice takes, such as 1250.00@2019-06-30.", metavar="VALUE"),
    ] = None,
    above_prices: Annotated[
        bool,
        typer.Option(
            "--above-prices",
            help="Keep a worth above the highest price known of the coin.",
        ),
    ] = False,
) -> None:
    """Mend a problem: say what a row was, or what coins cost."""
    from harvestry.case.fixing import Tried, UnfitDecisionError, checked, fixed, tried_document
    from harvestry.events.anchoring import UNDO
    from harvestry.events.decisions import Decision

    given, value = _sorted(given, problem, choice, value)
    if choice == UNDO:
        _undo(given, problem)
        return
    try:
        decision = checked(Decision(problem, choice, value, given.now))
        case = _case(given)
        tried = Tried((f"`{decision}`.",))
        if case is not None:
            tried = fixed(case, decision, above_prices=above_prices)
    except UnfitDecisionError as error:
        refuse(str(error))
    where = _keep(given, decision)
    if given.as_json:
        emit_document(tried_document(problem, decision, tried, where))
        return
    for each in tried.sentences:
        typer.echo(each)
    kept = ("--decisions", _target(given)) if given.book is None else ("--book", given.book)
    undo = shlex.join(map(str, ("harvestry", "fix", problem, UNDO, *kept)))
    typer.echo(f"Kept in {where}; `{undo}` takes it back.")


def _sorted(given: Given, problem: str, choice: str, value: str | None) -> tuple[Given, str]:
    """Tell a value from a file that stands in its place, where a choice may go without one."""
    from harvestry.events.anchoring import UNDO
    from harvestry.events.choices import choices_of

    if not value:
        return given, ""
    code = problem.partition(":")[0]
    form = next((each.form for each in choices_of(code) if each.name == choice), "VALUE")
    may_lack = not form or form.startswith("[") or choice == UNDO
    if not may_lack or not Path(value).exists():
        return given, value
    if given.book is not None:
        refuse(f"{value} is a file, and with --book the files are those of the book")
    return replace(given, paths=(Path(value), *given.paths)), ""


def _target(given: Given) -> Path:
    """Give the decisions.toml to write into."""
    named = given.settings["decisions"]
    if named is not None:
        return named
    folders = [path for path in given.paths if path.is_dir()]
    if len(folders) != 1:
        refuse(
            "say where to keep it: give the folder of your files, a book with --book PATH, or "
            "--decisions FILE"
        )
    return folders[0] / "decisions.toml"


def _case(given: Given) -> "Case | None":
    """Open the household, if there is one to try a decision on."""
    if given.book is None:
        target = _target(given)
        if not given.paths:
            return None
        there = target if target.exists() else None
        given = replace(given, settings={**given.settings, "decisions": there})
    with progress() as tell:
        return given.case(tell)


def _keep(given: Given, decision: "Decision") -> str:
    if given.book is not None:
        from harvestry.case.journal import decide

        n = decide(given.book, decision, _WHO, given.now)
        return f"{given.book} as deed {n}"
    from harvestry.case.decisions_file import add_decision

    target = _target(given)
    add_decision(target, decision)
    return str(target)


def _undo(given: Given, problem: str) -> None:
    from harvestry.case.decisions_file import decisions_in, take_back_decision
    from harvestry.case.fixing import Tried, named_alike, taken_back, tried_document
    from harvestry.case.journal import decisions_at, take_back
    from harvestry.events.anchoring import UNDO

    if given.book is not None:
        made = decisions_at(given.book, given.now)
    else:
        made = decisions_in(_target(given))
    last = made.last_on(problem)
    if last is None:
        refuse(f"{named_alike(problem, made.made)}.")
    case = _case(given)
    tried = Tried((f"`{last}` counts no more.",)) if case is None else taken_back(case, last)
    if given.book is not None:
        take_back(given.book, problem, _WHO, given.now)
    else:
        take_back_decision(_target(given), problem)
    if given.as_json:
        where = str(_target(given) if given.book is None else given.book)
        emit_document(tried_document(problem, replace(last, choice=UNDO, value=""), tried, where))
        return
    for each in tried.sentences:
        typer.echo(each)
