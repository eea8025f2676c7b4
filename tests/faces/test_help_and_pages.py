"""What a person reads before the first figure: help, README, the pages, the demo's last lines."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from faces.running import anew, harvestry

PROJECT = Path(__file__).parents[2]


def test_the_commands_are_those_of_the_reference_page(tmp_path: Path) -> None:
    page = (PROJECT / "docs" / "reference" / "commands.md").read_text("utf-8")
    listed = dict(re.findall(r"^\| `([a-z-]+)` \|.*\| ([0-9.]+|later) \|$", page, re.MULTILINE))
    told = anew("--help", cwd=tmp_path, COLUMNS="200").stdout
    commands = set(re.findall(r"^  ([a-z-]+)  ", told.split("Commands:")[1], re.MULTILINE))
    assert commands == {name for name, since in listed.items() if since != "later"}
    assert "plan" in listed
    assert "serve" in listed


def test_every_command_has_an_example_in_its_help(tmp_path: Path) -> None:
    told = harvestry("--help", cwd=tmp_path).stdout
    commands = re.findall(r"^  ([a-z-]+)  ", told.split("Commands:")[1], re.MULTILINE)
    assert len(commands) > 10
    for name in commands:
        shown = harvestry(name, "--help", cwd=tmp_path, COLUMNS="200").stdout
        assert re.search(rf"Example: harvestry {name}\b", shown), name
        assert not re.search(r"<(str|int|path|list)", shown), name


def test_options_stand_in_groups_a_commands_own_first(tmp_path: Path) -> None:
    told = harvestry("harvest", "--help", cwd=tmp_path, COLUMNS="80").stdout
    groups = re.split(r"^([A-Z][a-z ]+):$", told, flags=re.MULTILINE)
    options = {
        name: re.findall(r"^  (--[a-z-]+)", lines, re.MULTILINE)
        for name, lines in zip(groups[1::2], groups[2::2], strict=True)
    }
    assert list(options) == [
        "Arguments",
        "Options",
        "Files and settings",
        "What to work out",
        "Prices and output",
    ]
    assert options["Options"] == ["--out", "--rematch", "--help"]
    assert options["What to work out"] == ["--as-of", "--owner", "--wash", "--position"]
    assert {"--accounts", "--prices"} < set(options["Files and settings"])
    assert options["Prices and output"] == ["--live", "--offline", "--json"]


def test_help_loads_no_library_of_types(tmp_path: Path) -> None:
    asked = (
        "import sys\nfrom harvestry.faces.cli.main import run\n"
        "sys.argv = ['harvestry', 'gains', '--help']\ntry:\n    run()\nexcept SystemExit:\n"
        "    print(sorted({'pydantic', 'rich', 'openpyxl'} & set(sys.modules)))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", asked], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert "Example: harvestry gains" in ran.stdout
    assert ran.stdout.splitlines()[-1] == "[]"


def test_every_command_is_told_in_one_line_of_the_help(tmp_path: Path) -> None:
    assert "..." not in harvestry("--help", cwd=tmp_path, COLUMNS="80").stdout.split("Commands:")[1]


def test_the_program_alone_shows_its_help(tmp_path: Path) -> None:
    ran = anew(cwd=tmp_path)
    assert ran.returncode == 2
    assert "Begin with `harvestry demo`" in ran.stdout + ran.stderr


def test_the_readme_shows_what_the_demo_says(tmp_path: Path) -> None:
    page = (PROJECT / "README.md").read_text("utf-8")
    shown = page.split("```\nWhat to sell to lock in losses\n")[1].split("```")[0].splitlines()[3:]
    told = harvestry("demo", cwd=tmp_path).stdout.splitlines()
    rows = {tuple(line.split()[:2]): line for line in told if " loss" in line}
    assert len(shown) == 4
    for line in shown:
        asset, account, *cells = line.split()
        assert set(cells) <= set(rows[asset, account].split()), line


@pytest.mark.parametrize("on_the_path", [True, False])
def test_the_demo_ends_with_commands_that_can_be_typed(tmp_path: Path, on_the_path: bool) -> None:  # noqa: FBT001
    program = Path(sys.executable).with_name("harvestry")
    path = str(program.parent) if on_the_path else "/usr/bin"
    ran = subprocess.run(
        [program, "demo"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PATH": path},
    )
    typed = "harvestry" if on_the_path else str(program)
    line = f"What to mend in it: {typed} check harvestry-demo --as-of 2026-11-22"
    assert line in ran.stdout.splitlines()
    assert f"With your own files: {typed} harvest YOUR-FILES" in ran.stdout


def test_the_demo_writes_over_itself_and_over_nothing_else(tmp_path: Path) -> None:
    assert harvestry("demo", cwd=tmp_path).returncode == 0
    assert harvestry("demo", cwd=tmp_path).returncode == 0
    own = tmp_path / "harvestry-demo" / "profile.toml"
    own.write_text('time_zone = "America/Chicago"\n')
    (tmp_path / "taxes").mkdir()
    (tmp_path / "taxes" / "coinbase.csv").write_text("mine\n")
    for folder in ("harvestry-demo", "taxes", "taxes/coinbase.csv"):
        ran = harvestry("demo", "--folder", folder, cwd=tmp_path)
        assert ran.returncode == 2
        assert "nothing in it was touched; name a new folder with --folder." in ran.stderr
    assert own.read_text() == 'time_zone = "America/Chicago"\n'
    assert len(list((tmp_path / "taxes").iterdir())) == 1


def test_the_pages_lead_to_pages_that_are_there() -> None:
    pages = [*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md")]
    links = [
        (page, link)
        for page in pages
        for link in re.findall(r"\]\(([^)#: ]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    ]
    assert len(links) > 40
    assert [
        f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()
    ] == []
