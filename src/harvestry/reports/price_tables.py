"""The prices that are known, asset by asset, and those that are missing."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from harvestry.events.prices import Quote
from harvestry.events.valuation import Wanted
from harvestry.reports.json_text import Json
from harvestry.reports.price_words import price_source, price_time
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.units.days import day_text
from harvestry.units.exact import price_text

MISSING_PROBLEMS: Final = frozenset({"missing-price", "no-current-price"})
"""The problems that the table of missing prices tells in rows."""
PRICE_PROBLEMS: Final = MISSING_PROBLEMS | frozenset(
    {
        "bad-price",
        "conflicting-prices",
        "stale-price",
        "outlying-price",
        "price-not-fetched",
        "coin-ambiguous",
        "coin-not-known",
    }
)
"""The problems that are about prices."""
_KNOWN: Final = (
    Column("Asset", Unit.TEXT),
    Column("Prices", Unit.COUNT, "Days and moments of which a price is known."),
    Column("First", Unit.DAY),
    Column("Last", Unit.DAY),
    Column("Last price", Unit.PRICE),
    Column("Price time", Unit.TEXT),
    Column("Price source", Unit.TEXT),
)
_MISSING: Final = (
    Column("Asset", Unit.TEXT),
    Column("Days", Unit.COUNT, "Days of which a price is missing."),
    Column("First", Unit.DAY),
    Column("Last", Unit.DAY),
    Column("For", Unit.TEXT),
)
_HELD: Final = "held or planned"
_MOST_LINES: Final = 30
_FILL_IN: Final = (
    "Run `harvestry prices FILES --live` to fetch them from Coinbase and CoinGecko (they learn "
    "which coins you ask about, no amounts), or put these lines, with a price "
    "each, into prices.csv (the first only if the file is new)."
)


def price_table(quotes: Sequence[Quote], book: str | None) -> Table:
    """Give a row an asset: of which days prices are known, and the last of them.

    `book` is where the price book lies, if there is one.
    """
    rows: list[Row] = []
    for asset, group in _by_asset(quotes):
        first, last = group[0], group[-1]
        rows.append(
            (
                asset,
                len(group),
                first.day,
                last.day,
                last.price,
                price_time(last),
                price_source(last),
            )
        )
    brief = ("asset", "prices", "first", "last", "last_price")
    notes = () if book is None else (f"The price book: {book}",)
    return Table("Prices known", _KNOWN, rows, notes, brief=brief, empty="No price is known yet.")


def price_records(quotes: Sequence[Quote]) -> list[Json]:
    """Give every price with its provenance."""
    return [
        {
            "asset": each.asset,
            "time": price_time(each),
            "day": day_text(each.day),
            "price": price_text(each.price),
            "currency": "USD",
            "source": each.provider,
            "id": each.coin,
            "price_source": price_source(each),
        }
        for _, group in _by_asset(quotes)
        for each in group
    ]


def missing_table(wanted: Iterable[Wanted]) -> Table:
    """Give a row an asset of which prices are missing, and what they are missing for."""
    rows: list[Row] = []
    lines: list[str] = []
    for asset, group in _missing_by_asset(wanted):
        days = {each.day for each in group}
        events = len({each.event_id for each in group if each.event_id is not None})
        reasons = [f"{events:,} event{'s' * (events > 1)}"] if events else []
        if any(each.event_id is None for each in group):
            reasons.append(_HELD)
        rows.append((asset, len(days), min(days), max(days), ", ".join(reasons)))
        lines += [f"{day_text(day)},{asset},PRICE" for day in sorted(days)]
    more = [f"... and {len(lines) - _MOST_LINES:,} more."] if len(lines) > _MOST_LINES else []
    notes = (_FILL_IN, "date,asset,close_usd", *lines[:_MOST_LINES], *more)
    return Table(
        "Prices missing",
        _MISSING,
        rows,
        notes if rows else (),
        empty="No price is missing for these files.",
    )


def missing_records(wanted: Iterable[Wanted]) -> list[Json]:
    """Give every price that is missing, and the event that misses it, `null` for what is held."""
    return [
        {"asset": each.asset, "day": day_text(each.day), "event": each.event_id}
        for _, group in _missing_by_asset(wanted)
        for each in group
    ]


def _by_asset(quotes: Sequence[Quote]) -> Iterable[tuple[str, list[Quote]]]:
    ordered = sorted(quotes, key=lambda each: (each.asset, each.day, each.at or 0))
    for asset, group in groupby(ordered, key=lambda each: each.asset):
        yield asset, list(group)


def _missing_by_asset(wanted: Iterable[Wanted]) -> Iterable[tuple[str, list[Wanted]]]:
    ordered = sorted(wanted, key=lambda each: (each.asset, each.day, each.event_id or ""))
    for asset, group in groupby(ordered, key=lambda each: each.asset):
        yield asset, list(group)
