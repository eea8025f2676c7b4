"""The `harvestry` command: its commands, and what becomes of errors.

Nothing heavy is imported here: `--help` answers at once, and each command imports what it needs.
"""

import io
import sys
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from harvestry import __version__
from harvestry.faces.cli import (
    books_commands,
    explain_command,
    file_commands,
    fix_command,
    forms_commands,
    harvest_commands,
    journal_commands,
    map_command,
    pack_command,
    price_command,
    tax_commands,
    wash_commands,
)
from harvestry.faces.cli.helping import make_readable


class _Program(TyperGroup):
    """The program, with ways of typer mended: slow help, and help that is hard to read."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Give the options before a command, off unless given.

        typer leaves them without a value, and to make something of that it would load a library of
        types, which takes longer than all the rest of `--help`.
        """
        options: list[Any] = super().get_params(ctx)
        for each in options:
            if each.default is None and getattr(each, "is_flag", False):
                each.default = False
        return options

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Give a command whose help is easier to read."""
        command: Any = super().get_command(ctx, cmd_name)
        if command is not None:
            make_readable(command)
        return command


app = typer.Typer(
    name="harvestry",
    cls=_Program,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    help=(
        "Tax-loss harvesting for US crypto investors: give it the files your exchanges and wallets "
        "gave you, learn what to sell, where and how much. Everything stays on this machine; only "
        "--live asks for prices."
    ),
    epilog="Begin with `harvestry demo`, then `harvestry harvest FILES --live`.",
)
for module in (  # in the order of the help: as one comes to need them
    harvest_commands,
    file_commands,
    fix_command,
    map_command,
    price_command,
    books_commands,
    wash_commands,
    explain_command,
    tax_commands,
    forms_commands,
    pack_command,
    journal_commands,
):
    module.add_to(app)


def _print_version(asked: bool) -> None:  # noqa: FBT001  # typer hands over the flag like this
    if asked:
        typer.echo(f"harvestry {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    *,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", help="Print the version.", callback=_print_version, is_eager=True
        ),
    ] = False,
) -> None:
    """Hold what comes before a command."""


def run() -> None:
    """Run the command line: exit 0 done, 1 done with problems, 2 not done and why.

    A reader who closes the pipe early is no error.
    """
    from harvestry.faces.cli.refusing import STOPPED, refusals
    from harvestry.units.collector import collector_paused

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    # A command ends soon; its millions of records form no cycles for the collector to find.
    with refusals(), collector_paused():
        code = app(prog_name="harvestry", standalone_mode=False)
        if code == STOPPED:
            raise KeyboardInterrupt
        sys.exit(code if isinstance(code, int) else 0)
