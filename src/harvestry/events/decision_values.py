"""The values of decisions: text as it is typed, read exactly or refused in words."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from harvestry.events.kind import INCOME, Kind
from harvestry.events.pool_names import ANOTHER, RESERVED, is_pool_name
from harvestry.units.days import FIRST_YEAR, Day, day_of
from harvestry.units.exact import (
    InexactError,
    Money,
    Price,
    Quantity,
    money_of,
    price_of,
    quantity_of,
)


class UnfitValueError(ValueError):
    """A value that a choice does not take; the message is why."""


class Bought(NamedTuple):
    """What units cost, and when, `None` where that is not told."""

    usd: Money
    on: Day | None


class Held(NamedTuple):
    """Units that were there, what they cost, and when they were acquired, `None` if not told."""

    quantity: Quantity
    usd: Money
    on: Day | None


def nothing(text: str) -> None:
    """Take no value."""
    if text:
        raise UnfitValueError("takes no value")


def dollars(text: str) -> Money:
    """Read dollars, not below zero."""
    try:
        usd = money_of(text.removeprefix("$"))
    except InexactError:
        raise UnfitValueError(_no("dollars", text)) from None
    if usd < 0:
        raise UnfitValueError("takes dollars that are not below zero")
    return usd


def maybe_dollars(text: str) -> Money | None:
    """Read dollars, `None` where none are given."""
    return dollars(text) if text else None


def price(text: str) -> Price:
    """Read dollars for one coin, above zero."""
    try:
        found = price_of(text.removeprefix("$"))
    except InexactError:
        raise UnfitValueError(_no("a price in dollars", text)) from None
    if found <= 0:
        raise UnfitValueError("takes a price above zero")
    return found


def bought(text: str) -> Bought:
    """Read `USD` or `USD@DATE`."""
    usd, at, day = text.partition("@")
    return Bought(dollars(usd), _day(day) if at else None)


def bought_on(text: str) -> Bought:
    """Read `USD@DATE`."""
    found = bought(text)
    if found.on is None:
        raise UnfitValueError("takes dollars and the day, parted by @")
    return found


def held(text: str) -> Held:
    """Read `QUANTITY=USD` or `QUANTITY=USD@DATE`."""
    units, equals, cost = text.partition("=")
    if not equals:
        raise UnfitValueError("takes a quantity and what it cost, parted by =")
    try:
        quantity = quantity_of(units.strip())
    except InexactError:
        raise UnfitValueError(_no("a quantity", units)) from None
    if quantity <= 0:
        raise UnfitValueError("takes a quantity above zero")
    return Held(quantity, *bought(cost))


def income(text: str) -> tuple[Kind, Money]:
    """Read `KIND=USD`, a kind of income without its `income:`."""
    word, equals, usd = text.partition("=")
    kinds = {kind.value.partition(":")[2]: kind for kind in sorted(INCOME)}
    kind = kinds.get(word.strip().removeprefix("income:"))
    if not equals or kind is None:
        raise UnfitValueError(f"takes a kind ({', '.join(kinds)}) and dollars, parted by =")
    return kind, dollars(usd)


def name(text: str) -> str:
    """Read the id of an event."""
    if not text.strip() or not text.isprintable():
        raise UnfitValueError("takes a name")
    return text.strip()


def account(text: str) -> str:
    """Read the name of an account, which is not that of a pool of several."""
    found = name(text)
    if is_pool_name(found):
        raise UnfitValueError(
            f"takes the name of an account, and {found[:40]!r} {RESERVED}; {ANOTHER}"
        )
    return found


def reason(text: str) -> str:
    """Read a reason in words."""
    if not text.strip():
        raise UnfitValueError("takes a reason in words")
    return " ".join(text.split())


def columns(text: str) -> Mapping[str, str]:
    """Read `COLUMN=CELL;COLUMN=CELL`, columns of the Harvestry CSV."""
    found: dict[str, str] = {}
    for part in text.split(";"):
        column, equals, cell = part.partition("=")
        if not equals or not column.strip() or column.strip() in found:
            raise UnfitValueError("takes columns of the Harvestry CSV, each once, parted by ;")
        found[column.strip()] = cell.strip()
    return found


def _day(text: str) -> Day:
    try:
        day = day_of(text.strip())
    except ValueError:
        raise UnfitValueError(_no("a day, written YEAR-MONTH-DAY", text)) from None
    if date.fromordinal(day).year < FIRST_YEAR:
        raise UnfitValueError(f"takes a day from {FIRST_YEAR} on")
    return day


def _no(what: str, text: str) -> str:
    return f"takes {what}, and {text[:40]!r} is not that"
