"""JSON from outside, read strictly: numbers keep their digits, and every shape is checked."""

import json
from typing import Final, NoReturn, TypeAlias

from harvestry.sources.live.failures import FetchError
from harvestry.units.exact import InexactError, Price, price_of

Answer: TypeAlias = object
"""What JSON holds, with `Digits` where a number stood."""

_MOST_DIGITS: Final = 40


class Digits(str):
    """A JSON number as it was written, so that no digit of a price is lost."""

    __slots__ = ()


def decoded(body: bytes) -> Answer:
    """Give what a body of JSON holds.

    Raises:
        FetchError: it is no JSON, or not all of it.
    """
    try:
        text = body.decode("utf-8")
        if text.lstrip()[:1] == "<":
            raise FetchError("answered with a web page where prices were asked for")
        return json.loads(text, parse_float=Digits, parse_int=Digits, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise FetchError("answered with what is no JSON, or not the whole of it") from error


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number")


def unknown_shape() -> FetchError:
    """Give the failure of an answer that is JSON and not what the provider documents."""
    return FetchError("answered in a form that is not known")


def rows_of(answer: Answer) -> list[Answer]:
    """Give a list as it must be.

    Raises:
        FetchError: it is none.
    """
    if not isinstance(answer, list):
        raise unknown_shape()
    return answer


def member(answer: Answer, name: str) -> Answer:
    """Give a member of an object.

    Raises:
        FetchError: there is no such object or member.
    """
    if not isinstance(answer, dict) or name not in answer:
        raise unknown_shape()
    value: Answer = answer[name]
    return value


def whole_number(value: Answer) -> int:
    """Give a whole number, such as a time.

    Raises:
        FetchError: it is none.
    """
    if not isinstance(value, Digits) or len(value) > _MOST_DIGITS:
        raise unknown_shape()
    whole, _, rest = value.partition(".")
    if not whole.isdigit() or rest.strip("0"):
        raise unknown_shape()
    return int(whole)


def positive_price(value: Answer) -> Price:
    """Give a price in dollars.

    Raises:
        FetchError: it is no number above zero.
    """
    if not isinstance(value, Digits) or len(value) > _MOST_DIGITS:
        raise unknown_shape()
    try:
        price = price_of(value)
    except InexactError as error:
        raise unknown_shape() from error
    if price <= 0:
        raise FetchError("gives a price that is not above zero")
    return price
