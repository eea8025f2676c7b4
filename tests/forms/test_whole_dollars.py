"""`forms --whole-dollars`: every line copies the one before as it stands, and so does what goes on.

Worked by hand from the forms: entries and totals are rounded half up from their cents, lines of
Schedule D add up what stands above them, and the Capital Loss Carryover Worksheet copies lines 7,
15 and 21 (Instructions for Form 1040 and Schedule D (2025), rounding off to whole dollars).
"""

from pathlib import Path
from typing import Any

import pytest

from faces.running import document

HEADER = "time,account,kind,asset,quantity,id,usd,form,form_basis_reported,lots"
LOSSES = (
    "2023-01-02,a,buy,ETH,1,b1,4500.49,,,",
    "2025-01-02,a,buy,BTC,1,b2,18000.49,,,",
    "2025-06-02,a,sell,BTC,1,s1,10000.50,,,",
    "2025-06-02,a,sell,ETH,1,s2,2000.50,,,",
)
GAIN = (
    "2026-01-02,a,buy,BTC,1,b3,50.49,,,",
    "2026-03-02,a,sell,BTC,1,s3,100.50,,,",
    "2026-03-03,a,pnl:1256,ESX,1,p1,10.75,,,",
)
PROFILE = """
[year.2025]
filing_status = "single"
wages = "100000.40"
[year.2026]
filing_status = "single"
wages = "100000"
other_short = "-0.50"
"""
WHOLE = "--whole-dollars"


def told(folder: Path, command: str, *options: object, rows: tuple[str, ...] = LOSSES) -> Any:
    (folder / "in").mkdir(exist_ok=True)
    (folder / "in" / "own.csv").write_text("\n".join((HEADER, *rows)) + "\n", "utf-8")
    (folder / "in" / "profile.toml").write_text(PROFILE, "utf-8")
    out = ("--out", "out") if command == "forms" else ()
    return document(command, "in", *out, "--as-of", "2027-03-01", *options, cwd=folder)


def lines(document: Any, *names: str) -> list[str]:
    return [document["schedule_d"]["lines"][name] for name in names]


def worksheet(document: Any) -> list[int]:
    return [int(document["carryover_worksheet"][str(line)]) for line in range(1, 14)]


def test_the_worksheet_copies_the_lines_of_the_form(tmp_path: Path) -> None:
    """10,001 - 18,000 and 2,001 - 4,500 on the form; exact they are 7,999.99 and 2,499.99.

    Line 1: wages of 100,000 less the allowed 3,000 and the standard deduction of 15,750.
    """
    form = told(tmp_path, "forms", "--year", 2025, WHOLE)
    assert lines(form, "7", "15", "16", "21") == ["-7999", "-2499", "-10498", "-3000"]
    assert worksheet(form) == [
        *(81250, 3000, 84250, 3000, 7999, 0, 3000, 4999),
        *(2499, 0, 0, 0, 2499),
    ]


def test_what_the_rounded_worksheet_shows_is_brought_in_by_the_next_year(tmp_path: Path) -> None:
    """2026: 101 - 50 on Form 8949, 4.30 short and 6.45 long of 10.75, and half a dollar lost.

    Line 7: 51 + 4 - 1 - 4,999; line 15: 6 - 2,499. The worksheet hands on 4,945 - 3,000 and 2,493.
    """
    rows = (*LOSSES, *GAIN)
    form = told(tmp_path, "forms", "--year", 2026, WHOLE, rows=rows)
    shown = dict(zip(("3", "4", "5", "6", "7"), lines(form, "3", "4", "5", "6", "7"), strict=True))
    assert shown == {"3": "51", "4": "4", "5": "-1", "6": "-4999", "7": "-4945"}
    assert lines(form, "11", "14", "15", "16", "21") == ["6", "-2499", "-2493", "-7438", "-3000"]
    assert [worksheet(form)[line - 1] for line in (2, 5, 8, 9, 13)] == [
        *(3000, 4945, 1945, 2493, 2493),
    ]


def test_without_whole_dollars_cents_are_brought_in(tmp_path: Path) -> None:
    """7,999.99 less the 3,000 that were allowed, and 2,499.99; `tax` says the same."""
    rows = (*LOSSES, *GAIN)
    form = told(tmp_path, "forms", "--year", 2026, rows=rows)
    assert lines(form, "6", "14") == ["-4999.99", "-2499.99"]
    tax = told(tmp_path, "tax", "--year", 2026, rows=rows)["lines"]
    assert (tax["schedule_d.6"], tax["schedule_d.14"]) == ("-4999.99", "-2499.99")


@pytest.mark.parametrize(("option", "lost"), [((), "200.02"), ((WHOLE,), "200")])
def test_in_cents_the_worksheet_copies_the_form_too(
    option: tuple[str, ...], lost: str, tmp_path: Path
) -> None:
    """Two boxes lose 100.005 each: 100.01 in each, 200.02 on line 7, though the books say .01."""
    rows = (
        "2025-01-02,a,buy,BTC,1,b1,100.005,,,",
        "2025-01-02,a,buy,ETH,1,b2,100.005,,,",
        "2025-06-02,a,sell,BTC,1,s1,0,1099-da,true,",
        "2025-06-02,a,sell,ETH,1,s2,0,1099-da,false,",
    )
    form = told(tmp_path, "forms", "--year", 2025, *option, rows=rows)
    assert lines(form, "7", "21") == [f"-{lost}", f"-{lost}"]
    assert [form["carryover_worksheet"][line] for line in ("2", "5")] == [lost, lost]


def test_a_carryover_that_was_filed_is_brought_in_in_whole_dollars(tmp_path: Path) -> None:
    """4,999.50 is 5,000 on line 6; 51 - 1 - 5,000 on line 7."""
    filed = PROFILE + 'carryover_short = "4999.50"\ncarryover_long = "2499.49"\n'
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "own.csv").write_text("\n".join((HEADER, *GAIN[:2])) + "\n", "utf-8")
    (tmp_path / "in" / "profile.toml").write_text(filed, "utf-8")
    options = ("--year", 2026, "--out", "out", "--as-of", "2027-03-01", WHOLE)
    form = document("forms", "in", *options, cwd=tmp_path)
    assert lines(form, "6", "14", "15") == ["-5000", "-2499", "-2499"]
    assert [worksheet(form)[line - 1] for line in (5, 9, 13)] == [4950, 2499, 2499]
