"""What a choice of pools that nobody made comes to, by hand: each case has one cause alone."""

from pathlib import Path

import pytest

from harvestry.case import Case, open_case

HEAD = (
    "time,account,kind,asset,quantity,id,usd,fee_asset,fee_quantity,fee_usd,"
    "got_asset,got_quantity\n"
)
TERMS = """\
2022-01-02T12:00:00Z,a,buy,BTC,1,old,100,,,,,
2023-06-02T12:00:00Z,b,buy,BTC,1,new,100,,,,,
2024-03-02T12:00:00Z,b,sell,BTC,1,sale,150,,,,,
"""
"""Both lots cost 100: out of one pool the old one is sold, long-term, else the new, short-term."""
FEES = """\
2022-01-02T12:00:00Z,a,buy,ETH,1,mine,100,,,,,
2024-03-02T12:00:00Z,b,buy,BTC,1,paid,900,ETH,0.1,30,,
"""
"""Account b has ETH in its files as a fee alone: out of one pool it gains 20, else nobody knows."""
RECEIVED = """\
2020-01-02T12:00:00Z,b,buy,BTC,1,coin,10,,,,,
2021-01-02T12:00:00Z,b,trade,BTC,1,swap,50,,,,ETH,1
2022-01-02T12:00:00Z,a,buy,ETH,1,mine,100,,,,,
2024-03-02T12:00:00Z,a,sell,ETH,1,sale,200,,,,,
"""
"""Account b received ETH in a trade, and gave none up: it cost 50, a year before a's, at 100."""
ORDERS = """\
[pools]
before_2025 = "account"
[account.b]
kind = "wallet"
lots = "hifo"
lots_from = 2025-01-01
"""
SOLD_LATER = "2025-06-02T12:00:00Z,b,sell,BTC,0.1,later,500,,,,,\n"


def case(folder: Path, rows: str, accounts: str = "", method: str = "") -> Case:
    (folder / "history.csv").write_text(HEAD + rows)
    (folder / "accounts.toml").write_text(accounts)
    (folder / "profile.toml").write_text('time_zone = "UTC"\n')
    return open_case([folder], as_of="2026-11-22", method=method or None)


def told(of: Case, code: str) -> list[str]:
    return [each.message for each in of.check().problems if each.code == code]


@pytest.mark.parametrize(
    ("rows", "much"),
    [
        (TERMS, "2024: short and long differ"),
        (RECEIVED, "2024: $50.00 less"),
        (FEES, "2024: $20.00 less"),
    ],
)
def test_what_pools_come_to_is_told_by_year(tmp_path: Path, rows: str, much: str) -> None:
    [message] = told(case(tmp_path, rows), "pools-not-told")
    assert f"the gain would be another ({much})." in message


def test_an_account_that_was_only_sent_units_has_a_pool_too(tmp_path: Path) -> None:
    """The lot of 100 went to b, so that a alone sold the one of 400; out of one pool, of 100."""
    of = case(tmp_path, "")
    (tmp_path / "history.csv").write_text(
        "time,account,kind,asset,quantity,id,usd,to_account\n"
        "2022-01-02T12:00:00Z,a,buy,BTC,1,old,100,\n"
        "2022-06-02T12:00:00Z,a,buy,BTC,1,new,400,\n"
        "2022-07-02T12:00:00Z,a,transfer,BTC,1,moved,,b\n"
        "2024-03-02T12:00:00Z,a,sell,BTC,1,sale,500,\n"
    )
    [message] = told(of, "pools-not-told")
    assert "the gain would be another (2024: $300.00 less)." in message


def test_orders_that_differed_are_not_noted_of_a_history_matched_anew(tmp_path: Path) -> None:
    """A what-if has one order throughout, whatever the standing ones were."""
    rows = TERMS.replace("sell,BTC,1", "sell,BTC,0.5") + SOLD_LATER
    assert len(told(case(tmp_path, rows, ORDERS), "method-changed")) == 1
    assert told(case(tmp_path, rows, ORDERS, "lifo"), "method-changed") == []
