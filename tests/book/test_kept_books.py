"""What is held is shown from what is kept, just as a full fold shows it, and only where it fits."""

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from faces.running import harvestry
from harvestry.sample.household import write_household

AS_OF = "2026-11-22"


@pytest.fixture(scope="module")
def household(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("household")
    write_household(folder / "files")
    run(folder, "import", "files", "--book", "b.harvestry", "--as-of", AS_OF)
    return folder


def run(folder: Path, *arguments: str) -> str:
    done = harvestry(*arguments, cwd=folder, HARVESTRY_DATA=str(folder / "data"))
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


def settings(folder: str = "files") -> list[str]:
    names = {"accounts": "toml", "profile": "toml", "assets": "toml", "prices": "csv"}
    return [word for name, end in names.items() for word in (f"--{name}", f"{folder}/{name}.{end}")]


def told(folder: Path, command: str, *more: str) -> Any:
    given = ["--book", "b.harvestry", *settings(), "--as-of", AS_OF]
    return json.loads(run(folder, command, *given, "--json", *more))


def folded(folder: Path, command: str, *more: str) -> Any:
    return json.loads(run(folder, command, "files", "--as-of", AS_OF, "--json", *more))


@pytest.mark.parametrize(
    ("command", "more"), [("lots", ()), ("holdings", ("--owner", "spouse", "--wash", "apply"))]
)
def test_a_book_shows_what_its_files_show(
    household: Path, command: str, more: tuple[str, ...]
) -> None:
    files = folded(household, command, *more)
    assert told(household, command, *more) == files, "kept if it fits"
    assert told(household, command, *more) == files, "and kept"


def test_a_day_before_the_last_event_is_folded(household: Path) -> None:
    given = ["--book", "b.harvestry", *settings(), "--json", "--as-of", "2025-06-01"]
    files = ["files", "--json", "--as-of", "2025-06-01"]
    book = json.loads(run(household, "holdings", *given))
    assert book == json.loads(run(household, "holdings", *files))


def test_what_is_kept_is_used_and_proved(household: Path, tmp_path: Path) -> None:
    """A body that was changed is not believed; one under another fingerprint is not asked."""
    told(household, "holdings")
    folder = tmp_path / "h"
    shutil.copytree(household, folder)
    connection = sqlite3.connect(folder / "b.harvestry")
    (body,) = connection.execute("SELECT body FROM cache").fetchone()
    connection.execute("UPDATE cache SET body = ?", (body.replace(b"BTC", b"XYZ"),))
    connection.commit()
    connection.close()
    files = folded(folder, "holdings")
    assert told(folder, "holdings") == files
    marked = folder / "files" / "profile.toml"
    marked.write_text(marked.read_text() + "\n# another profile\n")
    assert told(folder, "holdings") == files
