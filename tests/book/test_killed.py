"""A process that dies or whose disk fails leaves the old state or the new one, and can be repeated.

Every boundary of a transaction, sync and change of a name; random moments; a disk that is full;
writes and syncs that fail (by strace, where the system lets one process watch another).
"""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from book.dying import Action, full_disk, in_child, killed_after, killed_at, was_killed
from book.making_books import AT, WHO, buys, export, state, take_in
from harvestry.case.journal import back_up_book, decide, restore_book, taken_back, verify_book
from harvestry.events.decisions import Decision

FULL = os.environ.get("HARVESTRY_TESTS") == "full"
MOMENTS = 300 if FULL else 30
FULL_DISKS = 200 if FULL else 20
FAILURES = 100 if FULL else 6
MOST_BOUNDARIES = 400
STEP = 1 if FULL else 6
FIX = Decision("unmatched-deposit:d1", "bought", "10")


class Household:
    """A book with one file, a backup of it, a second file to come, and a deed to be done to it."""

    def __init__(self, folder: Path, deed: str) -> None:
        self.folder = folder
        self.book = folder / "b.harvestry"
        self.backup = folder / "copy"
        self.target = folder / "written"
        self.deed = deed
        first = export(folder, "a.csv", *buys(1, 20))
        self.second = export(folder, "b.csv", *buys(10, 400))
        take_in(self.book, first)
        back_up_book(self.book, self.backup, AT)
        if deed == "restore":
            taken_back(self.book, 2, WHO, AT)
        self.before = self.state()

    def act(self) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "import": lambda: take_in(self.book, self.second),
            "fix": lambda: decide(self.book, FIX, WHO, AT),
            "undo": lambda: taken_back(self.book, 2, WHO, AT),
            "backup": lambda: back_up_book(self.book, self.target, AT),
            "restore": lambda: restore_book(self.book, self.backup, WHO, AT),
        }
        deeds[self.deed]()

    def state(self) -> object:
        assert verify_book(self.book, AT)[0] == []
        return [(n, kind) for n, kind, _ in state(self.book)], self.target.exists()

    def check(self, after: object, why: object) -> None:
        """See that the state is the old or the new one, and that a repeat succeeds."""
        found = self.state()
        assert found in (self.before, after), why
        if self.target.exists():
            assert verify_book(self.target, AT)[0] == [], why
            self.target.unlink()
        if found == self.before or self.deed in ("backup", "restore"):
            self.act()
        if self.deed != "restore":
            assert self.state() == after, why
        litter = [
            each.name for each in self.folder.iterdir() if each.name.endswith((".part", "ing"))
        ]
        assert litter == [], why


@pytest.fixture(scope="module", params=["import", "fix", "undo", "backup", "restore"])
def household(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp(request.param) / request.param
    Household(folder, request.param)
    return folder


def again(household: Path, tmp_path: Path) -> Household:
    """Give a fresh copy of the household."""
    folder = tmp_path / "copy"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(household, folder)
    fresh = object.__new__(Household)
    fresh.folder, fresh.deed = folder, household.name
    fresh.book, fresh.backup = folder / "b.harvestry", folder / "copy"
    fresh.target, fresh.second = folder / "written", folder / "b.csv"
    fresh.before = fresh.state()
    return fresh


def new_state(household: Path, tmp_path: Path) -> object:
    done = again(household, tmp_path)
    done.act()
    return done.state()


def test_killed_at_every_boundary(household: Path, tmp_path: Path) -> None:
    after = new_state(household, tmp_path)
    for boundary in range(0, MOST_BOUNDARIES, STEP):
        each = again(household, tmp_path)
        status = in_child(each.act, killed_at(boundary))
        if not was_killed(status):
            assert status == 0
            assert boundary > STEP, "the deed has boundaries"
            return
        each.check(after, boundary)
    raise AssertionError("the deed never came to its end")


def test_killed_at_random_moments(household: Path, tmp_path: Path) -> None:
    after = new_state(household, tmp_path)
    chance = random.Random(20261126)  # noqa: S311  # a seed, no secret
    for _ in range(MOMENTS // 4):
        each = again(household, tmp_path)
        moment = chance.uniform(0, 0.12)
        killed_after(each.act, moment)
        each.check(after, moment)


def test_a_full_disk(household: Path, tmp_path: Path) -> None:
    after = new_state(household, tmp_path)
    chance = random.Random(20261127)  # noqa: S311  # a seed, no secret
    failed = 0
    for _ in range(FULL_DISKS // 4):
        each = again(household, tmp_path)
        most = chance.randrange(0, 60_000)
        failed += in_child(each.act, full_disk(most)) != 0
        each.check(after, most)
    assert failed, "some disk was full"


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("call", ["pwrite64", "fdatasync", "fsync"])
def test_writes_and_syncs_that_fail(household: Path, tmp_path: Path, call: str) -> None:
    after = new_state(household, tmp_path)
    chance = random.Random(call)  # noqa: S311  # a seed, no secret
    for n in range(max(1, FAILURES // 12)):
        each = again(household, tmp_path)
        when = 1 + n if n < 3 else chance.randrange(1, 60)
        error = chance.choice(["EIO", "ENOSPC"])
        _watched(each, f"{call}:error={error}:when={when}")
        each.check(after, (call, error, when))


def _watched(household: Household, injected: str) -> None:
    call = injected.partition(":")[0]
    done = subprocess.run(
        [
            *("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}"),
            *("-e", f"inject={injected}", sys.executable, __file__, str(household.folder)),
            household.deed,
        ],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        check=False,
    )
    if b"ptrace" in done.stderr:
        pytest.skip("the system lets no process watch another")


def _by_itself(folder: Path, deed: str) -> Action:
    """Give the deed to be done in a process started for it."""
    each = object.__new__(Household)
    each.folder, each.deed = folder, deed
    each.book, each.backup = folder / "b.harvestry", folder / "copy"
    each.target, each.second = folder / "written", folder / "b.csv"
    return each.act


if __name__ == "__main__":
    _by_itself(Path(sys.argv[1]), sys.argv[2])()
