"""Faults to plant in the federal return, one at a time: what a careless change could break.

Each is a name and, by module, a text and what to put in its place (see fault.py).
"""

from planted.fault import Fault

FORM_1040, FIGURES = "tax.federal.form_1040", "tax.federal.figures"
SCHEDULE_D, WORKSHEET = "tax.federal.schedule_d", "tax.federal.schedule_d_tax"
DIVIDENDS, MINIMUM = "tax.federal.qualified_dividends", "tax.federal.form_6251"
CARRYOVER, RATES = "tax.federal.carryover", "tax.federal.rates"
SELF_EMPLOYMENT, DEDUCTIONS = "tax.federal.schedule_se", "tax.federal.deductions"
INVESTMENT, MEDICARE = "tax.federal.form_8960", "tax.federal.form_8959"


def _fault(name: str, module: str, right: str, wrong: str) -> Fault:
    return Fault(name, {module: [(right, wrong)]})


FEDERAL_FAULTS = (
    # Figures
    _fault(
        "the figures are those of the year before",
        FIGURES,
        "day = last_day_of(year)",
        "day = last_day_of(year - 1)",
    ),
    _fault(
        "rates below 25 % end where those below 15 % do",
        FIGURES,
        '_rate(rates["unrecaptured_1250"])),\n        rate_15',
        '_rate(rates["fifteen"])),\n        rate_15',
    ),
    _fault(
        "the investment income tax has one threshold for all",
        FIGURES,
        "_money(niit[status])",
        '_money(niit["single"])',
    ),
    # Schedule D
    _fault(
        "the short-term carryover is added",
        SCHEDULE_D,
        "inputs.short - inputs.carryover_short",
        "inputs.short + inputs.carryover_short",
    ),
    _fault(
        "the long-term carryover is forgotten",
        SCHEDULE_D,
        "inputs.capital_gain_distributions - inputs.carryover_long",
        "inputs.capital_gain_distributions",
    ),
    _fault(
        "the whole loss is allowed",
        SCHEDULE_D,
        "max(line_16, -law.loss_limit)",
        "min(line_16, -law.loss_limit)",
    ),
    _fault(
        "the 28 % worksheet takes no short-term loss",
        SCHEDULE_D,
        "inputs.carryover_long + min(0, line_7)",
        "inputs.carryover_long",
    ),
    _fault(
        "the 28 % worksheet takes no carryover",
        SCHEDULE_D,
        "inputs.collectibles_gain - inputs.carryover_long",
        "inputs.collectibles_gain",
    ),
    _fault(
        "what the 28 % worksheet leaves does not reduce section 1250 gain",
        SCHEDULE_D,
        "inputs.unrecaptured_1250 - max(0, -capped)",
        "inputs.unrecaptured_1250",
    ),
    # Worksheets
    _fault(
        "the smaller part of the income is ordinary",
        DIVIDENDS,
        "line_8 = min(line_5, line_7)",
        "line_8 = max(line_5, line_7)",
    ),
    _fault(
        "the 15 % rate begins anew above the 0 % rate",
        DIVIDENDS,
        "line_15 = line_5 + line_9",
        "line_15 = line_5",
    ),
    _fault(
        "gains capped at 25 and 28 % do not fill the lower brackets",
        WORKSHEET,
        "max(line_18, line_20)",
        "line_18",
    ),
    _fault(
        "the two sides of line 38 are swapped",
        WORKSHEET,
        "max(0, line_36 - line_1)",
        "max(0, line_1 - line_36)",
    ),
    _fault(
        "section 1250 gain is not capped by the net gain",
        WORKSHEET,
        "line_35 = min(line_9, schedule.line_19)",
        "line_35 = schedule.line_19",
    ),
    # Form 6251
    _fault(
        "the minimum tax allows the standard deduction",
        FORM_1040,
        "deducted if inputs.deduction is None else 0",
        "0",
    ),
    _fault(
        "the minimum tax allows the deduction for seniors",
        FORM_1040,
        "form_6251(before_seniors,",
        "form_6251(signed,",
    ),
    _fault(
        "all but the separate add to their income",
        MINIMUM,
        "law.status is not FilingStatus",
        "law.status is FilingStatus",
    ),
    _fault(
        "28 % gain keeps its rate in the minimum tax",
        MINIMUM,
        "line_15 = min(line_13 + line_14, preferred.all_gain)",
        "line_15 = preferred.all_gain",
    ),
    # The other taxes
    _fault(
        "wages leave the contribution base whole",
        SELF_EMPLOYMENT,
        "max(0, figures.base - wages)",
        "figures.base",
    ),
    _fault(
        "the wages of both take the base of each",
        SELF_EMPLOYMENT,
        "inputs.wages - wages, law)",
        "inputs.wages, law)",
    ),
    _fault(
        "the spouse's wages leave the spouse's base alone",
        SELF_EMPLOYMENT,
        "schedule_se(business, wages, law)",
        "schedule_se(business, 0, law)",
    ),
    _fault(
        "one Schedule SE is made of both spouses",
        SELF_EMPLOYMENT,
        "inputs.spouse_business_income, inputs.spouse_wages\n",
        "0, inputs.spouse_wages\n",
    ),
    _fault(
        "half of the spouse's self-employment tax is no adjustment",
        FORM_1040,
        " - own.line_13 - spouses.line_13",
        " - own.line_13",
    ),
    _fault(
        "the additional Medicare tax leaves the spouse's earnings out",
        FORM_1040,
        "own.line_6 + spouses.line_6",
        "own.line_6",
    ),
    _fault(
        "half the self-employment tax is no adjustment",
        FORM_1040,
        "inputs.adjustments - own.line_13",
        "inputs.adjustments",
    ),
    _fault(
        "the whole loss reduces investment income",
        FORM_1040,
        "inputs.ordinary_dividends, d.capital_gain, agi",
        "inputs.ordinary_dividends, d.line_16, agi",
    ),
    _fault(
        "wages leave the Medicare threshold whole",
        MEDICARE,
        "max(0, law.medicare_threshold - wages)",
        "law.medicare_threshold",
    ),
    _fault(
        "a negative investment income lowers the tax",
        INVESTMENT,
        "line_12 = max(0, line_8)",
        "line_12 = line_8",
    ),
    # Deductions and credits
    _fault(
        "two seniors lose one deduction's worth",
        DEDUCTIONS,
        "inputs.seniors * max(0, senior.amount - part_of(excess, senior.rate))",
        "max(0, inputs.seniors * senior.amount - part_of(excess, senior.rate))",
    ),
    _fault(
        "credits are refunded",
        FORM_1040,
        "max(0, before_credits - inputs.nonrefundable_credits)",
        "before_credits - inputs.nonrefundable_credits",
    ),
    # Carryover
    _fault(
        "the carryover knows no income below zero",
        FORM_1040,
        "carryover(d, used_by_loss)",
        "carryover(d, max(0, used_by_loss))",
    ),
    _fault(
        "a long-term gain does not use the short-term loss",
        CARRYOVER,
        "line_6 = max(0, schedule.line_15)",
        "line_6 = 0",
    ),
    _fault(
        "the allowed loss is taken from both",
        CARRYOVER,
        "line_11 = max(0, line_4 - line_5)",
        "line_11 = line_4",
    ),
    # Rates
    _fault(
        "a bracket begins a place too late",
        RATES,
        "self.below[n] + part_of(amount - self.begins[n], self.rates[n])",
        "self.below[n] + part_of(amount - self.begins[n], self.rates[max(0, n - 1)])",
    ),
    _fault(
        "a row of the Tax Table has its lower end",
        RATES,
        "if amount < upto:",
        "if amount <= upto:",
    ),
    _fault(
        "the Tax Table is of the lower end of a row",
        RATES,
        "low + width // 2 if low else 0",
        "low",
    ),
)
