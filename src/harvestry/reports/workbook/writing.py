"""Tables as a workbook for Excel and LibreOffice: to read, to filter, to print.

The same tables give the same bytes, whatever the time zone, the language and the machine's mood:
the one time in the file is the one that is passed in. Texts stand in cells of type string and
nothing else; see `rows`.
"""

import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

from harvestry.reports.cell_text import visible
from harvestry.reports.saving import whole_file
from harvestry.reports.table import Table
from harvestry.reports.workbook.parts import parts_of
from harvestry.reports.workbook.rows import Rows, SharedText
from harvestry.reports.workbook.sheet import AUTHOR, write_part
from harvestry.reports.workbook.style import Styles
from harvestry.units.days import Instant, moment


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself: `created` is the as-of time, never the clock's."""

    title: str
    created: Instant
    subject: str = ""


def save_workbook(path: Path, tables: Sequence[Table], properties: Properties) -> None:
    """Write a workbook to a file: either whole, or not at all.

    Raises:
        OSError: the file cannot be written; it names `path` and the reason.
    """
    with whole_file(path) as file:
        write_workbook(file, tables, properties)


def write_workbook(file: BinaryIO, tables: Sequence[Table], properties: Properties) -> None:
    """Write a workbook into an open file that can be sought in.

    Raises:
        OSError: the file, or a temporary one, cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="harvestry-") as folder:
        # Rows go to a file in this folder as they come, so no sheet has to fit into memory.
        target = _Target(file)
        workbook = xlsxwriter.Workbook(
            target, {"constant_memory": True, "tmpdir": folder, "use_zip64": True}
        )
        workbook.set_properties(
            {
                "title": visible(properties.title),
                "subject": visible(properties.subject),
                "author": AUTHOR,
                "created": moment(properties.created).replace(tzinfo=None),
            }
        )
        styles, shared = Styles(workbook), SharedText(workbook.str_table)
        try:
            for part in parts_of(tables):
                sheet = workbook.add_worksheet(part.name)
                rows = Rows(sheet, styles, shared, len(part.table.columns))
                write_part(workbook, sheet, rows, part)
            workbook.close()
        except FileCreateError as error:
            raise _cause(error) from error
        finally:
            target.let_go()
            for sheet in workbook.worksheets():
                with suppress(OSError):
                    sheet.row_data_fh.close()
        if target.error is not None:
            raise target.error


class _Target:
    """The file, until writing fails: from then on a hole that takes everything.

    xlsxwriter leaves its zip archive open when it fails, and Python then closes it with a second
    failure that nobody can catch. `error` is the file's own first one.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file: BinaryIO | None = file
        self.error: OSError | None = None

    def let_go(self) -> None:
        self._file = None

    def write(self, data: bytes) -> int:
        try:
            return len(data) if self._file is None else self._file.write(data)
        except OSError as error:
            self.error = error
            self.let_go()
            return len(data)

    def tell(self) -> int:
        return 0 if self._file is None else self._file.tell()

    def seek(self, place: int, whence: int = 0) -> int:
        return 0 if self._file is None else self._file.seek(place, whence)

    def flush(self) -> None:
        """Leave it to whoever owns the file."""


def _cause(error: FileCreateError) -> OSError:
    cause = error.args[0] if error.args else None
    return cause if isinstance(cause, OSError) else OSError(str(error))
