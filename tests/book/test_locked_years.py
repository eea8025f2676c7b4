"""A locked year: its figures stand, what would differ is said, and it hands on what was filed."""

from pathlib import Path
from typing import Any

import pytest

import harvestry
from book.making_books import AT, WHO, export, take_in
from faces.running import harvestry as command
from harvestry.book.errors import UnfitDeedError
from harvestry.case.forms_report import Wanted
from harvestry.case.journal import lock, taken_back, unlock, unpacked
from harvestry.reports.tax_forms.form import Options
from harvestry.reports.tax_forms.rounding import Rounding

LOSS = ("2024-01-05,w,buy,BTC,1,b1,50000", "2025-02-05,w,sell,BTC,1,s1,40000")
FORGOTTEN = ("2025-03-05,w,buy,ETH,1,b2,1000", "2025-04-05,w,sell,ETH,1,s2,6000")
PROFILE = """
time_zone = "America/New_York"
[year.2025]
filing_status = "single"
wages = "80000"
[year.2026]
filing_status = "single"
wages = "80000"
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "profile.toml").write_text(PROFILE)
    path = tmp_path / "b.harvestry"
    take_in(path, export(tmp_path, "a.csv", *LOSS))
    return path


def case(book: Path) -> harvestry.Case:
    files = unpacked(book, AT)
    return harvestry.open_case(
        files.files,
        as_of="2026-11-26",
        profile=book.parent / "profile.toml",
        holds=files,
    )


def locked(book: Path, year: int = 2025) -> str:
    return lock(book, case(book).filed, year, unpacked(book, AT).head, WHO, AT)


def told(report: Any) -> list[str]:
    return [each.message for each in report.problems if each.code == "locked-year-differs"]


def test_nothing_is_said_while_nothing_differs(book: Path) -> None:
    locked(book)
    report = case(book).tax(2025)
    assert told(report) == []
    assert report.document["locked"]["differences"] == []
    assert told(case(book).gains(2025)) == told(case(book).forms(2025)) == []


def test_a_later_change_is_shown_and_not_applied_to_what_goes_on(book: Path) -> None:
    """Filed: a loss of 10,000, 7,000 handed on. A forgotten gain of 5,000 would leave 2,000."""
    locked(book)
    before = case(book).tax(2026).document
    assert before["lines"]["schedule_d.14"] == "-7000"
    take_in(book, export(book.parent, "b.csv", *FORGOTTEN))
    report = case(book).tax(2025)
    (message,) = told(report)
    assert "schedule_d.16 -$10,000.00 filed, -$5,000.00 now" in message
    found = {each["figure"]: each for each in report.document["locked"]["differences"]}
    assert found["carryover.13"] == {"figure": "carryover.13", "filed": "7000", "now": "2000"}
    assert found["form_8949.I.gain"] == {"figure": "form_8949.I.gain", "filed": None, "now": "5000"}
    assert len(told(case(book).gains(2025))) == len(told(case(book).gains())) == 1
    assert case(book).tax(2026).document["lines"] == before["lines"]
    unlock(book, 2025, WHO, AT)
    assert told(case(book).tax(2025)) == []
    assert case(book).tax(2026).document["lines"]["schedule_d.14"] == "-2000"


def test_a_locked_year_hands_on_what_its_form_in_whole_dollars_shows(tmp_path: Path) -> None:
    """40,001 - 50,000 on the form, 9,999.99 in the books: 6,999 goes on, not 6,999.99 as 7,000.

    Once a forgotten gain has the books differ, the lock's own amount stands, rounded.
    """
    (tmp_path / "profile.toml").write_text(PROFILE)
    book = tmp_path / "c.harvestry"
    take_in(book, export(tmp_path, "a.csv", *(f"{LOSS[0]}.49", f"{LOSS[1]}.50")))
    locked(book)
    wanted = Wanted(Options(Rounding.DOLLARS))

    def handed_on(*how: Wanted) -> str:
        return str(case(book).forms(2026, *how).document["schedule_d"]["lines"]["14"])

    assert (handed_on(wanted), handed_on()) == ("-6999", "-6999.99")
    take_in(book, export(tmp_path, "b.csv", *FORGOTTEN))
    assert (handed_on(wanted), handed_on()) == ("-7000", "-6999.99")


def test_taking_the_change_back_ends_the_difference(book: Path) -> None:
    locked(book)
    (kept,) = take_in(book, export(book.parent, "b.csv", *FORGOTTEN))
    assert kept.deed is not None
    taken_back(book, kept.deed, WHO, AT)
    assert told(case(book).tax(2025)) == []


def test_another_profile_is_another_figure(book: Path) -> None:
    locked(book)
    profile = book.parent / "profile.toml"
    profile.write_text(PROFILE.replace('"80000"', '"90000"', 1))
    assert "form_1040.1z $80,000.00 filed, $90,000.00 now" in told(case(book).tax(2025))[0]


def test_a_year_is_locked_once_and_only_where_its_tax_is_known(book: Path) -> None:
    locked(book)
    with pytest.raises(UnfitDeedError, match="locked already"):
        locked(book)
    with pytest.raises(UnfitDeedError, match="unknown"):
        locked(book, 2024)
    with pytest.raises(UnfitDeedError, match="not locked"):
        unlock(book, 2026, WHO, AT)


def test_a_year_that_is_not_over_is_not_locked(book: Path) -> None:
    with pytest.raises(UnfitDeedError, match="2026 is not over on 2026-11-26"):
        locked(book, 2026)


def test_a_lock_says_what_was_not_read_into_it(book: Path) -> None:
    assert "Not read" not in locked(book)
    unlock(book, 2025, WHO, AT)
    take_in(book, export(book.parent, "bad.csv", "2025-05-05,w,sel,BTC,1,s9,40000"))
    assert "Not read, and in no figure: 1 row of bad.csv." in locked(book)


def test_what_differs_begins_with_the_return_and_not_with_lines_of_nothing(book: Path) -> None:
    """Without the loss of 10,000 the 3,000 allowed are gone; form 1040 comes before worksheets."""
    locked(book)
    taken_back(book, 2, WHO, AT)
    (message,) = told(case(book).tax(2025))
    assert ": form_1040.7a -$3,000.00 filed, $0.00 now; form_1040.9 $77,000.00 filed" in message
    shown = message.partition("; and ")[0]
    assert "$0.00 filed, nothing now" not in shown


def test_a_lock_is_no_deed_that_is_undone(book: Path) -> None:
    locked(book)
    with pytest.raises(UnfitDeedError, match="cannot be taken back"):
        taken_back(book, 3, WHO, AT)


def _lock(book: Path) -> tuple[int, str]:
    words = ("lock", 2025, "--book", book, "--profile", "profile.toml", "--as-of", "2026-11-26")
    ran = command(*words, cwd=book.parent)
    assert ran.stdout.startswith("2025 is locked"), ran.stderr
    return ran.returncode, ran.stdout


def test_a_lock_says_what_puts_the_figures_it_holds_in_doubt(book: Path) -> None:
    take_in(book, export(book.parent, "b.csv", "2025-02-01,w,deposit,ETH,0.1,m1,"))
    code, said = _lock(book)
    assert code == 1
    assert "other figures may be wrong" in said
    assert "unmatched-deposit" in said
    assert "--unlock" in said


def test_a_lock_of_figures_nothing_speaks_against_ends_with_0(book: Path) -> None:
    code, said = _lock(book)
    assert code == 0
    assert "wrong" not in said
