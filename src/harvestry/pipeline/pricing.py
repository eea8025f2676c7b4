"""Prices between the stages: what is missing, fetching it where there is leave, keeping it."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from harvestry.events.asset import Assets
from harvestry.events.prices import Quote, book_of, is_stale, standing_above
from harvestry.events.valuation import Wanted
from harvestry.law.load import Law
from harvestry.pipeline.matching import match
from harvestry.pipeline.preparing import prepare
from harvestry.pipeline.reading import prices_of
from harvestry.pipeline.records import Prepared, Progress
from harvestry.reports.saving import whole_file
from harvestry.sources.live.coins import still_meant
from harvestry.sources.price_book import book_lines, merged, read_book
from harvestry.sources.settings.errors import SettingsError
from harvestry.units.days import Day


def wanted_prices(prepared: Prepared, law: Law, *, newest: bool = False) -> list[Wanted]:
    """Give the prices that are missing: of events without a value, and of what is held or planned.

    `newest` also wants those that are known of a day before only: of what is held or planned, and
    of events whose value rests on such a price.
    """
    moment = prepared.moment
    household = prepared.reading.household
    books = match(prepared, law, prepared.filed, beside=True).books
    held = {lot.asset for lot in books.lots} | {plan.asset for plan in household.accounts.planned}
    wanted = list(prepared.wanted)
    if newest:
        wanted += [
            Wanted(use.quote.asset, use.day, use.event_id)
            for use in prepared.uses.values()
            if use.quote.day < use.day
        ]
    for asset in sorted(held):
        quote = moment.quote(asset)
        if quote is None or is_stale(quote, moment.day) or (newest and _older(quote, moment.day)):
            wanted.append(Wanted(asset, moment.day, None))
    return wanted


def _older(quote: Quote, day: Day) -> bool:
    """Tell whether a newer price of the day may be had; one of the user's own is left alone."""
    return quote.day < day or (quote.at is not None and quote.fetched is not None)


def priced(prepared: Prepared, law: Law, progress: Progress) -> Prepared:
    """Give what was prepared with the prices it lacked, if there is leave to fetch them.

    Raises:
        SettingsError: the price book is damaged.
        OSError: it cannot be written.
    """
    inputs = prepared.reading.inputs
    if inputs.live is None:
        return prepared
    return fetch(prepared, wanted_prices(prepared, law, newest=True), progress)


def fetch(prepared: Prepared, wanted: Iterable[Wanted], progress: Progress) -> Prepared:
    """Give what was prepared, with wanted prices fetched and kept, and what could not be fetched.

    Raises:
        SettingsError: the price book is damaged.
        OSError: it cannot be written.
    """
    from harvestry.sources.live.asking import ask  # httpx takes a moment to load

    reading = prepared.reading
    inputs, household = reading.inputs, reading.household
    assert inputs.live is not None, "no leave to connect"
    quotes: list[Quote] = []
    book = inputs.price_book
    assets = household.assets.assets
    if book is not None:
        _kept(book)  # a damaged book ends the command before anyone is asked
    try:
        failed = ask(_by_asset(wanted), assets, inputs.live, progress, quotes)
    finally:  # what was fetched is kept, even if the user stops the rest
        if book is not None and quotes:
            keep(book, quotes, assets)
    if not quotes:
        return replace(prepared, problems=(*prepared.problems, *failed))
    local = prepared.moment.zone
    if book is None:
        prices = book_of(standing_above(household.prices.quotes(), quotes, local))
    else:
        prices, _ = prices_of(inputs, household.assets, local)
    problems = (*reading.problems, *failed)
    household = replace(household, prices=prices)
    return prepare(replace(reading, household=household, problems=problems), progress)


def _by_asset(wanted: Iterable[Wanted]) -> Mapping[str, frozenset[Day]]:
    days: dict[str, set[Day]] = {}
    for each in wanted:
        days.setdefault(each.asset, set()).add(each.day)
    return {asset: frozenset(found) for asset, found in days.items()}


def keep(
    path: Path, quotes: Collection[Quote], assets: Assets | None = None, *, above: bool = False
) -> int:
    """Put quotes into a price book, whole or not at all; `above` lets them replace what is there.

    With `assets`, prices of another coin than their symbol means today make room for new ones.
    Gives how many prices the book holds then.

    Raises:
        SettingsError: it is damaged, and what is damaged would be lost.
        OSError: it cannot be written.
    """
    kept = _kept(path)
    if assets is not None:
        new = {quote.asset for quote in quotes}
        kept = tuple(each for each in kept if each.asset not in new or still_meant(each, assets))
    whole = merged(quotes, kept) if above else merged(kept, quotes)
    write_rows(path, book_lines(whole))
    return len(whole)


def _kept(path: Path) -> tuple[Quote, ...]:
    """Give what a price book holds that may be written over, its folder made."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    kept, damaged = read_book(path)
    if damaged:
        first = damaged[0]
        reason = f"line {first.line} of the price book is damaged ({first.message})"
        raise SettingsError(str(path), "", "", reason, "mend or delete the line, then run again")
    return kept


def write_rows(path: Path, rows: Iterable[tuple[str, ...]]) -> None:
    """Write rows as a CSV file, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    with whole_file(path) as file:
        stream = io.TextIOWrapper(file, "utf-8", newline="")
        csv.writer(stream, lineterminator="\n").writerows(rows)
        stream.detach()  # flushed, and the file stays open for whoever opened it
