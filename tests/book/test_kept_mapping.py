"""A book reads files nobody knows as they were read when they were taken in."""

import json
from pathlib import Path
from typing import Any

from faces.running import harvestry

ENTRY = """[[map]]
header = ["When", "What", "{coin}", "Size"]
account = "odd"
[map.columns]
time = "When"
type = "What"
asset = "{coin}"
quantity = "Size"
[map.kinds]
Got = "{kind}"
"""


def _file(folder: Path, coin: str, day: int) -> str:
    (folder / f"{coin}.csv").write_text(
        f"When,What,{coin},Size\n2024-01-0{day} 10:00:00,Got,BTC,0.{day}\n", "utf-8"
    )
    return f"{coin}.csv"


def _mapping(folder: Path, *entries: tuple[str, str]) -> tuple[str, str]:
    text = "\n".join(ENTRY.format(coin=coin, kind=kind) for coin, kind in entries)
    (folder / "m.toml").write_text(f"# my files\n{text}", "utf-8")
    return "--mapping", "m.toml"


def _import(folder: Path, *words: str) -> None:
    done = harvestry("import", *words, "--book", "b.db", "--as-of", "2025-01-01", cwd=folder)
    assert done.returncode in (0, 1), done.stderr


def _kinds(folder: Path, *words: str) -> list[tuple[str, str]]:
    command = ("events", "--book", "b.db", "--as-of", "2025-01-01", "--json", *words)
    ran = harvestry(*command, cwd=folder)
    events: list[Any] = json.loads(ran.stdout)["events"] if ran.stdout else []
    return sorted((each["quantity"], each["kind"]) for each in events)


def test_what_was_mapped_is_read_without_saying_it_again(tmp_path: Path) -> None:
    _import(tmp_path, _file(tmp_path, "Coin", 1), *_mapping(tmp_path, ("Coin", "deposit")))
    (tmp_path / "m.toml").unlink()
    assert _kinds(tmp_path) == [("0.1", "deposit")]
    _import(tmp_path, _file(tmp_path, "Token", 2), *_mapping(tmp_path, ("Token", "deposit")))
    (tmp_path / "m.toml").unlink()
    assert _kinds(tmp_path) == [("0.1", "deposit"), ("0.2", "deposit")]
    lots = harvestry("lots", "--book", "b.db", "--as-of", "2025-01-01", cwd=tmp_path)
    assert "0.1" in lots.stdout
    assert harvestry("verify", "--book", "b.db", cwd=tmp_path).returncode == 0


def test_what_is_said_later_stands(tmp_path: Path) -> None:
    _import(tmp_path, _file(tmp_path, "Coin", 1), *_mapping(tmp_path, ("Coin", "deposit")))
    both = _mapping(tmp_path, ("Token", "deposit"), ("Coin", "gift-in"))
    assert _kinds(tmp_path, *both) == [("0.1", "gift-in")]
    assert _kinds(tmp_path) == [("0.1", "deposit")], "said for that run alone"
    _import(tmp_path, _file(tmp_path, "Token", 2), *both)
    assert _kinds(tmp_path) == [("0.1", "gift-in"), ("0.2", "deposit")]


def test_a_mapping_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    _import(tmp_path, _file(tmp_path, "Coin", 1), *_mapping(tmp_path, ("Coin", "deposit")))
    (tmp_path / "m.toml").write_text("[[map", "utf-8")
    ran = harvestry("events", "--book", "b.db", "--mapping", "m.toml", cwd=tmp_path)
    assert ran.returncode == 2
    assert "m.toml" in ran.stderr
    assert "Traceback" not in ran.stderr
