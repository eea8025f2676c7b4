"""`map`: propose how a file nobody knows is read, show its first rows so read, and keep that."""

from pathlib import Path
from typing import Annotated

import typer

from harvestry.faces.cli.output import print_problems, print_report
from harvestry.faces.cli.refusing import refuse

File = Annotated[Path, typer.Argument(help="An export no format is known of.", metavar="FILE")]
Pairs = Annotated[
    list[str] | None,
    typer.Option("--column", help="Take a column for another of ours.", metavar="OURS=THEIRS"),
]
Kinds = Annotated[
    list[str] | None,
    typer.Option("--kind", help="Say what a kind of row means.", metavar="KIND=WORD"),
]
Account = Annotated[str | None, typer.Option(help="Whose rows they are.", metavar="NAME")]
TimeZone = Annotated[
    str | None,
    typer.Option(
        help="The zone of its times, such as America/New_York; the account's own if not given.",
        metavar="ZONE",
    ),
]
DayFirst = Annotated[
    bool | None,
    typer.Option("--day-first/--month-first", help="How 3/4/2021 is written.", show_default=False),
]
FeeInside = Annotated[
    bool, typer.Option("--fee-inside", help="Amounts have the fee in them; else it is on top.")
]
Out = Annotated[
    Path | None,
    typer.Option(help="Keep the proposal in this mapping.toml.", metavar="mapping.toml"),
]
Mapping = Annotated[
    Path | None, typer.Option(help="A mapping.toml that may know the file.", metavar="FILE")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def add_to(app: typer.Typer) -> None:
    """Add this command to the program."""
    epilog = "Example: harvestry map wallet.csv --account wallet --out mapping.toml"
    app.command("map", epilog=epilog)(map_file)


def map_file(
    file: File,
    *,
    column: Pairs = None,
    kind: Kinds = None,
    account: Account = None,
    time_zone: TimeZone = None,
    day_first: DayFirst = None,
    fee_inside: FeeInside = False,
    out: Out = None,
    mapping: Mapping = None,
    as_json: AsJson = False,
) -> None:
    """Propose how an unknown file is read, and show its first rows."""
    from harvestry.case.map_report import known_title, proposed

    known = known_title(file, mapping)
    if known is not None:
        typer.echo(f"{file.name} is known already, as {known}; it needs no mapping.", err=True)
        return
    report = proposed(
        file,
        columns=_pairs(column),
        kinds=_pairs(kind),
        account=account,
        time_zone=time_zone,
        day_first=day_first,
        fee_inside=fee_inside,
    )
    print_report(report, as_json=as_json)
    if not as_json:
        typer.echo(f"\n{report.text}")
    print_problems(report.problems)
    if out is not None:
        if out.exists() and report.is_kept(out):
            refuse(f"{out} has a mapping of this header already; correct it there")
        report.keep(out)
        typer.echo(f"kept in {out}; give it with --mapping {out}", err=True)


def _pairs(given: list[str] | None) -> dict[str, str]:
    pairs = {}
    for each in given or ():
        one, equals, other = each.rpartition("=")
        if not equals:
            refuse(f"{each!r} is no pair; write it as time=Date or Reward=income:staking")
        pairs[one.strip()] = other.strip()
    return pairs
