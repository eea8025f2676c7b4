"""Amounts in rows, counted in whole last digits: as text, and drawn by chance in every size."""

from collections.abc import Callable
from random import Random

COIN = 10**30
DOLLAR = 10**18


def decimal_text(units: int, unit: int) -> str:
    """Write `units` parts of `unit` as plain decimal text."""
    sign = "-" if units < 0 else ""
    whole, part = divmod(abs(units), unit)
    places = len(str(unit)) - 1
    return f"{sign}{whole}" + (f".{part:0{places}}".rstrip("0") if part else "")


def coins(units: int) -> str:
    return decimal_text(units, COIN)


def units_of(text: str) -> int:
    """Read a quantity that `coins` wrote."""
    whole, _, part = text.partition(".")
    return int(whole) * COIN + int(part.ljust(30, "0") or "0")


def dollars(units: int | None) -> str:
    return "" if units is None else decimal_text(units, DOLLAR)


QUANTITIES: dict[str, Callable[[Random], int]] = {
    "whole": lambda chance: chance.randint(1, 20) * COIN,
    "hundredths": lambda chance: chance.randint(1, 10**5) * 10**28,
    "sats": lambda chance: chance.randint(1, 10**10) * 10**22,
    "wei": lambda chance: chance.randint(1, 10**21) * 10**12,
    "finest": lambda chance: chance.randint(1, 10**32),
    "dust": lambda chance: chance.randint(1, 60),
    "huge": lambda chance: chance.randint(10**12, 10**15) * COIN + chance.randint(0, 10**18),
}
WORTH: dict[str, Callable[[Random, int], int]] = {
    "even": lambda chance, units: units * DOLLAR * chance.choice((1, 2, 3)) // COIN,
    "near": lambda chance, units: units * DOLLAR * chance.randint(50, 150) // (100 * COIN),
    "cents": lambda chance, _: chance.randint(1, 10**7) * DOLLAR // 100,
    "digits": lambda chance, _: chance.randint(1, 10**22),
    "dust": lambda chance, _: chance.randint(0, 30),
}
