"""Exact cells as text for eyes: rounded, signed, with the word for what is not known.

Every writer for people takes its words and its number of decimals from here, so that a workbook, a
terminal and a page show the same figure alike. Nothing here feeds a calculation.
"""

import re
from typing import Final

from harvestry.reports.table import NOT_COMPUTED, Cell, Unit
from harvestry.units.days import day_text, moment
from harvestry.units.exact import PRICE_DECIMALS, QUANTITY_DECIMALS, cents

UNKNOWN: Final = "unknown"
NOT_COMPUTED_TEXT: Final = "not computed"
MINUS: Final = "\N{MINUS SIGN}"
"""As wide as a plus sign and a digit, so that columns line up; see `in_ascii`."""
LOSS: Final = "loss"
KNOWN_PART: Final = "known part"
"""Marks a sum that leaves out rows of which nothing is known."""
LEFT_OUT: Final = "A known part leaves out the rows that read unknown."
TOTAL: Final = "Total"

_QUANTITY_DIGITS: Final = 8
_PRICE_DIGITS: Final = 6
_LEAST_PRICE_DECIMALS: Final = 2
_REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"
_SPACES: Final = re.compile("\r\n|[\t\n\v\f\r\x85\u2028\u2029]")
# What a file must not send to a screen or a sheet: control characters, half characters, characters
# that XML forbids, and the invisible ones that turn the direction of text or hide it.
_UNSEEN: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


def cell_text(cell: Cell, unit: Unit, *, word: bool = True) -> str:
    """Give a cell as text for eyes.

    Args:
        cell: the value, in the small units of `unit`.
        unit: what the cell is.
        word: whether a loss also says so in a word.
    """
    if cell is None:
        return UNKNOWN
    if cell is NOT_COMPUTED:
        return NOT_COMPUTED_TEXT
    if unit is Unit.FLAG:
        return "yes" if cell else "no"
    if isinstance(cell, str):
        return visible(cell)
    return (
        str(cell) if unit in (Unit.TEXT, Unit.COUNT) else _amount_text(int(cell), unit, word=word)
    )


def rounded_money(money: int) -> str:
    """Give money in whole cents with thousands separators: `1,234.50`."""
    amount = cents(money)
    return _signed("" if amount >= 0 else MINUS, abs(amount), 2)


def rounded_gain(money: int, *, word: bool = True) -> str:
    """Give a gain or loss in whole cents, signed: `+1,234.50`, `-1,234.50 loss`.

    What rounds to no cents is neither, so a loss of nothing is never announced.
    """
    amount = cents(money)
    if amount < 0:
        return _signed(MINUS, -amount, 2) + (f" {LOSS}" if word else "")
    return _signed("+" if amount else "", amount, 2)


def rounded_quantity(quantity: int) -> str:
    """Give a quantity with eight decimals at most; a tiny one with its first eight digits."""
    return _decimal(quantity, QUANTITY_DECIMALS, quantity_decimals(quantity))


def rounded_price(price: int) -> str:
    """Give a price with two decimals at least, and six digits where it is small."""
    return _decimal(price, PRICE_DECIMALS, price_decimals(price))


def whole_seconds(instant: int) -> str:
    """Give an instant in whole seconds of UTC: `2026-11-22 15:04:05 UTC`."""
    return f"{moment(instant):%Y-%m-%d %H:%M:%S} UTC"


def quantity_decimals(quantity: int) -> int:
    """Give how many decimals show a quantity: none trailing, and never so few that it is 0."""
    return _decimals(abs(quantity), QUANTITY_DECIMALS, _QUANTITY_DIGITS)


def price_decimals(price: int) -> int:
    """Give how many decimals show a price."""
    whole = abs(price) // 10**PRICE_DECIMALS
    digits = _PRICE_DIGITS - len(str(whole)) if whole else _PRICE_DIGITS
    least = _LEAST_PRICE_DECIMALS
    return max(least, _decimals(abs(price), PRICE_DECIMALS, max(least, digits)))


def visible(text: str) -> str:
    """Give a file's text on one line, with what cannot or must not be seen replaced by a mark.

    Control characters could drive a terminal or break a sheet, and characters that turn the
    direction of writing could make one name look like another.
    """
    if text.isprintable():
        return text
    return _UNSEEN.sub(_REPLACEMENT, _SPACES.sub(" ", text))


def in_ascii(text: str) -> str:
    """Give text for a screen that has no more than ASCII: `-` for the minus, `?` for the rest."""
    return text.replace(MINUS, "-").encode("ascii", "replace").decode("ascii")


def _amount_text(amount: int, unit: Unit, *, word: bool) -> str:
    match unit:
        case Unit.MONEY:
            return rounded_money(amount)
        case Unit.GAIN:
            return rounded_gain(amount, word=word)
        case Unit.QUANTITY:
            return rounded_quantity(amount)
        case Unit.PRICE:
            return rounded_price(amount)
        case Unit.DAY:
            return day_text(amount)
        case _:
            return whole_seconds(amount)


def _decimals(amount: int, scale: int, digits: int) -> int:
    """Count the decimals wanted: up to `digits` after the point, or after its leading zeros."""
    if 0 < amount < 10**scale:
        digits += scale - len(str(amount))
    digits = min(digits, scale)
    fraction = str(_rounded(amount, scale - digits) % 10**digits)
    zeros = len(fraction) - len(fraction.rstrip("0"))
    return 0 if fraction == "0" else digits - zeros


def _rounded(amount: int, places: int) -> int:
    """Drop the last `places` digits of an amount above zero, rounding half up."""
    step = int(10**places)
    return (2 * amount + step) // (2 * step)


def _decimal(amount: int, scale: int, decimals: int) -> str:
    """Round half away from zero to so many decimals and write them all."""
    rounded = _rounded(abs(amount), scale - decimals)
    return _signed(MINUS if amount < 0 and rounded else "", rounded, decimals)


def _signed(sign: str, amount: int, decimals: int) -> str:
    if not decimals:
        return f"{sign}{amount:,}"
    whole, fraction = divmod(amount, 10**decimals)
    return f"{sign}{whole:,}.{fraction:0{decimals}}"
