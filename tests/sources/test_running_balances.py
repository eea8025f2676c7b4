"""The file's own balances: followed row by row in any order, and compared with what was read."""

import random
from pathlib import Path

import pytest

from harvestry.case import open_case
from harvestry.units.exact import quantity_of
from sources.golden_files import GOLDENS, read

HEADER = "txid,refid,time,type,subtype,aclass,asset,wallet,amount,fee,balance,feecurrency"


def _row(n: int, kind: str, asset: str, amount: str, fee: str, balance: str, more: str = "") -> str:
    wallet, _, charged = more.partition("|")
    at = f"2024-01-{n:02} 10:00:00"
    begin = f"T{n}{asset}{amount},R{n},{at},{kind},,currency,{asset},{wallet}"
    return f"{begin},{amount},{fee},{balance},{charged}"


ROWS = [
    _row(1, "deposit", "BTC", "1", "0", "1"),
    _row(2, "trade", "BTC", "-0.1", "0", "0.9"),
    _row(2, "trade", "ETH", "2", "0.01", "1.99"),
    _row(3, "withdrawal", "BTC", "-0.2", "0.001", "0.699"),
    _row(4, "staking", "ETH.S", "0.01", "0.001", "0.009", "earn"),
    _row(5, "deposit", "BTC", "0.001", "0", "0.7"),
    _row(6, "withdrawal", "ETH", "-1", "0.01", "0.98"),
]


def _read(folder: Path, rows: list[str]) -> list[tuple[str, int | None]]:
    path = folder / "kraken.csv"
    path.write_text("\n".join([HEADER, *rows, ""]))
    imported = read(path)
    return [(p.code, p.row) for p in imported.problems]


@pytest.mark.parametrize("order", ["oldest first", "newest first", *range(5)])
def test_a_whole_file_has_no_gap_in_whatever_order(order: str | int, tmp_path: Path) -> None:
    rows = list(ROWS)
    if order == "newest first":
        rows.reverse()
    elif isinstance(order, int):
        random.Random(order).shuffle(rows)  # noqa: S311 - an order, no secret
    assert _read(tmp_path, rows) == []
    (receipt,) = read(tmp_path / "kraken.csv").receipts
    assert [(c.asset, c.quantity) for c in receipt.closings] == [
        ("BTC", quantity_of("0.7")),
        ("ETH", quantity_of("0.989")),
    ]


def test_a_missing_row_is_said_where_the_balance_breaks(tmp_path: Path) -> None:
    assert _read(tmp_path, [*ROWS[:3], *ROWS[4:]]) == [("balance-gap", 5)]


def test_a_changed_amount_is_said(tmp_path: Path) -> None:
    changed = ROWS[3].replace("-0.2,", "-0.3,")
    assert _read(tmp_path, [*ROWS[:3], changed, *ROWS[4:]]) == [("balance-gap", 4)]


def test_a_fee_in_another_asset_lowers_that_balance(tmp_path: Path) -> None:
    charged = _row(7, "trade", "BTC", "-0.1", "0.05", "0.6", "|ETH")
    other = _row(7, "trade", "SOL", "5", "0", "5")
    last = _row(8, "withdrawal", "ETH", "-0.5", "0", "0.43")
    assert _read(tmp_path, [*ROWS, charged, other, last]) == []
    assert _read(tmp_path, [*ROWS, charged, other, last][::-1]) == []


LAST_BALANCES = {
    "coinbase_pro/account": {"BTC": "0.0404475", "ETH": "0", "USDC": "60"},
    "gemini/history": {"BTC": "0.3598", "ETH": "3.76", "GUSD": "20.05"},
    "kraken/ledgers_9_columns": {"BCH": "0.799", "EUR": "49.87", "XTZ": "5"},
    "kraken/ledgers_conversions": {"BTC": "0.009599", "USDC": "50"},
    "bitfinex/ledgers": {"ETH": "0.01", "USDT": "1.5"},
}
"""The last balance that stands in each file, of the assets it begins with none of and has whole."""


@pytest.mark.parametrize("name", LAST_BALANCES)
def test_what_was_read_ends_with_the_files_own_balances(name: str) -> None:
    case = open_case([GOLDENS / f"{name}.csv"], as_of="2026-01-01")
    found = {row["asset"]: row for row in case.balances().document["balances"]}
    for asset, balance in LAST_BALANCES[name].items():
        assert (found[asset]["stated"], found[asset]["ours_then"]) == (balance, balance)


def test_a_history_that_begins_late_differs_from_its_own_balance(tmp_path: Path) -> None:
    path = tmp_path / "kraken.csv"
    path.write_text("\n".join([HEADER, *ROWS[3:], ""]))
    report = open_case([path], as_of="2024-02-01").balances()
    rows = {row["asset"]: row for row in report.document["balances"]}
    assert (rows["BTC"]["stated"], rows["BTC"]["ours_then"]) == ("0.7", "-0.2")
    assert "balance-differs" in {problem.code for problem in report.problems}
    whole = tmp_path / "whole.csv"
    whole.write_text("\n".join([HEADER, *ROWS[:3], ""]))
    codes = {p.code for p in open_case([path, whole], as_of="2024-02-01").balances().problems}
    assert "balance-differs" not in codes


def test_an_opening_is_offered_only_where_units_are_missing(tmp_path: Path) -> None:
    """BTC: 1 - 0.1 + 0.001 by the rows, 0.7 by the balance. ETH: 0 - 1.01, 0.98 by the balance.

    XTZ: 5 by the balance of a row that nobody understands, so that no row stands for a lot.
    """
    path = tmp_path / "kraken.csv"
    odd = _row(1, "abracadabra", "XTZ", "5", "0", "5")
    rows = [odd, *(each for n, each in enumerate(ROWS) if n not in {2, 3})]
    path.write_text("\n".join([HEADER, *rows, ""]))
    report = open_case([path], as_of="2024-02-01").check()
    found = {each.id: each for each in report.problems if each.code == "balance-differs"}
    assert {id_: each.choices for id_, each in found.items()} == {
        "balance-differs:kraken:BTC": ("ignore REASON",),
        "balance-differs:kraken:ETH": ("opening USD[@DATE]", "ignore REASON"),
        "balance-differs:kraken:XTZ": ("ignore REASON",),
    }
    assert "`opening` rows" not in found["balance-differs:kraken:BTC"].message
    assert "stands there twice" in found["balance-differs:kraken:BTC"].message
    assert "`opening` rows" in found["balance-differs:kraken:XTZ"].message
    typed = [str(cells[0]) for cells in report.tables[-1].rows]
    told = [each for each in typed if "balance-differs" in each]
    assert sum(each.split()[3] == "ignore" for each in told) == 1  # once a kind
    assert "harvestry fix balance-differs:kraken:ETH opening USD[@DATE]" in told
