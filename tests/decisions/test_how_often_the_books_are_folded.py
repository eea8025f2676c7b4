"""How often the books are folded for what is at stake: the more events, the fewer times."""

import re
from pathlib import Path

import pytest

from decisions.households import Household, row
from harvestry.case.ends import Endings
from harvestry.case.stakes import Staked, Stakes, most_folds
from harvestry.units.problems import Problem


@pytest.mark.parametrize(
    ("events", "folds"),
    [
        (0, 1_600),
        (149, 1_600),  # 240,000 / 150
        (150, 1_589),  # 240,000 / 151 = 1,589.4
        (499, 480),  # 240,000 / 500
        (599, 400),  # 240,000 / 600
        (600, 400),
        (2_499, 400),  # 1,000,000 / 2,500
        (4_999, 200),
        (1_000_000, 0),
    ],
)
def test_the_more_events_the_fewer_folds(events: int, folds: int) -> None:
    assert most_folds(events) == folds


def test_what_is_left_over_is_counted(tmp_path: Path) -> None:
    day = "2024-{:02}-{:02}T00:00:00Z"
    rows = [
        row(day.format(n % 12 + 1, n % 28 + 1), "a", "buy", "BTC", "1", id=f"b{n}", usd=f"{n + 1}")
        for n in range(650)
    ]
    halves = [
        row(day.format(n % 12 + 1, n % 28 + 1), "c", "deposit", "BTC", f"0.{n + 11}", id=f"d{n}")
        for n in range(30)
    ]
    sold = row("2025-06-05T00:00:00Z", "c", "sell", "BTC", "1", id="s", usd="90000")
    accounts = '[account.c]\nlots = "hifo"\nlots_from = 2020-01-01\n'
    case = Household({"h.csv": (*rows, *halves, sold)}, accounts=accounts).opened(tmp_path / "in")
    report = case.check()
    told = [each for each in report.problems if each.code == "unmatched-deposit"]
    left = [each for each in told if each.tax_low is None]
    said = " ".join(note for table in report.tables for note in table.notes)
    found = re.search(r"Of ([0-9,]+) more problems.* at most ([0-9,]+) times", said)
    assert found is not None, said
    assert found.groups() == (str(len(left)), "400")
    assert 0 < len(left) < len(told)


def test_what_would_write_too_much_stays_unknown(tmp_path: Path) -> None:
    """Two deposits of which a sale each is made: every fold writes two matches, or more."""
    rows = (
        row("2025-03-05T00:00:00Z", "a", "deposit", "BTC", "1", id="d1"),
        row("2025-04-05T00:00:00Z", "a", "sell", "BTC", "1", id="s1", usd="10000"),
        row("2025-05-05T00:00:00Z", "b", "deposit", "ETH", "1", id="d2"),
        row("2025-06-05T00:00:00Z", "b", "sell", "ETH", "1", id="s2", usd="2000"),
    )
    case = Household({"h.csv": rows}).opened(tmp_path)
    every, view, told = case.problems(), case.filed, list[str]()
    whole = _known(Stakes(case.runs, view, told.append).of_all(every))
    assert {"unmatched-deposit:d1", "unmatched-deposit:d2"} <= whole.keys()
    assert told[0] == f"working out what is at stake, problem 1 of {len(every)}"
    none = Stakes(case.runs, view, most_written=1).of_all(every)
    assert _known(none) == {}
    assert any("Of 2 more problems" in note for note in none.notes)
    # The one worth more is worked out first, and as it is where there is room for all.
    folds = len(Endings(case.runs.prepared, view.run.books).of(_named(every, "d1")).whats) + 1
    some = Stakes(case.runs, view, most_written=2 * folds).of_all(every)
    name = "unmatched-deposit:d1"
    assert _known(some) == {name: whole[name]}
    assert any("Of 1 more problems" in note for note in some.notes)


def _known(staked: Staked) -> dict[str, tuple[int, int | None]]:
    known = (each for each in staked.problems if each.tax_low is not None)
    return {each.id: (each.tax_low or 0, each.tax_high) for each in known}


def _named(problems: tuple[Problem, ...], about: str) -> Problem:
    return next(each for each in problems if each.about == about)
