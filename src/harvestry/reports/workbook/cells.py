"""Cells of a table as cells of a workbook: real numbers and dates, and words for the unknown."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final, NamedTuple, TypeAlias

from harvestry.reports.cell_text import (
    NOT_COMPUTED_TEXT,
    UNKNOWN,
    cell_text,
    price_decimals,
    quantity_decimals,
)
from harvestry.reports.table import NOT_COMPUTED, Cell, Unit
from harvestry.reports.workbook.rows import Rows, Tail
from harvestry.reports.workbook.style import (
    COUNT_FORMAT,
    DAY_FORMAT,
    GAIN_FORMAT,
    INSTANT_FORMAT,
    LOSS_INK,
    MONEY_FORMAT,
    MUTED,
    NEITHER_FORMAT,
    Look,
    aligned,
    decimals_format,
)
from harvestry.reports.workbook.text import LONGEST_WRAPPED
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, SECOND
from harvestry.units.exact import CENT, DOLLAR, PRICE_DECIMALS, WHOLE_COIN, cents

Encoder: TypeAlias = Callable[[Cell], Tail]

MOST_ALIGNED: Final = 8
"""Decimal points line up in a column up to so many decimals; dust then stands out to the left."""
_MOST_REMEMBERED: Final = 10_000
_DOLLAR_A_COIN: Final[int] = 10**PRICE_DECIMALS
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
# Excel holds 29 February 1900 for a day, so its serial numbers are right from the day after on.
_FIRST_DAY: Final = date(1900, 3, 1).toordinal()
_HALF_A_CENT: Final = CENT // 2
_LAST_DAY: Final = date(9999, 12, 31).toordinal()


class Making(NamedTuple):
    """What the encoder of a column is made from; `words` writes the cells that are no numbers."""

    rows: Rows
    look: Look
    decimals: int
    words: Encoder


def encoder(rows: Rows, unit: Unit, look: Look, decimals: int) -> Encoder:
    """Give the function that writes a column's cells in one look.

    Args:
        rows: the sheet.
        unit: what the column's cells are.
        look: the look of the row; number format, side and colour are added here.
        decimals: the most decimals in the column, to line up its points.
    """
    look = look._replace(align=aligned(unit))
    words = _words(rows, unit, look)
    make = _MAKERS.get(unit)
    return words if make is None else make(Making(rows, look, decimals, words))


def amount(unit: Unit, value: int) -> float:
    """Give an exact amount as the floating-point number a cell can hold."""
    match unit:
        case Unit.QUANTITY:
            return value / WHOLE_COIN
        case Unit.PRICE:
            return value / _DOLLAR_A_COIN
        case Unit.MONEY | Unit.GAIN:
            return value / DOLLAR
        case _:
            return value


def amount_look(unit: Unit, value: int, look: Look) -> Look:
    """Give the look of one amount: the format of its unit, and of a loss its colour."""
    look = look._replace(align=aligned(unit))
    match unit:
        case Unit.GAIN:
            return _gain_look(look, cents(value))
        case Unit.MONEY:
            return look._replace(number=MONEY_FORMAT)
        case Unit.QUANTITY:
            return look._replace(number=decimals_format(quantity_decimals(value), 0))
        case Unit.PRICE:
            return look._replace(number=decimals_format(price_decimals(value), 0))
        case _:
            return look._replace(number=COUNT_FORMAT)


def most_decimals(unit: Unit, cells: Iterable[Cell]) -> int:
    """Give the most decimals that any cell of a column shows."""
    count = {Unit.QUANTITY: quantity_decimals, Unit.PRICE: price_decimals}.get(unit)
    if count is None:
        return 0
    return max((count(cell) for cell in cells if isinstance(cell, int)), default=0)


def _words(rows: Rows, unit: Unit, look: Look) -> Encoder:
    """Write text, and what stands where a number is missing."""
    muted = look._replace(ink=MUTED, italic=True, bold=False)
    tails: dict[Cell, Tail] = {
        None: rows.text(UNKNOWN, muted),
        NOT_COMPUTED: rows.text(NOT_COMPUTED_TEXT, muted),
    }

    write_short, write_long = rows.texts(look), rows.texts(look._replace(wrap=False))

    def write(cell: Cell) -> Tail:
        tail = tails.get(cell)
        if tail is None:
            text = cell_text(cell, unit)
            tail = write_short(text) if len(text) <= LONGEST_WRAPPED else write_long(text)
            if len(tails) < _MOST_REMEMBERED:
                tails[cell] = tail
        return tail

    return write


def _quantity(making: Making) -> Encoder:
    return _decimal(making, WHOLE_COIN, quantity_decimals)


def _price(making: Making) -> Encoder:
    # Prices of different coins are not compared digit by digit: nothing is gained by lining up.
    return _decimal(making._replace(decimals=0), _DOLLAR_A_COIN, price_decimals)


def _decimal(making: Making, whole: int, count: Callable[[int], int]) -> Encoder:
    rows, look, decimals, words = making
    starts: dict[int, Tail] = {}
    widest = min(decimals, MOST_ALIGNED)

    def write(cell: Cell) -> Tail:
        if not isinstance(cell, int):
            return words(cell)
        decimals = count(cell)
        start = starts.get(decimals)
        if start is None:
            number = decimals_format(decimals, widest)
            start = starts[decimals] = rows.start(look._replace(number=number))
        return f"{start}{cell / whole!r}</v></c>"

    return write


def _gain(making: Making) -> Encoder:
    rows, look, _, words = making
    gain, loss, neither = (rows.start(_gain_look(look, sign)) for sign in (1, -1, 0))

    def write(cell: Cell) -> Tail:
        if not isinstance(cell, int):
            return words(cell)
        start = gain if cell >= _HALF_A_CENT else loss if cell <= -_HALF_A_CENT else neither
        return f"{start}{cell / DOLLAR!r}</v></c>"

    return write


def _gain_look(look: Look, rounded: int) -> Look:
    if not rounded:
        return look._replace(number=NEITHER_FORMAT)
    return look._replace(number=GAIN_FORMAT, ink=LOSS_INK if rounded < 0 else look.ink)


def _money(making: Making) -> Encoder:
    start, words = making.rows.start(making.look._replace(number=MONEY_FORMAT)), making.words

    def write(cell: Cell) -> Tail:
        if not isinstance(cell, int):
            return words(cell)
        return f"{start}{cell / DOLLAR!r}</v></c>"

    return write


def _count(making: Making) -> Encoder:
    start, words = making.rows.start(making.look._replace(number=COUNT_FORMAT)), making.words
    return lambda cell: f"{start}{cell}</v></c>" if isinstance(cell, int) else words(cell)


def _day(making: Making) -> Encoder:
    start, words = making.rows.start(making.look._replace(number=DAY_FORMAT)), making.words

    def write(cell: Cell) -> Tail:
        if isinstance(cell, int) and _FIRST_DAY <= cell <= _LAST_DAY:
            return f"{start}{cell - _DAY_ZERO}</v></c>"
        return words(cell)

    return write


def _instant(making: Making) -> Encoder:
    start, words = making.rows.start(making.look._replace(number=INSTANT_FORMAT)), making.words
    first = (_FIRST_DAY - EPOCH_DAY) * DAY_LENGTH
    last = (_LAST_DAY + 1 - EPOCH_DAY) * DAY_LENGTH
    zero = (EPOCH_DAY - _DAY_ZERO) * DAY_LENGTH

    def write(cell: Cell) -> Tail:
        if isinstance(cell, int) and first <= cell < last:
            # Whole seconds: a spreadsheet rounds a half one up, and would name the next day.
            return f"{start}{(cell // SECOND * SECOND + zero) / DAY_LENGTH!r}</v></c>"
        return words(cell)

    return write


_MAKERS: Final[Mapping[Unit, Callable[[Making], Encoder]]] = {
    Unit.COUNT: _count,
    Unit.QUANTITY: _quantity,
    Unit.MONEY: _money,
    Unit.GAIN: _gain,
    Unit.PRICE: _price,
    Unit.DAY: _day,
    Unit.INSTANT: _instant,
}
