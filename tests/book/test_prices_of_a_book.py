"""Prices fetched while a book is open are kept in it: line by line, and proved like the rest."""

from pathlib import Path

from book.making_books import AT, WHO, buys, export, state, take_in
from harvestry.case.journal import keep_prices, unpacked, verify_book
from harvestry.sources.price_book import BOOK_COLUMNS, read_book

HEADER = ",".join(BOOK_COLUMNS)
FIRST = "2026-11-20,,BTC,60000,USD,coinbase,BTC-USD,2026-11-21T00:00:00Z"
RUNNING = ",2026-11-21T12:00:00Z,BTC,61000,USD,coinbase,BTC-USD,2026-11-21T12:00:00Z"
CLOSED = "2026-11-21,,BTC,61500,USD,coinbase,BTC-USD,2026-11-22T00:00:00Z"


def keep(book: Path, *lines: str) -> int:
    files = unpacked(book, AT)
    files.prices.write_text("\n".join((HEADER, *lines)) + "\n")
    return keep_prices(book, files.prices, WHO, AT)


def test_prices_come_and_go_line_by_line(tmp_path: Path) -> None:
    book = tmp_path / "b.harvestry"
    take_in(book, export(tmp_path, "a.csv", *buys(1, 3)))
    assert not unpacked(book, AT).prices.exists()
    assert keep(book, FIRST, RUNNING) == 2
    assert keep(book, FIRST, RUNNING) == 0, "nothing new is no deed"
    assert keep(book, FIRST, CLOSED) == 2, "one came, one went"
    files = unpacked(book, AT)
    quotes, problems = read_book(files.prices)
    assert [(each.asset, each.at) for each in quotes] == [("BTC", None), ("BTC", None)]
    assert problems == ()
    assert [kind for _, kind, _ in state(book)] == ["migrate", "import", "prices", "prices"]
    assert verify_book(book, AT)[0] == []
