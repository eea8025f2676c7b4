"""The price book: written and read without loss; what is kept stays, damage is told."""

import csv
import sys
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from harvestry.events.asset import Assets
from harvestry.events.prices import Quote, book_of, standing_above
from harvestry.pipeline import keep
from harvestry.sources.data_folder import data_folder
from harvestry.sources.price_book import BOOK_COLUMNS, book_lines, merged, read_book
from harvestry.sources.settings.errors import SettingsError
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, SECOND, day_of, instant_of, zone
from harvestry.units.exact import price_of
from harvestry.units.source_ref import SourceFile, SourceRef

FILE = SourceFile("coinbase:BTC-USD", "0" * 64)
NOW = 1_795_348_800 * SECOND


def close(day: str, price: str, asset: str = "BTC", fetched: int | None = NOW) -> Quote:
    source = SourceRef(FILE, (1,))
    return Quote(asset, day_of(day), None, price_of(price), source, "coinbase", "BTC-USD", fetched)


def timed(at: int, price: str) -> Quote:
    day = at // DAY_LENGTH + EPOCH_DAY
    return replace(close("2026-11-22", price), day=day, at=at)


def at(text: str) -> int:
    return instant_of(datetime.fromisoformat(f"{text}+00:00"))


def without_place(quotes: "tuple[Quote, ...] | list[Quote]") -> list[Quote]:
    return [replace(each, source=SourceRef(FILE, (1,))) for each in quotes]


def test_what_is_kept_is_read_again_to_the_last_digit(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "book.csv"
    quotes = [
        close("2026-11-20", "70123.450000000000000000000000000001"),
        timed(NOW, "63666.33"),
        replace(close("2026-11-20", "1e-12", "PEPE"), provider=None, coin=None, fetched=None),
    ]
    assert keep(path, quotes) == 3
    read, problems = read_book(path)
    assert problems == ()
    assert without_place(read) == quotes
    assert [each.source.rows for each in read] == [(1,), (2,), (3,)]


def test_no_book_is_an_empty_one(tmp_path: Path) -> None:
    assert read_book(tmp_path / "none.csv") == ((), ())


def test_what_is_kept_stays_and_only_new_days_are_added() -> None:
    kept = [close("2026-11-20", "70000")]
    new = [close("2026-11-20", "69000"), close("2026-11-21", "64000")]
    assert merged(kept, new) == [kept[0], new[1]]


def test_prices_of_another_coin_make_room_where_new_ones_come(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    other = replace(close("2026-11-20", "7"), coin="BTCB-USD")
    unknown = close("2026-11-20", "5", "XYZ")
    keep(path, [other, unknown])
    keep(path, [close("2026-11-20", "70000")], Assets())
    assert without_place(read_book(path)[0]) == [close("2026-11-20", "70000"), unknown]


def test_a_close_takes_the_place_of_what_was_fetched_while_its_day_ran() -> None:
    running, own = timed(NOW, "63000"), replace(timed(NOW + 1, "63001"), fetched=None)
    day_close = replace(close("2026-11-22", "63500"), day=running.day)
    assert merged([running, own], [day_close]) == [day_close, own]


def test_ones_own_prices_stand_above_those_kept_of_the_same_day() -> None:
    own = close("2026-11-22", "1", fetched=None)
    noon, evening = at("2026-11-22T12:00:00"), at("2026-11-23T01:00:00")  # 20:00 in New York
    kept = [timed(noon, "2"), timed(evening, "3"), close("2026-11-21", "4")]
    here = zone("America/New_York")
    assert list(book_of(standing_above([own], kept, here)).quotes()) == [kept[2], own]
    assert kept[1] in standing_above([own], kept, zone("UTC"))


def test_an_alias_of_today_counts_for_what_was_kept_before(tmp_path: Path) -> None:
    path = tmp_path / "book.csv"
    keep(path, [close("2026-11-20", "5", "XBT")])
    (quote,), _ = read_book(path, {"XBT": "BTC"})
    assert quote.asset == "BTC"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-11-20,,BTC,5,EUR,coinbase,BTC-USD,", "is not USD"),
        ("2026-11-20,,BTC,5,,coinbase,BTC-USD,", "is not USD"),
        ("2026-11-20,,BTC,0,USD,,,", "above zero"),
        ("2026-11-20,,BTC,,USD,,,", "close_usd"),
        (",,BTC,5,USD,,,", "date and time"),
        ("2026-11-20,2026-11-20T00:00:00Z,BTC,5,USD,,,", "date and time"),
        ("2026-11-20,,BTC,5,USD,,,yesterday", "is not a time"),
        ("2026-11-20,,BTC,5", "damaged"),
        ("2026-11-20,,BTC,5,USD,,,\n2026-11-20,,BTC,6,USD,,,", "different prices of BTC"),
    ],
)
def test_a_damaged_row_is_a_problem_and_no_price(tmp_path: Path, row: str, words: str) -> None:
    path = tmp_path / "book.csv"
    path.write_text(f"{','.join(BOOK_COLUMNS)}\n{row}\n")
    quotes, (problem,) = read_book(path)
    assert quotes == ()
    assert words in problem.message
    whole = path.read_bytes()
    with pytest.raises(SettingsError, match="of the price book is damaged"):
        keep(path, [close("2026-11-21", "5")])
    assert path.read_bytes() == whole


def test_a_write_that_fails_leaves_the_book_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "book.csv"
    keep(path, [close("2026-11-20", "5")])
    whole = path.read_bytes()
    full = OSError(28, "No space left on device")

    def fails(_: int) -> None:
        raise full

    monkeypatch.setattr("os.fsync", fails)
    with pytest.raises(OSError, match="No space"):
        keep(path, [close("2026-11-21", "5")])
    assert path.read_bytes() == whole
    assert [each.name for each in tmp_path.iterdir()] == ["book.csv"]


def test_the_rows_are_plain_csv() -> None:
    rows = list(book_lines([close("2026-11-20", "5")]))
    assert rows[0] == BOOK_COLUMNS
    assert rows[1][:5] == ("2026-11-20", "", "BTC", "5", "USD")
    assert len(next(csv.reader([",".join(rows[1])]))) == len(BOOK_COLUMNS)


@pytest.mark.parametrize(
    ("system", "environment", "place"),
    [
        ("linux", {}, "home/.local/share/harvestry"),
        ("linux", {"XDG_DATA_HOME": "data"}, "data/harvestry"),
        ("darwin", {}, "home/Library/Application Support/harvestry"),
        ("win32", {"LOCALAPPDATA": "local"}, "local/harvestry"),
        ("win32", {}, "home/AppData/Local/harvestry"),
        ("linux", {"HARVESTRY_DATA": "mine"}, "mine"),
    ],
)
def test_the_data_folder_is_where_the_system_has_it(
    monkeypatch: pytest.MonkeyPatch, system: str, environment: dict[str, str], place: str
) -> None:
    monkeypatch.setattr(sys, "platform", system)
    assert data_folder(environment, Path("home")) == Path(place)
