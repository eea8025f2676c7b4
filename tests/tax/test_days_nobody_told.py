"""A day that nobody told and an order hangs on: it is said, and what is assumed in its place."""

from pathlib import Path

import pytest

from harvestry.case.report import Report
from harvestry.reports.until_mended import Until, until_mended
from tax.opening import household

HEADER = "time,account,kind,asset,quantity,id,usd,acquired,fmv_usd\n"
BOUGHT = "2025-01-05,w,buy,X,1,a,100,,"
SOLD = "2025-06-05,w,sell,X,1,s,5000,,"


def gains(folder: Path, came: str) -> Report:
    return household(folder, "", BOUGHT, came, SOLD, header=HEADER).gains(2025)


def sold(report: Report) -> list[tuple[str, str, str]]:
    return [(row["lot"], row["term"], row["gain"]) for row in report.document["rows"]]


def assumed(report: Report) -> dict[str, str]:
    return {
        each.code: each.message for each in report.problems if until_mended(each) is Until.ASSUMED
    }


def test_an_inheritance_without_the_day_of_death(tmp_path: Path) -> None:
    """First in, first out, from the day of death on (Reg. 1.1012-1(j)(3)(i); IRC 1014(a), 1223(9)).

    Ordered by its row the unit of January goes: 5,000 - 100. Of a death in December the inherited
    one does, which is long-term: 5,000 - 4,000.
    """
    undated = gains(tmp_path, "2025-02-06,w,inherit,X,1,o,4000,,")
    assert sold(undated) == [("a", "short", "4900")]
    told = assumed(undated)
    assert set(told) == {"inherit-no-date"}
    assert "its place among the lots is that of the row, 2025-02-06" in told["inherit-no-date"]
    assert "put the day into `acquired`" in told["inherit-no-date"]
    dated = gains(tmp_path, "2025-02-06,w,inherit,X,1,o,4000,2024-12-01,")
    assert sold(dated) == [("o", "long", "1000")]
    assert not assumed(dated)


@pytest.mark.parametrize(("usd", "code"), [("4000", "date"), ("", "records")])
def test_a_gift_without_the_donors_day(tmp_path: Path, usd: str, code: str) -> None:
    """IRC 1015(a), 1223(2): of a donor who bought in 2020 the gift goes first, and is long-term."""
    undated = gains(tmp_path, f"2025-02-06,w,gift-in,X,1,o,{usd},,5000")
    assert sold(undated) == [("a", "short", "4900")]
    told = assumed(undated)
    assert set(told) == {f"gift-no-donor-{code}"}
    if usd:
        assert "its term and its place among the lots" in told["gift-no-donor-date"]
    dated = gains(tmp_path, "2025-02-06,w,gift-in,X,1,o,4000,2020-03-01,5000")
    assert sold(dated) == [("o", "long", "1000")]
    assert not assumed(dated)
