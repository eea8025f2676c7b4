"""The federal return by profile.toml and the library, years in a row, beside the statute."""

import random
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

import harvestry
from oracle.federal_lives import FIGURES, NAMES, UNIT, years_of
from oracle.naive_federal import Given, Owed, federal
from properties.lives import FULL_SIZE

LIVES = 100 if FULL_SIZE else 3
IN_PROFILE = NAMES | {"short": "other_short", "long": "other_long"}
MOST_BUSINESS_LOSS = Fraction(256_000)
"""What a single person may lose in a business in 2026, the least of all years.

IRC 461(l); Rev. Proc. 2025-32 s. 4.31.

Beyond it lies Form 461, which neither side works out.
"""
NOT_TOLD = ("carried_short", "carried_long", "boxes", "seniors")
"""What the program finds itself: years hand on, ages are reckoned."""
IN_DOCUMENT = {
    name: told for name, told in FIGURES.items() if "." not in told and "carry" not in told
}


def people(seed: int) -> list[tuple[date, bool]]:
    """Give the days of birth of two people, and whether they are blind."""
    chance = random.Random(seed)  # noqa: S311 - chance that can be told again
    days = ((1, 1), (1, 2), (12, 31), (6, 15))
    return [
        (date(chance.randint(1955, 1963), *chance.choice(days)), chance.randrange(4) == 0)
        for _ in range(2)
    ]


def is_senior(born: date, year: int) -> bool:
    """65 is reached on the day before the birthday: on 31 December by those of 1 January."""
    return (born.year, born.month, born.day) <= (year - 64, 1, 1)


def with_people(given: Given, told: list[tuple[date, bool]]) -> Given:
    here = told if given.status == "mfj" else told[:1]
    seniors = sum(is_senior(born, given.year) for born, _ in here)
    return replace(given, seniors=seniors, boxes=seniors + sum(blind for _, blind in here))


def section(given: Given) -> str:
    """Write a year's section of profile.toml."""
    lines = [f"[year.{given.year}]", f'filing_status = "{given.status}"']
    for field in fields(given):
        amount = getattr(given, field.name)
        if field.name in IN_PROFILE and field.name not in NOT_TOLD and amount is not None:
            lines.append(f'{IN_PROFILE[field.name]} = "{in_cents(amount)}"')
    return "\n".join(lines)


def in_cents(amount: Fraction) -> str:
    """Write dollars with two decimals; the amounts have no more."""
    cents = amount * 100
    assert cents.denominator == 1
    return f"{'-' if cents < 0 else ''}{abs(int(cents)) // 100}.{abs(int(cents)) % 100:02}"


def chained(seed: int) -> list[tuple[Given, Owed]]:
    """Give the years of a life and what the statute makes of each, exact."""
    told, made = people(seed), []
    short = long = Fraction(0)
    for year in years_of(seed):
        business = max(year.business, -MOST_BUSINESS_LOSS)
        given = with_people(replace(year, on_paper=False, business=business), told)
        owed = federal(replace(given, carried_short=short, carried_long=long))
        short, long = owed.carried_short, owed.carried_long
        made.append((given, owed))
    return made


@pytest.mark.parametrize("seed", range(LIVES))
def test_seven_years_of_a_profile_come_out_as_the_statute_has_them(
    seed: int, tmp_path: Path
) -> None:
    (born, blind), (spouse_born, spouse_blind) = people(seed)
    years = chained(seed)
    head = [
        'time_zone = "America/New_York"',
        f"born = {born}",
        f"blind = {str(blind).lower()}",
        f"spouse_born = {spouse_born}",
        f"spouse_blind = {str(spouse_blind).lower()}",
    ]
    profile = tmp_path / "profile.toml"
    profile.write_text("\n".join([*head, *(section(given) for given, _ in years)]) + "\n")
    opened = harvestry.open_case([], as_of="2026-11-26", profile=profile)
    for given, owed in years:
        document = opened.tax(given.year).document
        assert document["problems"] == []
        for name, told in IN_DOCUMENT.items():
            expected = getattr(owed, name)
            assert Fraction(document[told]) == expected, (given.year, told)
            assert expected * UNIT == int(expected * UNIT)
        carried = {key: Fraction(amount) for key, amount in document["carryover"].items()}
        assert carried == {"short": owed.carried_short, "long": owed.carried_long}
