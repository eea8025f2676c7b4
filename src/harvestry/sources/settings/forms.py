"""The forms a value may have: in words for people, and as the function that reads it exactly."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final, Generic, TypeVar
from zoneinfo import available_timezones

from harvestry.events.pool_names import ANOTHER, RESERVED, is_pool_name
from harvestry.law.regime import UnknownRegimeError, regime_of
from harvestry.sources.settings.errors import UnfitError, suggestion
from harvestry.sources.settings.toml_file import shown
from harvestry.units.days import FIRST_YEAR, Day, day_of, zone
from harvestry.units.exact import QUANTITY_DECIMALS

T_co = TypeVar("T_co", covariant=True)
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Form(Generic[T_co]):
    """One form: `words` say what it takes; `read` gives the value or raises `UnfitError`."""

    words: str
    read: Callable[[object], T_co]


def choice_of(choices: type[E]) -> Form[E]:
    """Give the form of a word out of an enumeration."""
    word = one_of([choice.value for choice in choices])
    return Form(word.words, lambda value: choices(word.read(value)))


def one_of(choices: Iterable[str]) -> Form[str]:
    """Give the form of a word out of some."""
    words = list(choices)

    def read(value: object) -> str:
        if isinstance(value, str) and value in words:
            return value
        raise UnfitError(f"{shown(value)} is none of its words", _meant(value, words))

    return Form(" or ".join(f'"{word}"' for word in words), read)


def like(pattern: re.Pattern[str], words: str) -> Form[str]:
    """Give the form of a text that follows a pattern, told in words."""

    def read(value: object) -> str:
        if isinstance(value, str) and pattern.fullmatch(value):
            return value
        raise UnfitError(f"{shown(value)} is not written so")

    return Form(words, read)


def list_of(form: Form[T_co]) -> Form[tuple[T_co, ...]]:
    """Give the form of a list whose every value has a form."""

    def read(value: object) -> tuple[T_co, ...]:
        if not isinstance(value, list):
            raise UnfitError(f"{shown(value)} is no list")
        return tuple(form.read(each) for each in value)

    return Form(f"list of {form.words}", read)


def either(word: str, form: Form[T_co]) -> Form[T_co | None]:
    """Give the form of one fixed word, which reads as `None`, or else of another form."""

    def read(value: object) -> T_co | None:
        return None if value == word else form.read(value)

    return Form(f'"{word}" or {form.words}', read)


def _meant(value: object, words: Iterable[str]) -> str:
    return suggestion(value, words) if isinstance(value, str) else ""


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise UnfitError(f"{shown(value)} is no text")
    return value


def _account(value: object) -> str:
    name = _text(value)
    if is_pool_name(name):
        raise UnfitError(f"{shown(name)} {RESERVED}", f"{ANOTHER}; ")
    return name


def _yes_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise UnfitError(f"{shown(value)} is neither true nor false")
    return value


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= QUANTITY_DECIMALS:
        raise UnfitError(f"{shown(value)} is no whole number from 0 to {QUANTITY_DECIMALS}")
    return value


def _day(value: object) -> Day:
    if isinstance(value, str):
        try:
            day = day_of(value)
        except ValueError as error:
            raise UnfitError(f"there is no day {shown(value)}") from error
    elif isinstance(value, date) and not isinstance(value, datetime):
        day = value.toordinal()
    else:
        raise UnfitError(f"{shown(value)} is no day")
    if date.fromordinal(day).year < FIRST_YEAR:
        raise UnfitError(f"{shown(value)} lies before {FIRST_YEAR}")
    return day


def _zone_name(value: object) -> str:
    name = _text(value)
    try:
        return zone(name).name
    except ValueError as error:
        hint = suggestion(name, available_timezones())
        raise UnfitError(f"there is no time zone {shown(name)}", hint) from error


def _regime(value: object) -> str:
    try:
        return str(regime_of(_text(value)))
    except UnknownRegimeError as error:
        raise UnfitError(f"{shown(value)} is no regime") from error


TEXT: Final = Form("text", _text)
ACCOUNT_NAME: Final = Form("text", _account)
REGIME: Final = Form('"current-law" or "apply" or "from:DATE"', _regime)
YES_NO: Final = Form("true or false", _yes_no)
COUNT: Final = Form("whole number from 0 to 30", _count)
DAY: Final = Form("day, such as 2025-01-01", _day)
ZONE: Final = Form('time zone, such as "America/New_York"', _zone_name)
