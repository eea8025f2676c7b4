"""What the summary sheets say can be locked in is explained, also where that is nothing."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"
GAINS = ("2025-01-05,a,buy,BTC,1,x,100", "2025-02-05,a,buy,BTC,1,y,150")
NOT_KNOWN = ("2025-01-05,a,deposit,BTC,1,x,", "2025-02-05,a,buy,BTC,1,y,900")
A_LOSS = ("2025-01-05,a,buy,BTC,1,x,300", "2025-02-05,a,buy,BTC,1,y,150")


def explained(folder: Path, rows: tuple[str, ...], method: str) -> dict[str, Any]:
    (folder / "history.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    (folder / "profile.toml").write_text('time_zone = "UTC"\n')
    (folder / "prices.csv").write_text("date,asset,close_usd\n2026-11-22,BTC,200\n")
    (tree,) = harvestry.open_case([folder], as_of="2026-11-22").explain(f"harvest:{method}:a:BTC")
    return tree


@pytest.mark.parametrize("method", ["fifo", "lifo"])
def test_a_holding_without_a_loss_locks_in_nothing_and_names_its_rows(
    tmp_path: Path, method: str
) -> None:
    tree = explained(tmp_path, GAINS, method)
    assert (Fraction(tree["value"]), tree["inputs"]) == (0, [])
    assert tree["formula"].startswith("no loss is reached by selling these lots")
    assert {(source["file"], source["row"]) for source in tree["source"]} >= {
        ("history.csv", 1),
        ("history.csv", 2),
    }


def test_a_first_lot_of_unknown_basis_leaves_it_unknown_and_stands_in_the_tree(
    tmp_path: Path,
) -> None:
    tree = explained(tmp_path, NOT_KNOWN, "fifo")
    assert tree["value"] is None
    # The undated deposit may be the first of all; the lot of a known basis stays what it is.
    assert {each["value"] for each in tree["inputs"]} == {None, "-700"}


def test_where_a_loss_is_reached_it_is_the_sum_through_there(tmp_path: Path) -> None:
    tree = explained(tmp_path, A_LOSS, "fifo")
    assert Fraction(tree["value"]) == 200 - 300
    assert [each["value"] for each in tree["inputs"]] == ["-100"]


def test_units_that_would_be_sold_are_stated_in_no_row(tmp_path: Path) -> None:
    (lot,) = explained(tmp_path, A_LOSS, "fifo")["inputs"]
    waiting, leaves = [lot], []
    while waiting:
        node = waiting.pop()
        waiting += node["inputs"]
        leaves += [] if node["inputs"] else [node]
    of_a_plan = [leaf["value"] for leaf in leaves if leaf["formula"].endswith("as if sold")]
    assert set(of_a_plan) == {"2"}
    stated = [leaf for leaf in leaves if leaf["formula"] == "stated in the row"]
    assert {leaf["value"] for leaf in stated} == {"200", "300"}
    assert {row["file"] for leaf in stated for row in leaf["source"]} == {
        "history.csv",
        "prices.csv",
    }


NAMED, NOT_NAMED = "Units are identified in", "Units that are not identified"
LOTS = """time,account,kind,asset,quantity,id,usd
2025-01-02,w,buy,BTC,1,early,100
2025-06-02,w,buy,BTC,1,dear,900
2025-09-02,w,buy,BTC,1,late,500
2026-02-02,w,sell,BTC,1,sold,50
"""


@pytest.mark.parametrize(
    ("figure", "told", "law"),
    [
        ("sold", "dear, the next in w's order, HIFO", NAMED),
        ("harvest:lifo:w:late", "late, the next in the order of this plan, LIFO", NAMED),
        ("harvest:fifo:w:early", "early, the next in the order of this plan, FIFO", NOT_NAMED),
    ],
)
def test_the_rule_of_a_lot_is_that_of_the_order_that_took_it(
    tmp_path: Path, figure: str, told: str, law: str
) -> None:
    """Any order but first in, first out is an identification (Reg. 1.1012-1(j)(2)(i))."""
    (tmp_path / "lots.csv").write_text(LOTS)
    (tmp_path / "prices.csv").write_text("date,asset,close_usd\n2026-06-30,BTC,50\n")
    order = 'kind = "wallet"\nlots = "hifo"\nlots_from = 2025-01-01\n'
    (tmp_path / "accounts.toml").write_text(f"[account.w]\n{order}")
    case = harvestry.open_case([tmp_path], as_of="2026-06-30")
    (tree,) = case.explain(figure)
    taken = next(each for each in tree["inputs"] if each["name"] == "lot")
    assert taken["formula"] == told
    assert taken["rule"]["text"].startswith(law)
