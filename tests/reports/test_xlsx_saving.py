"""The file: the same bytes for the same tables, whole or not there at all, its owner's alone."""

import errno
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any, NoReturn

import openpyxl
import pytest

from harvestry.reports.saving import whole_file
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.reports.workbook import writing as xlsx
from harvestry.reports.workbook.writing import Properties, save_workbook, write_workbook
from harvestry.units.exact import money_of

TABLE = Table(
    "Summary by FIFO",
    (
        Column("Asset", Unit.TEXT, "What is held."),
        Column("Loss that can be locked in", Unit.GAIN, total=True),
    ),
    [("BTC", money_of("-5")), ("ETH", money_of("-7"))],
    ("This is no tax advice.",),
)
PROPERTIES = Properties("A plan", 1_700_000_000_000_000)

IN_ANOTHER_PROCESS = """
import hashlib, locale, io
from contextlib import suppress
with suppress(locale.Error):
    locale.setlocale(locale.LC_ALL, "")
from harvestry.reports.table import Column, Table, Unit
from harvestry.reports.workbook.writing import Properties, write_workbook
columns = (
    Column("Asset", Unit.TEXT, "What is held."),
    Column("Loss that can be locked in", Unit.GAIN, "", True),
    Column("Acquired", Unit.DAY),
    Column("Price", Unit.PRICE),
)
rows = [(f"asset {n % 97}", -n * 10**17, 738_000 + n, n * 10**25) for n in range(300)]
table = Table("Summary by FIFO", columns, rows, ("A note.",), {3: "here"}, ("asset",))
file = io.BytesIO()
write_workbook(file, [table, table], Properties("t", 1_700_000_000_000_000))
print(hashlib.sha256(file.getvalue()).hexdigest())
"""


def hash_under(**environment: str) -> str:
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", IN_ANOTHER_PROCESS],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout


def test_zone_language_and_hash_seed_change_no_byte() -> None:
    hashes = {
        hash_under(TZ="UTC", LC_ALL="C", PYTHONHASHSEED="0"),
        hash_under(TZ="Asia/Kathmandu", LC_ALL="de_DE.UTF-8", PYTHONHASHSEED="1"),
        hash_under(TZ="America/Los_Angeles", LC_ALL="C.UTF-8", PYTHONHASHSEED="4711"),
    }
    assert len(hashes) == 1


def test_the_same_tables_give_the_same_bytes() -> None:
    first, second = BytesIO(), BytesIO()
    write_workbook(first, [TABLE], PROPERTIES)
    write_workbook(second, [TABLE], PROPERTIES)
    assert first.getvalue() == second.getvalue()


def test_a_saved_workbook_is_whole_and_its_owners_alone(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    save_workbook(path, [TABLE], PROPERTIES)
    assert [each.name for each in tmp_path.iterdir()] == ["plan.xlsx"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert openpyxl.load_workbook(path).sheetnames == ["Summary by FIFO"]


def test_an_older_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_text("old")
    save_workbook(path, [TABLE], PROPERTIES)
    assert path.read_bytes()[:2] == b"PK"


def raising(error: BaseException) -> Callable[..., NoReturn]:
    def fail(*given: object, **named: object) -> NoReturn:
        raise error

    return fail


@pytest.mark.parametrize("stage", ["parts_of", "write_part"])
@pytest.mark.parametrize("error", [ValueError("no"), KeyboardInterrupt()], ids=["bug", "Ctrl-C"])
def test_nothing_is_left_behind_when_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stage: str, error: BaseException
) -> None:
    path, temporary = tmp_path / "plan.xlsx", tmp_path / "tmp"
    temporary.mkdir()
    path.write_text("old")
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr(xlsx, stage, raising(error))
    with pytest.raises(type(error)):
        save_workbook(path, [TABLE], PROPERTIES)
    assert path.read_text() == "old"
    assert not list(temporary.iterdir())
    assert {each.name for each in tmp_path.iterdir()} == {"plan.xlsx", "tmp"}


def test_an_interrupt_while_the_archive_is_open_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setattr("zipfile.ZipFile.write", raising(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        save_workbook(tmp_path / "plan.xlsx", [TABLE], PROPERTIES)
    gc.collect()
    assert not list(tmp_path.iterdir())


def test_a_full_disk_is_told_with_the_files_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr("xlsxwriter.workbook.ZipFile", raising(full))
    path = tmp_path / "plan.xlsx"
    with pytest.raises(OSError, match=r"No space left on device: '.*plan\.xlsx'") as told:
        save_workbook(path, [TABLE], PROPERTIES)
    assert told.value.errno == errno.ENOSPC
    assert not list(tmp_path.iterdir())


class NearlyFull(BytesIO):
    """A file on a disk that has room for so many bytes."""

    def __init__(self, room: int) -> None:
        super().__init__()
        self.room = room

    def write(self, data: Any) -> int:
        if self.tell() + len(data) > self.room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return super().write(data)


@pytest.mark.parametrize("room", [0, 10, 500, 3_000, 6_000])
def test_a_disk_that_fills_up_on_the_way_is_told(
    room: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(OSError, match="No space left on device") as told:
        write_workbook(NearlyFull(room), [TABLE], PROPERTIES)
    assert told.value.errno == errno.ENOSPC
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "plan.xlsx"
    with pytest.raises(FileNotFoundError) as told:
        save_workbook(path, [TABLE], PROPERTIES)
    assert told.value.filename == str(path)


def test_a_folder_in_its_place_is_told(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.mkdir()
    with pytest.raises(OSError, match=r"plan\.xlsx"):
        save_workbook(path, [TABLE], PROPERTIES)
    assert [each.name for each in tmp_path.iterdir()] == ["plan.xlsx"]


def test_many_rows_keep_their_order_and_values() -> None:
    rows: list[Row] = [(f"asset {n}", -n * 10**18) for n in range(2_000)]
    file = BytesIO()
    write_workbook(file, [Table("T", TABLE.columns, rows)], PROPERTIES)
    sheet = openpyxl.load_workbook(file, read_only=True).worksheets[0]
    read = list(sheet.iter_rows(min_row=4, max_row=2_003, max_col=2, values_only=True))
    assert read == [(f"asset {n}", -n) for n in range(2_000)]


def test_a_process_that_is_killed_while_it_writes_leaves_nothing_behind(tmp_path: Path) -> None:
    """Killed at a random byte: the old workbook, whole, and no other file beside it."""
    path = tmp_path / "plan.xlsx"
    save_workbook(path, [TABLE], PROPERTIES)
    before = path.read_bytes()
    for moment in (0, 1, 100, 3000):
        child = os.fork()
        if not child:
            with whole_file(path) as file:
                file.write(b"x" * moment)
                file.flush()
                os.kill(os.getpid(), signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        assert os.WTERMSIG(status) == signal.SIGKILL
        assert path.read_bytes() == before
        assert [each.name for each in tmp_path.iterdir()] == ["plan.xlsx"]
