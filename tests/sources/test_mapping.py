"""Files nobody knows: proposed, previewed, kept, and read again as they were shown."""

import json
from pathlib import Path
from typing import Any

import pytest

from faces.running import Ran, harvestry
from harvestry.case.map_report import known_title, proposed
from harvestry.events.account import Accounts
from harvestry.sources.errors import SourceError, UnknownFormatError
from harvestry.sources.mapping.looking import look
from harvestry.sources.mapping.proposing import propose
from harvestry.sources.mapping.reading import mapping_of, read_mapping
from harvestry.sources.reading import read_files
from harvestry.sources.settings.errors import SettingsError
from sources.golden_files import told
from sources.workbooks import workbook

WALLET = (
    "My Wallet export\n\nDatum,What,Coin,Amount,Network fee,TxHash\n"
    "31.12.2023 23:59:59,Received,BTC,0.5,,aa\n01.02.2024 10:00:00,Sent,BTC,-0.1,0.0001,bb\n"
    "02.02.2024 10:00:00,Staking Reward,ETH,0.01,,\n03.02.2024 10:00:00,Frobnicated,ETH,0.01,,\n"
)
TWO_SIDED = (
    "Date;Sent Amount;Sent Currency;Received Amount;Received Currency;Fee;Fee Currency\n"
    "2024-01-01 10:00:00;1,5;ETH;4.000,25;USDC;0,001;ETH\n2024-01-02 10:00:00;;;2;SOL;;\n"
)


