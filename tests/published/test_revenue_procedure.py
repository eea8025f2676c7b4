"""Rev. Proc. 2024-28 section 6, Examples 2 to 5, from files, as anybody uses the program.

The same examples are folded beside the oracle in `oracle/test_pools_by_hand.py`.
"""

from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

import harvestry

BEFORE = """time,account,kind,asset,quantity,id,usd,lots
2019-07-01,XYZ,buy,ABC,10,one,10,
2020-09-01,GHI,buy,ABC,20,five,100,
2024-12-01,XYZ,sell,ABC,6,identified,60,five:6
"""
"""Units at $1 in one wallet and at $5 in another; six sold are identified with the basis of $5."""
SETTINGS = """[account.XYZ]
kind = "wallet"
[account.GHI]
kind = "wallet"
[pools]
before_2025 = "universal"
"""
SPECIFIC = """[[pools.allocation]]
asset = "ABC"
kind = "specific-unit"
rule = "file:allocation.csv"
completed = 2025-02-28
"""
SPECIFIC_LOTS = """account,lot,quantity
XYZ,one,2
XYZ,five,2
GHI,one,8
GHI,five,12
"""
GLOBAL = """[[pools.allocation]]
asset = "ABC"
kind = "global"
rule = "file:allocation.csv"
described = 2024-12-20
completed = 2025-04-01
"""
GLOBAL_LOTS = """account,lot,quantity
XYZ,five,4
GHI,five,10
GHI,one,10
"""
Held = set[tuple[str, str, str, str]]


def opened(folder: Path, after: str = "", allocation: str = "", lots: str = "", **more: Any) -> Any:
    (folder / "rows.csv").write_text(BEFORE + after)
    (folder / "accounts.toml").write_text(SETTINGS + allocation)
    (folder / "profile.toml").write_text('time_zone = "America/New_York"\n')
    if lots:
        (folder / "allocation.csv").write_text(lots)
    return harvestry.open_case([folder], **({"as_of": "2025-12-31"} | more))


def held(of: Any) -> Held:
    """Give account, units, basis of one and day of acquisition of what is held."""
    return {
        (
            lot["account"],
            lot["quantity"],
            str(Fraction(lot["basis"]) / Fraction(lot["quantity"])),
            lot["acquired"],
        )
        for lot in of.lots().document["lots"]
    }


def sold(of: Any, name: str, year: int) -> list[Mapping[str, str]]:
    """Give the rows of a sale."""
    return [row for row in of.gains(year).document["rows"] if row["disposal"] == name]


def codes(of: Any) -> set[str]:
    return {problem["code"] for problem in of.gains(2025).document["problems"]}


def test_example_2_what_is_left_of_a_universal_pool(tmp_path: Path) -> None:
    """Basis of 30 is used; 10 units at $1 and 14 at $5 are left, of units 4 in XYZ, 20 in GHI."""
    of = opened(tmp_path, as_of="2024-12-31")
    assert [row["basis"] for row in sold(of, "identified", 2024)] == ["30"]
    assert held(of) == {
        ("universal:self", "10", "1", "2019-07-01"),
        ("universal:self", "14", "5", "2020-09-01"),
    }
    balances = {row["account"]: row["quantity"] for row in of.balances().document["balances"]}
    assert balances == {"XYZ": "4", "GHI": "20"}


def test_example_3_a_specific_unit_allocation(tmp_path: Path) -> None:
    """One unit of each basis is identified and sold; one of each is left in the wallet."""
    sale = "2025-03-01,XYZ,sell,ABC,2,named,20,one:1;five:1\n"
    of = opened(tmp_path, sale, SPECIFIC, SPECIFIC_LOTS)
    assert sorted(row["basis"] for row in sold(of, "named", 2025)) == ["1", "5"]
    assert {lot for lot in held(of) if lot[0] == "XYZ"} == {
        ("XYZ", "1", "1", "2019-07-01"),
        ("XYZ", "1", "5", "2020-09-01"),
    }
    assert not codes(of)


def test_example_4_a_sale_before_a_global_allocation_is_complete(tmp_path: Path) -> None:
    """The allocation stands, the identification fails: two units of the earliest are sold."""
    sale = "2025-03-01,GHI,sell,ABC,2,named,20,one:1;five:1\n"
    of = opened(tmp_path, sale, GLOBAL, GLOBAL_LOTS)
    [row] = sold(of, "named", 2025)
    assert (row["quantity"], row["basis"], row["acquired"]) == ("2", "2", "2019-07-01")
    assert codes(of) == {"allocation-not-complete"}
    allocated = opened(tmp_path, sale, GLOBAL, GLOBAL_LOTS, as_of="2025-02-28")
    assert held(allocated) == {
        ("XYZ", "4", "5", "2020-09-01"),
        ("GHI", "10", "5", "2020-09-01"),
        ("GHI", "10", "1", "2019-07-01"),
    }


@pytest.mark.parametrize("lots", ["one:1;five:1", ""])
def test_example_5_a_gift_before_a_global_allocation_is_complete(tmp_path: Path, lots: str) -> None:
    """The two units given are of the earliest: 2 of basis go with them, named otherwise or not."""
    gift = f"2025-03-01,GHI,gift-out,ABC,2,given,,{lots}\n"
    of = opened(tmp_path, gift, GLOBAL, GLOBAL_LOTS)
    assert held(of) == {
        ("XYZ", "4", "5", "2020-09-01"),
        ("GHI", "10", "5", "2020-09-01"),
        ("GHI", "8", "1", "2019-07-01"),
    }
    assert ("allocation-not-complete" in codes(of)) == bool(lots)
