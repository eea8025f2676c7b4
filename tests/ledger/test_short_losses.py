"""Losses on closed short sales near another sale are said to be open (IRC 1091(e))."""

from pathlib import Path

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"
SHORT = "2026-03-02,broker,short,IBIT,10,open,500\n2026-03-20,broker,cover,IBIT,10,close,600\n"


@pytest.mark.parametrize(
    ("row", "times"),
    [
        ("2026-04-19,broker,short,IBIT,5,again,300\n", 1),
        ("2026-04-20,broker,short,IBIT,5,again,300\n", 0),
        ("2026-02-16,broker,buy,IBIT,5,own,200\n2026-02-17,broker,sell,IBIT,5,sold,300\n", 0),
        ("2026-02-18,broker,buy,IBIT,5,own,200\n2026-03-19,broker,sell,IBIT,5,sold,300\n", 1),
        ("2026-04-01,broker,buy,IBIT,5,own,200\n", 0),
    ],
)
def test_a_covered_loss_near_a_sale_is_said(tmp_path: Path, row: str, times: int) -> None:
    path = tmp_path / "history.csv"
    path.write_text(HEADER + SHORT + row)
    problems = harvestry.open_case([path], as_of="2026-12-31").check().problems
    assert [each.code for each in problems].count("short-loss-near-sale") == times


def test_a_short_that_gained_is_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "history.csv"
    path.write_text(HEADER + SHORT.replace("close,600", "close,400"))
    problems = harvestry.open_case([path], as_of="2026-12-31").check().problems
    assert "short-loss-near-sale" not in {each.code for each in problems}
