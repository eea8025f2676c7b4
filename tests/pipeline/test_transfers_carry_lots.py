"""Transfers told by two files carry the very lots: basis, dates, and what is sold after them."""

from pathlib import Path

import pytest

from harvestry.case import open_case

HEADER = "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,hash"
BOUGHT = [
    "2025-01-05T10:00:00Z,kraken,buy,BTC,1,old,40000,,,",
    "2025-03-05T10:00:00Z,kraken,buy,BTC,1,new,90000,,,",
]


def _books(folder: Path, *rows: str) -> tuple[list[tuple[str, str, str, str]], set[str]]:
    path = folder / "ours.csv"
    path.write_text("\n".join([HEADER, *BOUGHT, *rows, ""]))
    case = open_case([path], as_of="2025-12-31")
    lots = [
        (row["account"], row["piece"], row["quantity"], row["basis"])
        for row in case.lots().document["lots"]
    ]
    return lots, {problem.code for problem in case.check().problems}


def test_one_withdrawal_to_two_wallets_carries_the_earliest_lot_in_two_pieces(
    tmp_path: Path,
) -> None:
    lots, codes = _books(
        tmp_path,
        "2025-06-01T10:00:00Z,kraken,withdrawal,BTC,1,w,,,,0xAB",
        "2025-06-01T11:00:00Z,ledger,deposit,BTC,0.6,d1,,,,ab",
        "2025-06-01T11:00:00Z,phone,deposit,BTC,0.4,d2,,,,ab",
    )
    assert sorted(lots) == [
        ("kraken", "new", "1", "90000"),
        ("ledger", "old/1", "0.6", "24000"),
        ("phone", "old", "0.4", "16000"),
    ]
    assert not {code for code in codes if code.startswith("unmatched")}


def test_two_withdrawals_to_one_wallet_carry_both_lots(tmp_path: Path) -> None:
    lots, _ = _books(
        tmp_path,
        "2025-02-01T10:00:00Z,coinbase,buy,BTC,0.5,other,20000,,,",
        "2025-06-01T10:00:00Z,kraken,withdrawal,BTC,1,w1,,,,ab",
        "2025-06-01T10:00:00Z,coinbase,withdrawal,BTC,0.5,w2,,,,ab",
        "2025-06-01T11:00:00Z,ledger,deposit,BTC,1.5,d,,,,ab",
    )
    assert ("ledger", "old", "1", "40000") in lots
    assert ("ledger", "other", "0.5", "20000") in lots


@pytest.mark.parametrize("rival", ["coinbase", "gemini"])
def test_what_may_be_two_things_moves_nothing_and_says_so(rival: str, tmp_path: Path) -> None:
    lots, codes = _books(
        tmp_path,
        f"2025-02-01T10:00:00Z,{rival},buy,BTC,1,other,20000,,,",
        "2025-06-01T10:00:00Z,kraken,withdrawal,BTC,1,w1,,,,",
        f"2025-06-01T10:05:00Z,{rival},withdrawal,BTC,1,w2,,,,",
        "2025-06-01T11:00:00Z,ledger,deposit,BTC,0.9999,d1,,,,",
        "2025-06-01T11:05:00Z,phone,deposit,BTC,0.9999,d2,,,,",
    )
    assert {"transfer-ambiguous", "unmatched-withdrawal", "unmatched-deposit"} <= codes
    unknown = {(account, basis) for account, _, _, basis in lots if account in {"ledger", "phone"}}
    assert unknown == {("ledger", None), ("phone", None)}
