"""How often the books are folded for what is at stake: the more events, the fewer times."""

import re
from pathlib import Path

import pytest

from decisions.households import Household, row
from harvestry.case.stakes import most_folds


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
