"""Coins wrapped while several accounts are one pool: each lot goes where it was wrapped."""

from pathlib import Path

from harvestry.case import open_case

HEADER = "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,got_asset,got_quantity\n"
POOLED = """[account.a]
kind = "exchange"
[account.z]
kind = "exchange"
[pools]
before_2025 = "universal"
"""


def test_a_coin_wrapped_in_a_pool_is_placed_where_it_was_wrapped(tmp_path: Path) -> None:
    """Of one pool z's coin is the earlier, and z wraps first; in 2025 z sells what it wrapped.

    By history (Rev. Proc. 2024-28; pools-and-identification.md 2) its gain is 1000 - 100.
    """
    rows = (
        "2023-01-01,z,buy,BTC,1,early,100,,,,",
        "2023-02-01,a,buy,BTC,1,late,900,,,,",
        "2023-03-01,z,trade,BTC,1,w1,,,,WBTC,1",
        "2023-04-01,a,trade,BTC,1,w2,,,,WBTC,1",
        "2025-06-01,z,sell,WBTC,1,s1,1000,,,,",
    )
    (tmp_path / "history.csv").write_text(HEADER + "".join(f"{row}\n" for row in rows))
    (tmp_path / "profile.toml").write_text('time_zone = "UTC"\n')
    (tmp_path / "accounts.toml").write_text(POOLED)
    opened = open_case([tmp_path], as_of="2026-11-22")
    (row,) = opened.gains(2025).document["rows"]
    assert (row["lot"], row["gain"]) == ("early", "900")
    (lot,) = opened.lots().document["lots"]
    assert (lot["account"], lot["lot"], lot["basis"]) == ("a", "late", "900")
