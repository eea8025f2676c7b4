"""What holds of every exact federal return, whatever is on it."""

from dataclasses import replace
from fractions import Fraction
from importlib import import_module

import pytest

from harvestry.tax.federal.form_1040 import Return
from harvestry.tax.federal.schedule_se import schedule_se
from harvestry.units.exact import CENT, DOLLAR, WHOLE, part_of
from oracle.federal_lives import Program, given_of
from oracle.naive_federal import Given
from properties.lives import FULL_SIZE

RETURNS = 20_000 if FULL_SIZE else 700
A_CENT = Fraction(1, 100)
PROGRAM = Program({name: import_module(f"harvestry.{name}") for name in Program.NEEDED})


def exact_returns() -> list[Given]:
    return [replace(given_of(seed), on_paper=False) for seed in range(RETURNS)]


def tax(given: Given) -> int:
    total: int = PROGRAM.prepare(given).total_tax
    return total


@pytest.mark.parametrize("what", ["other", "interest"])
@pytest.mark.parametrize("more", [A_CENT, Fraction(1_000)])
def test_tax_never_falls_when_ordinary_income_rises(what: str, more: Fraction) -> None:
    for given in exact_returns():
        richer = replace(given, **{what: getattr(given, what) + more})
        assert tax(richer) >= tax(given), given


def test_tax_never_falls_when_wages_rise_without_a_business() -> None:
    """With one, wages take room below the contribution base, and its tax falls: IRC 1402(b)(1)."""
    for given in exact_returns():
        alone = replace(given, business=Fraction(0), spouse_business=Fraction(0))
        assert tax(replace(alone, wages=alone.wages + A_CENT)) >= tax(alone), given


@pytest.mark.parametrize("moved", [Fraction(1), Fraction(20_000)])
def test_a_gain_that_is_long_instead_of_short_costs_more_only_where_the_law_has_it_so(
    moved: Fraction,
) -> None:
    """By three cents a dollar, in two places.

    The 0 % rate of gains ends a little before the 12 % bracket does: what lies between is taxed at
    12 % if it is ordinary, at 15 % if it is gain (IRC 1(j)(2), (5)). And of the brackets below 25 %
    that gains fill, IRC 1(h)(1)(E)(ii) has section 1250 gain go first: a dollar more of net capital
    gain in place of other income turns one at 25 % into one at 28 %.
    """
    three_cents = Fraction(3, 100)
    for given in exact_returns():
        longer = replace(given, short=given.short - moved, long=given.long + moved)
        law = PROGRAM.figures(given.year, given.status)
        between = law.schedule.begin_of_rate_over(law.schedule.rates[1]) - law.zero_top
        dearer = three_cents * min(moved * DOLLAR, between)
        d = PROGRAM.prepare(longer).schedule_d
        if d.line_18 and d.line_19:
            dearer += three_cents * moved * DOLLAR
        assert tax(longer) <= tax(given) + dearer, given


@pytest.mark.parametrize("carried", ["carried_short", "carried_long"])
def test_a_larger_carryover_never_raises_this_years_tax(carried: str) -> None:
    for given in exact_returns():
        for more in (A_CENT, Fraction(5_000)):
            assert tax(replace(given, **{carried: getattr(given, carried) + more})) <= tax(given)


AMOUNTS = (
    *("wages", "interest", "dividends", "other", "short", "long", "distributions"),
    *("collectibles", "unrecaptured"),
    *("carried_short", "carried_long", "adjustments", "qbi", "credits"),
)


@pytest.mark.parametrize("what", AMOUNTS)
def test_a_cent_more_of_anything_never_moves_the_tax_by_more_than_a_cent(what: str) -> None:
    """Exact tax has no step but the least earnings of a business, below."""
    for given in exact_returns():
        more = replace(given, **{what: getattr(given, what) + A_CENT})
        assert abs(tax(more) - tax(given)) <= CENT, given


def test_the_only_step_of_the_exact_tax_is_the_least_net_earnings_of_a_business() -> None:
    """IRC 1402(b)(2): nothing below 400 dollars, then the tax on all of it."""
    for given in exact_returns():
        step = Given(given.year, given.status, business=Fraction("433.13"))
        more = replace(step, business=Fraction("433.14"))
        assert PROGRAM.prepare(step).se_tax == 0
        assert PROGRAM.prepare(more).se_tax == int(
            Fraction("433.14") * Fraction("0.9235") * Fraction("0.153") * DOLLAR
        )
        business = max(Fraction("433.14"), abs(given.business))
        above = replace(given, business=business, spouse_business=Fraction(0))
        moved = tax(replace(above, business=business + A_CENT)) - tax(above)
        assert abs(moved) <= CENT, given


