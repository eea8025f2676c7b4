"""A book keeps the settings files it was made under: alone, it tells the same figures."""

import json
from pathlib import Path
from typing import Any

from faces.running import harvestry

ACCOUNTS = """[account.w]
lots = "{method}"
lots_from = 2025-01-01
lots_told = "books"
"""
ROWS = """time,account,kind,asset,quantity,id,usd
2025-01-01T10:00:00Z,w,buy,BTC,1,b1,100
2025-02-01T10:00:00Z,w,buy,BTC,1,b2,300
2026-01-01T02:00:00Z,w,sell,BTC,1,s1,500
"""


def _taxes(folder: Path, method: str = "lifo") -> Path:
    taxes = folder / "taxes"
    taxes.mkdir(exist_ok=True)
    (taxes / "w.csv").write_text(ROWS, "utf-8")
    (taxes / "accounts.toml").write_text(ACCOUNTS.format(method=method), "utf-8")
    (taxes / "profile.toml").write_text('time_zone = "America/New_York"\n', "utf-8")
    return taxes


def _gains(folder: Path, *words: str, year: str = "2025") -> list[tuple[str, str]]:
    command = ("gains", *words, "--year", year, "--as-of", "2026-02-01", "--json")
    ran = harvestry(*command, cwd=folder)
    assert ran.returncode in (0, 1), ran.stderr
    return [(each["basis"], each["sold"]) for each in json.loads(ran.stdout)["rows"]]


def _import(folder: Path, what: str = "taxes") -> None:
    words = ("import", what, "--book", "b.db", "--as-of", "2026-02-01")
    done = harvestry(*words, cwd=folder)
    assert done.returncode in (0, 1), done.stderr


def test_a_book_alone_tells_what_its_files_told(tmp_path: Path) -> None:
    taxes = _taxes(tmp_path)
    _import(tmp_path)
    from_files = _gains(tmp_path, "taxes")
    # New York had not yet left 2025 at 02:00 UTC; LIFO sells the second purchase.
    assert [basis for basis, _ in from_files] == ["300"]
    for each in taxes.iterdir():
        each.unlink()
    assert _gains(tmp_path, "--book", "b.db") == from_files
    assert _gains(tmp_path, "--book", "b.db", year="2026") == []
    assert harvestry("verify", "--book", "b.db", cwd=tmp_path).returncode == 0


def test_what_the_command_names_stands_above_what_is_kept(tmp_path: Path) -> None:
    taxes = _taxes(tmp_path)
    _import(tmp_path)
    other = tmp_path / "fifo.toml"
    other.write_text(ACCOUNTS.format(method="fifo"), "utf-8")
    (taxes / "w.csv").unlink()
    given = _gains(tmp_path, "--book", "b.db", "--accounts", "fifo.toml")
    assert [basis for basis, _ in given] == ["100"]
    assert [basis for basis, _ in _gains(tmp_path, "--book", "b.db")] == ["300"]


def test_settings_imported_later_replace_those_kept_and_can_be_taken_back(tmp_path: Path) -> None:
    _taxes(tmp_path)
    _import(tmp_path)
    _taxes(tmp_path, "fifo")
    _import(tmp_path)
    assert [basis for basis, _ in _gains(tmp_path, "--book", "b.db")] == ["100"]
    listed = harvestry("undo", "--book", "b.db", cwd=tmp_path).stdout
    assert "accounts.toml" in listed
    number = next(line.split()[0] for line in listed.splitlines() if "accounts.toml" in line)
    assert harvestry("undo", number, "--book", "b.db", cwd=tmp_path).returncode == 0
    assert [basis for basis, _ in _gains(tmp_path, "--book", "b.db")] == ["300"]


def test_decisions_beside_the_files_are_kept_once(tmp_path: Path) -> None:
    taxes = _taxes(tmp_path)
    more = (
        ROWS
        + "2025-03-01T10:00:00Z,w,deposit,ETH,1,d1,\n2025-04-01T10:00:00Z,w,sell,ETH,1,s2,900\n"
    )
    (taxes / "w.csv").write_text(more, "utf-8")
    words = ("fix", "unmatched-deposit:d1", "bought", "700@2024-01-01", "taxes")
    assert harvestry(*words, "--as-of", "2026-02-01", cwd=tmp_path).returncode == 0
    _import(tmp_path)
    _import(tmp_path)
    assert ("700", "2025-04-01") in _gains(tmp_path, "taxes")
    assert _gains(tmp_path, "--book", "b.db") == _gains(tmp_path, "taxes")
    listed = harvestry("undo", "--book", "b.db", cwd=tmp_path).stdout
    assert listed.count("unmatched-deposit:d1") == 1


def test_the_receipt_says_which_settings_were_taken_in_and_which_replace_others(
    tmp_path: Path,
) -> None:
    def receipt() -> Any:
        words = ("import", "taxes", "--book", "b.db", "--as-of", "2026-02-01", "--json")
        return json.loads(harvestry(*words, cwd=tmp_path).stdout)["settings"]

    _taxes(tmp_path)
    first = receipt()
    assert (first["new"], first["replaced"]) == (["accounts.toml", "profile.toml"], [])
    assert receipt() is None
    _taxes(tmp_path, "fifo")
    shown = harvestry("import", "taxes", "--book", "b.db", "--as-of", "2026-02-01", cwd=tmp_path)
    assert "Settings replaced: accounts.toml of before counts no more" in " ".join(
        shown.stdout.split()
    )
    _taxes(tmp_path, "hifo")
    told = receipt()
    assert told["replaced"] == ["accounts.toml"]
    assert harvestry("undo", str(told["deed"]), "--book", "b.db", cwd=tmp_path).returncode == 0
