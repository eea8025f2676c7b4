"""From exact amounts to what stands on a form: once, at the line (docs/spec/forms.md 6)."""

from enum import StrEnum
from typing import Final, TypeAlias

from harvestry.units.exact import CENT, Money, cents, whole_dollars

Cents: TypeAlias = int
"""Whole cents; in whole dollars a multiple of a hundred."""
_DOLLAR: Final[Cents] = 100


class Rounding(StrEnum):
    """How a whole return is rounded: all of it alike (Instructions for Form 1040)."""

    CENTS = "cents"
    DOLLARS = "dollars"

    def line(self, amount: Money) -> Cents:
        """Give an amount as one entry: half a cent, or fifty cents, go away from zero."""
        return cents(amount if self is Rounding.CENTS else whole_dollars(amount))


class RunningSum:
    """Rounds amounts so that what is rounded adds up to their rounded sum.

    Each is cut from the running sum; one alone is rounded half up, and one of whole cents stays.
    What one was given in place of that, the next take up, each less than a cent.
    """

    def __init__(self, rounding: Rounding) -> None:
        self._rounding = rounding
        self._exact: Money = 0
        self._given: Cents = 0

    @property
    def rounded(self) -> Cents:
        """The sum so far: in cents of what was given, in whole dollars the exact one, rounded."""
        if self._rounding is Rounding.CENTS:
            return self._given
        return self._rounding.line(self._exact)

    def next(self, amount: Money) -> Cents:
        """Give what the rounded sum would grow by."""
        wanted = self._rounding.line(self._exact + amount) - self._given
        if self._given == self._rounding.line(self._exact):
            return wanted
        return min(max(wanted, amount // CENT), -(-amount // CENT))

    def ahead(self, amount: Money, part: Cents) -> Money:
        """Give how far the sum of what is given would be ahead of the exact one."""
        return (self._given + part) * CENT - self._exact - amount

    def take(self, amount: Money, part: Cents) -> None:
        """Add an amount, and what it was given."""
        self._exact += amount
        self._given += part


def plain(amount: Cents | None, rounding: Rounding) -> str:
    """Write an amount for a program: `-1234.50`, in whole dollars `-1235`; empty while unknown."""
    if amount is None:
        return ""
    sign = "-" if amount < 0 else ""
    whole, rest = divmod(abs(amount), _DOLLAR)
    return f"{sign}{whole}" if rounding is Rounding.DOLLARS else f"{sign}{whole}.{rest:02}"


def on_paper(amount: Cents | None, rounding: Rounding) -> str:
    """Write an amount as on a form: `1,234.50`, below zero `(1,234.50)`; empty while unknown."""
    if amount is None:
        return ""
    whole, rest = divmod(abs(amount), _DOLLAR)
    text = f"{whole:,}" if rounding is Rounding.DOLLARS else f"{whole:,}.{rest:02}"
    return f"({text})" if amount < 0 else text
