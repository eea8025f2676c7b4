"""Numbers at the door: how exports write amounts, made the plain decimals that `units` reads.

Exact or an error, never a guess: a comma counts only as a well-formed US thousands separator.
"""

import re
from typing import Final, NamedTuple

_PLAIN: Final = re.compile(
    r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})(?:[eE][+-]?[0-9]{1,2})?", re.ASCII
)
_DRESSED: Final = re.compile(
    r"""(?P<open>\()? \s* (?P<sign>[+-])? \s*
    (?P<prefix>[A-Z]{0,2}[$€£¥]|[A-Z]{3}(?=[\s+-]))? \s* (?P<sign_inside>[+-])? \s*
    (?P<digits>[0-9.,]*[0-9][0-9.,]*) (?P<exponent>[eE][+-]?[0-9]{1,2})?
    \s* (?P<suffix>[$€£¥]|[A-Za-z][A-Za-z0-9.]{0,11})? \s* (?P<close>\))?""",
    re.ASCII | re.VERBOSE,
)
_US_GROUPS: Final = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?", re.ASCII)
_DIGITS: Final = re.compile(r"[0-9][0-9.,]*", re.ASCII)
_EUROPEAN: Final = re.compile(r"(?:[0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+)(?:,[0-9]+)?", re.ASCII)
_COMMA_DECIMAL: Final = re.compile(r"[0-9]+(?:\.[0-9]{3})*,[0-9]*|[0-9]{1,3}(?:\.[0-9]{3}){2,}")
_SYMBOLS: Final = {
    "$": "$",
    "US$": "USD",
    "CA$": "CAD",
    "C$": "CAD",
    "A$": "AUD",
    "AU$": "AUD",
    "NZ$": "NZD",
    "HK$": "HKD",
    "S$": "SGD",
    "R$": "BRL",
    "MX$": "MXN",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
}
_SPACES: Final = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2007": " ", "\u2212": "-"})
_LARGEST_POWER: Final = 30
_LONGEST: Final = 120
_LETTER_AMONG_DIGITS: Final = re.compile(r"(?<=[0-9.,])[OoIl](?=[0-9])")
_NOTHING_BUT_LOOK_ALIKES: Final = re.compile(r"[-+(]?[$€£¥]?(?=.*[0-9])[0-9.,OoIl]+\)?")
_LAST_LETTERS: Final = re.compile(r"[OoIl]{2,}$")
_LOOKS_LIKE: Final = {"O": "0", "I": "1", "L": "1"}


class NumberError(ValueError):
    """A text that is no number; the message completes "the cell ..."."""


class Number(NamedTuple):
    """A plain decimal text, and the currency or asset written beside it ("$" may be any dollar)."""

    text: str
    unit: str | None = None


def is_short(text: str) -> bool:
    """Tell whether a text, if it is a plain number at all, is no larger than can be real."""
    return len(text) <= _LARGEST_POWER and "e" not in text and "E" not in text


def read_number(text: str, *, commas_group: object = True, decimal_comma: bool = False) -> Number:
    """Read an amount as an export writes it.

    `decimal_comma` tells that the format writes `1.234,56`, as some do.

    The truth of `commas_group` tells whether a lone comma (`1,234`) may part thousands; in a file
    whose columns are parted by semicolons it may as well be a decimal comma, and is refused.

    Raises:
        NumberError: not a number, or not surely one number.
    """
    if decimal_comma:
        text = _with_point(text)
    if _PLAIN.fullmatch(text) is not None:
        number = Number(text)
        if is_short(text):
            return number
    else:
        number = _undress(text.translate(_SPACES).strip(), commas_group=commas_group)
    _check_size(number.text)
    return number


def _with_point(text: str) -> str:
    """Give a number of decimal commas with a point; what is not well formed stays as it is."""
    digits = _DIGITS.search(text)
    if digits is None:
        return text
    found = digits[0]
    if _EUROPEAN.fullmatch(found) is None:
        raise NumberError("has misplaced separators; write it plainly, as in 1234,56")
    return text.replace(found, found.replace(".", "").replace(",", "."))


def _undress(text: str, *, commas_group: object) -> Number:
    if len(text) > _LONGEST:
        raise NumberError("is too long to be a number")
    letter = _mistyped(text)
    if letter is not None:
        meant = _LOOKS_LIKE[letter.upper()]
        raise NumberError(f"has the letter {letter} among its digits, where a {meant} may be meant")
    match = _DRESSED.fullmatch(text)
    if match is None:
        raise NumberError(_why_not(text))
    signs = [match["sign"], match["sign_inside"], "-" if match["open"] else None]
    if bool(match["open"]) != bool(match["close"]) or sum(map(bool, signs)) > 1:
        raise NumberError("has more than one sign, or half a bracket")
    units = {_SYMBOLS.get(unit, unit) for unit in (match["prefix"], match["suffix"]) if unit}
    if units == {"$", "USD"}:
        units = {"USD"}
    if len(units) > 1:
        raise NumberError(f"names two units ({' and '.join(sorted(units))})")
    digits = _ungrouped(match["digits"], commas_group=commas_group)
    sign = "-" if "-" in signs else ""
    return Number(f"{sign}{digits}{match['exponent'] or ''}", units.pop() if units else None)


def _mistyped(text: str) -> str | None:
    """Give a letter that was typed for the digit it looks like; `None` if there is none.

    One among digits is; so is any, where all the rest is digits: but two at the end, such as `IO`,
    are a coin, unless both are an O for nothing.
    """
    found = _LETTER_AMONG_DIGITS.search(text)
    if found is None and _NOTHING_BUT_LOOK_ALIKES.fullmatch(text) is not None:
        last = _LAST_LETTERS.search(text)
        if last is None or set(last[0].upper()) == {"O"}:
            found = re.search("[OoIl]", text)
    return None if found is None else found[0]


def _ungrouped(digits: str, *, commas_group: object) -> str:
    if "," in digits:
        if _US_GROUPS.fullmatch(digits) is None:
            raise NumberError(_why_not(digits))
        if "." not in digits and not commas_group:
            raise NumberError("may be written with a decimal comma; write it with a point")
        digits = digits.replace(",", "")
    if _PLAIN.fullmatch(digits) is None:
        raise NumberError(_why_not(digits))
    return digits


def _why_not(text: str) -> str:
    if _COMMA_DECIMAL.fullmatch(text.strip("-+")):
        return "is written with a decimal comma; write it with a point, as in 1234.56"
    if re.fullmatch(r"[+-]?[0-9.,]+", text, re.ASCII):
        return "has misplaced separators; write it plainly, as in 1234.56"
    if text.isascii() or not any(character.isdigit() for character in text):
        return "is not a number"
    return "is not written in plain digits 0 to 9"


def _check_size(text: str) -> None:
    """Refuse what no holding can be, before it becomes a number of a hundred digits."""
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, fraction = mantissa.lstrip("+-").partition(".")
    whole = whole.lstrip("0")
    if whole:
        power = len(whole)
    else:
        significant = fraction.lstrip("0")
        if not significant:
            return
        power = len(significant) - len(fraction)
    if power + int(exponent or 0) > _LARGEST_POWER:
        raise NumberError("is too large to be real")
