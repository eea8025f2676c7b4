"""`Row`: one record seen through its format's columns, every cell checked as it is read."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Final

from harvestry.sources.canonical import CANONICAL, Content
from harvestry.sources.commas import with_comma_told
from harvestry.sources.description import Direction, Format
from harvestry.sources.errors import NO_ASSET, CellFault, RowError
from harvestry.sources.numbers import Number, NumberError, read_number
from harvestry.sources.own_address import OwnAddress
from harvestry.sources.short_dates import ShortDates
from harvestry.sources.slash_dates import SlashDates
from harvestry.sources.times import (
    AmbiguousDateError,
    OutOfRangeError,
    TimeError,
    in_range,
    instant_from,
    read_time,
    with_clock,
    zoned,
)
from harvestry.units.days import Instant, Zone, instant_text
from harvestry.units.exact import (
    InexactError,
    Money,
    Quantity,
    money_of,
    price_of,
    quantity_of,
    value_at,
)

BLANK: Final = frozenset({"", "-", "--", "n/a", "na", "null", "none"})
"""What exports write where they have no number."""
DOLLARS: Final = "USD"
_VALUES: Final = frozenset({"value", "fee_value", "sent_value", "got_value"})
_OWN_SIGN: Final = frozenset({"EUR", "GBP", "JPY"})
_SHOWN: Final = 40
_CONTENT: Final = tuple(sorted(CANONICAL.keys() - {"pocket"}))
"""What tells rows apart; the part of an account was not always told."""
_MEND: Final = "correct it in the file, or export the file again"


class Table:
    """What all rows of one file share: where the columns stand, and how cells are written."""

    __slots__ = (
        *("accounts", "aliases", "commas_group", "constants", "day_zone", "format", "names"),
        *("own_address", "places", "slashes", "spam", "told", "wide", "zone", "zoned"),
    )

    def __init__(
        self,
        format_: Format,
        names: tuple[str, ...],
        places: Mapping[str, int],
        constants: Mapping[str, str],
        *,
        commas_group: object,
        zone: Zone,
        day_zone: Zone,
        aliases: Mapping[str, str],
        slashes: SlashDates | ShortDates | None = None,
        accounts: Mapping[str, str] | None = None,
        spam: Collection[str] = (),
        own_address: OwnAddress | None = None,
        wide: Mapping[str, Mapping[str, int]] | None = None,
    ) -> None:
        self.format = format_
        self.names = names
        self.places = places
        self.constants = constants
        self.commas_group = commas_group
        self.zone = zone
        self.day_zone = day_zone
        self.aliases = aliases
        self.slashes = slashes
        self.accounts = accounts or {}
        self.spam = spam
        self.own_address = own_address
        self.wide = wide or {}
        self.zoned = self.has("zone") or self.has("clock")
        of_assets = {"asset"}.union(*self.wide.values())
        self.told = tuple(key for key in _CONTENT if self.has(key) or key in of_assets)

    def symbol(self, name: str) -> str:
        """Give the symbol of an asset by its name in the file: the format's, then the household's.

        The household's aliases count from the very first: two names of one asset are one.
        """
        named = self.format.assets.named(name)
        return self.aliases.get(named, named)

    def renames(self, name: str) -> bool:
        """Tell whether some other name of this asset is known."""
        known = (self.format.assets.aliases, self.aliases)
        return any(name in each or name in each.values() for each in known)

    def has(self, key: str) -> bool:
        """Tell whether the file has a canonical column, or says its value in the header."""
        return key in self.places or key in self.constants

    def column(self, key: str) -> str:
        """Give what the file calls a canonical column."""
        return self.names[self.places[key]] if key in self.places else key


class Row:
    """One record: its number among the rows, and its cells.

    `part` is the asset it is about, where the row has columns of their own for several assets.
    """

    __slots__ = ("cells", "number", "part", "table", "when")

    def __init__(self, table: Table, number: int, cells: list[str], part: str = "") -> None:
        self.table = table
        self.number = number
        self.cells = cells
        self.part = part
        self.when: Instant | None = None

    def text(self, key: str) -> str:
        """Give a cell's text without the space around it; empty where there is no such column."""
        place = self.table.places.get(key)
        if self.part:
            if key == "asset":
                return self.part
            place = self.table.wide[self.part].get(key, place)
        told = "" if place is None else self.cells[place].strip()
        return told or self.table.constants.get(key, "")

    def parts(self) -> "list[Row]":
        """Give a part for every asset whose own columns say that some of it moved."""
        each = (Row(self.table, self.number, self.cells, asset) for asset in self.table.wide)
        return [part for part in each if part.moves("quantity") or part.moves("fee_quantity")]

    def needed(self, key: str) -> str:
        """Give a cell's text, which must be there.

        Raises:
            RowError: it is empty.
        """
        found = self.text(key)
        if not found:
            raise RowError("missing-value", self._empty(key), self.number)
        return found

    def time(self) -> Instant:
        """Give the row's time.

        Raises:
            RowError: it is no time, or of another century.
        """
        if self.when is not None:
            return self.when
        try:
            found, own_zone = self._written_time()
            self.when = instant_from(found, own_zone or self.table.zone, self.table.day_zone)
            return self.when  # noqa: TRY300 - it is asked for again and again
        except OutOfRangeError as error:
            raise RowError(
                "time-out-of-range", self.wrong("time", str(error)), self.number
            ) from None
        except AmbiguousDateError as error:
            fault = self.wrong("time", str(error))
            raise RowError("ambiguous-date", fault, self.number, once=True) from None
        except TimeError as error:
            raise RowError("bad-time", self.wrong("time", str(error)), self.number) from None

    def asset(self, key: str = "asset") -> str:
        """Give an asset under its own symbol; one without a column is the unit of its quantity.

        Raises:
            RowError: it is empty or no symbol.
        """
        told = self.text(key) or self.unit(key.replace("asset", "quantity"))
        return self.symbol(told or self.needed(key), key)

    def unit(self, key: str, expected: str = "") -> str:
        """Give the unit written beside a number, empty where there is none or the one expected."""
        if expected and self.text(key).endswith(expected):
            return expected
        found = self.amount(key)
        unit = "" if found is None else found.unit or ""
        return DOLLARS if unit == "$" else unit

    def symbol(self, text: str, key: str) -> str:
        """Give the own symbol of an asset that was read in a column.

        Raises:
            RowError: it is no symbol.
        """
        if not text.isprintable() or len(text) > _SHOWN:
            raise RowError("bad-value", self.wrong(key, "is no asset's symbol"), self.number)
        return self.table.symbol(text)

    def quantity(self, key: str = "quantity", asset: str | None = None) -> Quantity:
        """Give a signed quantity, which must be there; a unit written beside it must be `asset`.

        Raises:
            RowError: it is empty, no number, too fine, or in another unit.
        """
        found = self._glued(key, asset) or self.amount(key)
        if found is None:
            raise RowError("missing-value", self._empty(key), self.number)
        if found.unit is not None:
            named = "USD" if found.unit == "$" else self.table.symbol(found.unit)
            if named != asset:
                raise RowError(
                    "bad-number",
                    self.wrong(key, f"is in {found.unit}, not in {asset}"),
                    self.number,
                )
        return self._units(key, found.text)

    def dollars(self, key: str) -> Money | None:
        """Give a signed dollar amount; `None` where it is empty or in another currency.

        Raises:
            RowError: it is no number, or its sign of currency contradicts the currency column.
        """
        found = self.amount(key)
        if found is None:
            return None
        currency = DOLLARS if key in _VALUES else self.currency()
        if found.unit not in (None, "$", currency):
            raise RowError(
                "mixed-currency",
                self.wrong(key, f"is in {found.unit}, and the row in {currency}"),
                self.number,
            )
        return money_of(found.text) if currency == DOLLARS else None

    def paid(self, key: str) -> Quantity | None:
        """Give a signed amount as units of the row's own currency, `None` where it is empty.

        Raises:
            RowError: it is no number, too fine, or its sign is that of another currency.
        """
        found = self.amount(key)
        if found is None:
            return None
        currency = self.currency()
        plain = found.unit is None or (found.unit == "$" and currency not in _OWN_SIGN)
        if not plain and self.table.symbol(found.unit or "") != currency:
            raise RowError(
                "mixed-currency",
                self.wrong(key, f"is in {found.unit}, and the row in {currency}"),
                self.number,
            )
        return self._units(key, found.text)

    def currency(self) -> str:
        """Give the currency of the row's price, subtotal, total and fee; else dollars."""
        told = self.text("currency").upper()
        return self.symbol(told, "currency") if told else DOLLARS

    def fixed_worth(self, asset: str, quantity: Quantity) -> Money | None:
        """Give what units are worth whose price the exchange has fixed, as it has for credits."""
        price = self.table.format.assets.fixed.get(asset)
        return None if price is None else value_at(quantity, price)

    def price(self) -> int | None:
        """Give the dollars for one coin that the row states in dollars; 0 states nothing."""
        found = self.amount("price")
        if found is None or self.currency() != DOLLARS or found.unit not in (None, "$", DOLLARS):
            return None
        return price_of(found.text) or None

    def amount(self, key: str) -> Number | None:
        """Give a number as written, `None` where the cell says there is none.

        Raises:
            RowError: it is no number.
        """
        return self._number(key, self.text(key))

    def moves(self, key: str) -> bool:
        """Tell whether a number is there and is not zero.

        Raises:
            RowError: it is no number.
        """
        found = self.amount(key)
        return found is not None and any(
            digit in "123456789" for digit in found.text.lower().partition("e")[0]
        )

    def _units(self, key: str, text: str) -> Quantity:
        try:
            return quantity_of(text)
        except InexactError as error:
            fault = self.wrong(key, "has more than 30 decimals")
            raise RowError("bad-number", fault, self.number) from error

    def _number(self, key: str, text: str) -> Number | None:
        if text.casefold() in BLANK:
            return None
        try:
            return read_number(
                text,
                commas_group=self.table.commas_group,
                decimal_comma=self.table.format.decimal_comma,
            )
        except NumberError as error:
            fault = with_comma_told(self.wrong(key, str(error)))
            raise RowError("bad-number", fault, self.number) from None

    def _glued(self, key: str, asset: str | None) -> Number | None:
        """Give a number with a unit behind it that begins like a number, as `0.51INCH` does."""
        if not asset or not asset[0].isdigit():
            return None
        text = self.text(key)
        bare = text.removesuffix(asset)
        return self._number(key, bare.rstrip()) if bare != text else None

    def direction(self) -> Direction | None:
        """Give which way units went by the wallet's own address, `None` where neither end is it.

        Raises:
            RowError: it is not known which address is the wallet's own.
        """
        ends = self.text("from_address").casefold(), self.text("to_address").casefold()
        if ends[0] and ends[0] == ends[1]:
            return Direction.SELF
        own = self.text("own_address").casefold()
        if not own and self.table.own_address is not None:
            own = self.table.own_address.found()
        if not own:
            message = (
                "nothing tells which address is your own, so it is not known whether units came or "
                "went; put your address into the file's name, as the explorer does"
            )
            raise RowError("unknown-direction", message, self.number, once=True)
        if own not in ends:
            return None
        return Direction.OUT if ends[0] == own else Direction.IN

    def content(self) -> str:
        """Give what the row says in a form that another export of it would share.

        Columns count by what they are, not where they stand; numbers and times by value.
        """
        parts = []
        for key in self.table.told:
            text = self.text(key)
            told = self._comparable(key, text) if text else ""
            if told:
                parts.append(f"{key}={told}")
        return "\x1f".join(parts)

    def _comparable(self, key: str, text: str) -> str:
        content = CANONICAL[key]
        try:
            if content is Content.TIME:
                return instant_text(self.time())
            if content is Content.NUMBER:
                found = self.amount(key)
                return "" if found is None else f"{quantity_of(found.text)}"
        except (RowError, InexactError):
            return text
        return " ".join(text.split())

    def _written_time(self) -> tuple[datetime | date, Zone | None]:
        """Give the time as written, and the zone if the row names one that is not an offset."""
        text = self.needed("time")
        if self.table.zoned:
            text, own_zone = zoned(with_clock(text, self.text("clock")), self.text("zone"))
            return self._read_time(text), own_zone
        try:
            return self._read_time(text), None
        except (AmbiguousDateError, OutOfRangeError):
            raise
        except TimeError:
            bare, own_zone = zoned(text, "")
            if own_zone is None:
                raise
            return self._read_time(bare), own_zone

    def _read_time(self, text: str) -> datetime | date:
        slashes = self.table.slashes
        found = slashes.read(text) if slashes is not None and slashes.mark in text else None
        return read_time(text, self.table.format.layouts) if found is None else in_range(found)

    def wrong(self, key: str, why: str) -> CellFault:
        """Give what is wrong with a cell, in words that name it."""
        return CellFault(self._column(key), self.text(key), why, _MEND)

    def _column(self, key: str) -> str:
        place = self.table.wide[self.part].get(key) if self.part else None
        return self.table.column(key) if place is None else self.table.names[place]

    def _empty(self, key: str) -> str:
        if key == "asset" and not self.table.has(key):
            return NO_ASSET
        return f"column `{self._column(key)}` is empty; {_MEND}"
