"""Form 1040: the whole return of one year, put together from its schedules and worksheets."""

from typing import NamedTuple

from harvestry.tax.federal.carryover import Carryover, carryover
from harvestry.tax.federal.deductions import deduction, senior_deduction
from harvestry.tax.federal.figures import Figures
from harvestry.tax.federal.form_6251 import Form6251, Preferred, form_6251
from harvestry.tax.federal.form_8959 import Form8959, form_8959
from harvestry.tax.federal.form_8960 import Form8960, form_8960
from harvestry.tax.federal.inputs import ReturnInputs
from harvestry.tax.federal.qualified_dividends import QualifiedDividends, qualified_dividends
from harvestry.tax.federal.rates import Taxed
from harvestry.tax.federal.schedule_d import ScheduleD, schedule_d
from harvestry.tax.federal.schedule_d_tax import ScheduleDTax, schedule_d_tax
from harvestry.tax.federal.schedule_se import ScheduleSE, schedules_of
from harvestry.units.exact import Money


class Return(NamedTuple):
    """A federal return: what was given, every form that was needed, and what came of it.

    Amounts are dollars of 10**-18. `taxable_income_signed` goes below zero where deductions exceed
    income; `total_tax` is Form 1040 line 24.
    """

    inputs: ReturnInputs
    figures: Figures
    schedule_se: ScheduleSE
    schedule_se_spouse: ScheduleSE
    schedule_d: ScheduleD
    total_income: Money
    agi: Money
    deduction: Money
    senior_deduction: Money
    taxable_income_signed: Money
    qualified_dividends: QualifiedDividends | None
    schedule_d_tax: ScheduleDTax | None
    regular_tax: Money
    form_6251: Form6251
    form_8960: Form8960
    form_8959: Form8959
    total_tax: Money
    carryover: Carryover | None

    @property
    def taxable_income(self) -> Money:
        """Give Form 1040 line 15, not below zero."""
        return max(0, self.taxable_income_signed)

    @property
    def taxable_income_after_loss(self) -> Money:
        """Give line 1 of the Capital Loss Carryover Worksheet, below zero too."""
        return _after_loss(self.taxable_income_signed, self.senior_deduction, self.figures)

    @property
    def amt(self) -> Money:
        """Give the alternative minimum tax."""
        return self.form_6251.line_11

    @property
    def niit(self) -> Money:
        """Give the net investment income tax."""
        return self.form_8960.line_17

    @property
    def additional_medicare(self) -> Money:
        """Give the additional Medicare tax."""
        return self.form_8959.line_18

    @property
    def se_tax(self) -> Money:
        """Give the self-employment tax, on a joint return of both."""
        return self.schedule_se.line_12 + self.schedule_se_spouse.line_12

    @property
    def se_adjustment(self) -> Money:
        """Give the half of it that is an adjustment to income."""
        return self.schedule_se.line_13 + self.schedule_se_spouse.line_13

    @property
    def credits(self) -> Money:
        """Give the part of the nonrefundable credits that there is tax for (line 21)."""
        return min(self.inputs.nonrefundable_credits, self.regular_tax + self.amt)

    @property
    def carryover_short(self) -> Money:
        """Give the short-term loss handed on to the next year, positive."""
        return self.carryover.short if self.carryover else 0

    @property
    def carryover_long(self) -> Money:
        """Give the long-term loss handed on to the next year, positive."""
        return self.carryover.long if self.carryover else 0


def prepare(inputs: ReturnInputs, law: Figures, *, on_paper: bool = False) -> Return:
    """Give the return of one year (docs/spec/tax-year.md).

    `on_paper` takes the Tax Table where a paper return does; else every figure is exact.
    """
    assert inputs.qualified_dividends <= inputs.ordinary_dividends, "they are a part of them"
    taxed = law.table.on(law.schedule) if on_paper else law.schedule.tax
    own, spouses = schedules_of(inputs, law)
    d = schedule_d(inputs, law)
    income = (
        inputs.wages
        + inputs.interest
        + inputs.ordinary_dividends
        + d.capital_gain
        + inputs.other_income
        + inputs.business_income
    )
    agi = income - inputs.adjustments - own.line_13 - spouses.line_13
    deducted = deduction(inputs, law)
    seniors = senior_deduction(inputs, agi, law)
    before_seniors = agi - deducted - inputs.qbi_deduction
    signed = before_seniors - seniors
    worksheets = _Worksheets.of(inputs, d, max(0, signed), law, taxed)
    added_back = deducted if inputs.deduction is None else 0
    minimum = form_6251(before_seniors, added_back, worksheets.tax, worksheets.preferred(d), law)
    investment = form_8960(inputs.interest, inputs.ordinary_dividends, d.capital_gain, agi, law)
    medicare = form_8959(inputs.wages, own.line_6 + spouses.line_6, law)
    before_credits = worksheets.tax + minimum.line_11
    after_credits = max(0, before_credits - inputs.nonrefundable_credits)
    self_employment = own.line_12 + spouses.line_12
    total = after_credits + investment.line_17 + self_employment + medicare.line_18
    used_by_loss = _after_loss(signed, seniors, law)
    return Return(
        inputs,
        law,
        own,
        spouses,
        d,
        income,
        agi,
        deducted,
        seniors,
        signed,
        worksheets.dividends,
        worksheets.gains,
        worksheets.tax,
        minimum,
        investment,
        medicare,
        total,
        carryover(d, used_by_loss),
    )


def _after_loss(signed: Money, seniors: Money, law: Figures) -> Money:
    return signed + seniors if law.carryover_adds_back_151 else signed


class _Worksheets(NamedTuple):
    """The worksheet that gave the tax of line 16, if one was needed, and the tax."""

    dividends: QualifiedDividends | None
    gains: ScheduleDTax | None
    tax: Money

    @classmethod
    def of(
        cls, inputs: ReturnInputs, d: ScheduleD, income: Money, law: Figures, taxed: Taxed
    ) -> "_Worksheets":
        """Choose by Schedule D lines 20 and 22 and Form 1040 line 3a."""
        if d.line_18 or d.line_19:
            gains = schedule_d_tax(income, inputs.qualified_dividends, d, law, taxed)
            return cls(None, gains, gains.line_47)
        gain = d.net_capital_gain
        if not gain and not inputs.qualified_dividends:
            return cls(None, None, taxed(income))
        sheet = qualified_dividends(income, inputs.qualified_dividends, gain, law, taxed)
        return cls(sheet, None, sheet.line_25)

    def preferred(self, d: ScheduleD) -> Preferred | None:
        """Give what Part III of Form 6251 takes over, `None` where it is not completed."""
        if self.gains is not None:
            sheet = self.gains
            taken = (sheet.line_13, sheet.line_14, sheet.line_21, d.line_19)
            return Preferred(*taken, sheet.line_10)
        if self.dividends is not None:
            plain = self.dividends
            return Preferred(plain.line_4, plain.line_5, plain.line_5, 0, None)
        return None
