"""The price book from outside: what it holds and lacks, taking prices in, writing them out."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from harvestry import pipeline
from harvestry.events.prices import Quote
from harvestry.harvest.prices import missing_prices, stale_prices
from harvestry.law.load import load
from harvestry.reports.json_text import Json
from harvestry.reports.price_tables import (
    PRICE_PROBLEMS,
    missing_records,
    missing_table,
    price_records,
    price_table,
)
from harvestry.reports.table import Table
from harvestry.sources.price_book import is_book, price_file_lines, read_book
from harvestry.sources.settings.prices import read_prices
from harvestry.units.problems import Problem


def price_sheets(
    prepared: pipeline.Prepared,
) -> tuple[Json, tuple[Table, ...], tuple[Problem, ...]]:
    """Give what prices are known, and with files which are missing: as JSON and as tables."""
    known = list(prepared.moment.prices.quotes())
    inputs = prepared.reading.inputs
    book = None if inputs.price_book is None else str(inputs.price_book)
    prices = {"price_book": book, "prices": price_records(known)}
    if not inputs.files:
        return (
            prices,
            (price_table(known, book),),
            _about_prices(prepared.reading.household.problems),
        )
    wanted = pipeline.wanted_prices(prepared, load())
    own = {**prices, "missing": missing_records(wanted)}
    tables = (price_table(known, book), missing_table(wanted))
    moment, day = prepared.moment, prepared.moment.day
    held = [each.asset for each in wanted if each.event_id is None]
    quotes = [(asset, moment.quote(asset)) for asset in held]
    problems = (*prepared.problems, *missing_prices(quotes, day), *stale_prices(quotes, day))
    return own, tables, _about_prices(problems)


def _about_prices(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(each for each in problems if each.code in PRICE_PROBLEMS)


def take_in(book: Path, files: Iterable[Path]) -> tuple[int, tuple[Problem, ...]]:
    """Put the prices of files, or of other price books, into a price book, above what it holds.

    Gives how many there were, and what could not be read.

    Raises:
        SourceError: a file cannot be read.
        SettingsError: a file is no price file, or the book is damaged.
        OSError: the book cannot be written.
    """
    quotes: list[Quote] = []
    problems: list[Problem] = []
    for path in files:
        read, wrong = read_book(path) if is_book(path) else read_prices(path)
        quotes += [replace(each, provider=each.provider or path.name) for each in read]
        problems += wrong
    if quotes:
        pipeline.keep(book, quotes, above=True)
    return len(quotes), tuple(problems)


def write_prices(prepared: pipeline.Prepared, out: Path) -> int:
    """Write the closes that are known as a prices.csv; gives how many.

    Raises:
        OSError: the file cannot be written.
    """
    quotes = sorted(prepared.moment.prices.quotes(), key=lambda each: (each.asset, each.day))
    rows = list(price_file_lines(quotes))
    pipeline.write_rows(out, rows)
    return len(rows) - 1
