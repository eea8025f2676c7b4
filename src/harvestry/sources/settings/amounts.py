"""The forms of amounts: dollars, quantities, rates. Exact text or whole numbers, never a float."""

from collections.abc import Callable
from fractions import Fraction
from typing import Final

from harvestry.sources.settings.errors import UnfitError
from harvestry.sources.settings.forms import Form
from harvestry.sources.settings.toml_file import UnquotedDecimal, shown
from harvestry.units.exact import (
    QUANTITY_DECIMALS,
    Money,
    Price,
    Quantity,
    money_of,
    price_of,
    quantity_of,
)

_ONE: Final = 10**QUANTITY_DECIMALS


def _number(value: object) -> str:
    """Give the text of an amount; a TOML float is refused, since 0.1 has no exact double."""
    if isinstance(value, UnquotedDecimal):
        raise UnfitError(
            f"{value.text} stands without quotes and would not be exact",
            f'write "{value.text}" in quotes: ',
        )
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise UnfitError(f"{shown(value)} is no amount")
    return value if isinstance(value, str) else shown(value)


def _scaled(value: object, read: Callable[[str], int]) -> int:
    text = _number(value)
    try:
        return read(text)
    except ValueError as error:
        raise UnfitError(f"{shown(value)} is no plain number") from error


def _within(value: object, scaled: int, lowest: int | None, highest: int | None) -> int:
    if lowest is not None and scaled < lowest:
        raise UnfitError(f"{shown(value)} is too low")
    if highest is not None and scaled > highest:
        raise UnfitError(f"{shown(value)} is too high")
    return scaled


def _fraction(
    lowest: int | None = None, highest: int | None = None
) -> Callable[[object], Fraction]:
    def read(value: object) -> Fraction:
        return Fraction(_within(value, _scaled(value, quantity_of), lowest, highest), _ONE)

    return read


def _dollars(value: object) -> Money:
    return _within(value, _scaled(value, money_of), 0, None)


def _signed_dollars(value: object) -> Money:
    return _scaled(value, money_of)


def _quantity(value: object) -> Quantity:
    return _within(value, _scaled(value, quantity_of), 0, None)


def _multiple(value: object) -> Quantity:
    return _within(value, _scaled(value, quantity_of), 1, None)


def _fee_rate(value: object) -> Price:
    return _within(value, _scaled(value, price_of), 0, _ONE - 1)


def _four_dollars(value: object) -> tuple[Money, Money, Money, Money]:
    if not isinstance(value, list):
        raise UnfitError(f"{shown(value)} is no list")
    try:
        first, second, third, fourth = map(_dollars, value)
    except UnfitError:
        raise
    except ValueError as error:
        raise UnfitError(f"{shown(value)} has not four amounts") from error
    return first, second, third, fourth


DOLLARS: Final = Form("dollars, not below 0", _dollars)
SIGNED_DOLLARS: Final = Form("dollars", _signed_dollars)
QUANTITY: Final = Form("quantity", _quantity)
MULTIPLE: Final = Form("number above 0", _multiple)
PART: Final = Form("part, 0 to 1", _fraction(0, _ONE))
RATE: Final = Form("rate, 0 or more and below 1", _fraction(0, _ONE - 1))
FEE_RATE: Final = Form("rate, 0 or more and below 1", _fee_rate)
GROWTH: Final = Form("rate, above -1", _fraction(1 - _ONE))
YEARS: Final = Form("years, not below 0", _fraction(0))
FOUR_DOLLARS: Final = Form("list of four amounts of dollars, not below 0", _four_dollars)
