"""What is to be said of a file's rows: each thing once, however many rows it is about."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

from harvestry.sources.lines import Lines
from harvestry.sources.printable import printable
from harvestry.units.problems import Problem, Severity

SINGLY: Final = 5
"""So many rows refused for one cause are told one by one; more are told by the first of them."""


class Complaint(NamedTuple):
    """Something to say about a row, or about `rows` rows of which `row` stands for all.

    Complaints of one code and `cause` are about the same thing; `about` names the row where it has
    a name.
    """

    code: str
    severity: Severity
    message: str
    row: int
    cause: str
    rows: int = 1
    about: str = ""


@dataclass(slots=True)
class _Told:
    """The complaints of one cause: the first by row, how many rows in all, and the single ones."""

    first: Complaint
    singly: int
    rows: int = 0
    each: list[Complaint] = field(default_factory=list)

    def add(self, complaint: Complaint) -> None:
        self.rows += complaint.rows
        if complaint.row < self.first.row:
            self.first = complaint
        if len(self.each) <= self.singly:
            self.each.append(complaint)


class Complaints:
    """Takes complaints about the rows of one file and gives the problems they make."""

    __slots__ = ("_by_cause", "_file", "_lines")

    def __init__(self, file: str, lines: Lines) -> None:
        self._file = file
        self._lines = lines
        self._by_cause: dict[tuple[str, str], _Told] = {}

    def add(self, complaint: Complaint, singly: int = SINGLY) -> None:
        """Take a complaint, of whose cause `singly` are told one by one."""
        key = (complaint.code, complaint.cause)
        told = self._by_cause.get(key)
        if told is None:
            told = self._by_cause[key] = _Told(complaint, singly)
        told.add(complaint)

    def problems(self) -> list[Problem]:
        """Give the problems, each at its row and line."""
        found = []
        for told in self._by_cause.values():
            if len(told.each) <= told.singly:
                found += [self._problem(each, "") for each in told.each]
            else:
                others = f" This is the first of {told.rows:,} such rows."
                more = others if told.rows > 1 else ""
                found.append(self._problem(told.first, more))
        return found

    def _problem(self, each: Complaint, more: str) -> Problem:
        message = f"{_capital(printable(each.message))}.{more}"
        line = self._lines.of(each.row)
        return Problem(
            *(each.code, each.severity, message, self._file, each.row),
            line=line,
            about=each.about,
        )


def _capital(message: str) -> str:
    return message[:1].upper() + message[1:]
