"""Single cells of a Harvestry CSV: text to values, with an error that names the column."""

from datetime import date, datetime
from typing import Final, NoReturn

from harvestry.sources.errors import RowError
from harvestry.sources.numbers import NumberError, is_plain, read_number
from harvestry.sources.times import ISO, OutOfRangeError, TimeError, instant_from, read_time
from harvestry.units.days import Instant, Zone
from harvestry.units.exact import InexactError, Money, Quantity, money_of, quantity_of

_LAYOUTS: Final = (ISO,)
_YES: Final = {"true": True, "false": False}
_LONGEST_NAME: Final = 200
_SHOWN: Final = 40


def bad(column: str, text: str, why: str, code: str = "bad-value") -> NoReturn:
    """Refuse a cell.

    Raises:
        RowError: always.
    """
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
    raise RowError(code, f"column `{column}` holds {shown!r}, which {why}; correct it")


def amount(text: str, column: str, unit: str, *, commas_group: bool) -> Quantity | None:
    """Read a quantity, `None` where the cell is empty. `unit` may stand beside the number."""
    if not text:
        return None
    try:
        if is_plain(text):
            return quantity_of(text)
        number = read_number(text, commas_group=commas_group)
        if number.unit not in (None, unit):
            bad(column, text, f"is in {number.unit}, not in {unit}", "bad-number")
        return quantity_of(number.text)
    except NumberError as error:
        bad(column, text, str(error), "bad-number")
    except InexactError:
        bad(column, text, "has more than 30 decimals", "bad-number")


def money(text: str, column: str, *, commas_group: bool) -> Money | None:
    """Read dollars, `None` where the cell is empty."""
    if not text:
        return None
    if is_plain(text):
        return money_of(text)
    try:
        number = read_number(text, commas_group=commas_group)
    except NumberError as error:
        bad(column, text, str(error), "bad-number")
    if number.unit not in (None, "$", "USD"):
        bad(column, text, f"is in {number.unit}, not in US dollars", "mixed-currency")
    return money_of(number.text)


def not_negative(money_: Money | None, column: str) -> Money | None:
    """Give dollars that must not be below zero."""
    if money_ is not None and money_ < 0:
        message = (
            f"column `{column}` is below zero; the kind says the direction, so write it plainly"
        )
        raise RowError("bad-number", message)
    return money_


def instant(text: str, column: str, zone: Zone) -> Instant:
    """Read a time with its offset, or a date alone: noon in the account's zone."""
    try:
        found: datetime | date = read_time(text, _LAYOUTS)
        return instant_from(found, None, zone)
    except OutOfRangeError as error:
        bad(column, text, str(error), "time-out-of-range")
    except TimeError as error:
        bad(column, text, str(error), "bad-time")


def name(text: str, column: str) -> str:
    """Give a name that is fit to stand in other cells: printable, of bearable length."""
    if not text.isprintable() or len(text) > _LONGEST_NAME:
        bad(column, text, f"is no name (printable, at most {_LONGEST_NAME} characters)")
    return text


def flag(text: str, column: str) -> bool | None:
    """Read `true` or `false`, `None` where the cell is empty."""
    if not text:
        return None
    found = _YES.get(text.casefold())
    if found is None:
        bad(column, text, "is neither true nor false")
    return found


def choice(text: str, column: str, choices: frozenset[str]) -> str | None:
    """Read one of a few words, `None` where the cell is empty."""
    if text and text not in choices:
        bad(column, text, f"is none of {', '.join(sorted(choices))}")
    return text or None


def named_lots(text: str) -> tuple[tuple[str, Quantity], ...]:
    """Read `ID:QUANTITY;ID:QUANTITY`. Ids may hold colons: the last one counts."""
    found = []
    for part in text.split(";") if text else ():
        lot, colon, quantity_text = part.strip().rpartition(":")
        try:
            quantity = quantity_of(quantity_text.strip()) if colon else 0
        except InexactError:
            quantity = 0
        if not lot.strip() or quantity <= 0:
            bad("lots", part, "is not ID:QUANTITY, several parted by semicolons")
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
            bad("adjust", part, "is not CODE:DOLLARS, such as E:-200; several by semicolons")
        found.append((code, adjustment))
    return tuple(found)
