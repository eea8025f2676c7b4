"""The price book on the command line: what was fetched is kept, goes out, comes in, is mended."""

import csv
import json
from pathlib import Path

import pytest

from faces.prices.asking import DAY
from faces.running import Ran, document, harvestry
from harvestry import open_case
from sources.live.markets import charts, live
from sources.live.serving import Server


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


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
