"""Exact amounts: integers in fixed small units, decimal text only at the doors.

A *quantity* is an integer count of 10**-30 of a coin, a *price* an integer count of 10**-30 dollars
a coin, *money* an integer count of 10**-18 dollars. Thirty decimals are what the most finely
divisible traded coin has (Nano; NEAR has 24, most others 18 or fewer), so one fixed unit serves
every asset and nothing ever needs rescaling. See docs/decisions/0002.

No float and no decimal context is involved anywhere: additions are exact, and a division happens
in one place only, `share`, whose pieces always add up to the whole.
"""

import re
from collections.abc import Iterable
from typing import Final, TypeAlias

Quantity: TypeAlias = int
"""10**-30 of a coin, share or unit of foreign currency."""
Money: TypeAlias = int
"""10**-18 US dollars."""
Price: TypeAlias = int
"""10**-30 US dollars for one whole coin."""
Rate: TypeAlias = int
"""10**-6: a tax rate, or another part of a whole that the law gives in at most six decimals."""

QUANTITY_DECIMALS: Final = 30
MONEY_DECIMALS: Final = 18
PRICE_DECIMALS: Final = 30
RATE_DECIMALS: Final = 6

WHOLE_COIN: Final[Quantity] = 10**QUANTITY_DECIMALS
QUANTITY_OF_MONEY: Final = 10 ** (QUANTITY_DECIMALS - MONEY_DECIMALS)
"""What one of money's units counts as a quantity: dollars as units of a coin worth a dollar."""
DOLLAR: Final[Money] = 10**MONEY_DECIMALS
CENT: Final[Money] = DOLLAR // 100
WHOLE: Final[Rate] = 10**RATE_DECIMALS

_PLAIN = re.compile(r"([+-]?)([0-9]{0,40})(?:\.([0-9]{0,60}))?(?:[eE]([+-]?[0-9]{1,2}))?", re.ASCII)
_LONGEST_WHOLE: Final = 40
_POWERS: Final = tuple(int(10**n) for n in range(QUANTITY_DECIMALS + 1))
_VALUE_DIVISOR: Final[int] = 10 ** (QUANTITY_DECIMALS + PRICE_DECIMALS - MONEY_DECIMALS)


class InexactError(ValueError):
    """A text that is no plain decimal number, or one too fine to be held exactly."""


def quantity_of(text: str) -> Quantity:
    """Read a plain decimal number as a quantity.

    Raises:
        InexactError: not a number, or more than 30 decimals.
    """
    return _scaled(text, QUANTITY_DECIMALS, exact=True)


def price_of(text: str) -> Price:
    """Read a plain decimal number as dollars for one coin; decimals past the 30th are rounded.

    Raises:
        InexactError: not a number.
    """
    return _scaled(text, PRICE_DECIMALS, exact=False)


def money_of(text: str) -> Money:
    """Read a plain decimal number as dollars; decimals past the 18th are rounded.

    Exports print valuations with thirty and more digits; what is lost lies below 10**-18 dollars.

    Raises:
        InexactError: not a number.
    """
    return _scaled(text, MONEY_DECIMALS, exact=False)


def rate_of(text: str) -> Rate:
    """Read a plain decimal number as a rate.

    Raises:
        InexactError: not a number, or more than six decimals.
    """
    return _scaled(text, RATE_DECIMALS, exact=True)


def quantity_text(quantity: Quantity) -> str:
    """Write a quantity as canonical decimal text: no exponent, no trailing zeros, no minus zero."""
    return _text(quantity, QUANTITY_DECIMALS)


def price_text(price: Price) -> str:
    """Write a price as canonical decimal text."""
    return _text(price, PRICE_DECIMALS)


def money_text(money: Money) -> str:
    """Write money as canonical decimal text, every digit of it: only forms round."""
    return _text(money, MONEY_DECIMALS)


def share(total: int, part: int, whole: int) -> int:
    """Give `total * part / whole`, rounded half up: the only division in the house."""
    assert whole > 0, "a share of nothing"
    return (total * part + (whole >> 1)) // whole


def share_after(total: int, before: int, part: int, whole: int) -> int:
    """Give the share of `part` that follows after `before`, cut by telescoping.

    Such pieces add up to `total` to the last unit however many there are.
    """
    return share(total, before + part, whole) - share(total, before, whole)


def total_of(amounts: Iterable[int | None]) -> int | None:
    """Give a sum of amounts of one unit, `None` where any part is unknown."""
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def part_of(money: Money, rate: Rate) -> Money:
    """Give the part of an amount that a rate takes, rounded half up to 10**-18 dollars.

    Exact for every amount of whole cents, since a rate has at most six decimals.
    """
    return share(money, rate, WHOLE)


def value_at(quantity: Quantity, price: Price) -> Money:
    """Give what `quantity` is worth at `price`, rounded half up to 10**-18 dollars."""
    return share(quantity, price, _VALUE_DIVISOR)


def cents(money: Money) -> int:
    """Round money to whole cents, half away from zero: for forms and for eyes, never to go on."""
    if money < 0:
        return -cents(-money)
    return share(money, 1, CENT)


def whole_dollars(money: Money) -> Money:
    """Round money to whole dollars, half away from zero: the lines of a return so rounded."""
    if money < 0:
        return -whole_dollars(-money)
    return share(money, 1, DOLLAR) * DOLLAR


def dollars(money: Money) -> str:
    """Write money for a sentence, rounded to cents: `$1,234.56`, `-$0.50`."""
    rounded = cents(money)
    whole, rest = divmod(abs(rounded), 100)
    return f"{'-' if rounded < 0 else ''}${whole:,}.{rest:02}"


def _scaled(text: str, decimals: int, *, exact: bool) -> int:
    whole, point, fraction = text.partition(".")
    if whole.isdigit() and (fraction.isdigit() or not point) and text.isascii():
        # What nearly every number is: no sign, no exponent, no more decimals than there are.
        shift = decimals - len(fraction)
        if shift >= 0 and len(whole) <= _LONGEST_WHOLE:
            return int(whole + fraction) * _POWERS[shift]
    return _scaled_as_written(text, decimals, exact=exact)


def _scaled_as_written(text: str, decimals: int, *, exact: bool) -> int:
    match = _PLAIN.fullmatch(text)
    if match is None:
        raise InexactError(f"{text[:40]!r} is not a number")
    sign, whole, fraction, exponent = match.groups()
    if not whole and not fraction:
        raise InexactError(f"{text[:40]!r} is not a number")
    fraction = fraction or ""
    digits = int((whole or "0") + fraction)
    shift = decimals - len(fraction) + (int(exponent) if exponent else 0)
    if shift >= 0:
        digits *= int(10**shift)
    else:
        divisor = int(10**-shift)
        digits, rest = divmod(digits, divisor)
        if rest:
            if exact:
                raise InexactError(f"{text[:60]!r} has more than {decimals} decimals")
            digits += 2 * rest >= divisor
    return -digits if sign == "-" else digits


def _text(amount: int, decimals: int) -> str:
    sign = "-" if amount < 0 else ""
    digits = str(abs(amount)).rjust(decimals + 1, "0")
    fraction = digits[-decimals:].rstrip("0")
    return f"{sign}{digits[:-decimals]}{'.' if fraction else ''}{fraction}"
