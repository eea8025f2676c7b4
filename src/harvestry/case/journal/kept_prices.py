"""The price cache of a book: what was fetched while it was open is kept in it, deed by deed.

A deed keeps the lines that came and those that went, so that a book does not grow by all its
prices whenever one is fetched.
"""

from pathlib import Path
from typing import Final

from harvestry.book.deeds import DeedKind
from harvestry.book.journal import Book, opened
from harvestry.sources.price_book import BOOK_COLUMNS

NAME: Final = "price-book.csv"
_HEADER: Final = ",".join(BOOK_COLUMNS)
_CAME, _WENT = "+", "-"


def write_price_book(book: Book, folder: Path) -> Path:
    """Write the prices that a book keeps as a price book file; none where it keeps none."""
    path = folder / NAME
    lines = _lines(book)
    if lines:
        path.write_text("\n".join((_HEADER, *sorted(lines))) + "\n", "utf-8")
    return path


def keep_prices(path: Path, prices: Path, who: str, at: str) -> int:
    """Put what a price book file has into the book at a path, and tell how many lines changed.

    Raises:
        BookError: the book cannot be used, or another process is writing.
    """
    if not prices.exists():
        return 0
    now = set(prices.read_text("utf-8").splitlines()) - {_HEADER, ""}
    with opened(path, who, at) as book:
        if now == _lines(book):
            return 0
        with book.writing(who, at) as writer:
            before = _lines(book)
            changes = [
                *(f"{_WENT}{line}" for line in sorted(before - now)),
                *(f"{_CAME}{line}" for line in sorted(now - before)),
            ]
            if changes:
                digest = writer.keep("\n".join(changes).encode())
                writer.add(DeedKind.PRICES, {"sha256": digest, "lines": len(changes)})
            return len(changes)


def _lines(book: Book) -> set[str]:
    lines: set[str] = set()
    for deed in book.in_force(DeedKind.PRICES):
        for change in book.content(str(deed.body["sha256"])).decode("utf-8").splitlines():
            sign, line = change[0], change[1:]
            if sign == _CAME:
                lines.add(line)
            else:
                lines.discard(line)
    return lines
