"""The codes of Form 8949, as the law of a day names them."""

from typing import NamedTuple

from harvestry.law.load import Law
from harvestry.units.days import Day


class Codes(NamedTuple):
    """The letters of column (f) that are set by rule, by what they say."""

    wrong_basis: str
    collectible: str
    costs: str
    several: str
    other: str
    wrong_term: str
    wash: str


def codes_on(law: Law, day: Day) -> Codes:
    """Give the codes that are set by rule, as the form of a day's year names them."""
    values = law.on("form-8949-codes", day).values
    return Codes(*(str(values[name]) for name in Codes._fields))


def known_codes(law: Law, day: Day) -> frozenset[str]:
    """Give every letter that column (f) may bear."""
    return frozenset(each for each in law.on("form-8949-codes", day).values if len(each) == 1)
