"""A fix lands inside what is told of its problem where another was made before it."""

from pathlib import Path

import pytest

from decisions.households import Household, at_most, ends, problems, row
from decisions.rows_to_mend import HIFO
from decisions.unmatched_households import GONE


@pytest.mark.parametrize(
    ("closes", "fix"),
    [
        (
            "2024-03-01,BTC,60000\n2025-12-01,BTC,90000\n",
            ("missing-price:w2", "value", "34000"),
        ),
        (
            "2025-02-02,BTC,90000\n2025-02-03,BTC,900\n2025-02-04,BTC,91000\n",
            ("outlying-price:BTC@2025-02-03", "price", "90500"),
        ),
    ],
)
def test_sold_for_nobody_says_how_much_leaves_a_value_whose_ends_lie_inside(
    tmp_path: Path, closes: str, fix: tuple[str, str, str]
) -> None:
    household = Household(GONE.files, prices=f"date,asset,close_usd\n{closes}")
    least, most = ends(problems(household.opened(tmp_path))["unmatched-withdrawal:w2"])
    sold = ("unmatched-withdrawal:w2", "sold", "")
    low, high = ends(problems(household.opened(tmp_path, sold))[fix[0]])
    found = at_most(household.opened(tmp_path, sold, fix))
    assert found is not None
    assert least <= low <= found <= high <= most


LACKED_TWICE = Household(
    {
        "h.csv": (
            row("2024-03-26T00:00:00Z", "a", "buy", "BTC", "0.5", id="b1", usd="18600"),
            row("2024-04-12T00:00:00Z", "a", "sell", "BTC", "1.5", id="s1", usd="61000"),
            row("2026-10-22T00:00:00Z", "a", "sell", "BTC", "0.4", id="s2", usd="35000"),
        )
    },
    accounts=HIFO,
)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (("not-enough-lots:s1", "0.6=300000"), ("not-enough-lots:s1", "1.2=0")),
        (("not-enough-lots:s1", "0.6=300000"), ("not-enough-lots:s1", "1.4=0@2024-04-12")),
        (("not-enough-lots:s2", "0.4=300000@2025-11-13"), ("not-enough-lots:s1", "5=1")),
    ],
)
def test_a_fix_lands_inside_where_another_was_made_before_that_it_ends(
    tmp_path: Path, first: tuple[str, str], then: tuple[str, str]
) -> None:
    """Told anew in place of too few units; told so many that no more lack later."""
    earlier, later = ((problem, "held", value) for problem, value in (first, then))
    least, most = ends(problems(LACKED_TWICE.opened(tmp_path, earlier))[later[0]])
    found = at_most(LACKED_TWICE.opened(tmp_path, earlier, later))
    assert found is not None
    assert least <= found <= most
