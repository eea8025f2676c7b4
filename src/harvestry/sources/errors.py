"""Everything that can go wrong on the way in.

    SourceError                 a whole file cannot be read: the faces say so and exit with 2
    +-- UnreadableFileError     it is missing, a folder, or may not be opened
    +-- NotTextError            it is empty, binary, or in an unknown encoding
    +-- BrokenCsvError          its quotes do not close, or a line is no line
    +-- UnknownFormatError      no known format has such columns
    +-- AmbiguousFormatError    two formats, two columns or two accounts fit equally well
    +-- NotEventsError          it is known, and it is no list of transactions
    RowError                    one row or group cannot be read: becomes a `Problem`, never leaves

A message is one sentence that says what, where and how to mend.
"""


class SourceError(Exception):
    """A file that cannot be read at all. `code` is stable; `file` is its name for people."""

    code = "unreadable-file"

    def __init__(self, file: str, message: str) -> None:
        super().__init__(f"{file}: {message}")
        self.file = file


class UnreadableFileError(SourceError):
    """The file is missing, a folder, or may not be opened."""


class NotTextError(SourceError):
    """The file is empty, binary, or in an encoding that is not known."""

    code = "not-text"


class BrokenCsvError(SourceError):
    """The file is text, but its quotes or lines do not add up to rows."""

    code = "broken-csv"


class UnknownFormatError(SourceError):
    """No known format has such columns."""

    code = "unknown-format"


class AmbiguousFormatError(SourceError):
    """Two formats, two columns or two accounts fit equally well."""

    code = "ambiguous-format"


class NotEventsError(SourceError):
    """The file is known and is no list of transactions."""

    code = "not-events"


class RowError(Exception):
    """One row, or one group of rows, that cannot be read.

    `number` names the row at fault where a group has several.
    """

    def __init__(self, code: str, message: str, number: int | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.number = number
