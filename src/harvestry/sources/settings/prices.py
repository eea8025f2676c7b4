"""Read prices.csv: a price a row, by day or by moment; what is doubtful is a problem, no price."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from harvestry.events.prices import Quote
from harvestry.sources.errors import RowError
from harvestry.sources.numbers import NumberError, read_number
from harvestry.sources.records import Record, is_blank, records
from harvestry.sources.settings.errors import SettingsError, suggestion
from harvestry.sources.text import examine, lines
from harvestry.sources.times import ISO, TimeError, instant_from, read_time
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, Day, Instant, zone
from harvestry.units.exact import Price, price_of
from harvestry.units.problems import Problem, Severity
from harvestry.units.source_ref import SourceFile, SourceRef

DATE, TIME, ASSET, CLOSE, SOURCE = "date", "time", "asset", "close_usd", "source"
PRICE_COLUMNS: Final = (DATE, TIME, ASSET, CLOSE, SOURCE)
_HEADER_WORDS: Final = "the header is date,asset,close_usd or time,asset,close_usd, then source"
_DOLLAR_SIGNS: Final = (None, "$", "USD")
_SHOWN: Final = 40


class _Moment(NamedTuple):
    """What a price is of; two prices of one moment must be the same."""

    asset: str
    day: Day
    at: Instant | None


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each known column stands, and how many there are."""

    places: Mapping[str, int]
    count: int

    def cell(self, record: Record, name: str) -> str:
        return record.cells[self.places[name]].strip() if name in self.places else ""


def read_prices(
    path: Path, aliases: Mapping[str, str] | None = None
) -> tuple[tuple[Quote, ...], tuple[Problem, ...]]:
    """Give the prices of a file, assets under their symbols by `aliases`, and what is wrong in it.

    Raises:
        SourceError: the file cannot be read, or is no CSV.
        SettingsError: its header is not that of a price file.
    """
    file = examine(path)
    found = records(file.name, lines(file), ",")
    header = next(found, None)
    columns = _columns(str(path), [] if header is None else header.cells)
    quotes: dict[_Moment, list[Quote]] = {}
    problems: list[Problem] = []
    for number, record in enumerate((r for r in found if not is_blank(r.cells)), 1):
        try:
            quote = _quote(columns, record, SourceRef(file.source, (number,)), aliases or {})
        except RowError as error:
            message = f"{file.name} row {number} (line {record.line}): {error.message}."
            problems.append(Problem(error.code, Severity.ERROR, message, file.name, number))
        else:
            quotes.setdefault(_Moment(quote.asset, quote.day, quote.at), []).append(quote)
    problems += _conflicts(file.source, quotes.values())
    return tuple(each[0] for each in quotes.values() if _agree(each)), tuple(problems)


def _columns(file: str, cells: Iterable[str]) -> _Columns:
    names = [cell.strip().casefold() for cell in cells]
    for name in names:
        if name not in PRICE_COLUMNS or names.count(name) > 1:
            why = "stands twice" if name in PRICE_COLUMNS else "is no column of a price file"
            hint = "" if name in PRICE_COLUMNS else suggestion(name, PRICE_COLUMNS)
            raise SettingsError(
                file, "", "", f'column "{name[:_SHOWN]}" {why}', hint + _HEADER_WORDS
            )
    lacking = [name for name in (ASSET, CLOSE) if name not in names]
    if lacking:
        raise SettingsError(file, "", "", f"there is no column {lacking[0]}", _HEADER_WORDS)
    if (DATE in names) == (TIME in names):
        reason = "there must be either a column date or a column time"
        raise SettingsError(file, "", "", reason, _HEADER_WORDS)
    return _Columns({name: n for n, name in enumerate(names)}, len(names))


def _quote(
    columns: _Columns, record: Record, source: SourceRef, aliases: Mapping[str, str]
) -> Quote:
    if record.spans:
        raise _bad("it goes on over several lines; close the quote that is left open")
    if len(record.cells) != columns.count:
        counts = f"{len(record.cells)} cells under {columns.count} columns"
        raise _bad(f"it has {counts}; give one cell a column")
    asset = columns.cell(record, ASSET)
    if not asset or not asset.isprintable() or len(asset) > _SHOWN:
        raise _bad("column asset holds no symbol; name the asset")
    name = TIME if TIME in columns.places else DATE
    day, at = _moment(name, columns.cell(record, name))
    price = _price(columns.cell(record, CLOSE))
    provider = columns.cell(record, SOURCE) or None
    return Quote(aliases.get(asset, asset), day, at, price, source, provider)


def _moment(name: str, text: str) -> tuple[Day, Instant | None]:
    """Give the day of a date, or the UTC day and the instant of a time that tells its offset."""
    try:
        found = read_time(text, (ISO,))
        if name == DATE:
            if isinstance(found, datetime):
                raise _bad(f"column date holds {_shown(text)}, a time; name the column time")
            return found.toordinal(), None
        if not isinstance(found, datetime):
            raise _bad(f"column time holds {_shown(text)}, a bare date; name the column date")
        at = instant_from(found, None, zone("UTC"))
    except TimeError as error:
        raise _bad(f"column {name} holds {_shown(text)}, which {error}") from None
    return at // DAY_LENGTH + EPOCH_DAY, at


def _price(text: str) -> Price:
    try:
        number = read_number(text)
    except NumberError as error:
        raise _bad(f"column close_usd holds {_shown(text)}, which {error}") from None
    if number.unit not in _DOLLAR_SIGNS:
        raise _bad(f"column close_usd holds {_shown(text)}, which is not in US dollars")
    price = price_of(number.text)
    if price <= 0:
        raise _bad(f"column close_usd holds {_shown(text)}; a price is above zero")
    return price


def _agree(quotes: list[Quote]) -> bool:
    return all(quote.price == quotes[0].price for quote in quotes)


def _conflicts(file: SourceFile, moments: Iterable[list[Quote]]) -> Iterable[Problem]:
    for quotes in moments:
        if not _agree(quotes):
            rows = [quote.source.rows[0] for quote in quotes]
            message = (
                f"{file.name} rows {', '.join(map(str, rows))}: column close_usd gives different "
                f"prices of {quotes[0].asset} for one moment, so none is used; keep the right one."
            )
            yield Problem("conflicting-prices", Severity.ERROR, message, file.name, rows[-1])


def _bad(message: str) -> RowError:
    return RowError("bad-price", message)


def _shown(text: str) -> str:
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
