"""Published examples of basis, costs, gifts, holding and income, as data, through both.

The naive matcher and the library must each come to the figures.
"""

import tomllib
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from oracle.naive_pools import match
from properties.rows import Row
from published.opening import ZONE, open_files

HERE = Path(__file__).parent
FILES = (HERE / "basis_and_fees.toml", HERE / "gifts_and_holding.toml")
CASES: dict[str, Any] = {
    case["id"]: case
    for path in FILES
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
}
MONEY = ("proceeds", "basis", "gain")


class Sold(NamedTuple):
    disposal: str
    lot: str
    quantity: Fraction
    proceeds: Fraction
    basis: Fraction
    gain: Fraction
    term: str


class Held(NamedTuple):
    lot: str
    asset: str
    quantity: Fraction
    basis: Fraction


def exact(entry: Row) -> dict[str, Any]:
    """Give an entry with its numbers exact."""
    numbers = {"quantity", *MONEY} & entry.keys()
    return {key: Fraction(text) if key in numbers else text for key, text in entry.items()}


def rows_of(case: Any) -> list[Row]:
    return [{"account": "wallet"} | row for row in case["rows"]]


def accounts_of(case: Any) -> dict[str, Row]:
    accounts = {"wallet": {}} | case.get("accounts", {})
    return {name: {"time_zone": ZONE} | entry for name, entry in accounts.items()}


def assert_came_out(case: Any, sold: list[Sold], held: list[Held], income: dict[str, Any]) -> None:
    if "sold" in case:
        assert sorted(sold) == sorted(Sold(**exact(each)) for each in case["sold"])
    if "held" in case:
        expected = [Held(**exact(each)) for each in case["held"]]
        assets = {each.asset for each in expected}
        assert sorted(each for each in held if each.asset in assets) == sorted(expected)
    for each in case.get("income", []):
        assert income[each["id"]] == Fraction(each["usd"])


def test_every_case_says_something_and_whence() -> None:
    cases = [
        case for path in FILES for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
    ]
    assert len(cases) == len(CASES) == 33
    assert all(case["cite"] and ("sold" in case or "held" in case) for case in cases)


@pytest.mark.parametrize("name", CASES)
def test_the_naive_matcher_comes_to(name: str) -> None:
    case = CASES[name]
    books = match(rows_of(case), accounts_of(case))
    sold = []
    for each in books.matches:
        assert each.lot is not None
        assert each.proceeds is not None
        assert each.basis is not None
        gain = each.proceeds - each.basis
        sold.append(
            Sold(each.disposal, each.lot, each.quantity, each.proceeds, each.basis, gain, each.term)
        )
    held = [
        Held(lot.lot, lot.asset, lot.quantity, Fraction(lot.basis or 0)) for lot in books.open_lots
    ]
    assert_came_out(case, sold, held, {each.event: each.usd for each in books.income})


@pytest.mark.parametrize("name", CASES)
def test_the_library_comes_to(name: str, tmp_path: Path) -> None:
    case = CASES[name]
    opened = open_files(tmp_path, rows_of(case), accounts_of(case), case.get("assets", {}))
    sold = [
        Sold(**exact({key: row[key] for key in Sold._fields}))
        for row in opened.gains().document["rows"]
    ]
    held = [
        Held(**exact({key: lot[key] for key in Held._fields}))
        for lot in opened.lots().document["lots"]
    ]
    income = {row["id"]: Fraction(row["usd"]) for row in opened.income().document["rows"]}
    assert_came_out(case, sold, held, income)
