"""A file corrected and taken in anew: the receipt says how to take the damaged one back."""

from pathlib import Path

from faces.running import document, harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"
GOOD = "2025-01-05,a,buy,BTC,1,x,40000\n"
BOOK = ("--book", "b.harvestry")


def written(folder: Path, second: str) -> None:
    (folder / "history.csv").write_text(f"{HEADER}{GOOD}2025-01-06,a,buy,BTC,{second},y,100\n")


def test_the_receipt_names_the_undo_after_which_nothing_is_left_to_mend(tmp_path: Path) -> None:
    written(tmp_path, "2.O")
    first = document("import", "history.csv", *BOOK, cwd=tmp_path, code=1)
    (damaged,) = first["files"]
    assert damaged["damaged"] == []
    written(tmp_path, "2.0")
    shown = " ".join(harvestry("import", "history.csv", *BOOK, cwd=tmp_path).stdout.split())
    undo = f"harvestry undo {damaged['deed']} --book b.harvestry"
    assert f"1 of its rows not read: if this one stands in its place, `{undo}`." in shown
    still = document("check", *BOOK, cwd=tmp_path, code=1)
    assert "bad-number" in {each["code"] for each in still["problems"]}
    assert harvestry(*undo.split()[1:], cwd=tmp_path).returncode == 0
    lots = document("lots", *BOOK, cwd=tmp_path)["lots"]
    assert {each["quantity"] for each in lots} == {"1", "2"}
    told = document("check", *BOOK, cwd=tmp_path, code=1)
    assert "bad-number" not in {each["code"] for each in told["problems"]}


def test_a_longer_export_of_a_sound_file_has_nothing_to_take_back(tmp_path: Path) -> None:
    written(tmp_path, "2")
    document("import", "history.csv", *BOOK, cwd=tmp_path)
    with (tmp_path / "history.csv").open("a") as file:
        file.write("2025-02-06,a,buy,BTC,1,z,100\n")
    (taken,) = document("import", "history.csv", *BOOK, cwd=tmp_path)["files"]
    assert (taken["damaged"], taken["new"]) == ([], 1)
