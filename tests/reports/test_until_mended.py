"""What must be mended first stands apart from what only leaves a value unknown."""

import re
from pathlib import Path
from typing import Any

from faces.running import document, harvestry
from harvestry.reports.problem_tables import worst_first
from harvestry.reports.until_mended import (
    LEAVE_UNKNOWN,
    ON_WHAT_IS_ASSUMED,
    Until,
    of_one_kind,
    until_mended,
)
from harvestry.units.problems import Problem, Severity

PAGE = Path(__file__).parents[2] / "docs" / "problems.md"
HISTORY = (
    "time,account,kind,asset,quantity,id,usd\n"
    "2026-01-05,w,buy,BTC,1,b1,500\n"
    "2026-01-06,w,buy,ETH,2,b2,500\n"
    "2026-02-05,w,buy,BTC,O.5,b3,500\n"
    "2026-03-05,w,income:staking,ETH,0.1,i1,\n"
    "2026-04-05,w,deposit,BTC,0.1,d1,\n"
)


def error(code: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(code, severity, f"About {code}.")


def test_what_puts_figures_in_doubt_comes_before_what_is_only_unknown() -> None:
    codes = ("missing-price", "no-current-price", "unmatched-deposit", "bad-number")
    ordered = worst_first([*map(error, codes), error("a-warning", Severity.WARNING)])
    assert [each.code for each in ordered] == [
        *("bad-number", "unmatched-deposit"),
        *("missing-price", "no-current-price"),
        "a-warning",
    ]


def test_codes_that_leave_a_value_unknown_are_errors_of_the_page() -> None:
    page = dict(re.findall(r"^## `([a-z0-9-]+)`\n(\w+)\.", PAGE.read_text(), re.MULTILINE))
    unknown = [code for code in page if until_mended(error(code)) is Until.UNKNOWN]
    assert "missing-price" in unknown
    assert len(unknown) == len(LEAVE_UNKNOWN)
    assert {page[code] for code in unknown} == {"Error"}
    assert until_mended(error("missing-price", Severity.NOTE)) is Until.STANDS


def test_codes_of_what_is_assumed_are_warnings_of_the_page() -> None:
    page = dict(re.findall(r"^## `([a-z0-9-]+)`\n(\w+)\.", PAGE.read_text(), re.MULTILINE))
    assert {page[code] for code in ON_WHAT_IS_ASSUMED} == {"Warning"}
    told = [error(code, Severity.WARNING) for code in ("a-warning", *sorted(ON_WHAT_IS_ASSUMED))]
    assert [until_mended(each) for each in worst_first(told)] == [Until.ASSUMED] * 5 + [
        Until.STANDS
    ]


def test_prices_missing_are_told_once_and_each_doubt_by_itself() -> None:
    codes = ("bad-number", "bad-number", "missing-price", "missing-price", "missing-price")
    told = [(each.code, more) for each, more in of_one_kind(map(error, codes))]
    assert told == [("bad-number", 0), ("bad-number", 0), ("missing-price", 2)]


def test_a_report_says_what_to_mend_first(tmp_path: Path) -> None:
    (tmp_path / "history.csv").write_text(HISTORY)
    words = ("harvest", tmp_path, "--as-of", "2026-12-01", "--out", tmp_path / "plan.xlsx")
    lines = harvestry(*words, cwd=tmp_path).stderr.splitlines()
    start = lines.index("5 problems; `harvestry check` with the same files tells all:")
    first, bad, deposit, then, income, price = lines[start + 1 : start + 7]
    assert first == "Mend first, for other figures may be wrong:"
    assert "O.5" in bad
    assert "0.1 BTC arrived in w" in deposit
    assert then == "Until these are mended a value is unknown:"
    assert "No price of ETH on 2026-03-05" in income
    assert price.startswith("  error: No price of BTC is known")
    assert price.endswith(" And 1 more of the kind.")


def test_programs_are_told_too(tmp_path: Path) -> None:
    (tmp_path / "history.csv").write_text(HISTORY)
    problems: Any = document("check", tmp_path, "--as-of", "2026-12-01", cwd=tmp_path, code=1)
    told = {each["code"]: each["until_mended"] for each in problems["problems"]}
    assert told["bad-number"] == told["unmatched-deposit"] == "other figures may be wrong"
    assert told["missing-price"] == told["no-current-price"] == "a value is unknown"
    assert told["time-zone-assumed"] == "figures stand"
