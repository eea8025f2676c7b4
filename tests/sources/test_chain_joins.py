"""What several files tell of one transaction, by the smallest formats that join by hash."""

from pathlib import Path

import pytest

from harvestry.sources import reading
from harvestry.sources.catalogue import format_of
from harvestry.sources.receipt import Imported
from sources.golden_files import read, told

CHAIN = """
name = "chain-NAME"
title = "Chain NAME"
account = "chain"
account_kind = "wallet"
prefix = "chain"
joins_by_hash = true
from_name = ["(?P<own_address>0x[0-9a-f]{4})"]
[constants]
fee_asset = "ETH"
[columns]
time = { names = ["Date"], required = true }
hash = { names = ["Txhash"], required = true }
from_address = { names = ["From"], required = true }
to_address = { names = ["To"], required = true }
quantity = { names = ["NAME Value"], required = true }
fee_quantity = { names = ["Fee"] }
asset = { names = ["Token"] }
[[rows]]
types = ["*"]
direction = "in"
do = "deposit"
fee_not_ours = true
[[rows]]
types = ["*"]
direction = "out"
having = ["quantity"]
do = "withdrawal"
[[rows]]
types = ["*"]
direction = "out"
do = "fee-only"
"""
COINS = CHAIN.replace("NAME", "coins").replace("[constants]", '[constants]\nasset = "ETH"')
TOKENS = CHAIN.replace("NAME", "tokens")
INNER = COINS.replace("chain-coins", "chain-inner").replace("coins Value", "inner Value")


def _explored(
    monkeypatch: pytest.MonkeyPatch, folder: Path, coins: str, inner: str, tokens: str
) -> Imported:
    known = {each.name: each for each in map(format_of, (COINS, INNER, TOKENS))}
    monkeypatch.setattr(reading, "formats", lambda: known)
    files = {
        "coins-0xaaaa.csv": "Date,Txhash,From,To,coins Value,Fee\n" + coins,
        "inner-0xaaaa.csv": "Date,Txhash,From,To,inner Value\n" + inner,
        "tokens-0xaaaa.csv": "Date,Txhash,From,To,tokens Value,Token\n" + tokens,
    }
    for name, text in files.items():
        (folder / name).write_text(text)
    return read(*(folder / name for name in files))


def test_an_act_told_by_three_files_is_one_swap(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    imported = _explored(
        monkeypatch,
        tmp_path,
        coins="2024-01-01,0xH1,0xaaaa,0xdex,0,0.01\n2024-01-02,0xH2,0xaaaa,0xdex,1,0.02\n"
        "2024-01-03,0xH3,0xbbbb,0xaaaa,5,0.03\n",
        inner="2024-01-02,0xH2,0xdex,0xaaaa,0.25\n",
        tokens="2024-01-01,0xh1,0xaaaa,0xpool,100,USDC\n2024-01-01,0xh1,0xpool,0xaaaa,2,UNI\n"
        "2024-01-02,0xh2,0xpool,0xaaaa,7,UNI\n",
    )
    shown = [
        {k: v for k, v in told(e).items() if k not in {"account", "rows", "time"}}
        for e in imported.events
    ]
    assert shown == [
        {"id": "chain:0xH1", "kind": "trade", "asset": "USDC", "quantity": "100",
         "got_asset": "UNI", "got_quantity": "2", "fee_asset": "ETH", "fee_quantity": "0.01",
         "hash": "0xh1"},
        {"id": "chain:0xH2", "kind": "trade", "asset": "ETH", "quantity": "0.77",
         "got_asset": "UNI", "got_quantity": "7", "fee_asset": "ETH", "fee_quantity": "0.02",
         "hash": "0xH2"},
        {"id": imported.events[2].id, "kind": "deposit", "asset": "ETH", "quantity": "5",
         "hash": "0xH3"},
    ]  # fmt: skip
    assert sum(r.rows_imported for r in imported.receipts) == 7


def test_change_is_taken_off_and_what_cannot_be_made_out_is_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    imported = _explored(
        monkeypatch,
        tmp_path,
        coins="2024-01-01,0xH1,0xaaaa,0xcccc,1,0.01\n2024-01-02,0xH2,0xaaaa,0xdex,1,0\n",
        inner="2024-01-01,0xH1,0xcccc,0xaaaa,0.25\n",
        tokens="2024-01-02,0xH2,0xpool,0xaaaa,7,UNI\n2024-01-02,0xH2,0xpool,0xaaaa,8,COMP\n",
    )
    first = sorted(imported.events[:2], key=lambda event: event.kind)
    assert [(e.kind, e.asset, told(e)["quantity"]) for e in first] == [
        ("fee", "ETH", "0.01"),
        ("withdrawal", "ETH", "0.75"),
    ]
    assert [(p.code, p.file, p.row) for p in imported.problems] == [
        ("ambiguous-group", "coins-0xaaaa.csv", 2)
    ]
    assert len(imported.events) == 5
