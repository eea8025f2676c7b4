"""What cannot be done is told in one sentence, with how to mend it and no traceback."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from faces.running import anew, harvestry


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["gains", "missing.csv"], ["missing.csv"]),
        (["gains", "notes.csv"], ["notes.csv"]),
        (["gains", "history.csv", "--year", "twenty"], ["twenty"]),
        (["gains", "history.csv", "--year", "0000"], ["0000", "1900"]),
        *(
            ([command, "history.csv", "--year", year], [year, "2100"])
            for command in ("tax", "estimate", "compare")
            for year in ("0", "-5", "abc", "2101", "99999")
        ),
        (["lock", "99999"], ["99999", "2100"]),
        (["gains", "history.csv", "--method", "best"], ["best", "fifo"]),
        (["gains", "history.csv", "--owner", "cat"], ["cat", "spouse"]),
        (["gains", "history.csv", "--as-of", "soon"], ["soon"]),
        (["gains", "history.csv", "--profile", "bad.toml"], ["bad.toml"]),
        (["explain", "history.csv", "gains:nothing"], ["gains:nothing"]),
        (["harvest", "history.csv", "--out", "no/such/folder/x.xlsx"], ["no/such/folder"]),
        (["gains"], ["FILES"]),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_two(
    folder: Path, arguments: list[str], words: list[str]
) -> None:
    (folder / "notes.csv").write_text("these,are,my,notes\n1,2,3,4\n")
    (folder / "bad.toml").write_text("time_zonne = 'UTC'\n")
    ran = harvestry(*arguments, cwd=folder)
    assert ran.returncode == 2, ran.stdout
    (line,) = ran.stderr.splitlines()
    for word in words:
        assert word in line


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("forms", "history.csv", "--year", "2026"), "Missing option '--out'; `harvestry forms"),
        (
            ("gains", "history.csv", "--method", "best"),
            "Invalid value for '--method': 'best' is not one of 'fifo', 'lifo', 'hifo', 'specific'",
        ),
        (
            ("explain", "gains:s1:b1", "history.csv"),
            "gains:s1:b1 is a figure and stands among the files; give the files first",
        ),
        (("explain", "history.csv"), "give export FILES, then a FIGURE, or a stored household"),
        (("nonsense",), "No such command 'nonsense'; `harvestry --help` shows how"),
        (("lots", "history.csv", "--colour"), "No such option: --colour"),
        (("export", "history.csv", "--out", "."), ". is a folder; name a file in it"),
        (("map", "."), ".: it is not a file; give the files themselves"),
        (("verify-pack", "."), ".: it is a folder; give the pack itself, a .zip in it"),
        (
            ("forms", "history.csv", "--year", "2026", "--out", "o", "--ssn", "abc"),
            "--ssn abc: write its nine digits, such as 123-45-6789",
        ),
    ],
)
def test_a_misused_command_is_told_in_one_sentence(
    folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    ran = anew(*arguments, cwd=folder)
    assert ran.returncode == 2
    assert ran.stdout == ""
    (line,) = ran.stderr.splitlines()
    assert line.startswith(f"harvestry: {said}")


def test_a_name_nearly_right_is_put_right(folder: Path) -> None:
    ran = harvestry("explain", "history.csv", "gains:s1:b11", cwd=folder)
    assert ran.returncode == 2
    assert "Did you mean gains:s1:b1?" in ran.stderr


def test_a_problem_of_a_settings_file_has_no_row(folder: Path) -> None:
    (folder / "accounts.toml").write_text('[account.coinbase]\nlots = "hifo"\n')
    told = harvestry("gains", folder, "--as-of", "2026-12-01", cwd=folder).stderr
    assert told.rstrip().endswith("add the day. (accounts.toml)")


def test_a_closed_pipe_is_no_error(folder: Path) -> None:
    command = f"{sys.executable} -m harvestry export history.csv | true"
    ran = subprocess.run(command, shell=True, cwd=folder, capture_output=True, check=False)  # noqa: S602
    assert b"Traceback" not in ran.stderr


def test_who_stops_a_command_is_told_so_and_finds_no_workbook(folder: Path) -> None:
    os.mkfifo(folder / "slow.csv")
    command = [sys.executable, "-m", "harvestry", "harvest", "slow.csv"]
    # In a shell's background the signal is ignored, and so it would be in what is run from there.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        running = subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True)
    finally:
        signal.signal(signal.SIGINT, before)
    with running, (folder / "slow.csv").open("w"):  # waits until it is read
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=60)
    assert said == "harvestry: Stopped; no report was written.\n"
    assert running.returncode == 2
    assert not list(folder.glob("*.xlsx"))


def test_no_calendar_is_written_while_what_is_due_is_unknown(folder: Path) -> None:
    ran = harvestry("estimate", "history.csv", "--year", "2026", "--ics", "pay.ics", cwd=folder)
    assert "pay.ics was not written: what is due is unknown." in ran.stdout
    assert not (folder / "pay.ics").exists()
