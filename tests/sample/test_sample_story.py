"""The sample household has lived through what the software must know about."""

import csv
from collections import Counter
from io import StringIO

import pytest

from harvestry.sample.household import household

FILES = household()
COINBASE = list(csv.DictReader(FILES["coinbase-alex.csv"].splitlines()[3:], strict=True))
KRAKEN = list(csv.DictReader(StringIO(FILES["kraken-ledgers.csv"]), strict=True))
WALLETS = [
    row
    for name in ("hardware-wallet.csv", "hot-wallet.csv", "ira.csv")
    for row in csv.DictReader(StringIO(FILES[name]), strict=True)
]


def test_coinbase_is_the_report_of_2025() -> None:
    lines = FILES["coinbase-alex.csv"].splitlines()
    assert lines[0] == ""
    assert lines[1] == "Transactions"
    assert lines[2].startswith("User,Alex Sample,")
    assert lines[3].startswith("ID,Timestamp,Transaction Type,Asset,Quantity Transacted,")
    assert lines[3].endswith(",Notes,Sender Address,Recipient Address")
    times = [row["Timestamp"] for row in COINBASE]
    assert times == sorted(times, reverse=True)
    assert len({row["ID"] for row in COINBASE}) == len(COINBASE)


@pytest.mark.parametrize(
    "kind",
    [
        "Buy",
        "Sell",
        "Advanced Trade Buy",
        "Advanced Trade Sell",
        "Convert",
        "Send",
        "Receive",
        "Staking Income",
        "Retail Staking Transfer",
        "Learning Reward",
        "Reward Income",
        "Paid for an order",
        "Deposit",
        "Withdrawal",
    ],
)
def test_coinbase_has_every_kind_of_row(kind: str) -> None:
    assert kind in {row["Transaction Type"] for row in COINBASE}


@pytest.mark.parametrize("quote", ["USD", "USDC"])
def test_coinbase_trades_against_dollars_and_stablecoins(quote: str) -> None:
    assert any(f" {quote} on " in row["Notes"] for row in COINBASE)


def test_kraken_has_sixteen_columns_and_every_kind_of_row() -> None:
    assert len(KRAKEN[0]) == 16
    kinds = {(row["type"], row["subtype"]) for row in KRAKEN}
    assert {type_ for type_, _ in kinds} >= {
        *("deposit", "withdrawal", "trade", "spend", "receive", "transfer", "staking", "earn")
    }
    assert kinds >= {
        ("earn", "reward"),
        ("earn", "allocation"),
        ("earn", "deallocation"),
        ("transfer", "spottostaking"),
        ("transfer", "stakingfromspot"),
    }


def test_kraken_trades_have_two_rows_and_with_fee_credits_three() -> None:
    trades = [row for row in KRAKEN if row["type"] == "trade"]
    sizes = Counter(Counter(row["refid"] for row in trades).values())
    assert sizes[3] == 2
    assert set(sizes) == {2, 3}
    credits_paid = [row for row in trades if row["asset"] == "KFEE"]
    assert all(float(row["amount"]) == 0 < float(row["fee"]) for row in credits_paid)


def test_a_pending_deposit_is_followed_by_the_settled_one() -> None:
    pending = [row for row in KRAKEN if not row["txid"]]
    settled = {row["refid"] for row in KRAKEN if row["txid"]}
    assert pending
    assert all(row["refid"] in settled for row in pending)


def test_the_wallets_and_the_ira_lived_too() -> None:
    kinds = {(row["account"], row["kind"]) for row in WALLETS}
    assert kinds >= {
        ("hardware", "deposit"),
        ("hardware", "withdrawal"),
        ("hardware", "transfer"),
        ("hardware", "donation"),
        ("hot", "trade"),
        ("hot", "spend"),
        ("hot", "fee"),
        ("hot", "gift-out"),
        ("ira", "buy"),
        ("ira", "sell"),
    }
    assert any(
        row["fee_asset"] not in ("", row["asset"], row["got_asset"]) and row["kind"] == "trade"
        for row in WALLETS
    )


def test_one_deposit_came_from_where_nobody_knows() -> None:
    known = [row["Timestamp"][:10] for row in COINBASE if row["Transaction Type"] == "Send"]
    known += [row["time"][:10] for row in KRAKEN if row["type"] == "withdrawal"]
    known += [row["time"][:10] for row in WALLETS if row["kind"] == "withdrawal"]
    deposits = [row for row in WALLETS if row["kind"] == "deposit"]
    orphans = [row for row in deposits if row["time"][:10] not in known]
    assert [row["account"] for row in orphans] == ["hardware"]
