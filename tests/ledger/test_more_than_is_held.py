"""More given up than was held, and what may be the cause: a row that tells no time of day."""

from pathlib import Path

import pytest

import harvestry

BOUGHT = "2025-03-20T15:00:00-04:00,x,buy,BTC,1,b,80000\n"


@pytest.mark.parametrize(("sold", "times"), [("2025-03-20", 1), ("2025-03-20T11:00:00-04:00", 0)])
def test_of_a_row_at_noon_it_is_said_that_a_time_may_be_missing(
    tmp_path: Path, sold: str, times: int
) -> None:
    """A bare day stands for its noon, before the purchase of the afternoon (spec lots.md 3)."""
    rows = f"{sold},x,sell,BTC,1,s,70000\n{BOUGHT}"
    (tmp_path / "history.csv").write_text(f"time,account,kind,asset,quantity,id,usd\n{rows}")
    (tmp_path / "profile.toml").write_text('time_zone = "America/New_York"\n')
    problems = harvestry.open_case([tmp_path], as_of="2025-12-31").check().problems
    [missing] = [each for each in problems if each.code == "not-enough-lots"]
    assert missing.message.count("counts at noon") == times
