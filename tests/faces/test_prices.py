"""Prices on the command line: without a price file, with the price book, live and offline."""

import csv
import json
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import openpyxl
import pytest

from faces.running import Ran, document, harvestry
from harvestry import open_case
from harvestry.sources.live import permission
from sources.live.markets import candle, charts, lists, live
from sources.live.serving import Server, busy, serving

HISTORY = """time,account,kind,asset,quantity,id,usd,fee_usd
2026-01-01,coinbase,buy,BTC,1,b1,90000,
2026-02-01,coinbase,buy,XMR,10,m1,,
2026-08-01,coinbase,income:staking,ETH,0.5,i1,,
"""
DAY = ("--as-of", "2026-11-22")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "history.csv").write_text(HISTORY)
    monkeypatch.setenv("HARVESTRY_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def market(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Providers on this machine, on the noon of the day, in place of the public ones."""
    with serving() as server:
        monkeypatch.setattr(permission, "public", lambda _now: live(server))
        lists(server, "BTC-USD", candle("2026-11-21", 64000), candle("2026-11-22", 63666.33))
        lists(
            server,
            "ETH-USD",
            *(candle(day, close) for day, close in (("2026-08-01", 3000), ("2026-11-22", 2100))),
        )
        charts(
            server,
            "monero",
            ("2026-02-02T00:00:00+00:00", 250),
            ("2026-11-22T11:59:00+00:00", 240.5),
        )
        yield server


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def cut_off(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Let no socket connect, nor any name be looked up; gives what was tried."""
    tried: list[str] = []

    def refuses(name: str) -> Callable[..., NoReturn]:
        def refuse(*_: object, **__: object) -> NoReturn:
            tried.append(name)
            raise OSError("there is no network")

        return refuse

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuses(name))
    monkeypatch.setattr(socket, "getaddrinfo", refuses("getaddrinfo"))
    return tried


@pytest.mark.parametrize("offline", [(), ("--offline",)])
@pytest.mark.parametrize(
    "command",
    [
        *("harvest", "lots", "holdings", "gains", "income", "wash", "positions"),
        *("events", "export", "check", "prices", "explain"),
    ],
)
def test_without_live_nothing_connects(
    folder: Path, cut_off: list[str], command: str, offline: tuple[str]
) -> None:
    figure = ("lots:coinbase:b1",) if command == "explain" else ()
    ran = harvestry(command, "history.csv", *figure, *DAY, *offline, cwd=folder)
    assert cut_off == []
    assert ran.returncode in (0, 1), ran.stderr


def test_no_command_at_all_connects_offline(folder: Path, cut_off: list[str]) -> None:
    told = harvestry("--help", cwd=folder).stdout.split("Commands:")[1]
    commands = re.findall(r"^  ([a-z-]+)  ", told, re.MULTILINE)
    assert len(commands) > 10
    for command in commands:
        given = ("--folder", "demo") if command == "demo" else ("history.csv", "--offline")
        ran = harvestry(command, *given, cwd=folder)
        assert cut_off == [], command
        assert "Internal error" not in ran.stderr, command


def test_the_block_would_notice_and_no_network_is_no_end(
    folder: Path, market: Server, cut_off: list[str]
) -> None:
    ran = harvestry("lots", "history.csv", *DAY, "--live", cwd=folder)
    assert market.asked == []
    assert cut_off
    assert "Coinbase cannot be reached" in ran.stderr
    assert ran.returncode == 1


def test_live_and_offline_exclude_each_other(folder: Path, market: Server) -> None:
    ran = harvestry("harvest", "history.csv", "--live", "--offline", cwd=folder)
    assert ran.returncode == 2
    assert "--live fetches prices and --offline makes no connection" in ran.stderr
    assert market.asked == []


def test_a_harvest_without_a_price_file_says_both_ways_to_prices(folder: Path) -> None:
    ran = harvestry("harvest", "history.csv", *DAY, cwd=folder)
    assert ran.returncode == 1
    assert "--live" in ran.stdout
    assert "2026-11-22,BTC,PRICE" in ran.stdout


def test_a_live_harvest_has_every_price_and_says_whence(folder: Path, market: Server) -> None:
    ran = harvestry("harvest", "history.csv", *DAY, "--live", "--out", "plan.xlsx", cwd=folder)
    # bought for 90,000, worth 63,666.33; the amount paid for XMR is still not stated
    assert "26,333.67 loss" in ran.stdout
    assert ran.returncode == 0, ran.stderr
    book = openpyxl.load_workbook(folder / "plan.xlsx")
    told = [cell.value for row in book["Summary by FIFO"] for cell in row]
    assert "coinbase BTC-USD, fetched 2026-11-22T12:00:00Z" in told
    assert "coingecko monero, fetched 2026-11-22T12:00:00Z" in told
    assumed = [cell.value for row in book["Assumptions"] for cell in row]
    assert "coinbase BTC-USD, fetched 2026-11-22T12:00:00Z" in assumed
    asked = " ".join(f"{each.path} {each.query}" for each in market.asked)
    assert "90000" not in asked
    assert "history" not in asked


def test_what_was_fetched_is_kept_with_who_said_so(folder: Path, market: Server) -> None:
    harvestry("lots", "history.csv", *DAY, "--live", cwd=folder)
    kept = rows(folder / "data" / "price-book.csv")
    assert kept[0] == {
        "date": "2026-11-21",
        "time": "",
        "asset": "BTC",
        "close_usd": "64000",
        "currency": "USD",
        "source": "coinbase",
        "id": "BTC-USD",
        "fetched_at": "2026-11-22T12:00:00Z",
    }
    assert (folder / "data" / "price-book.csv").stat().st_mode & 0o077 == 0
    before = len(market.asked)
    lots = document("lots", "history.csv", *DAY, "--offline", cwd=folder)["lots"]
    assert {each["asset"]: each["price"] for each in lots} == {
        "BTC": "63666.33",
        "ETH": "2100",
        "XMR": "240.5",
    }
    assert lots[0]["price_source"] == "coinbase BTC-USD, fetched 2026-11-22T12:00:00Z"
    assert len(market.asked) == before


def test_values_of_events_are_filled_and_explained_with_their_source(
    folder: Path, market: Server
) -> None:
    harvestry("prices", "history.csv", *DAY, "--live", cwd=folder)
    assert market.asked
    income = document("income", "history.csv", *DAY, cwd=folder)
    (row,) = income["rows"]
    assert row["usd"] == "1500"  # half a coin at 3,000
    told = document("explain", "history.csv", row["figure"], *DAY, cwd=folder)
    text = json.dumps(told)
    assert "2026-08-01 close: coinbase ETH-USD, fetched 2026-11-22T12:00:00Z" in text
    leaf = re.search(r'\{"date": "2026-08-01"[^}]*\}', text)
    assert leaf is not None, "the row of the price book stands beside the figure"
    assert json.loads(leaf.group())["close_usd"] == "3000"


def test_ones_own_price_stands_above_the_book_and_is_not_asked_for(
    folder: Path, market: Server
) -> None:
    harvestry("lots", "history.csv", *DAY, "--live", cwd=folder)
    market.asked.clear()
    (folder / "mine.csv").write_text("date,asset,close_usd\n2026-11-22,BTC,63000\n")
    lots = document("lots", "history.csv", *DAY, "--live", "--prices", "mine.csv", cwd=folder)
    assert lots["lots"][0]["price"] == "63000"
    assert lots["lots"][0]["price_source"] == "mine.csv row 1"
    assert not any("BTC" in each.path for each in market.asked)


def test_a_price_of_the_day_before_gives_way_to_that_of_the_day(
    folder: Path, market: Server
) -> None:
    (folder / "old.csv").write_text("date,asset,close_usd\n2026-07-31,ETH,2000\n")
    old = ("--prices", "old.csv")
    before = document("income", "history.csv", *DAY, *old, cwd=folder, code=1)
    assert before["rows"][0]["usd"] == "1000"
    live_too = document("income", "history.csv", *DAY, *old, "--live", cwd=folder)
    assert live_too["rows"][0]["usd"] == "1500"
    assert market.asked


def test_what_cannot_be_fetched_stays_missing_and_says_why(folder: Path, market: Server) -> None:
    market.answers["/products/BTC-USD/candles"] = busy(Retry_After="86400")
    ran = harvestry("lots", "history.csv", *DAY, "--live", "--json", cwd=folder)
    found = json.loads(ran.stdout)
    by_asset = {each["asset"]: each for each in found["lots"]}
    assert by_asset["BTC"]["price"] is None
    assert by_asset["BTC"]["unrealised"] is None
    assert by_asset["XMR"]["price"] == "240.5"
    (said,) = (
        each["message"]
        for each in found["problems"]
        if each["code"] == "price-not-fetched" and "BTC" in each["message"]
    )
    assert "Coinbase has been asked too often and wants a wait of 86400 seconds" in said
    assert "CoinGecko does not list it" in said


def test_the_price_command_lists_what_is_missing_fetches_it_and_is_done(
    folder: Path, market: Server
) -> None:
    ran = harvestry("prices", "history.csv", *DAY, cwd=folder)
    assert ran.returncode == 1
    assert "No price is known yet." in ran.stdout
    assert "harvestry prices FILES --live" in ran.stdout
    lines = ran.stdout.splitlines()
    first = lines.index("date,asset,close_usd")
    assert lines[first + 1 : first + 4] == [
        "2026-11-22,BTC,PRICE",
        "2026-08-01,ETH,PRICE",
        "2026-11-22,ETH,PRICE",
    ]
    assert "No price of" not in ran.stderr, "the table tells it"
    told = document("prices", "history.csv", *DAY, cwd=folder, code=1)
    assert told["prices"] == []
    assert [(each["asset"], each["day"], each["event"]) for each in told["missing"]] == [
        ("BTC", "2026-11-22", None),
        ("ETH", "2026-08-01", "i1"),
        ("ETH", "2026-11-22", None),
        ("XMR", "2026-02-01", "m1"),
        ("XMR", "2026-11-22", None),
    ]
    ran = harvestry("prices", "history.csv", *DAY, "--live", cwd=folder)
    assert ran.returncode == 0, ran.stderr
    assert "No price is missing for these files." in ran.stdout
    told = document("prices", cwd=folder)
    assert told["prices"][0]["id"] == "BTC-USD"
    assert told["price_book"] == str(folder / "data" / "price-book.csv")
    shown = "".join(harvestry("prices", cwd=folder).stdout.split())
    assert f"Thepricebook:{told['price_book']}" in shown


def test_what_is_planned_for_dollars_needs_a_price_too(folder: Path) -> None:
    (folder / "accounts.toml").write_text(
        '[[planned]]\naccount = "coinbase"\nasset = "SOL"\nusd = "200"\nfrom = 2026-11-25\n'
    )
    given = ("history.csv", *DAY, "--accounts", "accounts.toml")
    told = document("prices", *given, cwd=folder, code=1)
    assert {"asset": "SOL", "day": "2026-11-22", "event": None} in told["missing"]


def test_the_book_goes_out_as_a_price_file_and_comes_in_again(folder: Path, market: Server) -> None:
    harvestry("prices", "history.csv", *DAY, "--live", cwd=folder)
    ran = harvestry("prices", "--out", "out.csv", cwd=folder)
    assert ran.returncode == 0, ran.stderr
    assert rows(folder / "out.csv") == [
        {"date": "2026-11-21", "asset": "BTC", "close_usd": "64000", "source": "coinbase BTC-USD"},
        {"date": "2026-08-01", "asset": "ETH", "close_usd": "3000", "source": "coinbase ETH-USD"},
        {"date": "2026-02-01", "asset": "XMR", "close_usd": "250", "source": "coingecko monero"},
    ]
    again = harvestry("prices", "--out", "out.csv", cwd=folder)
    assert again.returncode == 2
    assert "already" in again.stderr
    other = ("--price-book", "other.csv")
    ran = harvestry("prices", "--add", "out.csv", *other, "--json", cwd=folder)
    assert ran.returncode == 0, ran.stderr
    assert [each["price"] for each in json.loads(ran.stdout)["prices"]] == ["64000", "3000", "250"]
    corrected = "date,asset,close_usd\n2026-11-21,BTC,64001\n"
    (folder / "mine.csv").write_text(corrected)
    harvestry("prices", "--add", "mine.csv", *other, cwd=folder)
    first = rows(folder / "other.csv")[0]
    assert (first["close_usd"], first["source"]) == ("64001", "mine.csv")


def test_a_book_of_another_machine_can_be_taken_in(folder: Path, market: Server) -> None:
    harvestry("prices", "history.csv", *DAY, "--live", cwd=folder)
    there, here = folder / "data" / "price-book.csv", folder / "here.csv"
    ran = harvestry("prices", "--add", there, "--price-book", here, cwd=folder)
    assert ran.returncode == 0, ran.stderr
    assert here.read_text() == there.read_text()


def test_a_book_beside_the_exports_is_no_export(folder: Path, market: Server) -> None:
    book = ("--price-book", "price-book.csv")
    harvestry("prices", folder, *DAY, *book, "--live", cwd=folder)
    assert (folder / "price-book.csv").exists()
    found = document("check", folder, *DAY, "--price-book", folder / "price-book.csv", cwd=folder)
    assert "price-file" not in {each["code"] for each in found["problems"]}


def test_what_was_fetched_before_a_stop_is_kept(folder: Path, market: Server) -> None:
    def stop(stage: str) -> None:
        if "2 of 3" in stage:
            raise KeyboardInterrupt

    book = folder / "book.csv"
    case = open_case(
        [folder / "history.csv"],
        as_of="2026-11-22",
        price_book=book,
        live=live(market),
        progress=stop,
    )
    with pytest.raises(KeyboardInterrupt):
        case.lots()
    assert {each["asset"] for each in rows(book)} == {"BTC"}


def test_the_library_fetches_without_keeping(folder: Path, market: Server) -> None:
    case = open_case([folder / "history.csv"], as_of="2026-11-22", live=live(market))
    (btc, *_) = case.lots().document["lots"]
    assert btc["price"] == "63666.33"
    assert not (folder / "data").exists()


@pytest.mark.parametrize("arguments", [["--help"], ["lots", "history.csv", *DAY]])
def test_without_live_the_network_library_is_not_even_loaded(
    folder: Path, arguments: list[str]
) -> None:
    code = (
        "import sys\nfrom harvestry.faces.cli.main import run\n"
        f"sys.argv = ['harvestry', *{arguments!r}]\n"
        "try:\n    run()\n"
        "finally:\n    loaded = {'httpx', 'asyncio', 'ssl'} & sys.modules.keys()\n"
        "    sys.stdout.flush()\n    print('LOADED', sorted(loaded))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )
    assert ran.stdout.splitlines()[-1] == "LOADED []", ran.stderr


def test_prices_of_a_coin_that_is_not_meant_any_more_are_left_aside(
    folder: Path, market: Server
) -> None:
    (folder / "history.csv").write_text(
        "time,account,kind,asset,quantity,id,usd\n2026-01-01,kraken,buy,LUNA,1,l1,1\n"
    )
    charts(market, "terra-luna", ("2026-11-22T11:00:00+00:00", 0.0001))
    charts(market, "terra-luna-2", ("2026-11-22T11:00:00+00:00", 0.05))
    assets = folder / "assets.toml"
    given = ("lots", "history.csv", *DAY, "--assets", assets)

    def price(*more: str) -> str | None:
        ran = harvestry(*given, *more, "--json", cwd=folder)
        told: str | None = json.loads(ran.stdout)["lots"][0]["price"]
        return told

    assets.write_text('[asset.LUNA]\nprice_id = "coingecko:terra-luna"\n')
    assert price("--live") == "0.0001"
    assert price() == "0.0001"
    assets.write_text('[asset.LUNA]\nprice_id = "coingecko:terra-luna-2"\n')
    assert price() is None
    assert price("--live") == "0.05"
    assert [each["id"] for each in rows(folder / "data" / "price-book.csv")] == ["terra-luna-2"]
    assets.write_text("")
    assert price() is None, "it means two coins, and no one says which"


def refused(ran: Ran) -> str:
    assert ran.returncode == 2, ran.stdout
    return ran.stderr


def test_a_book_that_is_none_or_not_there_is_one_sentence(folder: Path) -> None:
    assert "there is no price book none.csv" in refused(
        harvestry("lots", "history.csv", "--price-book", "none.csv", cwd=folder)
    )
    assert "it is no price book" in refused(
        harvestry("lots", "history.csv", "--price-book", "history.csv", cwd=folder)
    )
    assert "give them, too" in refused(harvestry("prices", "--live", cwd=folder))


def test_a_damaged_line_is_said_and_never_written_over(folder: Path, market: Server) -> None:
    harvestry("lots", "history.csv", *DAY, "--live", cwd=folder)
    path = folder / "data" / "price-book.csv"
    whole = path.read_text()
    path.write_text(whole + "2026-11-20,,BTC,6x,USD,coinbase,BTC-USD,\n")
    damaged = path.read_text()
    ran = harvestry("check", "history.csv", *DAY, "--json", cwd=folder)
    assert [
        each["file"] for each in json.loads(ran.stdout)["problems"] if each["code"] == "bad-price"
    ] == ["price-book.csv"]
    market.asked.clear()
    told = refused(harvestry("prices", "history.csv", *DAY, "--live", cwd=folder))
    assert market.asked == []
    assert "of the price book is damaged" in told
    assert path.read_text() == damaged


def test_a_price_that_can_hardly_be_right_is_a_problem_with_both_figures(folder: Path) -> None:
    (folder / "history.csv").write_text(
        "time,account,kind,asset,quantity,id,usd\n"
        "2026-11-20,coinbase,buy,BTC,0.5,b1,32000\n"
        "2026-11-22,coinbase,income:staking,BTC,0.5,i1,\n"
    )
    (folder / "prices.csv").write_text("date,asset,close_usd\n2026-11-22,BTC,6366.33\n")
    found = document("check", "history.csv", *DAY, "--prices", "prices.csv", cwd=folder)
    (problem,) = (each for each in found["problems"] if each["code"] == "outlying-price")
    assert problem["message"].startswith(
        "The price of BTC of 2026-11-22, 6366.33 (prices.csv row 1), is 10 times lower than 64000 "
        "of 2026-11-20 (history.csv row 1);"
    )
