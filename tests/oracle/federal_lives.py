"""Random returns and years in a row for the naive computation and the program's."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import fields, replace
from fractions import Fraction
from operator import attrgetter
from types import ModuleType
from typing import Any

from oracle.naive_federal import Given, Owed, federal

YEARS = range(2020, 2027)
STATUSES = ("single", "mfj", "mfs", "hoh", "qss")
SCALES = (20_000, 100_000, 400_000, 1_500_000)
FIGURES = {
    "agi": "agi",
    "taxable_income": "taxable_income_signed",
    "income": "taxable_income",
    "regular_tax": "regular_tax",
    "minimum_income": "form_6251.line_4",
    "tentative": "form_6251.line_9",
    "amt": "amt",
    "niit": "niit",
    "se_tax": "se_tax",
    "additional_medicare": "additional_medicare",
    "total": "total_tax",
    "carried_short": "carryover_short",
    "carried_long": "carryover_long",
    "credited": "credits",
}
"""The naive names and the program's."""
SAME = ("wages", "interest", "short", "long", "adjustments", "boxes", "seniors")
NAMES = {
    **{name: name for name in SAME},
    "dividends": "ordinary_dividends",
    "qualified": "qualified_dividends",
    "other": "other_income",
    "business": "business_income",
    "collectibles": "collectibles_gain",
    "unrecaptured": "unrecaptured_1250",
    "qbi": "qbi_deduction",
    "credits": "nonrefundable_credits",
    "distributions": "capital_gain_distributions",
    "carried_short": "carryover_short",
    "carried_long": "carryover_long",
    "itemized": "deduction",
    "spouse_wages": "spouse_wages",
    "spouse_business": "spouse_business_income",
}
"""What is given, by the naive names and the program's."""
UNIT = 10**18


def given_of(seed: int) -> Given:
    """Give a return by chance: every field, amounts in cents of every order of size."""
    chance = random.Random(seed)  # noqa: S311 - chance that can be told again
    return _given(chance, chance.choice(YEARS), chance.choice(STATUSES))


def years_of(seed: int) -> Iterator[Given]:
    """Give the years of one life in a row, without what a year hands to the next."""
    chance = random.Random(seed)  # noqa: S311 - chance that can be told again
    status = chance.choice(STATUSES)
    for year in YEARS:
        yield replace(_given(chance, year, status), carried_short=ZERO, carried_long=ZERO)


ZERO = Fraction(0)


def _given(chance: random.Random, year: int, status: str) -> Given:
    pay, scale = chance.choice(SCALES), chance.choice(SCALES)

    def upto(most: int) -> Fraction:
        return Fraction(chance.randint(0, most * 100) * chance.randint(0, 2) // 2, 100)

    def either(most: int) -> Fraction:
        return upto(most) * chance.choice((1, 1, -1))

    qualified = upto(scale)
    given = Given(
        year,
        status,
        wages=upto(pay),
        interest=upto(pay // 4),
        dividends=qualified + upto(scale // 4),
        qualified=qualified,
        other=upto(pay // 4),
        business=either(pay // 4) * chance.randint(0, 1),
        short=either(scale),
        long=either(scale),
        distributions=upto(scale // 8) * chance.randint(0, 1),
        collectibles=either(scale) * chance.randint(0, 1),
        unrecaptured=upto(scale) * chance.randint(0, 1),
        adjustments=upto(scale // 40),
        qbi=upto(scale // 40),
        credits=upto(pay // 4) * chance.randint(0, 1),
        carried_short=upto(scale // 2) * chance.randint(0, 1),
        carried_long=upto(scale // 2) * chance.randint(0, 1),
        itemized=chance.choice((None, None, upto(pay))),
        boxes=chance.randint(0, 2),
        seniors=chance.randint(0, 2),
        on_paper=chance.randrange(4) == 0,
    )
    return _with_spouse(chance, given)


def _with_spouse(chance: random.Random, given: Given) -> Given:
    """Give a joint return with a part of its wages the spouse's, and a business of each or of one.

    Beside a loss of one the other's profit is above both together.
    """
    if given.status != "mfj":
        return given
    wages = Fraction(chance.randint(0, int(given.wages)))
    own, spouses = (chance.choice((0, chance.randint(-9_000, 250_000))) for _ in range(2))
    return replace(
        given,
        spouse_wages=chance.choice((ZERO, wages, given.wages)),
        spouse_business=Fraction(spouses),
        business=given.business + own + spouses,
    )


class Program:
    """The program's federal return, of one set of its modules."""

    NEEDED = ("tax.federal.form_1040", "tax.federal.figures", "tax.federal.inputs", "law.load")

    def __init__(self, modules: Mapping[str, ModuleType]) -> None:
        self._form, self._figures, self._inputs, law = (modules[each] for each in self.NEEDED)
        self._law = law.load()
        self._by_year: dict[tuple[int, str], Any] = {}

    def figures(self, year: int, status: str) -> Any:
        """Give the law of a year and status."""
        if (year, status) not in self._by_year:
            kinds = self._figures.FilingStatus
            self._by_year[year, status] = self._figures.figures(self._law, year, kinds(status))
        return self._by_year[year, status]

    def prepare(self, given: Given) -> Any:
        """Give the program's return."""
        told = {}
        for field in fields(given):
            if name := NAMES.get(field.name):
                value = getattr(given, field.name)
                told[name] = int(value * UNIT) if isinstance(value, Fraction) else value
        inputs = self._inputs.ReturnInputs(**told)
        law = self.figures(given.year, given.status)
        return self._form.prepare(inputs, law, on_paper=given.on_paper)

    def differs(self, given: Given, owed: Owed | None = None) -> dict[str, tuple[Any, Any]]:
        """Give the figures that are not the same to the last unit: naive, the program's."""
        owed = owed or federal(given)
        prepared = self.prepare(given)
        pairs = {
            name: (getattr(owed, name) * UNIT, attrgetter(other)(prepared))
            for name, other in FIGURES.items()
        }
        return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
