"""Where an oracle reads the law otherwise than we do: each difference by name (differences.md).

A reading says whose returns it touches and how our computation comes to the oracle's figure when it
is read that way. Nothing is let through: with the oracle's readings the figures agree to the cent.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from harvestry.events.taxpayer import FilingStatus
from harvestry.tax.federal.figures import Figures
from harvestry.tax.federal.form_1040 import Return, prepare
from harvestry.tax.federal.form_6251 import Preferred, form_6251
from harvestry.tax.federal.inputs import ReturnInputs
from harvestry.tax.federal.rates import RateSchedule
from harvestry.units.exact import DOLLAR, part_of
from oracles.computing import told
from oracles.drawing import Drawn

UNMARRIED = ("single", "hoh")


class Reading(NamedTuple):
    """One difference of reading: the law the oracle reads, or the figures it gives, or both."""

    name: str
    concerns: Callable[[Drawn], bool]
    law: Callable[[Figures, ReturnInputs], Figures] = lambda law, _: law
    figures: Callable[[Return], dict[str, int]] = lambda _: {}


def figures_read(
    drawn: Drawn, inputs: ReturnInputs, law: Figures, readings: tuple[Reading, ...]
) -> dict[str, int]:
    """Give the figures an oracle must come to if it reads the law so, in 10**-18 dollars."""
    mine = [each for each in readings if each.concerns(drawn)]
    for each in mine:
        law = each.law(law, inputs)
    prepared = prepare(inputs, law)
    figures = told(prepared)
    for each in mine:
        for name, amount in each.figures(prepared).items():
            figures["total"] += amount - figures[name]
            figures[name] = amount
    return figures


def _top_bracket_from(dollars: int) -> Callable[[Figures, ReturnInputs], Figures]:
    def law_read(law: Figures, _: ReturnInputs) -> Figures:
        schedule = law.schedule
        begins = (*schedule.begins[:-1], dollars * DOLLAR)
        brackets = tuple(zip(begins, schedule.rates, strict=True))
        return replace(law, schedule=RateSchedule.of(brackets))

    return law_read


def _additional(dollars: int) -> Callable[[Figures, ReturnInputs], Figures]:
    return lambda law, _: replace(law, additional=dollars * DOLLAR)


def _fifteen_top(dollars: int) -> Callable[[Figures, ReturnInputs], Figures]:
    return lambda law, _: replace(law, fifteen_top=dollars * DOLLAR)


def _in(*years: int, statuses: tuple[str, ...]) -> Callable[[Drawn], bool]:
    return lambda drawn: drawn.year in years and drawn.status in statuses


def _no_least_earnings(prepared: Return) -> dict[str, int]:
    """Take self-employment income below the least amount into Form 8959 all the same."""
    law, profit = prepared.figures, prepared.inputs.business_income
    net = part_of(max(0, profit), law.self_employment.net_part)
    if net >= law.self_employment.least:
        return {}
    wages = prepared.inputs.wages
    over = max(0, wages + net - max(wages, law.medicare_threshold))
    return {"additional_medicare": prepared.additional_medicare + part_of(over, law.medicare_rate)}


def _without_separate_addition(law: Figures, _: ReturnInputs) -> Figures:
    return replace(law, status=FilingStatus.SINGLE)


def _gone_a_thousand_early(law: Figures, inputs: ReturnInputs) -> Figures:
    """Have no exemption once income passes 639,200 dollars."""
    if prepare(inputs, law).form_6251.line_4 <= 639_200 * DOLLAR:
        return law
    return replace(law, minimum=replace(law.minimum, exemption=0))


def _below_25_is_zero_rate(law: Figures, _: ReturnInputs) -> Figures:
    return replace(law, below_25_top=law.zero_top)


def _addition_of_2020(prepared: Return) -> dict[str, int]:
    """Add to a separate return's minimum taxable income what the threshold of 2020 gives."""
    form, sheet, law = prepared.form_6251, prepared.qualified_dividends, prepared.figures
    over = max(0, form.line_1 + form.line_2a - 745_200 * DOLLAR)
    added = min(law.minimum.exemption, part_of(over, law.minimum.phase_out_rate))
    gains = sheet and Preferred(sheet.line_4, sheet.line_5, sheet.line_5, 0, None)
    plain = replace(law, status=FilingStatus.SINGLE)
    again = form_6251(form.line_1 + added, form.line_2a, prepared.regular_tax, gains, plain)
    return {"amt": again.line_11}


LEAST_EARNINGS = Reading(
    "no least amount of self-employment income in Form 8959",
    lambda drawn: 0 < drawn.business < 43_400,
    figures=_no_least_earnings,
)

TAXCALC = (
    Reading(
        "2023 separate: 37 % from 578,125",
        _in(2023, statuses=("mfs",)),
        _top_bracket_from(578_125),
    ),
    Reading(
        "2023 unmarried: 1,800 for age",
        _in(2023, statuses=UNMARRIED),
        _additional(1_800),
    ),
    Reading(
        "2022 surviving spouse: 1,750 for age", _in(2022, statuses=("qss",)), _additional(1_750)
    ),
    Reading(
        "2023 surviving spouse: 1,800 for age", _in(2023, statuses=("qss",)), _additional(1_800)
    ),
    Reading(
        "2024 surviving spouse: 1,950 for age", _in(2024, statuses=("qss",)), _additional(1_950)
    ),
    Reading(
        "separate: nothing is added to minimum taxable income",
        lambda drawn: drawn.status == "mfs",
        _without_separate_addition,
    ),
    Reading(
        "2026 separate: exemption gone at 639,200",
        _in(2026, statuses=("mfs",)),
        _gone_a_thousand_early,
    ),
    Reading(
        "gains capped at 25 and 28 % never fill the brackets below 25 %",
        lambda drawn: bool(drawn.collectibles or drawn.unrecaptured),
        _below_25_is_zero_rate,
    ),
    LEAST_EARNINGS,
)
"""What Tax-Calculator 6.8.0 reads otherwise."""


TAXSIM = (
    Reading(
        "2023 head of household: 37 % from 578,125",
        _in(2023, statuses=("hoh",)),
        _top_bracket_from(578_125),
    ),
    Reading(
        "2023 separate: 15 % up to 276,925", _in(2023, statuses=("mfs",)), _fifteen_top(276_925)
    ),
    Reading(
        "separate: the addition to minimum taxable income begins at 745,200",
        lambda drawn: drawn.status == "mfs",
        figures=_addition_of_2020,
    ),
    LEAST_EARNINGS,
)
"""What taxsim-py 0.4.1 reads otherwise."""
