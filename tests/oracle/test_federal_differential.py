"""The federal return and the statute read naively agree on every figure, to the last unit."""

from dataclasses import replace
from fractions import Fraction
from importlib import import_module

import pytest

from harvestry.tax.federal.form_1040 import prepare
from oracle.federal_lives import STATUSES, UNIT, YEARS, Program, given_of, years_of
from oracle.naive_federal import Given, carried_on, federal, gains_of, table_rows, table_tax
from properties.lives import FULL_SIZE

BATCHES = 4
IN_A_BATCH = 25_000 if FULL_SIZE else 700
LIVES = 4_000 if FULL_SIZE else 150
EVERY_ROW = 1 if FULL_SIZE else 17


@pytest.fixture(scope="module")
def program() -> Program:
    return Program({name: import_module(f"harvestry.{name}") for name in Program.NEEDED})


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_return_agrees(program: Program, batch: int) -> None:
    for seed in range(batch * IN_A_BATCH, (batch + 1) * IN_A_BATCH):
        given = given_of(seed)
        assert program.differs(given) == {}, (seed, given)


def test_the_returns_come_into_every_corner(program: Program) -> None:
    prepared = [program.prepare(given_of(seed)) for seed in range(1_500)]
    d = [each.schedule_d for each in prepared]
    assert sum(each.line_18 > 0 for each in d) > 50
    assert sum(each.line_19 > 0 for each in d) > 50
    assert sum(each.line_18 > 0 and each.line_19 > 0 for each in d) > 20
    sheets = [each.schedule_d_tax for each in prepared if each.schedule_d_tax]
    assert sum(each.line_21 == each.line_20 != each.line_18 for each in sheets) > 20
    assert sum(each.amt > 0 for each in prepared) > 20
    assert sum(each.amt > 0 and each.schedule_d.line_19 > 0 for each in prepared) > 5
    assert sum(each.taxable_income_signed < 0 for each in prepared) > 50
    assert sum(each.carryover_short > 0 < each.carryover_long for each in prepared) > 20
    assert sum(each.senior_deduction > 0 for each in prepared) > 50
    earned = [(each.schedule_se, each.schedule_se_spouse, each.inputs) for each in prepared]
    assert sum(own.line_12 > 0 < spouses.line_12 for own, spouses, _ in earned) > 20
    assert sum(spouses.line_3 > given.business_income for _, spouses, given in earned) > 10


@pytest.mark.parametrize("batch", range(2))
def test_years_in_a_row_agree_and_no_dollar_of_loss_is_made_or_lost(
    program: Program, batch: int
) -> None:
    for seed in range(batch * LIVES, (batch + 1) * LIVES):
        short = long = Fraction(0)
        had = taken = 0
        for year in years_of(seed):
            given = replace(year, carried_short=short, carried_long=long)
            owed = federal(given)
            assert program.differs(given, owed) == {}, (seed, given)
            prepared = program.prepare(given)
            had += int((year.short + year.long + year.distributions) * UNIT)
            net, sheet = prepared.schedule_d.line_16, prepared.carryover
            taken += net if sheet is None else -sheet.line_4
            short, long = owed.carried_short, owed.carried_long
        assert had == taken - (short + long) * UNIT, seed


def test_a_years_law_may_have_the_deduction_for_seniors_added_back(program: Program) -> None:
    """IRC 1212(b)(2)(B)(ii), which the worksheets so far do not follow."""
    differs = 0
    for seed in range(700):
        given = replace(given_of(seed), year=2025, on_paper=False)
        law = program.figures(given.year, given.status)
        followed = program.prepare(given)
        statute = prepare(followed.inputs, replace(law, carryover_adds_back_151=True))
        short, long = carried_on(
            gains_of(given),
            Fraction(followed.taxable_income_signed + followed.senior_deduction, UNIT),
        )
        assert (statute.carryover_short, statute.carryover_long) == (short * UNIT, long * UNIT)
        differs += statute.carryover != followed.carryover
    assert differs


@pytest.mark.parametrize("status", STATUSES)
def test_the_tax_table_is_the_printed_one(program: Program, status: str) -> None:
    for year in YEARS:
        law, dollars = program.figures(year, status), Given(year, status).dollars
        taxed = law.table.on(law.schedule)
        for row in table_rows()[year % EVERY_ROW :: EVERY_ROW]:
            printed = table_tax(row, dollars)
            first = row[0] * UNIT
            for income in (first, first + 1, (row[1] * UNIT) - 1):
                assert taxed(income) == printed * UNIT, (year, row)
        assert taxed(100_000 * UNIT) == law.schedule.tax(100_000 * UNIT)


@pytest.mark.parametrize(
    ("year", "status", "income", "tax"),
    [
        (2023, "mfj", 25_300, 2_599),  # the sample of the Instructions for Form 1040
        (2025, "single", 4, 0),
        (2025, "single", 5, 1),
        (2025, "single", 14, 1),
        (2025, "single", 15, 2),
        (2025, "single", 24, 2),
        (2025, "single", 25, 4),  # 25 to 50: 3.75
        (2025, "single", 3_000, 303),  # 3,000 to 3,050: 302.50
        (2025, "single", 99_999, 16_909),  # 5,578.50 + 22 % of 51,500: 16,908.50
    ],
)
def test_rows_of_the_table_worked_by_hand(
    program: Program, year: int, status: str, income: int, tax: int
) -> None:
    law = program.figures(year, status)
    assert law.table.on(law.schedule)(income * UNIT) == tax * UNIT
