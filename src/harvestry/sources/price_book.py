"""The price book: prices that were fetched or taken in, kept in one plain file with who said so.

This is the door to what is kept: `read_book` and `book_lines`. A stored household may keep the same
quotes elsewhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from harvestry.events.prices import Quote
from harvestry.sources.complaints import Complaints
from harvestry.sources.errors import RowError
from harvestry.sources.lines import Lines
from harvestry.sources.records import Record, is_blank
from harvestry.sources.settings.errors import SettingsError
from harvestry.sources.settings.prices import (
    ASSET,
    CLOSE,
    DATE,
    SOURCE,
    TIME,
    Moment,
    agree,
    complaint_of,
    conflicts_among,
    moment_of,
    opened_table,
    price_in,
    wrong_cell,
    wrong_row,
)
from harvestry.sources.text import examine
from harvestry.units.days import day_text, instant_text
from harvestry.units.exact import price_text
from harvestry.units.problems import Problem
from harvestry.units.source_ref import SourceRef

CURRENCY, COIN, FETCHED = "currency", "id", "fetched_at"
BOOK_COLUMNS: Final = (DATE, TIME, ASSET, CLOSE, CURRENCY, SOURCE, COIN, FETCHED)
_DOLLARS: Final = "USD"


def read_book(
    path: Path, aliases: Mapping[str, str] | None = None
) -> tuple[tuple[Quote, ...], tuple[Problem, ...]]:
    """Give the prices of a price book, and what is wrong in it; a file that is not there is empty.

    Raises:
        SourceError: the file cannot be read.
        SettingsError: it is no price book.
    """
    if not path.exists():
        return (), ()
    file = examine(path)
    found, _ = opened_table(file)
    header = next(found, None)
    if header is None or tuple(header.cells) != BOOK_COLUMNS:
        mend = (
            f"name another with --price-book, or delete it: its header is {','.join(BOOK_COLUMNS)}"
        )
        raise SettingsError(str(path), "", "", "it is no price book", mend)
    where = Lines()
    complaints = Complaints(file.name, where)
    quotes: dict[Moment, list[Quote]] = {}
    for number, record in enumerate((r for r in found if not is_blank(r.cells)), 1):
        where.note(number, record.line)
        try:
            quote = _quote(record, SourceRef(file.source, (number,)), aliases or {})
            quotes.setdefault(Moment(quote.asset, quote.day, quote.at), []).append(quote)
        except RowError as error:
            complaints.add(complaint_of(error, number))
    for conflict in conflicts_among(quotes.values()):
        complaints.add(complaint_of(conflict, conflict.number or 0))
    return tuple(each[0] for each in quotes.values() if agree(each)), tuple(complaints.problems())


def is_book(path: Path) -> bool:
    """Tell by its header whether a file is a price book.

    Raises:
        SourceError: it cannot be read.
    """
    header = next(opened_table(examine(path))[0], None)
    return header is not None and tuple(header.cells) == BOOK_COLUMNS


def _quote(record: Record, source: SourceRef, aliases: Mapping[str, str]) -> Quote:
    if record.spans or len(record.cells) != len(BOOK_COLUMNS):
        raise wrong_row("the row of the price book is damaged; delete it")
    date, time, asset, close, currency, provider, coin, told = record.cells
    if bool(date) == bool(time):
        raise wrong_row("the row gives not one of date and time; delete it")
    if currency != _DOLLARS:
        raise wrong_cell(CURRENCY, currency, "is not USD", "delete the row")
    day, at = _moment(DATE, date) if date else _moment(TIME, time)
    fetched = _moment(TIME, told)[1] if told else None
    price = price_in(close, commas_group=False)
    symbol = aliases.get(asset, asset)
    return Quote(symbol, day, at, price, source, provider or None, coin or None, fetched)


_moment = lru_cache(maxsize=16_384)(moment_of)
"""A book has the same days and times of fetching over and over."""


def merged(kept: Iterable[Quote], new: Iterable[Quote]) -> list[Quote]:
    """Give what a book holds once new quotes are in it, in order of asset and time.

    What is kept stays: a provider that tells another story later changes no figure in silence. But
    a close takes the place of prices fetched while its day was running.
    """
    by_moment = {Moment(each.asset, each.day, each.at): each for each in new}
    by_moment |= {Moment(each.asset, each.day, each.at): each for each in kept}
    closed = {(each.asset, each.day) for each in by_moment.values() if each.at is None}
    left = [
        each
        for each in by_moment.values()
        if each.at is None or each.fetched is None or (each.asset, each.day) not in closed
    ]
    return sorted(left, key=lambda each: (each.asset, each.day, each.at or 0))


def book_lines(quotes: Iterable[Quote]) -> Iterator[tuple[str, ...]]:
    """Give the rows of a price book, its header first."""
    yield BOOK_COLUMNS
    for quote in quotes:
        yield (
            day_text(quote.day) if quote.at is None else "",
            "" if quote.at is None else instant_text(quote.at),
            quote.asset,
            price_text(quote.price),
            _DOLLARS,
            quote.provider or "",
            quote.coin or "",
            "" if quote.fetched is None else instant_text(quote.fetched),
        )


def price_file_lines(quotes: Iterable[Quote]) -> Iterator[tuple[str, ...]]:
    """Give the closes among quotes as the rows of a prices.csv, its header first."""
    yield (DATE, ASSET, CLOSE, SOURCE)
    for quote in quotes:
        if quote.at is None:
            source = " ".join(part for part in (quote.provider, quote.coin) if part)
            yield day_text(quote.day), quote.asset, price_text(quote.price), source
