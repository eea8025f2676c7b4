"""Read prices.csv: a price a row, by day or by moment; what is doubtful is a problem, no price."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from harvestry.events.prices import Quote
from harvestry.sources.complaints import Complaint, Complaints
from harvestry.sources.errors import CellFault, RowError
from harvestry.sources.lines import Lines
from harvestry.sources.numbers import NumberError, read_number
from harvestry.sources.records import DELIMITERS, Record, is_blank, records
from harvestry.sources.settings.errors import SettingsError, suggestion
from harvestry.sources.text import TextFile, examine, lines
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


class Moment(NamedTuple):
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

    A ticker in small letters counts for the one in capitals, too.

    Raises:
        SourceError: the file cannot be read, or is no CSV.
        SettingsError: its header is not that of a price file.
    """
    file = examine(path)
    found, delimiter = opened_table(file)
    header = next(found, None)
    columns = _columns(str(path), [] if header is None else header.cells)
    reader = _Reader(columns, file.source, aliases or {}, commas_group=delimiter != ";")
    quotes: dict[Moment, list[Quote]] = {}
    where = Lines()
    complaints = Complaints(file.name, where)
    for number, record in enumerate((r for r in found if not is_blank(r.cells)), 1):
        where.note(number, record.line)
        try:
            for quote in reader.quotes(record, number):
                quotes.setdefault(Moment(quote.asset, quote.day, quote.at), []).append(quote)
        except RowError as error:
            complaints.add(complaint_of(error, number))
    for conflict in conflicts_among(quotes.values()):
        complaints.add(complaint_of(conflict, conflict.number or 0))
    return tuple(each[0] for each in quotes.values() if agree(each)), tuple(complaints.problems())


def opened_table(file: TextFile) -> tuple[Iterator[Record], str]:
    """Give the records of a file as the delimiter of its first line cuts them, and that."""
    first = next((line for line in lines(file) if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    return records(file.name, lines(file), delimiter), delimiter


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


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the rows of one file."""

    columns: _Columns
    file: SourceFile
    aliases: Mapping[str, str]
    commas_group: bool

    def quotes(self, record: Record, number: int) -> Iterator[Quote]:
        """Give the price of a row, for each asset that it may be of."""
        if record.spans:
            raise wrong_row("the row goes on over several lines; close the quote that is left open")
        if len(record.cells) != self.columns.count:
            counts = f"{len(record.cells)} cells under {self.columns.count} columns"
            raise wrong_row(f"the row has {counts}; give one cell a column")
        asset = self.columns.cell(record, ASSET)
        if not asset or not asset.isprintable() or len(asset) > _SHOWN:
            raise wrong_cell(ASSET, asset, "is no symbol", "name the asset, as in BTC")
        name = TIME if TIME in self.columns.places else DATE
        day, at = moment_of(name, self.columns.cell(record, name))
        price = price_in(self.columns.cell(record, CLOSE), commas_group=self.commas_group)
        provider = self.columns.cell(record, SOURCE) or None
        source = SourceRef(self.file, (number,))
        spellings = (asset, asset.upper()) if asset.islower() else (asset,)
        for symbol in sorted({self.aliases.get(each, each) for each in spellings}):
            yield Quote(symbol, day, at, price, source, provider)


def moment_of(name: str, text: str) -> tuple[Day, Instant | None]:
    """Give the day of a date, or the UTC day and the instant of a time that tells its offset.

    Raises:
        RowError: the text is neither.
    """
    mend = "write it as 2026-12-31" if name == DATE else "write it as 2026-12-31T14:05:00Z"
    try:
        found = read_time(text, (ISO,))
        if name == DATE:
            if isinstance(found, datetime):
                raise wrong_cell(name, text, "is a time", "name the column time")
            return found.toordinal(), None
        if not isinstance(found, datetime):
            raise wrong_cell(name, text, "is a bare date", "name the column date")
        at = instant_from(found, None, zone("UTC"))
    except TimeError as error:
        raise wrong_cell(name, text, str(error), mend) from None
    return at // DAY_LENGTH + EPOCH_DAY, at


def price_in(text: str, *, commas_group: bool) -> Price:
    """Give the price a cell holds, in dollars.

    Raises:
        RowError: it is no number of dollars above zero.
    """
    mend = "write dollars for one, as in 1234.56"
    try:
        number = read_number(text, commas_group=commas_group)
    except NumberError as error:
        raise wrong_cell(CLOSE, text, str(error), mend) from None
    if number.unit not in _DOLLAR_SIGNS:
        raise wrong_cell(CLOSE, text, "is not in US dollars", mend)
    price = price_of(number.text)
    if price <= 0:
        raise wrong_cell(CLOSE, text, "is not above zero", mend)
    return price


def agree(quotes: list[Quote]) -> bool:
    """Tell whether quotes of one moment say the same."""
    return all(quote.price == quotes[0].price for quote in quotes)


def complaint_of(error: RowError, row: int) -> Complaint:
    """Give what is to be said of a row that cannot be read."""
    return Complaint(error.code, Severity.ERROR, error.message, row, error.cause)


def conflicts_among(moments: Iterable[list[Quote]]) -> Iterable[RowError]:
    """Give the moments whose prices differ, named by their rows."""
    for quotes in moments:
        if not agree(quotes):
            rows = [quote.source.rows[0] for quote in quotes]
            message = (
                f"rows {', '.join(map(str, rows))} give different prices of {quotes[0].asset} for "
                "one moment in column `close_usd`, so none is used; keep the right one"
            )
            yield RowError("conflicting-prices", message, rows[-1], cause="prices")


def wrong_row(message: str) -> RowError:
    """Give the error of a row as a whole."""
    return RowError("bad-price", message)


def wrong_cell(column: str, text: str, why: str, mend: str) -> RowError:
    """Give the error of a cell."""
    return RowError("bad-price", CellFault(column, text, why, mend))
