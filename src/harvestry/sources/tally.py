"""What has been read of one file so far: its events, and the fate of every row."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from typing import Final, NamedTuple, TypeAlias

from harvestry.events.choices import OF_ROWS
from harvestry.events.event import Event
from harvestry.events.unread import UnreadRow
from harvestry.sources.commas import may_have_decimal_comma
from harvestry.sources.complaints import SINGLY, Complaint, Complaints
from harvestry.sources.draft import Remark
from harvestry.sources.errors import RowError
from harvestry.sources.lines import Lines
from harvestry.sources.reasons import SkipReason
from harvestry.sources.receipt import Skipped
from harvestry.units.problems import Problem, Severity
from harvestry.units.source_ref import SourceFile

Progress: TypeAlias = Callable[[str, int], None]
"""Told now and then: the file's name and how many of its rows were read."""
PROGRESS_EVERY: Final = 20_000
_ROWS_LISTED: Final = 8
_RESAVED: Final = (
    "dates are written as a spreadsheet writes them, so the file seems to have been opened and "
    "saved in one, which may have cost seconds, time zones and digits; give the file as it came "
    "from the exchange, if you still have it"
)


class Refused(NamedTuple):
    """Rows that could not be read, and why: they wait for what somebody said of them."""

    rows: tuple[int, ...]
    error: RowError


class Tally:
    """Takes down what becomes of each row of a file, and says it in the end."""

    def __init__(self, file: SourceFile, progress: Progress | None = None) -> None:
        self.file = file
        self.events: list[Event] = []
        self.skipped: list[Skipped] = []
        self.lines = Lines()
        self.references: dict[str, str] = {}
        """What rows call themselves whose events have ids of content, by those ids."""
        self.rows_read = 0
        self.rows_imported = 0
        self.rows_problem = 0
        self.shares_rows = False
        self.waiting: list[Refused] = []
        self.unread: dict[int, str] = {}
        """The rows that could not be read, by number, each with the code of why."""
        self.left_out: list[UnreadRow] = []
        """What rows that count as problems are about, as far as they say it."""
        self.comma_refused = False
        """Whether a number was refused that may have a decimal comma."""
        self.doubted: frozenset[int] = frozenset()
        """The places of columns in which `1.234` may be a thousand and more."""
        self._complaints = Complaints(file.name, self.lines)
        self._progress = progress

    def count(self, number: int) -> None:
        """Take down that a row was read."""
        self.rows_read = number
        if self._progress is not None and number % PROGRESS_EVERY == 0:
            self._progress(self.file.name, number)

    def take(self, events: Sequence[Event], rows: int) -> None:
        """Take down events and the number of rows they come from."""
        self.events.extend(events)
        self.rows_imported += rows
        self.shares_rows = self.shares_rows or len(events) > 1

    def skip(self, rows: Iterable[int], reason: SkipReason) -> None:
        """Take down rows that were left out on purpose."""
        self.skipped.extend(Skipped(row, reason) for row in rows)

    def refuse(self, rows: Sequence[int], error: RowError) -> None:
        """Take down rows that could not be read, with the row at fault and why.

        Rows of which somebody may say what they were wait for that.
        """
        if error.code == "bad-number" and error.cell is not None:
            self.comma_refused |= may_have_decimal_comma(error.cell.text)
        if error.code in OF_ROWS:
            self.waiting.append(Refused(tuple(rows), error))
            return
        self._refuse(rows, error)

    def refuse_for_good(self, refused: Refused, about: str) -> None:
        """Take down rows of which nobody said what they were, under the name they have."""
        self._refuse(refused.rows, refused.error, about)

    def _refuse(self, rows: Sequence[int], error: RowError, about: str = "") -> None:
        self.complain(error, rows, about)
        self.unread.update(dict.fromkeys(rows, error.code))
        self.rows_problem += len(rows)

    def complain(self, error: RowError, rows: Sequence[int] = (), about: str = "") -> None:
        """Take down what is wrong with rows, whatever becomes of them."""
        rows = rows or (error.number or 0,)
        row = error.number or rows[0]
        others = [each for each in rows if each != row]
        message = f"with {_listed(others)}: {error.message}" if others else error.message
        complaint = Complaint(
            *(error.code, Severity.ERROR, message, row, error.cause, len(rows)), about=about
        )
        self._complaints.add(complaint, 0 if error.once else SINGLY)

    def remark(self, remark: Remark, singly: int = 1, about: str = "") -> None:
        """Take down a remark; those of one cause are said together.

        `about` names what the remark is about, where that has a name.
        """
        cause = remark.cause or remark.message
        complaint = Complaint(
            *(remark.code, remark.severity, remark.message, remark.row, cause), about=about
        )
        self._complaints.add(complaint, singly)

    def remark_resaved(self, row: int | None) -> None:
        """Take down from which row on dates show that a spreadsheet saved the file, if any do."""
        if row is not None:
            self.remark(Remark("resaved-file", Severity.WARNING, _RESAVED, row))

    def remark_cut_off(self, most: int) -> None:
        """Take down that the file has as many rows as such an export can have."""
        if most and self.rows_read >= most:
            message = (
                f"such an export never has more than {most:,} rows, and this one has as many, so "
                "it is most likely cut off; export shorter ranges of days and give all of them"
            )
            self.remark(Remark("cut-off-file", Severity.WARNING, message, self.rows_read))

    def check(self) -> None:
        """Check that every row is accounted for."""
        assert not self.waiting, "every row that waited was settled"
        assert self.rows_read == self.rows_imported + len(self.skipped) + self.rows_problem

    def problems(self) -> list[Problem]:
        """Give all that is to be said of the file and its rows."""
        found = self._complaints.problems()
        if not self.rows_read:
            message = "The file has its header and no rows, so nothing was read from it."
            found.append(Problem("no-rows", Severity.NOTE, message, self.file.name))
        return found


def _listed(rows: Sequence[int]) -> str:
    more = "" if len(rows) <= _ROWS_LISTED else f" and {len(rows) - _ROWS_LISTED:,} more"
    word = "row" if len(rows) == 1 else "rows"
    return f"{word} {', '.join(map(str, islice(rows, _ROWS_LISTED)))}{more}"
