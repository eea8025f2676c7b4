"""Sheets of a workbook (XLSX) as records of text, written as a CSV of the exchange would be."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Final, TypeAlias

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from harvestry.sources.errors import BrokenWorkbookError
from harvestry.sources.records import Record
from harvestry.sources.zip_guard import look_into

Value: TypeAlias = "int | float | str | bool | date | time | datetime | timedelta"

_ZIP: Final = b"PK\x03\x04"
_EXACT: Final = 15
"""Digits a spreadsheet keeps of a number; more are noise of the machine."""
_PROTECTED: Final = (
    "it is protected by a password, or an old spreadsheet (.xls); open it and save it without a "
    "password as XLSX or CSV"
)
_BROKEN: Final = "it is a damaged workbook; export it again, or save its sheet as CSV (UTF-8)"


def is_workbook(path: Path) -> bool:
    """Tell whether a file is a workbook: by what it holds, not by its name."""
    try:
        with path.open("rb") as stream:
            if stream.read(len(_ZIP)) != _ZIP:
                return False
        with zipfile.ZipFile(path) as archive:
            return any(name.startswith("xl/") for name in archive.namelist())
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return path.suffix.lower() == ".xlsx" and path.is_file()


class Workbook:
    """One workbook, looked into before it is opened, unless it was already."""

    def __init__(self, path: Path, *, looked_into: bool = False) -> None:
        if not looked_into:
            look_into(path)
        self._name = path.name
        try:
            self._book = CalamineWorkbook.from_path(str(path))
        except PasswordError as error:
            raise BrokenWorkbookError(path.name, _PROTECTED) from error
        except (CalamineError, OSError) as error:
            raise BrokenWorkbookError(path.name, _BROKEN) from error
        sheets = [
            each for each in self._book.sheets_metadata if each.typ is SheetTypeEnum.WorkSheet
        ]
        self.shown = tuple(s.name for s in sheets if s.visible is SheetVisibleEnum.Visible)
        self.hidden = tuple(s.name for s in sheets if s.visible is not SheetVisibleEnum.Visible)

    def records(self, title: str) -> Iterator[Record]:
        """Give the records of one sheet by their rows in it, blank ones left out.

        Raises:
            BrokenWorkbookError: the sheet is damaged.
        """
        try:
            sheet = self._book.get_sheet_by_name(title)
            first = sheet.start[0] if sheet.start is not None else 0
            for number, row in enumerate(sheet.iter_rows(), first + 1):
                cells = [_text(cell) for cell in row]
                if any(cells):
                    yield Record(number, cells, spans=False)
        except (CalamineError, OSError) as error:
            raise BrokenWorkbookError(self._name, f"sheet {title!r}: {_BROKEN}") from error


def _text(cell: Value) -> str:
    """Give a cell as text: numbers plain, times in ISO 8601 to the millisecond."""
    match cell:
        case str():
            return cell
        case bool():
            return "true" if cell else "false"
        case int() | float():
            return _number(cell)
        case datetime():
            return _moment(cell)
        case date() | time():
            return cell.isoformat()
        case timedelta():
            return f"{cell.total_seconds():.0f}"


def _number(cell: float) -> str:
    """Give a number as a spreadsheet shows it: whole ones without a point, to fifteen digits."""
    return f"{cell:.{_EXACT}g}"


def _moment(cell: datetime) -> str:
    """Give a time to the millisecond: serial days hold no more, and midnight may be a hair off."""
    rounded = cell + timedelta(microseconds=500)
    text = rounded.strftime("%Y-%m-%d %H:%M:%S")
    milliseconds = rounded.microsecond // 1000
    return f"{text}.{milliseconds:03}" if milliseconds else text
