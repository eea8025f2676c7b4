"""A workbook tells the pieces of a lot that one sale took as one row, and explain each of them."""

from pathlib import Path

import pytest

import harvestry
from harvestry.sample.household import write_household
from harvestry.units.exact import DOLLAR, WHOLE_COIN

ROWS = """\
time,account,kind,asset,quantity,id,usd
2026-01-01,a,buy,BTC,1,b1,50000
2026-02-01,a,sell,BTC,0.5,s1,20000
2026-02-10,a,buy,BTC,1,b2,42000
2026-06-01,a,sell,BTC,1.5,s2,61500
"""


def test_a_row_of_several_pieces_is_their_sum_and_is_explained_piece_by_piece(
    tmp_path: Path,
) -> None:
    """Half of `b2` replaced the 5,000 lost in February, so at 41,000 it loses 500 and 5,500."""
    path = tmp_path / "history.csv"
    path.write_text(ROWS)
    case = harvestry.open_case([path], as_of="2026-12-31", wash="apply")
    sheet = next(each for each in case.harvest().sheets if each.title == "Gains and losses 2026")
    row = dict(zip((each.key for each in sheet.columns), sheet.rows[-1], strict=True))
    assert (row["lot"], row["quantity"]) == ("b2/*", WHOLE_COIN)
    assert (row["proceeds"], row["basis"]) == (41_000 * DOLLAR, 47_000 * DOLLAR)
    assert row["gain_or_loss"] == -6_000 * DOLLAR
    trees = case.explain(str(row["figure"]))
    assert [tree["value"] for tree in trees] == ["-500", "-5500"]
    pieces = [each["piece"] for each in case.gains(2026).document["rows"]]
    assert pieces == ["b1", "b1", "b2", "b2/1"]


ORDER_CHANGED = """\
time,account,kind,asset,quantity,id,usd
2024-01-10,a,buy,BTC,4,b1,100000
2024-03-01,a,sell,BTC,1,early,24000
2024-08-01,a,sell,BTC,1,late,23000
2024-09-01,a,sell,BTC,1,later,22000
"""


@pytest.mark.parametrize(
    ("order", "said", "sums"),
    [
        ('lots = "hifo"\nlots_from = 2024-07-01\n', ["2024: FIFO then HIFO"], [-1, -2, -3]),
        ("", [], [-1 - 2 - 3]),
    ],
)
def test_sums_of_earlier_years_still_tell_that_an_order_changed_within_one(
    tmp_path: Path, order: str, said: list[str], sums: list[int]
) -> None:
    """Where an order may change its sales are summed by the day; first in, first out by the year.

    That it changed is allowed, and is told (pools-and-identification.md 3; Treas. Reg.
    1.1012-1(j)(4)).
    """
    (tmp_path / "history.csv").write_text(ORDER_CHANGED)
    (tmp_path / "accounts.toml").write_text(f"[account.a]\n{order}")
    case = harvestry.open_case([tmp_path], as_of="2026-12-31")
    changed = [each for each in case.harvest().problems if each.code == "method-changed"]
    assert [each.message.partition("(")[2].partition(")")[0] for each in changed] == said
    gains = [(each.gain or 0) // (1000 * DOLLAR) for each in case.runs.to_harvest.books.matches]
    assert gains == sums


@pytest.mark.parametrize("wash", [None, "current-law", "from:2025-03-01", "apply"])
def test_earlier_years_in_sum_give_the_harvest_that_every_piece_gives(
    tmp_path: Path, wash: str | None
) -> None:
    """A case that told every piece already harvests on from those, any other from sums."""
    write_household(tmp_path, rows=900)
    in_sum = harvestry.open_case([tmp_path], as_of="2026-11-22", wash=wash)
    by_piece = harvestry.open_case([tmp_path], as_of="2026-11-22", wash=wash)
    by_piece.wash(2026)
    assert in_sum.harvest().document == by_piece.harvest().document
    few, all_ = in_sum.runs.to_harvest.books.matches, by_piece.runs.to_harvest.books.matches
    assert wash == "apply" or len(few) < len(all_)
    assert sum(each.gain or 0 for each in few) == sum(each.gain or 0 for each in all_)
    assert in_sum.positions().document == by_piece.positions().document
