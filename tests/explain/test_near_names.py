"""A figure named in part is the one that begins so, not another sale whose id looks like it."""

from pathlib import Path

import harvestry
from faces.running import harvestry as run

ROWS = (
    "2025-01-05,a,buy,BTC,2,68a1c2d3e4f5a6b7c8d0,100",
    "2025-02-05,a,sell,BTC,1,68d1c2d3e4f5a6b7c8e0,90",
    "2025-03-05,a,sell,BTC,2,68f1c2d3e4f5a6b7c8e0,90",  # one unit more than is there
)


def history(folder: Path) -> Path:
    path = folder / "history.csv"
    path.write_text("\n".join(("time,account,kind,asset,quantity,id,usd", *ROWS, "")))
    return path


def test_the_lot_left_out_is_supplied(tmp_path: Path) -> None:
    ran = run("explain", history(tmp_path), "gains:68d1c2d3e4f5a6b7c8e0", cwd=tmp_path)
    assert ran.returncode == 2
    assert "Did you mean gains:68d1c2d3e4f5a6b7c8e0:68a1c2d3e4f5a6b7c8d0?" in ran.stderr


def test_a_name_of_nothing_brings_no_other_to_mind(tmp_path: Path) -> None:
    opened = harvestry.open_case([history(tmp_path)], as_of="2026-11-22")
    assert opened.like("nothing at all") is None


def test_the_id_of_a_row_brings_its_lot_or_its_income_to_mind(tmp_path: Path) -> None:
    path = tmp_path / "more.csv"
    path.write_text(
        "time,account,kind,asset,quantity,id,usd\n2025-01-05,a,buy,BTC,2,b1,100\n"
        "2025-01-06,a,income:staking,ETH,1,i1,2000\n2025-01-07,a,sell,ETH,1,s1,2000\n"
    )
    opened = harvestry.open_case([path], as_of="2026-11-22")
    assert opened.like("b1") == "lots:a:b1"
    assert opened.like("i1") == "income:i1"
    assert opened.like("income:i") == "income:i1"


def test_the_sentences_stand_apart_from_the_tree(tmp_path: Path) -> None:
    shown = run("explain", history(tmp_path), "68d1c2d3e4f5a6b7c8e0", cwd=tmp_path).stdout
    assert "\n\nAs of the end of" in shown
