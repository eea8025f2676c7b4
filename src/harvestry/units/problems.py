"""Problems: expected trouble is a value that carries its place and its mend, not an exception."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from harvestry.units.exact import Money, Quantity


class Severity(StrEnum):
    """How much a problem matters."""

    ERROR = "error"
    """A figure is unknown or may be wrong until this is mended: exit code 1."""
    WARNING = "warning"
    """Figures stand, or rest on what is assumed; something deserves a look."""
    NOTE = "note"
    """An assumption that was made, said aloud."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend or to know.

    `code` is stable and has its section in docs/problems.md. `message` is one plain sentence with
    what, where and how to mend. `row` counts records after the header, `line` is the line of the
    file where that is known. `tax_low` and `tax_high` bound what it may change, where computed.
    `about` is what it is about where that is no row: an event's id, an asset, a day; `units` how
    many units, where a mend needs that. `id` is the code with what it is about, given by
    `events.anchoring`: the same as long as what it is about is the same.
    """

    code: str
    severity: Severity
    message: str
    file: str | None = None
    row: int | None = None
    choices: tuple[str, ...] = ()
    tax_low: Money | None = None
    tax_high: Money | None = None
    line: int | None = None
    about: str = ""
    units: Quantity | None = None
    id: str = ""


def changes_a_figure(problems: Iterable[Problem]) -> bool:
    """Tell whether any of these leaves a figure unknown or doubtful."""
    return any(problem.severity is Severity.ERROR for problem in problems)
