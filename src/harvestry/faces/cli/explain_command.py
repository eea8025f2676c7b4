"""`explain`: one figure down to the rows it came from and the rules it follows."""

from typing import TYPE_CHECKING, Annotated

import typer

from harvestry.faces.cli.given import Given, takes_files
from harvestry.faces.cli.output import emit_trees
from harvestry.faces.cli.refusing import refuse
from harvestry.faces.cli.working import fold_books

if TYPE_CHECKING:
    from harvestry.reports.explain.node import Node

Figure = Annotated[
    str,
    typer.Argument(
        help="A figure as `gains --json` names it, such as gains:sale-7:buy-2, with :gain, "
        ":proceeds or :basis behind it; or the id of a sale; or lots:ACCOUNT:LOT.",
        metavar="FIGURE",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command("explain", epilog="Example: harvestry explain coinbase.csv gains:sale-7:buy-2")(
        explain
    )


@takes_files
def explain(given: Given, figure: Figure) -> None:
    """Explain one figure down to the rows and rules it rests on."""
    from harvestry.reports.explain.figures import Figures

    run = fold_books(given)
    figures = Figures(run.books, run.events, run.uses, run.law, run.returns())
    found = figures.named(figure)
    if not found:
        near = figures.like(figure)
        hint = f" Did you mean {near}?" if near else " `harvestry gains FILES --json` names them."
        refuse(f"There is no figure {figure!r} in these books.{hint}")
    _show(given, found)


def _show(given: Given, nodes: "list[Node]") -> None:
    from harvestry.reports.explain.node import sources_of
    from harvestry.reports.explain.node_json import document
    from harvestry.sources.cells import cells_of

    refs = [ref for node in nodes for ref in sources_of(node)]
    prices = given.settings["prices"]
    cells = cells_of(refs, [*given.files, *([] if prices is None else [prices])])
    emit_trees(given, [document(node, cells) for node in nodes])
