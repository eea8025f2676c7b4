"""The holding period: when a gain or loss becomes long-term."""

from functools import lru_cache

from harvestry.ledger.lot import Origin
from harvestry.ledger.match import Term
from harvestry.units.days import Day, years_later


@lru_cache(maxsize=65536)
def long_from(holding_from: Day) -> Day:
    """Give the first day on which a sale is long-term.

    The day of acquisition is not counted and the term must exceed one year, so it is the same date
    one year after the day that follows; 29 February becomes 1 March (IRC 1222; Rev. Rul. 66-7).
    """
    return years_later(holding_from + 1, 1)


def term_of(holding_from: Day | None, sold_on: Day, origin: Origin | None) -> Term:
    """Give the term of units sold on a day; inherited units are always long (IRC 1223(9))."""
    if origin is not None and origin.inherited:
        return Term.LONG
    if holding_from is None:
        return Term.UNKNOWN
    return Term.LONG if sold_on >= long_from(holding_from) else Term.SHORT


@lru_cache(maxsize=65536)
def first_short_day(sold_on: Day) -> Day:
    """Give the first day of which units are short-term when they are sold on a day."""
    day = years_later(sold_on, -1)
    while long_from(day - 1) > sold_on:
        day -= 1
    while long_from(day) <= sold_on:
        day += 1
    return day
