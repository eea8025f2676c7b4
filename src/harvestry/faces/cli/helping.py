"""Help of a command: its own options first, then by their panels those that many commands take."""

from types import MethodType
from typing import Any

_ITS_OWN = "Options"
_ARGUMENTS = "Arguments"


def make_readable(command: Any) -> None:
    """Let a command's help group its options, and name arguments by what they are.

    Without its optional library of colours typer lists all options in a row, and beside arguments
    names types of Python.
    """
    for each in command.params:
        if each.param_type_name == "argument":
            each.display_type_rich = lambda ctx: ""  # noqa: ARG005  # typer calls it by name
    command.format_options = MethodType(_format_by_panel, command)


def _format_by_panel(command: Any, ctx: Any, formatter: Any) -> None:
    """Write arguments, then the options of each panel, in the order in which they are met."""
    by_panel: dict[str, list[tuple[str, str]]] = {_ARGUMENTS: [], _ITS_OWN: []}
    for each in command.get_params(ctx):
        record = each.get_help_record(ctx)
        if record is None:
            continue
        is_argument = each.param_type_name == "argument"
        panel = getattr(each, "rich_help_panel", None) or _ITS_OWN
        by_panel.setdefault(_ARGUMENTS if is_argument else panel, []).append(record)
    for panel, records in by_panel.items():
        if records:
            with formatter.section(panel):
                formatter.write_dl(records)
