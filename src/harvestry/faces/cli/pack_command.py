"""`verify-pack`: recompute an audit pack."""

from pathlib import Path
from typing import Annotated

import typer

from harvestry.faces.cli.output import emit_document
from harvestry.faces.cli.working import progress

Pack = Annotated[
    Path,
    typer.Argument(help="An audit pack that `forms` wrote.", metavar="PACK", show_default=False),
]


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    app.command(
        "verify-pack", epilog="Example: harvestry verify-pack taxes-2025/audit-pack-2025.zip"
    )(verify_pack)


def verify_pack(
    pack: Pack,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON for programs.")] = False,
) -> None:
    """Recompute an audit pack and say what differs."""
    from harvestry.case.verifying import verify_pack as verified
    from harvestry.reports.json_text import SCHEMA

    with progress() as tell:
        tell("recomputing the pack")
        verdict = verified(pack)
    if as_json:
        emit_document({"schema": SCHEMA, **verdict._asdict()})
    else:
        typer.echo(verdict.sentence)
    if not verdict.same:
        raise typer.Exit(1)
