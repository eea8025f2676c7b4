"""Everything that can go wrong on the way in.

    SourceError                 a whole file cannot be read: the faces say so and exit with 2
    +-- UnreadableFileError     it is missing, a folder, or may not be opened
    +-- NotTextError            it is empty, binary, or in an unknown encoding
    +-- BrokenCsvError          its quotes do not close, or a line is no line
    +-- BrokenWorkbookError     it is a workbook that is damaged, protected, or a trap
    +-- UnknownFormatError      no known format has such columns
    +-- AmbiguousFormatError    two formats, two columns or two accounts fit equally well
    +-- NotEventsError          it is known, and it is no list of transactions
    +-- BrokerFormsError        it holds forms a broker sent, and was given for transactions
    +-- PriceFileError          it holds prices, and was given for transactions
    RowError                    one row or group cannot be read: becomes a `Problem`, never leaves

A message is one sentence that says what, where and how to mend.
"""

from dataclasses import dataclass
from typing import Final

from harvestry.sources.printable import printable

NO_ASSET: Final = (
    "neither a column nor the file's name tells the asset; say which it is by `asset`, such as "
    '`asset = "ETH"`, under [[file]] in mapping.toml'
)
"""What is said of a file whose rows are of an asset that it does not name."""
_SHOWN: Final = 40


class SourceError(Exception):
    """A file that cannot be read at all. `file` is its name for people, `message` lacks it."""

    def __init__(self, file: str, message: str) -> None:
        self.file = printable(file)
        self.message = printable(message)
        super().__init__(f"{self.file}: {self.message}")


class UnreadableFileError(SourceError):
    """The file is missing, a folder, or may not be opened."""


class NotTextError(SourceError):
    """The file is empty, binary, or in an encoding that is not known."""


class BrokenCsvError(SourceError):
    """The file is text, but its quotes or lines do not add up to rows."""


class BrokenWorkbookError(SourceError):
    """The file is a workbook, and damaged, protected, or not safe to open."""


class UnknownFormatError(SourceError):
    """No known format has such columns."""


class AmbiguousFormatError(SourceError):
    """Two formats, two columns or two accounts fit equally well."""


class NotEventsError(SourceError):
    """The file is known and is no list of transactions."""


class OwnWorkbookError(NotEventsError):
    """The file is a workbook that Harvestry itself wrote."""


class BrokerFormsError(NotEventsError):
    """The file holds forms that a broker sent about sales, not the sales."""


class PriceFileError(SourceError):
    """The file holds prices, not transactions."""


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with a cell: its column, its text, and why; `mend` is what to do."""

    column: str
    text: str
    why: str
    mend: str

    def __str__(self) -> str:
        """Say it in words."""
        shown = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN]}..."
        return f"column `{self.column}` holds {shown!r}, which {self.why}; {self.mend}"


class RowError(Exception):
    """One row, or one group of rows, that cannot be read.

    `number` names the row at fault where a group has several. `cause` is what rows have in common
    that are refused for the same reason, by default the whole message, of a cell what is wrong
    there; what is said `once` is said
    once a file however few rows share it. `cell` is what is wrong with a cell, if it is about one.
    """

    def __init__(
        self,
        code: str,
        message: str | CellFault,
        number: int | None = None,
        *,
        cause: str | None = None,
        once: bool = False,
    ) -> None:
        super().__init__(str(message))
        self.code = code
        self.message = str(message)
        self.number = number
        self.cell = message if isinstance(message, CellFault) else None
        if isinstance(message, CellFault):
            self.cause = f"{message.column}: {message.why}"
        else:
            self.cause = message
        self.cause = self.cause if cause is None else cause
        self.once = once
