"""`explain`: one figure down to the rows it came from and the rules it follows."""

from typing import Annotated, Final

import typer

from harvestry.faces.cli.given import Given
from harvestry.faces.cli.options import takes_files
from harvestry.faces.cli.output import emit_trees
from harvestry.faces.cli.refusing import refuse
from harvestry.faces.cli.working import progress

Figure = Annotated[
    str,
    typer.Argument(
        help="A figure as the column Figure of a sheet or `figure` in JSON names it, or the id of "
        "a sale.",
        metavar="FIGURE",
    ),
]

_NAMING: Final = ("gains", "lots", "income", "harvest")
"""The commands that name figures, which begin with their names."""


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("explain", epilog="Example: harvestry explain coinbase.csv gains:sale-7:buy-2")(
        explain
    )


@takes_files
def explain(given: Given, figure: Figure) -> None:
    """Explain one figure down to the rows and rules it rests on."""
    _refuse_a_figure_among_files(given)
    with progress() as tell:
        case = given.case(tell)
        documents = case.explain(figure)
    if not documents:
        near = case.like(figure)
        kind = figure.partition(":")[0]
        command = kind if kind in _NAMING else "gains"
        named = f" `harvestry {command} FILES --json` names them in `figure`."
        hint = f" Did you mean {near}?" if near else named
        refuse(f"There is no figure {figure!r} in these books.{hint}")
    emit_trees(given, documents)


def _refuse_a_figure_among_files(given: Given) -> None:
    """Say of a figure that stands where files do how the two are given."""
    for path in given.paths:
        if path.as_posix().startswith(tuple(f"{kind}:" for kind in _NAMING)) and not path.exists():
            refuse(
                f"{path.as_posix()} is a figure and stands among the files; give the files first: "
                f"harvestry explain FILES {path.as_posix()}"
            )
