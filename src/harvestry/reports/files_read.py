"""What became of each file, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from harvestry.events.unread import UnreadRow
from harvestry.reports.json_text import Json
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.units.days import Instant
from harvestry.units.exact import Quantity


class OwnBalance(NamedTuple):
    """What a file itself says was there of an asset after its last row, told to a `step`."""

    asset: str
    quantity: Quantity
    time: Instant
    step: Quantity


class Unread(NamedTuple):
    """How many rows of a file could not be read, `None` for all: what they were is in no figure."""

    file: str
    rows: int | None


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file and its rows: read = imported + skipped + problem. `skips` are (row, reason).

    `balances` are the file's own at its end, `left_out` what its problem rows are about.
    """

    name: str
    sha256: str
    format: str
    title: str
    account: str
    time_zone: str
    read: int
    imported: int
    skipped: int
    problem: int
    skips: tuple[tuple[int, str], ...]
    balances: tuple[OwnBalance, ...] = ()
    left_out: tuple[UnreadRow, ...] = ()

    @property
    def unread(self) -> Unread:
        """Its name, and how many of its rows are a problem."""
        return Unread(self.name, self.problem)

    @property
    def rows(self) -> dict[str, int]:
        """The account of its rows."""
        return {
            "read": self.read,
            "imported": self.imported,
            "skipped": self.skipped,
            "problem": self.problem,
        }

    @property
    def reasons(self) -> str:
        """Why rows were skipped, in short: `us-dollar-cash 3, internal-move 1`."""
        counts: dict[str, int] = {}
        for _, reason in self.skips:
            counts[reason] = counts.get(reason, 0) + 1
        return ", ".join(f"{reason} {count}" for reason, count in sorted(counts.items()))


_FILES: Final = (
    Column("File", Unit.TEXT),
    Column("Read as", Unit.TEXT),
    Column("Account", Unit.TEXT, "Empty where the rows name their own."),
    Column("Times in", Unit.TEXT, "The zone in which times that name none were read."),
    Column("Rows", Unit.COUNT, "Rows read = imported + skipped + problem."),
    Column("Imported", Unit.COUNT),
    Column("Skipped", Unit.COUNT),
    Column("Problem", Unit.COUNT),
    Column("Why skipped", Unit.TEXT),
)


def files_table(files: Sequence[FileRead]) -> Table:
    """Give a row a file."""
    rows: list[Row] = [
        (
            each.name,
            each.title,
            each.account,
            each.time_zone,
            each.read,
            each.imported,
            each.skipped,
            each.problem,
            each.reasons,
        )
        for each in files
    ]
    brief = ("file", "read_as", "rows", "imported", "skipped", "problem")
    return Table("Files", _FILES, rows, brief=brief)


def accounting(files: Sequence[FileRead]) -> Json:
    """Give the rows of all files, and each skipped one with its reason, as JSON."""
    columns = ("read", "imported", "skipped", "problem")
    return {
        "rows": {column: sum(each.rows[column] for each in files) for column in columns},
        "skipped": [
            {"file": each.name, "row": row, "reason": reason}
            for each in files
            for row, reason in each.skips
        ],
        "files": [
            {
                "file": each.name,
                "sha256": each.sha256,
                "format": each.format,
                "account": each.account,
                "time_zone": each.time_zone,
                "rows": each.rows,
            }
            for each in files
        ],
    }
