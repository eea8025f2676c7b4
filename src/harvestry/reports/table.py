"""`Table`: what every report is before it is written, and every writer takes.

A cell is an exact value in its column's unit, `None` while unknown, `""` where a column does not
apply, or `NOT_COMPUTED` where it stands for what this version does not work out. Writers round for
eyes; they never change a value.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Final, TypeAlias


class Unit(StrEnum):
    """What the cells of a column are."""

    TEXT = "text"
    COUNT = "count"
    """A plain integer."""
    QUANTITY = "quantity"
    """`units.exact.Quantity`."""
    MONEY = "money"
    """`units.exact.Money`; nothing is said about gain or loss."""
    GAIN = "gain"
    """`units.exact.Money` where below zero is a loss: told by sign, word and colour."""
    PRICE = "price"
    """`units.exact.Price`."""
    DAY = "day"
    """`units.days.Day`."""
    INSTANT = "instant"
    """`units.days.Instant`."""
    FLAG = "flag"
    """True or False."""


class _NotComputed(Enum):
    """The value of a column that this version does not fill."""

    NOT_COMPUTED = "not computed"


NOT_COMPUTED: Final = _NotComputed.NOT_COMPUTED

Cell: TypeAlias = str | int | bool | _NotComputed | None
Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its title for people, its key for JSON, its unit, a note that explains it.

    `total` asks writers for a sum at the foot, in a workbook as a formula.
    """

    title: str
    unit: Unit
    note: str = ""
    total: bool = False
    key: str = ""

    def __post_init__(self) -> None:
        """Derive the JSON key from the title where none is given."""
        if not self.key:
            object.__setattr__(self, "key", snake_case(self.title))


@dataclass(frozen=True, slots=True)
class Table:
    """A titled table. `notes` are sentences to print above or below it.

    `emphasis` names rows (by position) to set apart, with the word that says why; `groups` names
    the columns whose change of value begins a new visual group; `brief` the columns to show where
    there is no room for all, `briefest` where there is none for these; `answer` the last of the
    leading columns that say what to do, which paper has on the first page; `chart` the column to
    draw, if any; `empty` what to say where there are no rows.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Row]
    notes: tuple[str, ...] = ()
    emphasis: Mapping[int, str] = field(default_factory=dict)
    groups: tuple[str, ...] = ()
    brief: tuple[str, ...] = ()
    briefest: tuple[str, ...] = ()
    answer: str = ""
    chart: str = ""
    empty: str = "Nothing here."

    def __post_init__(self) -> None:
        """Check that every row has a cell for each column."""
        width = len(self.columns)
        assert all(len(row) == width for row in self.rows), f"ragged rows in {self.title!r}"

    def column(self, key: str) -> tuple[Cell, ...]:
        """Give all cells of one column."""
        n = next(n for n, column in enumerate(self.columns) if column.key == key)
        return tuple(row[n] for row in self.rows)


def snake_case(title: str) -> str:
    """Give the JSON key of a column title: `Price time` becomes `price_time`."""
    letters = (letter.lower() if letter.isalnum() else " " for letter in title)
    return "_".join("".join(letters).split())


def total(cells: Iterable[Cell]) -> int | None:
    """Give the sum of a column's known cells; `None` where any is unknown."""
    result = 0
    for cell in cells:
        if not isinstance(cell, int):
            return None
        result += cell
    return result
