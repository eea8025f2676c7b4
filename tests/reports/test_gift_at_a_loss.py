"""A gift sold below its value then is held from the gift: every report tells the day it does.

Bought by the donor 2020-03-01 for 10,000, worth 6,000 when given on 2025-02-01, sold for 5,000 half
a year later: a short-term loss of 1,000, column (b) the day of the gift (Pub. 544 table 4-2).
"""

from pathlib import Path

import pytest

import harvestry
from harvestry.units.days import day_text

ROWS = (
    "time,account,kind,asset,quantity,id,usd,acquired,fmv_usd\n"
    "2025-02-01,w,gift-in,BTC,0.1,g,10000,2020-03-01,6000\n"
    "2025-08-01,w,sell,BTC,0.1,s,{usd},,\n"
)
GIVEN, DONORS = "2025-02-01", "2020-03-01"


@pytest.mark.parametrize(
    ("usd", "gain", "term", "acquired"),
    [("5000", "-1000", "short", GIVEN), ("12000", "2000", "long", DONORS)],
)
def test_the_days_of_gains_and_form_and_explain_agree_with_the_term(
    tmp_path: Path, usd: str, gain: str, term: str, acquired: str
) -> None:
    (tmp_path / "history.csv").write_text(ROWS.format(usd=usd))
    case = harvestry.open_case([tmp_path / "history.csv"], as_of="2026-11-22")
    (table,) = case.gains(2025).tables
    (row,) = table.rows
    shown = {column.key: cell for column, cell in zip(table.columns, row, strict=True)}
    day = shown["acquired"]
    assert isinstance(day, int)
    assert (day_text(day), shown["term"]) == (acquired, term)
    (tree,) = case.explain("s")
    (held,) = [each for each in tree["inputs"] if each["name"] == "days_held"]
    assert tree["value"] == gain
    assert (f"held from the gift on {GIVEN}" in str(held)) is (acquired == GIVEN)
