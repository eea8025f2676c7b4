"""Wallets taken as one pool (self_custody_pool = one) are sold by the order that they share.

1 BTC for 50,000 in the one and 1 for 110,000 in the other, 80,000 today: first in, first out no
loss is reached; the dearest first, 30,000 are.
"""

from pathlib import Path
from typing import Any

import pytest

import harvestry

ROWS = (
    "time,account,kind,asset,quantity,id,usd\n"
    "2025-03-01T10:00:00Z,ledger,buy,BTC,1,b1,50000\n"
    "2025-09-01T10:00:00Z,trezor,buy,BTC,1,b2,110000\n"
)
SOLD = "2026-11-24T10:00:00Z,ledger,sell,BTC,1,s1,80000\n"


def opened(folder: Path, ledger: str, trezor: str, rows: str = ROWS) -> harvestry.Case:
    (folder / "history.csv").write_text(rows)
    (folder / "accounts.toml").write_text(
        "".join(
            f'[account.{name}]\nlots = "{order}"\nlots_from = 2025-01-01\n'
            for name, order in (("ledger", ledger), ("trezor", trezor))
        )
    )
    (folder / "prices.csv").write_text("date,asset,close_usd\n2026-11-25,BTC,80000\n")
    positions = {"self_custody_pool": "one"}
    return harvestry.open_case([folder], as_of="2026-11-25", positions=positions)


def in_force(case: harvestry.Case) -> tuple[Any, str]:
    report = case.harvest()
    rows = report.document["in_force"]
    return (rows[0] if rows else None), " ".join(report.tables[0].notes)


def test_the_order_that_all_share_is_in_force_as_the_sale_made_then_is(tmp_path: Path) -> None:
    row, notes = in_force(opened(tmp_path, "hifo", "hifo"))
    assert (row["account"], row["order_in_force"]) == ("wallets:self", "HIFO")
    assert (row["in_force_sell"], row["in_force_locks_in"]) == ("1", "-30000")
    assert "BTC in wallets:self is one pool (position self_custody_pool)" in notes
    assert "its units lie in: ledger 1, trezor 1." in notes
    assert "A sale follows" not in notes
    gains = opened(tmp_path, "hifo", "hifo", ROWS + SOLD).gains(2026).document["rows"]
    assert [each["gain"] for each in gains] == ["-30000"]


@pytest.mark.parametrize("orders", [("fifo", "hifo"), ("hifo", "fifo")])
def test_where_they_differ_that_is_said(tmp_path: Path, orders: tuple[str, str]) -> None:
    row, notes = in_force(opened(tmp_path, *orders))
    assert row is None or row["order_in_force"] == "FIFO"
    one, two = (each.upper() for each in orders)
    told = f"A sale follows the order of the wallet it is made in (ledger {one}, trezor {two}); "
    assert f"{told}told here is FIFO." in notes
