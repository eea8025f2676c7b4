"""A row to be corrected is also named by the line at which an editor or a spreadsheet shows it."""

import io
from pathlib import Path

from rich.console import Console

import harvestry
from faces.running import harvestry as run
from harvestry.reports.terminal.rendering import render

# The note of the first row runs over two lines, so the second row begins on line 4.
HISTORY = (
    "time,account,kind,asset,quantity,id,usd,note\n"
    '2025-01-05,a,buy,BTC,1,x,40000,"two\nlines"\n'
    "2025-01-06,a,buy,BTC,2.O,z,100,\n"
)


def test_the_line_of_a_bad_row_is_told_beside_its_number(tmp_path: Path) -> None:
    (tmp_path / "history.csv").write_text(HISTORY)
    shown = run("gains", "history.csv", cwd=tmp_path).stderr
    assert "(history.csv row 2, line 4)" in shown.replace("\n    ", " ")
    listed = harvestry.open_case([tmp_path / "history.csv"], as_of="2026-11-22").check().tables[1]
    titles = [column.title for column in listed.columns]
    rows = [dict(zip(titles, cells, strict=True)) for cells in listed.rows]
    (row,) = [each for each in rows if each["Code"] == "bad-number"]
    assert (row["File"], row["Row"], row["Line"]) == ("history.csv", "2", "4")


def test_a_problem_of_no_row_has_no_line(tmp_path: Path) -> None:
    (tmp_path / "history.csv").write_text(HISTORY.splitlines()[0] + "\n")
    (tmp_path / "odd.csv").write_text("Foo,Bar,Baz\n1,2,3\n")
    shown = run("gains", tmp_path, cwd=tmp_path).stderr
    assert "(odd.csv)" in shown.replace("\n    ", " ")


def test_a_narrow_terminal_shows_the_place_of_a_row_that_check_lists(tmp_path: Path) -> None:
    (tmp_path / "history.csv").write_text(HISTORY)
    listed = harvestry.open_case([tmp_path / "history.csv"], as_of="2026-11-22").check().tables[1]
    file = io.StringIO()
    render(listed, Console(file=file, width=80), wide=False)
    assert "history.csv row 2, line 4" in " ".join(file.getvalue().split())


def test_a_row_is_placed_though_its_message_names_another_file_of_that_name(tmp_path: Path) -> None:
    header, row = "time,account,kind,asset,quantity,id,usd\n", "2025-01-05,a,buy,BTC,1,b1,{usd}\n"
    paths = []
    for folder, usd in (("one", "40000"), ("two", "50000")):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / "t.csv")
        paths[-1].write_text(header + row.format(usd=usd))
    shown = " ".join(run("gains", *paths, cwd=tmp_path).stderr.split())
    assert "also stands on one/t.csv row 1 with other content" in shown
    assert "remove the wrong one. (two/t.csv row 1, line 2)" in shown