def test_credits_lower_the_minimum_tax_too_and_never_more_than_there_is() -> None:
    """IRC 26(a)."""
    met = 0
    for given in exact_returns():
        prepared = PROGRAM.prepare(given)
        if not prepared.amt:
            continue
        met += 1
        owed = prepared.regular_tax + prepared.amt
        for given_credits, used in ((owed - prepared.amt // 2,) * 2, (owed + DOLLAR, owed)):
            credited = PROGRAM.prepare(replace(given, credits=Fraction(given_credits, DOLLAR)))
            assert credited.credits == used
            assert credited.total_tax == prepared.total_tax + prepared.credits - used
    assert met


def test_net_earnings_of_exactly_the_least_amount_are_taxed() -> None:
    """Schedule SE line 4c: "if less than $400, stop"."""
    law = PROGRAM.figures(2025, "single")
    least, part = law.self_employment.least, law.self_employment.net_part
    profit = -(-least * WHOLE // part)
    assert part_of(profit, part) == least
    assert schedule_se(profit, 0, law).line_6 == least
    assert schedule_se(profit - 2, 0, law).line_12 == 0


def test_the_lines_of_each_form_add_up() -> None:
    for given in exact_returns():
        prepared: Return = PROGRAM.prepare(given)
        takes_over(prepared)
        adds_up(prepared)


def takes_over(prepared: Return) -> None:
    """Check the lines that forms take over from what is given and from each other."""
    given = prepared.inputs
    if sheet := prepared.qualified_dividends:
        assert sheet.line_2 == given.qualified_dividends
        assert sheet.line_3 == prepared.schedule_d.net_capital_gain
    form, niit = prepared.form_6251, prepared.form_8960
    assert form.line_1 == prepared.agi - prepared.deduction - given.qbi_deduction
    assert form.line_2a == (prepared.deduction if given.deduction is None else 0)
    assert form.line_10 == prepared.regular_tax
    assert (niit.line_1, niit.line_2) == (given.interest, given.ordinary_dividends)
    assert (niit.line_5a, niit.line_13) == (prepared.schedule_d.capital_gain, prepared.agi)
    medicare = prepared.form_8959
    both = prepared.schedule_se.line_6 + prepared.schedule_se_spouse.line_6
    assert (medicare.line_4, medicare.line_8) == (given.wages, both)


def adds_up(prepared: Return) -> None:
    """Check sums of lines against the wording of each form."""
    d = prepared.schedule_d
    assert d.line_16 == d.line_7 + d.line_15
    assert d.line_18 + d.line_19 == 0 or d.both_gains
    if sheet := prepared.qualified_dividends:
        assert sheet.line_12 == sheet.line_10 - sheet.line_11
        assert sheet.line_23 == sheet.line_18 + sheet.line_21 + sheet.line_22
        assert sheet.line_5 + sheet.line_9 + sheet.line_17 + sheet.line_20 == sheet.line_1
    if worksheet := prepared.schedule_d_tax:
        if worksheet.line_25 is not None:
            assert worksheet.line_25 == max(0, worksheet.line_23 - worksheet.line_24)
        taxes = (worksheet.line_31, worksheet.line_34, worksheet.line_40, worksheet.line_43)
        assert worksheet.line_45 == worksheet.line_44 + sum(each or 0 for each in taxes)
        parts = (worksheet.line_22, worksheet.line_30, worksheet.line_33)
        capped = (worksheet.line_39, worksheet.line_42)
        taxed = worksheet.line_21 + sum(each or 0 for each in (*parts, *capped))
        assert worksheet.line_1 in (taxed, worksheet.line_16)
    form = prepared.form_6251
    assert form.line_6 == max(0, form.line_4 - form.line_5)
    assert form.line_11 == max(0, form.line_9 - form.line_10)
    if form.line_12 is not None:
        shares = (form.line_17, form.line_23, form.line_30, form.line_33, form.line_36)
        assert sum(each or 0 for each in shares) == form.line_12
        taxes = (form.line_18, form.line_31, form.line_34, form.line_37)
        assert form.line_38 == sum(each or 0 for each in taxes)
    niit = prepared.form_8960
    assert niit.line_8 == niit.line_1 + niit.line_2 + niit.line_5a
    assert niit.line_16 == min(niit.line_12, niit.line_15)
    medicare = prepared.form_8959
    assert medicare.line_18 == medicare.line_7 + medicare.line_13
    for se in (prepared.schedule_se, prepared.schedule_se_spouse):
        assert se.line_12 == se.line_10 + se.line_11
        assert se.line_13 == part_of(se.line_12, prepared.figures.self_employment.deductible_part)
    if carried := prepared.carryover:
        assert carried.line_8 + carried.line_13 == -d.line_16 - carried.line_4
    taxes = (prepared.niit, prepared.se_tax, prepared.additional_medicare)
    income = prepared.regular_tax + prepared.amt - prepared.credits
    assert prepared.total_tax == income + sum(taxes)
