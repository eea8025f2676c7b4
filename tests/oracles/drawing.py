"""Random returns, made up by a seed, on which two computations of the federal tax are compared.

Standard library only: the oracles' own environments read it too.
"""

import random
from collections.abc import Iterator
from typing import Final, NamedTuple

STATUSES: Final = ("single", "mfj", "mfs", "hoh", "qss")
EDGES: Final = (
    *(75_000, 125_000, 150_000, 200_000, 250_000, 500_000),
    *(578_150, 609_350, 626_350, 639_700, 1_000_000, 1_218_700, 1_252_700),
)
"""Where the deduction for seniors, the investment income tax and the minimum tax begin to bite."""


class Drawn(NamedTuple):
    """A return before any computation; amounts in cents.

    `short` and `long` are the year's net gains before carryovers and distributions. `collectibles`
    and `unrecaptured` are parts of the long-term gain. `seniors` counts who is 65 or older;
    `itemized` is an amount that replaces the standard deduction where it is above it, else zero.
    """

    number: int
    year: int
    status: str
    seniors: int
    wages: int
    interest: int
    ordinary_dividends: int
    qualified_dividends: int
    other_income: int
    business: int
    short: int
    long: int
    distributions: int
    collectibles: int
    unrecaptured: int
    carryover_short: int
    carryover_long: int
    adjustments: int
    itemized: int

    @property
    def net_short(self) -> int:
        """Schedule D line 7."""
        return self.short - self.carryover_short

    @property
    def net_long(self) -> int:
        """Schedule D line 15."""
        return self.long + self.distributions - self.carryover_long


def drawn_returns(seed: int, many: int, years: tuple[int, ...]) -> Iterator[Drawn]:
    """Give so many returns: years and statuses in turn, all else by chance."""
    chance = random.Random(seed)  # noqa: S311 - chance that can be told again
    for number in range(many):
        year = years[number % len(years)]
        status = STATUSES[number // len(years) % len(STATUSES)]
        yield (_drawn if chance.randrange(10) else _at_an_edge)(chance, number, year, status)


def _at_an_edge(chance: random.Random, number: int, year: int, status: str) -> Drawn:
    """Give wages and a gain that bring income near where the law turns."""
    income = chance.choice(EDGES) * 100 + chance.randint(-60_000, 60_000)
    wages = chance.randint(0, income)
    nothing = dict.fromkeys(Drawn._fields, 0)
    told = {"number": number, "year": year, "status": status, "seniors": _seniors(chance, status)}
    return Drawn(**{**nothing, **told, "wages": wages, "long": income - wages})


def _seniors(chance: random.Random, status: str) -> int:
    return chance.choice((0, 0, 1, 2) if status == "mfj" else (0, 0, 1))


def _drawn(chance: random.Random, number: int, year: int, status: str) -> Drawn:
    wages = _amount(chance, 2_000_000)
    ordinary = _seldom(chance, 400_000)
    long = _gain(chance)
    distributions = _seldom(chance, 50_000)
    capped = abs(long) + distributions
    return Drawn(
        number=number,
        year=year,
        status=status,
        seniors=_seniors(chance, status),
        wages=wages,
        interest=_seldom(chance, 300_000),
        ordinary_dividends=ordinary,
        qualified_dividends=chance.choice((0, ordinary, chance.randint(0, ordinary))),
        other_income=_seldom(chance, 150_000),
        business=_seldom(chance, 500_000) or -_seldom(chance, 40_000) * chance.randint(0, 1),
        short=_gain(chance),
        long=long,
        distributions=distributions,
        collectibles=_part(chance, capped) * chance.choice((1, 1, 1, -1)),
        unrecaptured=_part(chance, capped),
        carryover_short=_rarely(chance, 300_000),
        carryover_long=_rarely(chance, 300_000),
        adjustments=_rarely(chance, 8_000),
        itemized=chance.randint(3_300_000, 9_000_000) * (chance.randrange(6) == 0),
    )


def _amount(chance: random.Random, most: int) -> int:
    """Give cents up to so many dollars: nothing, of every order of size, or anything."""
    kind = chance.choice(("none", *("of any size",) * 3, *("even",) * 4))
    if kind == "none":
        return 0
    if kind == "of any size":
        return min(most * 100, int(10 ** chance.uniform(2, 8.5)))
    return chance.randint(0, chance.choice((most * 10, most * 30, most * 100)))


def _seldom(chance: random.Random, most: int) -> int:
    return _amount(chance, most) * chance.randint(0, 1)


def _rarely(chance: random.Random, most: int) -> int:
    return _amount(chance, most) * (chance.randrange(4) == 0)


def _gain(chance: random.Random) -> int:
    """Give a gain up to two millions or a loss of at most half a million."""
    if chance.randrange(3):
        return _amount(chance, 2_000_000)
    return -_amount(chance, 500_000)


def _part(chance: random.Random, whole: int) -> int:
    return chance.randint(0, whole + whole // 4) * (chance.randrange(4) == 0)
