"""Two lots sold on one day at a loss, each bought in the other's window (position mutual_loop)."""

from fractions import Fraction
from pathlib import Path

import pytest

import harvestry
from explain.recomputing import recompute

HISTORY = """time,account,kind,asset,quantity,id,usd
2026-06-01,a,buy,BTC,1,p,1000
2026-06-05,b,buy,BTC,1,q,1100
2026-06-20,a,sell,BTC,1,s,800
2026-06-20,b,sell,BTC,1,t,800
"""


@pytest.mark.parametrize(
    ("choice", "rows"),
    [
        # p's 200 join q: 800 - 1300, which is allowed (Treas. Reg. 1.1091-1(e)).
        ("once", {"s": ("1000", "200", "0"), "t": ("1300", "0", "-500")}),
        # q's 500 are washed by p in turn and join its basis: 800 - 1500 + 200.
        ("both", {"s": ("1500", "200", "-500"), "t": ("1300", "500", "0")}),
    ],
)
def test_both_are_washed_where_the_position_says_so(
    tmp_path: Path, choice: str, rows: dict[str, tuple[str, str, str]]
) -> None:
    (tmp_path / "history.csv").write_text(HISTORY)
    positions = {"mutual_loop": choice}
    case = harvestry.open_case([tmp_path], as_of="2026-12-31", wash="apply", positions=positions)
    told = {row["disposal"]: row for row in case.gains().document["rows"]}
    for disposal, (basis, adjustment, gain) in rows.items():
        row = told[disposal]
        assert (row["basis"], row["adjustment"], row["gain"]) == (basis, adjustment, gain)
        (tree,) = case.explain(f"{row['figure']}:gain")
        assert recompute(tree) == Fraction(gain)
