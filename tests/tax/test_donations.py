"""Donations of coins above $5,000 need an appraisal (IRC 170(f)(11)(C), (F))."""

from pathlib import Path

import pytest

from tax.opening import household

BOUGHT = "2023-01-05,w,buy,BTC,5,b1,50000,"
PROFILE = "[year.2025]\nfiling_status = 'single'\nwages = '60000'\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        # Chief Counsel Advice 202302012: 10,000 by the price of an exchange.
        (("2025-02-05,w,donation,BTC,1,d1,10000,",), "$10,000.00 were donated in 2025. "),
        (("2025-02-05,w,donation,BTC,1,d1,5000,",), None),
        # Like items count together, whoever receives them.
        (
            ("2025-02-05,w,donation,BTC,1,d1,3000,", "2025-03-05,w,donation,BTC,1,d2,2000.01,"),
            "$5,000.01",
        ),
        (("2025-02-05,w,donation,BTC,1,d1,,",), "and 1 more whose value no row tells"),
        (("2025-02-05,w,gift-out,BTC,1,d1,10000,",), None),
        (("2024-02-05,w,donation,BTC,1,d1,10000,",), None),
    ],
)
def test_a_donation_above_the_threshold_needs_an_appraisal(
    rows: tuple[str, ...], said: str | None, tmp_path: Path
) -> None:
    report = household(tmp_path, PROFILE, BOUGHT, *rows).forms(2025)
    found = [each.message for each in report.problems if each.code == "donation-appraisal"]
    assert len(found) == (said is not None)
    if said is not None:
        assert said in found[0]
        assert "$5,000.00 needs a qualified appraisal" in found[0]


def test_a_donated_fund_needs_none(tmp_path: Path) -> None:
    """IRC 170(f)(11)(A)(ii)(I): publicly traded securities."""
    rows = ("2023-01-05,w,buy,IBIT,5,b1,50000,", "2025-02-05,w,donation,IBIT,1,d1,10000,")
    problems = household(tmp_path, PROFILE, *rows).forms(2025).problems
    assert "donation-appraisal" not in {each.code for each in problems}
