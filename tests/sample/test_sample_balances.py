"""No account of the sample ever gives what it has not: summed up anew from the rendered files."""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from fractions import Fraction
from io import StringIO

import pytest

from harvestry.sample.household import household

COUNTER_LEG = re.compile(r"(Bought|Sold|Converted) \S+ \w+ (?:for|to) ([\d.]+) (\w+)")
CODES = {"XXBT": "BTC", "XETH": "ETH", "XXDG": "DOGE", "ADA.S": "ADA", "ZUSD": "USD"}
Move = tuple[str, str, Fraction]
"""When, what, how much: signed."""


def table(text: str, skip: int = 0) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO("\n".join(text.splitlines()[skip:])), strict=True))


def coinbase_moves(text: str) -> Iterator[Move]:
    for row in table(text, skip=3):
        time = row["Timestamp"]
        yield time, row["Asset"], Fraction(row["Quantity Transacted"])
        leg = COUNTER_LEG.match(row["Notes"])
        if leg is not None and row["Transaction Type"] != "Buy":
            sign = -1 if leg[1] == "Bought" else 1
            yield time, leg[3], sign * Fraction(leg[2])


def kraken_moves(text: str) -> Iterator[Move]:
    for row in table(text):
        if row["txid"]:
            asset = CODES.get(row["asset"], row["asset"])
            yield row["time"], asset, Fraction(row["amount"]) - Fraction(row["fee"])


def wallet_moves(files: Mapping[str, str], account: str) -> Iterator[Move]:
    for name in ("hardware-wallet.csv", "hot-wallet.csv", "ira.csv"):
        for row in table(files[name]):
            yield from wallet_row(row, account)


def wallet_row(row: dict[str, str], account: str) -> Iterator[Move]:
    time, asset, quantity = row["time"], row["asset"], Fraction(row["quantity"])
    if row["to_account"] == account:
        yield time, asset, quantity
    if row["account"] != account:
        return
    if row["kind"] in ("deposit", "buy"):
        yield time, asset, quantity
        return
    yield time, asset, -quantity
    on_top = row["kind"] == "transfer" or row["fee_asset"] != asset
    if row["fee_asset"] and on_top:
        yield time, row["fee_asset"], -Fraction(row["fee_quantity"])
    if row["got_asset"]:
        yield time, row["got_asset"], Fraction(row["got_quantity"])


def held(moves: Iterator[Move]) -> dict[str, Fraction]:
    """Sum up in order of time, at one moment what comes in first; nothing may go below zero."""
    balance: dict[str, Fraction] = defaultdict(Fraction)
    for time, asset, quantity in sorted(moves, key=lambda move: (move[0], -move[2])):
        balance[asset] += quantity
        assert balance[asset] >= 0, f"{asset} at {time}"
    return balance


@pytest.mark.parametrize(("seed", "rows"), [(2026, 590), (3, 300), (4, 2_000)])
def test_no_balance_is_ever_negative(seed: int, rows: int) -> None:
    files = household(seed, rows)
    for name in ("coinbase-alex.csv", "coinbase-sam.csv"):
        assert held(coinbase_moves(files[name]))["BTC"] > 0
    assert held(kraken_moves(files["kraken-ledgers.csv"]))["SOL"] > 0
    for account, asset in (("hardware", "BTC"), ("hot", "ETH"), ("ira", "IBIT")):
        assert held(wallet_moves(files, account))[asset] > 0


def test_the_balances_kraken_prints_are_its_running_sums() -> None:
    balance: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    pending = 0
    for row in table(household()["kraken-ledgers.csv"]):
        if not row["txid"]:
            pending += 1
            assert row["balance"] == ""
            continue
        place = row["asset"], row["wallet"]
        balance[place] += Fraction(row["amount"]) - Fraction(row["fee"])
        assert Fraction(row["balance"]) == balance[place] >= 0
    assert pending == 2


def test_the_dollars_coinbase_prints_add_up() -> None:
    for row in table(household()["coinbase-alex.csv"], skip=3):
        names = ("Subtotal", "Total (inclusive of fees and/or spread)", "Fees and/or Spread")
        usd, total, fee = (Fraction(row[name].replace("$", "")) for name in names)
        quantity = Fraction(row["Quantity Transacted"])
        assert (usd < 0) == (quantity < 0)
        off = -fee if row["Transaction Type"].endswith("Sell") else fee
        assert abs(total) == abs(usd) + off
