"""Our own computation of a drawn return."""

from functools import cache

from harvestry.events.taxpayer import FilingStatus
from harvestry.law.load import load
from harvestry.tax.federal.figures import Figures, figures
from harvestry.tax.federal.form_1040 import Return
from harvestry.tax.federal.inputs import ReturnInputs
from harvestry.units.exact import CENT
from oracles.drawing import Drawn

UNIT = CENT // 100
"""A ten-thousandth of a dollar: so finely the oracles' floats are written down."""
TAXES = ("regular_tax", "amt", "niit", "se_tax", "additional_medicare")
FIGURES = ("agi", "taxable_income", *TAXES, "total")


@cache
def law_of(year: int, status: str) -> Figures:
    """Give the law as the program has it."""
    return figures(load(), year, FilingStatus(status))


def inputs_of(drawn: Drawn, qbi_deduction: int = 0, itemized: int = 0) -> ReturnInputs:
    """Give the inputs of a return, and the deductions an oracle found, in units."""
    return ReturnInputs(
        wages=drawn.wages * CENT,
        interest=drawn.interest * CENT,
        ordinary_dividends=drawn.ordinary_dividends * CENT,
        qualified_dividends=drawn.qualified_dividends * CENT,
        other_income=drawn.other_income * CENT,
        business_income=drawn.business * CENT,
        short=drawn.short * CENT,
        long=drawn.long * CENT,
        capital_gain_distributions=drawn.distributions * CENT,
        collectibles_gain=drawn.collectibles * CENT,
        unrecaptured_1250=drawn.unrecaptured * CENT,
        adjustments=drawn.adjustments * CENT,
        qbi_deduction=qbi_deduction * UNIT,
        carryover_short=drawn.carryover_short * CENT,
        carryover_long=drawn.carryover_long * CENT,
        deduction=itemized * UNIT if itemized else None,
        boxes=drawn.seniors,
        seniors=drawn.seniors,
    )


def told(prepared: Return) -> dict[str, int]:
    """Give the figures that are compared, in 10**-18 dollars."""
    amounts = {name: getattr(prepared, name) for name in FIGURES if name != "total"}
    return {**amounts, "total": prepared.total_tax}
