"""A gift whose value nobody told: a gain is counted, a loss is unknown and said (IRC 1015(a))."""

from pathlib import Path

import pytest

import harvestry

GIFT = (
    "time,account,kind,asset,quantity,id,usd,acquired\n"
    "2025-01-05,w,gift-in,BTC,1,g,12000,2020-05-04\n"
)


@pytest.mark.parametrize(
    ("usd", "gain", "said"), [("12000", "0", False), ("12500", "500", False), ("11999", None, True)]
)
def test_only_a_loss_hangs_on_it(
    tmp_path: Path,
    usd: str,
    gain: str | None,
    said: bool,  # noqa: FBT001
) -> None:
    path = tmp_path / "history.csv"
    path.write_text(f"{GIFT}2025-06-05,w,sell,BTC,1,s,{usd},\n")
    case = harvestry.open_case([path], as_of="2025-12-31")
    (row,) = case.gains(2025).document["rows"]
    assert row["gain"] == gain
    codes = [problem.code for problem in case.check().problems]
    assert ("gift-value-missing" in codes) is said