def _given(folder: Path, text: str, name: str = "odd.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def _read(path: Path, mapping: Path) -> list[dict[str, Any]]:
    imported = read_files([path], Accounts(), mapping=read_mapping(mapping))
    return [told(event) for event in imported.events]


def test_a_proposal_reads_header_and_cells(tmp_path: Path) -> None:
    looked = look(_given(tmp_path, WALLET))
    proposal = propose(looked.header, looked.rows)
    assert proposal.columns == {
        "time": "Datum", "type": "What", "asset": "Coin", "quantity": "Amount",
        "fee_quantity": "Network fee", "hash": "TxHash",
    }  # fmt: skip
    assert proposal.kinds == {
        "Received": "deposit",
        "Sent": "withdrawal",
        "Staking Reward": "income:staking",
        "Frobnicated": None,
    }
    assert proposal.layouts == ("%d.%m.%Y %H:%M:%S",)


def test_dollars_are_asked_about_and_a_fee_in_dollars_is_no_fee_in_coins(tmp_path: Path) -> None:
    text = "When,What,Coin,Amount,Dollars,Fee USD\n2025-03-01 10:00:00,Bought,BTC,0.1,9000,10\n"
    path = _given(tmp_path, f"{text}2025-05-01 11:00:00,Gift card,BTC,0.01,950,\n")
    report = proposed(path, columns={}, kinds={})
    assert report.proposal.columns["fee"] == "Fee USD"
    assert report.proposal.kinds["Gift card"] == "spend"
    (asked,) = report.tables[0].notes
    assert asked.startswith("Dollars is not used. If it is dollars, say which:")
    said = proposed(path, columns={"subtotal": "Dollars"}, kinds={})
    assert said.tables[0].notes == ()
    bought = said.document["events"][0]
    assert (bought["usd"], bought["fee_usd"]) == ("9000", "10")


def test_a_fee_beside_rows_that_buy_is_asked_about(tmp_path: Path) -> None:
    text = "Date,Type,Coin,Amount,Total,Fee\n2025-03-01 10:00:00,Buy,BTC,0.1,9010,10\n"
    path = _given(tmp_path, text)
    (asked,) = proposed(path, columns={}, kinds={}).tables[0].notes
    assert asked.endswith("if it is dollars, --column 'fee=Fee'.")
    said = proposed(path, columns={"fee": "Fee"}, kinds={})
    assert said.tables[0].notes == ()
    bought = said.document["events"][0]
    assert (bought["usd"], bought["fee_usd"]) == ("9000", "10")


def test_what_is_kept_reads_the_file_as_it_was_shown(tmp_path: Path) -> None:
    path, kept = _given(tmp_path, WALLET), tmp_path / "mapping.toml"
    report = proposed(
        path, columns={}, kinds={"Frobnicated": "ignore"}, account="paper", time_zone="Asia/Tokyo"
    )
    report.keep(kept)
    assert report.is_kept(kept)
    events = _read(path, kept)
    assert [
        {k: v for k, v in each.items() if k in {"time", "account", "kind", "quantity"}}
        for each in events
    ] == [
        {"time": "2023-12-31T14:59:59Z", "account": "paper", "kind": "deposit", "quantity": "0.5"},
        {"time": "2024-02-01T01:00:00Z", "account": "paper", "kind": "withdrawal",
         "quantity": "0.1001"},
        {"time": "2024-02-02T01:00:00Z", "account": "paper", "kind": "income:staking",
         "quantity": "0.01"},
    ]  # fmt: skip
    shuffled = (
        "TxHash,Network fee,Amount,Coin,What,Datum\naa,,0.5,BTC,Received,31.12.2023 23:59:59\n"
    )
    assert len(_read(_given(tmp_path, shuffled, "later.csv"), kept)) == 1
    with pytest.raises(UnknownFormatError, match="harvestry map"):
        read_files([_given(tmp_path, shuffled.replace("Coin", "Metal"))], Accounts())


def test_two_sides_semicolons_and_decimal_commas(tmp_path: Path) -> None:
    path, kept = _given(tmp_path, TWO_SIDED), tmp_path / "mapping.toml"
    report = proposed(path, columns={}, kinds={})
    assert report.proposal.decimal_comma
    report.keep(kept)
    trade, deposit = _read(path, kept)
    assert (trade["asset"], trade["quantity"]) == ("ETH", "1.501")
    assert (trade["got_asset"], trade["got_quantity"]) == ("USDC", "4000.25")
    assert (deposit["kind"], deposit["asset"]) == ("deposit", "SOL")


def test_a_workbook_and_a_market_can_be_mapped(tmp_path: Path) -> None:
    rows = [
        ["Date", "Market", "Side", "Price", "Quantity"],
        ["2024-01-01 10:00:00", "BTC-USD", "BUY", 40000, 0.5],
    ]
    path = tmp_path / "odd.xlsx"
    path.write_bytes(workbook({"Trades": rows}))
    report = proposed(path, columns={}, kinds={})
    assert report.document["rows"] == {"read": 1, "imported": 1, "skipped": 0, "problem": 0}
    (event,) = report.document["events"]
    assert (event["kind"], event["asset"], event["usd"]) == ("buy", "BTC", "20000")


def test_what_cannot_be_made_out_is_asked_for(tmp_path: Path) -> None:
    path = _given(tmp_path, "A,B,C\nx,y,z\nu,v,w\n")
    with pytest.raises(UnknownFormatError, match="--column time=NAME --column quantity=NAME"):
        proposed(path, columns={}, kinds={})
    with pytest.raises(SourceError, match="no table"):
        proposed(_given(tmp_path, "a\nb\nc\n", "list.csv"), columns={}, kinds={})


def test_a_known_file_needs_no_mapping(tmp_path: Path) -> None:
    known = _given(tmp_path, "txid,refid,time,type,asset,amount,fee\n")
    assert known_title(known, None) == "Kraken ledgers"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"columns": {"time": "Nowhere"}}, "is not in `header`"),
        ({"columns": {"colour": "When"}}, "no column of ours"),
        ({"columns": {"asset": "Coin", "quantity": "Amount"}}, "no column is the `time`"),
        ({"columns": {"time": "When", "asset": "Coin"}}, "no column is a `quantity`"),
        ({"kinds": {"Sent": "teleport"}}, "is no kind"),
        ({"fee": "beside"}, "fee"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(change: dict[str, Any], message: str) -> None:
    table = {
        "header": ["When", "Coin", "Amount"],
        "account": "x",
        "columns": {"time": "When", "asset": "Coin", "quantity": "Amount"},
        **change,
    }
    with pytest.raises(SettingsError, match=message):
        mapping_of("mapping.toml", {"map": [table]})


def test_an_answer_settles_zone_and_order_of_dates(tmp_path: Path) -> None:
    text = (
        "Timestamp,Transaction Type,Asset,Quantity Transacted,Notes\n3/4/2021 1:00,Receive,BTC,1,\n"
    )
    path = _given(tmp_path, text, "coinbase.csv")
    assert [p.code for p in read_files([path], Accounts()).problems] == ["ambiguous-date"]
    answers = {"files": ["coin*"], "day_first": True, "time_zone": "America/New_York"}
    mapping = mapping_of("mapping.toml", {"file": [answers]})
    (event,) = read_files([path], Accounts(), mapping=mapping).events
    assert told(event)["time"] == "2021-04-03T05:00:00Z"
    wrong = mapping_of("mapping.toml", {"file": [{"files": ["coin*"], "format": "kraken-ledgers"}]})
    with pytest.raises(SourceError, match="correct `format`"):
        read_files([path], Accounts(), mapping=wrong)


def test_an_answer_reads_decimal_commas(tmp_path: Path) -> None:
    text = 'txid,refid,time,type,asset,amount,fee\nA,R,2024-01-05,deposit,BTC,"1.234,5","0,001"\n'
    path = _given(tmp_path, text, "kraken.csv")
    assert [p.code for p in read_files([path], Accounts()).problems] == ["bad-number"]
    mapping = mapping_of("m", {"file": [{"files": ["kraken*"], "decimal_comma": True}]})
    (event,) = read_files([path], Accounts(), mapping=mapping).events
    assert told(event)["quantity"] == "1234.499"


def test_the_command_shows_keeps_and_is_used_again(tmp_path: Path) -> None:
    path, kept = _given(tmp_path, WALLET), tmp_path / "mapping.toml"

    def run(*words: str) -> Ran:
        return harvestry(*words, cwd=tmp_path)

    shown = run("map", str(path), "--out", str(kept), "--kind", "Frobnicated=ignore")
    assert shown.returncode == 0, shown.stderr
    assert "[map.columns]" in shown.stdout
    assert "3 of 4 rows become 3 events, 1 are left out" in shown.stdout
    again = run("map", str(path), "--out", str(kept))
    assert again.returncode == 2
    assert "already" in again.stderr
    document = json.loads(run("map", str(path), "--json").stdout)
    assert document["rows"]["problem"] == 1
    events = json.loads(run("events", str(tmp_path), "--as-of", "2026-01-01", "--json").stdout)
    assert len(events["events"]) == 3
    tree = run("explain", str(tmp_path), "lot:odd:nothing", "--as-of", "2026-01-01")
    assert "Traceback" not in tree.stderr
