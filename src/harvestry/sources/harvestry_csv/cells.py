"""Single cells of a Harvestry CSV: text to values, with an error that names the column."""

from datetime import datetime
from typing import Final

from harvestry.events.pool_names import ANOTHER, RESERVED, is_pool_name
from harvestry.sources.errors import CellFault, RowError
from harvestry.sources.numbers import NumberError, is_short, read_number
from harvestry.sources.slash_dates import SlashDates
from harvestry.sources.times import (
    ISO,
    AmbiguousDateError,
    OutOfRangeError,
    TimeError,
    instant_from,
    read_time,
    utc_second,
)
from harvestry.units.days import Instant, Zone
from harvestry.units.exact import InexactError, Money, Quantity, money_of, quantity_of

_LAYOUTS: Final = (ISO,)
_YES: Final = {"true": True, "false": False}
_LONGEST_NAME: Final = 200


def wrong(column: str, text: str, why: str) -> CellFault:
    """Say what is wrong with a cell."""
    return CellFault(column, text, why, "correct it")


def amount(text: str, column: str, unit: str, *, commas_group: object) -> Quantity | None:
    """Read a quantity, `None` where the cell is empty. `unit` may stand beside the number."""
    if not text:
        return None
    if is_short(text):
        try:
            return quantity_of(text)
        except InexactError:
            pass  # no plain number; it may be dressed
    try:
        number = read_number(text, commas_group=commas_group)
        if number.unit not in (None, unit):
            why = f"is in {number.unit}, not in {unit}"
            raise RowError("bad-number", wrong(column, text, why))
        return quantity_of(number.text)
    except NumberError as error:
        raise RowError("bad-number", wrong(column, text, str(error))) from None
    except InexactError:
        raise RowError("bad-number", wrong(column, text, "has more than 30 decimals")) from None


def money(text: str, column: str, *, commas_group: object) -> Money | None:
    """Read dollars, `None` where the cell is empty."""
    if not text:
        return None
    if is_short(text):
        try:
            return money_of(text)
        except InexactError:
            pass  # no plain number; it may be dressed
    try:
        number = read_number(text, commas_group=commas_group)
    except NumberError as error:
        raise RowError("bad-number", wrong(column, text, str(error))) from None
    if number.unit not in (None, "$", "USD"):
        why = f"is in {number.unit}, not in US dollars"
        raise RowError("mixed-currency", wrong(column, text, why))
    return money_of(number.text)


def not_negative(money_: Money | None, column: str) -> Money | None:
    """Give dollars that must not be below zero."""
    if money_ is not None and money_ < 0:
        message = (
            f"column `{column}` is below zero; the kind says the direction, so write it plainly"
        )
        raise RowError("bad-number", message)
    return money_


def instant(text: str, column: str, zone: Zone, slashes: SlashDates) -> Instant:
    """Read a time with its offset, or a date alone: noon in the account's zone.

    A bare date with slashes is read as all dates of the file are written.
    """
    found = utc_second(text)
    if found is not None:
        return found
    if "/" in text:
        text = _unslashed(text, column, slashes)
    try:
        return instant_from(read_time(text, _LAYOUTS), None, zone)
    except OutOfRangeError as error:
        raise RowError("time-out-of-range", wrong(column, text, str(error))) from None
    except TimeError as error:
        raise RowError("bad-time", wrong(column, text, str(error))) from None


def _unslashed(text: str, column: str, slashes: SlashDates) -> str:
    """Give a bare date with slashes as ISO, any other text as it is."""
    try:
        found = slashes.read(text)
    except AmbiguousDateError as error:
        raise RowError("ambiguous-date", wrong(column, text, str(error)), once=True) from None
    except TimeError as error:
        raise RowError("bad-time", wrong(column, text, str(error))) from None
    if isinstance(found, datetime):
        why = "does not say its time zone; write it as 2021-12-31T14:05:00-05:00"
        raise RowError("bad-time", wrong(column, text, why))
    return text if found is None else found.isoformat()


def name(text: str, column: str) -> str:
    """Give a name that is fit to stand in other cells: printable, of bearable length."""
    if not text.isprintable() or len(text) > _LONGEST_NAME:
        raise RowError(
            "bad-value",
            wrong(column, text, f"is no name (printable, at most {_LONGEST_NAME} characters)"),
        )
    return text


def account(text: str, column: str) -> str:
    """Give a name that an account may bear: that of no pool of several."""
    if is_pool_name(text):
        raise RowError("bad-value", CellFault(column, text, RESERVED, ANOTHER))
    return name(text, column)


def flag(text: str, column: str) -> bool | None:
    """Read `true` or `false`, `None` where the cell is empty."""
    if not text:
        return None
    found = _YES.get(text.casefold())
    if found is None:
        raise RowError("bad-value", wrong(column, text, "is neither true nor false"))
    return found


def choice(text: str, column: str, choices: frozenset[str]) -> str | None:
    """Read one of a few words, `None` where the cell is empty."""
    if text and text not in choices:
        raise RowError("bad-value", wrong(column, text, f"is none of {', '.join(sorted(choices))}"))
    return text or None


def named_lots(text: str) -> tuple[tuple[str, Quantity], ...]:
    """Read `ID:QUANTITY;ID:QUANTITY`. Ids may hold colons: the last one counts."""
    found = []
    for part in text.split(";") if text else ():
        lot, colon, quantity_text = part.strip().rpartition(":")
        try:
            quantity = quantity_of(read_number(quantity_text.strip()).text) if colon else 0
        except (NumberError, InexactError):
            quantity = 0
        if not lot.strip() or quantity <= 0:
            raise RowError(
                "bad-value", wrong("lots", part, "is not ID:QUANTITY, several parted by semicolons")
            )
        found.append((lot.strip(), quantity))
    return tuple(found)


def adjustments(text: str) -> tuple[tuple[str, Money], ...]:
    """Read Form 8949 codes with signed dollars, `E:-20000;H:-200000`."""
    found = []
    for part in text.split(";") if text else ():
        code, _, dollars = part.strip().partition(":")
        try:
            adjustment = money_of(dollars.strip())
        except InexactError:
            adjustment = None
        if adjustment is None or not (len(code) == 1 and "A" <= code <= "Z"):
            raise RowError(
                "bad-value",
                wrong("adjust", part, "is not CODE:DOLLARS, such as E:-200; several by semicolons"),
            )
        found.append((code, adjustment))
    return tuple(found)
