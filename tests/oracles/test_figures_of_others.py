"""Figures that published programs have wrong are right here, each by its Revenue Procedure."""

from collections.abc import Callable

import pytest

from harvestry.tax.federal.figures import Figures
from harvestry.units.exact import DOLLAR, part_of
from oracles.computing import law_of


def top_bracket(law: Figures) -> int:
    return law.schedule.begins[-1]


def for_age(law: Figures) -> int:
    return law.additional


def fifteen_top(law: Figures) -> int:
    return law.fifteen_top


def exemption_gone(law: Figures) -> int:
    """Give the income at which the exemption of the minimum tax is used up."""
    amt = law.minimum
    lost = part_of(DOLLAR, amt.phase_out_rate)
    return amt.phase_out_from + amt.exemption * DOLLAR // lost


def medicare_threshold(law: Figures) -> int:
    return law.medicare_threshold


WRONG_ELSEWHERE = (
    ("PolicyEngine: 539,000", top_bracket, 2022, "single", 539_900),  # Rev. Proc. 2021-45 s. 3.01
    ("Tax-Calculator: 578,125", top_bracket, 2023, "mfs", 346_875),  # Rev. Proc. 2022-38 s. 3.01
    ("taxsim-py: 578,125", top_bracket, 2023, "hoh", 578_100),
    ("Tax-Calculator: 1,800", for_age, 2023, "single", 1_850),  # Rev. Proc. 2022-38 s. 3.15(3)
    ("Tax-Calculator: 1,800", for_age, 2023, "hoh", 1_850),
    ("Tax-Calculator: 1,750", for_age, 2022, "qss", 1_400),  # Rev. Proc. 2021-45; IRC 63(f)
    ("Tax-Calculator: 1,800", for_age, 2023, "qss", 1_500),
    ("Tax-Calculator: 1,950", for_age, 2024, "qss", 1_550),  # Rev. Proc. 2023-34 s. 3.15(3)
    ("taxsim-py: 276,925", fifteen_top, 2023, "mfs", 276_900),  # Rev. Proc. 2022-38 s. 3.03
    ("taxsim-py: 745,200", exemption_gone, 2023, "mfs", 831_150),  # Form 6251 instr., line 4
    ("taxsim-py: 745,200", exemption_gone, 2024, "mfs", 875_950),
    ("taxsim-py: 745,200", exemption_gone, 2025, "mfs", 900_350),
    ("Tax-Calculator: 639,200", exemption_gone, 2026, "mfs", 640_200),  # IRC 55(d)
    ("as for NIIT: 250,000", medicare_threshold, 2025, "qss", 200_000),  # IRC 3101(b)(2)
)


@pytest.mark.parametrize(
    ("elsewhere", "figure", "year", "status", "dollars"),
    WRONG_ELSEWHERE,
    ids=[f"{year}-{status}-{elsewhere}" for elsewhere, _, year, status, _ in WRONG_ELSEWHERE],
)
def test_a_figure_that_others_have_wrong(
    elsewhere: str, figure: Callable[[Figures], int], year: int, status: str, dollars: int
) -> None:
    assert figure(law_of(year, status)) == dollars * DOLLAR
