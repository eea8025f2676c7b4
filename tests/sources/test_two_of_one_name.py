"""Two files of one name are told apart by their folders; what they come to stays the same."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from faces.running import document, harvestry
from harvestry.case import open_case
from harvestry.sources.errors import UnknownFormatError
from harvestry.sources.told_apart import folders_told

HEADER = "time,account,kind,asset,quantity,id,usd\n"
FIRST = f"{HEADER}2024-01-05,coinbase,buy,BTC,1,,40000\n2025-01-06,coinbase,sell,BTC,1,,100000\n"
SECOND = f"{HEADER}2024-02-05,gemini,buy,ETH,2,,5000\n2025-02-06,gemini,sell,ETH,2.O,,6000\n"


def given(folder: Path, *names: str) -> list[Path]:
    paths = [folder / name for name in names]
    for path, content in zip(paths, (FIRST, SECOND), strict=True):
        path.parent.mkdir(parents=True)
        path.write_text(content)
    return paths


def told(paths: Iterable[Path]) -> Any:
    return open_case(paths, as_of="2025-12-31").check()


def test_problems_files_and_sources_say_which_of_the_two(tmp_path: Path) -> None:
    paths = given(tmp_path, "coinbase/t.csv", "gemini/t.csv")
    report = told(paths)
    shown = {row[0] for row in report.tables[0].rows}
    assert shown == {"coinbase/t.csv", "gemini/t.csv"}
    (bad,) = (each for each in report.problems if each.code == "bad-number")
    assert (bad.file, bad.row) == ("gemini/t.csv", 2)
    (sale,) = open_case(paths, as_of="2025-12-31").gains(2025).document["rows"]
    assert sale["source"] == [{"file": "coinbase/t.csv", "row": 2}]


def test_folders_decide_no_id_and_no_figure(tmp_path: Path) -> None:
    one = given(tmp_path / "1", "a/t.csv", "z/t.csv")
    other = given(tmp_path / "2", "z/t.csv", "a/t.csv")
    apart = given(tmp_path / "3", "a/t.csv", "z/u.csv")
    cases = [open_case(each, as_of="2025-12-31") for each in (one, other[::-1], apart)]
    ids = [[each["id"] for each in case.events().document["events"]] for case in cases]
    assert ids[0] == ids[1] == ids[2]
    assert len(ids[0]) == 3
    gains = [case.gains(2025).document["rows"][0]["gain"] for case in cases]
    assert gains == ["60000"] * 3


def test_files_of_different_names_are_shown_by_their_names_alone(tmp_path: Path) -> None:
    report = told(given(tmp_path, "coinbase/t.csv", "gemini/u.csv"))
    assert [row[0] for row in report.tables[0].rows] == ["t.csv", "u.csv"]


@pytest.mark.parametrize(
    ("paths", "folders"),
    [
        (("/x/2025/a/t.csv", "/x/2025/b/t.csv"), ("a", "b")),
        (("/x/a/1/t.csv", "/x/b/1/t.csv"), ("a/1", "b/1")),
        (("/x/t.csv", "/x/a/t.csv", "/y/a/t.csv"), ("x", "x/a", "y/a")),
        (("/x/a/../b/t.csv", "/x/c/t.csv"), ("b", "c")),
        (("/t.csv", "/a/t.csv"), ("root", "a")),
        (("/x/a/t.csv", "/x/a/t.csv", "/x/a/u.csv"), (None, None, None)),
    ],
)
def test_the_shortest_end_that_tells_them_apart(
    paths: tuple[str, ...], folders: tuple[str | None, ...]
) -> None:
    found = folders_told(map(Path, paths))
    assert tuple(found.get(Path(each)) for each in paths) == folders


def test_one_that_cannot_be_read_is_named_with_its_folder(tmp_path: Path) -> None:
    paths = given(tmp_path, "coinbase/t.csv", "gemini/t.csv")
    paths[1].write_text("Foo,Bar,Baz\n1,2,3\n")
    with pytest.raises(UnknownFormatError, match=r"^gemini/t\.csv: "):
        told(paths)
    problems = told([path.parent for path in paths]).problems
    assert [each.file for each in problems if each.code == "unknown-file"] == ["gemini/t.csv"]


def test_a_book_tells_them_apart_by_what_they_hold(tmp_path: Path) -> None:
    given(tmp_path, "coinbase/t.csv", "gemini/t.csv")
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "t.csv").write_text("Foo,Bar,Baz\n1,2,3\n")
    book = ("--book", "b.harvestry")
    taken = harvestry("import", "coinbase", "gemini", "odd", *book, cwd=tmp_path)
    assert "odd/t.csv" in taken.stdout + taken.stderr
    listed = document("check", *book, "--as-of", "2025-12-31", cwd=tmp_path, code=1)["problems"]
    (bad,) = (each for each in listed if each["code"] == "bad-number")
    folder, _, name = bad["file"].partition("/")
    assert (len(folder), name) == (12, "t.csv")
    assert harvestry("verify", *book, cwd=tmp_path).returncode == 0
