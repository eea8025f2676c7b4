"""What a leaf says is stated in a row stands in that row: over random lives, by our own CSV."""

import csv
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import harvestry
from explain.recomputing import recompute
from properties.lives import life

SEEDS = range(40)
LEAST = 500
COLUMNS = (
    *("time", "account", "kind", "asset", "quantity", "id", "usd"),
    *("fee_asset", "fee_quantity", "fee_usd", "to_account", "got_asset", "got_quantity"),
    *("acquired", "fmv_usd", "lots"),
)


def leaves(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if not tree["inputs"]:
        yield tree
    for each in tree["inputs"]:
        yield from leaves(each)


def test_stated_leaves_stand_in_their_rows_and_amounts_follow_from_leaves(tmp_path: Path) -> None:
    amounts = stated = 0
    for seed in SEEDS:
        path = tmp_path / f"{seed}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(life(seed).rows)
        case = harvestry.open_case([path], as_of=date(2100, 1, 1))
        for row in case.gains().document["rows"]:
            for column in ("gain", "proceeds", "basis"):
                trees = case.explain(f"{row['figure']}:{column}")
                if row[column] is None or len(trees) != 1:
                    continue
                amounts += 1
                assert recompute(trees[0]) == Fraction(row[column]), (seed, row["figure"], column)
                stated += sum(stands_in_its_row(leaf) for leaf in leaves(trees[0]))
    assert amounts >= LEAST
    assert stated >= LEAST


def stands_in_its_row(leaf: dict[str, Any]) -> bool:
    if leaf["formula"] != "stated in the row":
        return False
    column = leaf["figure"].rpartition(":")[2]
    cells = [source["cells"].get(column, "") for source in leaf["source"]]
    assert any(cell and Fraction(cell) == Fraction(leaf["value"]) for cell in cells), leaf
    return True
