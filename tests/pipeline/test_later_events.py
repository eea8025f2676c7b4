"""Events after the day are left out, and the last of them is named: its year may be a slip."""

from pathlib import Path

import harvestry

ROWS = (
    "time,account,kind,asset,quantity,id,usd\n"
    "2026-01-05T12:00:00Z,w,buy,BTC,1,b,40000\n"
    "2062-08-01T14:40:00Z,w,sell,BTC,1,s,90000\n"
)
MORE = "2026-12-05T12:00:00Z,w,buy,BTC,1,c,50000\n"


def note(folder: Path, rows: str) -> str:
    (folder / "history.csv").write_text(rows)
    case = harvestry.open_case([folder / "history.csv"], as_of="2026-11-22")
    (said,) = [each.message for each in case.problems() if each.code == "later-events"]
    return said


def test_the_last_of_them_is_named_with_its_row(tmp_path: Path) -> None:
    assert note(tmp_path, ROWS) == (
        "1 event lies after the day this is worked out as of, and was left out; the last is of "
        "2062-08-01T14:40:00Z (history.csv row 2)."
    )
    assert note(tmp_path, ROWS + MORE).startswith("2 events lie after the day this is worked out")
    assert "2062-08-01" in note(tmp_path, ROWS + MORE)
