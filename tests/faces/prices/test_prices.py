"""Prices on the command line: what is missing is said, fetched live, and told with its source."""

import json
import re
from pathlib import Path

import openpyxl

from faces.prices.asking import DAY
from faces.running import document, harvestry
from sources.live.serving import Server, busy


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
