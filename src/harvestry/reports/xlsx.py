"""Tables as a workbook for Excel and LibreOffice: to read, to filter, to print.

The same tables give the same bytes, whatever the time zone, the language and the machine's mood:
the one time in the file is the one that is passed in. Texts stand in cells of type string and
nothing else; see `xlsx_rows`.
"""

import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.exceptions import FileCreateError  # type: ignore[import-untyped]

from harvestry.reports.cell_text import visible
from harvestry.reports.table import Table
from harvestry.reports.xlsx_parts import parts_of
from harvestry.reports.xlsx_rows import Rows, SharedText
from harvestry.reports.xlsx_sheet import AUTHOR, write_part
from harvestry.reports.xlsx_style import Styles
from harvestry.units.days import Instant, moment

SUFFIX: Final = ".xlsx"


@dataclass(frozen=True, slots=True)
class Properties:
    """What the file says of itself: `created` is the as-of time, never the clock's."""

    title: str
    created: Instant
    subject: str = ""


def save_workbook(path: Path, tables: Sequence[Table], properties: Properties) -> None:
    """Write a workbook to a file: either whole, or not at all.

    It is written beside its place and then moved there; only its owner may read it.

    Raises:
        OSError: the file cannot be written; it names `path` and the reason.
    """
    try:
        handle, name = tempfile.mkstemp(SUFFIX, f".{path.stem}-", path.parent)
        try:
            with os.fdopen(handle, "w+b") as file:
                write_workbook(file, tables, properties)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(path)
            _keep(path.parent)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from error


def write_workbook(file: BinaryIO, tables: Sequence[Table], properties: Properties) -> None:
    """Write a workbook into an open file that can be sought in.

    Raises:
        OSError: the file, or a temporary one, cannot be written.
    """
    with tempfile.TemporaryDirectory(prefix="harvestry-") as folder:
        # Rows go to a file in this folder as they come, so no sheet has to fit into memory.
        workbook = xlsxwriter.Workbook(
            file, {"constant_memory": True, "tmpdir": folder, "use_zip64": True}
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
            for sheet in workbook.worksheets():
                sheet.row_data_fh.close()


def _keep(folder: Path) -> None:
    """Have the new name survive a loss of power, where the system can promise that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _cause(error: FileCreateError) -> OSError:
    cause = error.args[0] if error.args else None
    return cause if isinstance(cause, OSError) else OSError(str(error))
