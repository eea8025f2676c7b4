"""Where another choice would leave a gain unknown, that is said: unknown is not zero."""

from pathlib import Path
from typing import Any

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd,got_asset,got_quantity\n"
BOUGHT = "2026-01-05,a,buy,BTC,1,x,2000,,\n2026-03-01,a,trade,BTC,1,w,,WBTC,1\n"


def wrapped(folder: Path, more: str) -> tuple[Any, str]:
    (folder / "history.csv").write_text(HEADER + BOUGHT + more)
    report = harvestry.open_case([folder], as_of="2027-12-31").positions()
    (told,) = (each for each in report.document["choices"] if each["position"] == "wrapped")
    table = report.tables[0]
    (row,) = (each for each in table.rows if each[0] == "wrapped")
    return told["effects"], str(row[-1])


def test_a_swap_of_unknown_value_taken_for_an_exchange_has_an_unknown_gain(tmp_path: Path) -> None:
    # Sold for 2600: as one coin 600 long. As an exchange nobody knows what the token cost.
    effects, words = wrapped(tmp_path, "2027-02-01,a,sell,WBTC,1,s,2600,,\n")
    changes = [
        {"year": 2026, "term": "short", "gain": None, "disallowed": "0"},
        {"year": 2027, "term": "long", "gain": "-600", "disallowed": "0"},
        {"year": 2027, "term": "short", "gain": None, "disallowed": "0"},
    ]
    assert effects == [
        {"choice": "taxable", "basis_held": "0", "unknown_because": None, "changes": changes}
    ]
    assert "2026 short unknown" in words


def test_a_token_still_held_has_an_unknown_basis(tmp_path: Path) -> None:
    ((effect),), words = wrapped(tmp_path, "")
    assert effect["basis_held"] is None
    assert "basis still held unknown" in words
