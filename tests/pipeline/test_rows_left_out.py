"""A row or a file that could not be read is said under every figure, for it is in none of them."""

from pathlib import Path

import pytest

import harvestry
from faces.running import document, harvestry as run

HEADER = "time,account,kind,asset,quantity,id,usd\n"
READ = ("2025-01-05,a,buy,BTC,1,x,40000", "2025-03-05,a,sell,BTC,1,y,90000")
BAD = ("2025-01-06,a,buy,BTC,2.O,z,100", "2025-02-30,a,buy,BTC,1,w,100")
SAID = "Not read, and in no figure: 2 rows of history.csv."


def household(folder: Path, *rows: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "history.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    (folder / "profile.toml").write_text(
        'time_zone = "UTC"\n[year.2025]\nfiling_status = "single"\nwages = "150000"\n'
    )
    return folder


def said(notes: tuple[str, ...] | list[str]) -> list[str]:
    return [each for each in notes if each.startswith("Not read")]


@pytest.mark.parametrize("command", ["gains", "tax", "income", "compare"])
def test_a_figure_says_which_rows_are_not_in_it(tmp_path: Path, command: str) -> None:
    shown = {}
    for code, (name, rows) in enumerate({"whole": READ, "damaged": (*READ, *BAD)}.items()):
        given = [household(tmp_path / name, *rows), "--year", "2025", "--as-of", "2026-11-22"]
        told = document(command, *given, cwd=tmp_path, code=code)
        shown[name] = said(told["notes"])
    assert shown["whole"] == []
    assert len(shown["damaged"]) == 1
    assert shown["damaged"][0].startswith(SAID)


def test_a_book_says_it_too_when_its_lots_are_kept(tmp_path: Path) -> None:
    household(tmp_path / "files", *READ, *BAD)
    run("import", "files", "--book", "b.harvestry", cwd=tmp_path)
    for _ in ("folded", "kept"):
        told = document("lots", "--book", "b.harvestry", cwd=tmp_path, code=1)
        assert [each.startswith(SAID) for each in said(told["notes"])] == [True]


UNKNOWN = "When,Action,Coin,Amount,Paid USD\n2025-04-05,SELL,BTC,1,90000\n"


def test_a_file_nobody_knows_is_said_under_every_figure_and_form(tmp_path: Path) -> None:
    (household(tmp_path, *READ, BAD[0]) / "old-exchange.csv").write_text(UNKNOWN)
    opened = harvestry.open_case([tmp_path], as_of="2026-11-22")
    expected = "Not read, and in no figure: 1 row of history.csv, all of old-exchange.csv."
    for sentences in (opened.gains(2025).sentences, opened.forms(2025).sentences):
        assert [each.startswith(expected) for each in said(sentences)] == [True]


def test_the_form_carries_it_at_its_foot(tmp_path: Path) -> None:
    opened = harvestry.open_case([household(tmp_path, *READ, *BAD)], as_of="2026-11-22")
    assert said(opened.forms(2025).sentences)[0].startswith(SAID)


def test_what_a_fix_comes_to_says_it(tmp_path: Path) -> None:
    arrived = "2025-02-01,a,deposit,ETH,1,d,"
    household(tmp_path / "files", *READ, *BAD, arrived)
    done = run("fix", "unmatched-deposit:d", "bought", "900@2020-01-05", "files", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert SAID in done.stdout
