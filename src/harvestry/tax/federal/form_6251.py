"""Form 6251: the alternative minimum tax."""

from typing import NamedTuple

from harvestry.events.taxpayer import FilingStatus
from harvestry.tax.federal.figures import Figures, MinimumTax
from harvestry.units.exact import Money, part_of


class Preferred(NamedTuple):
    """What the regular tax found to be taxed at rates of its own; Part III goes on from it.

    `gain` is line 4 of the Qualified Dividends and Capital Gain Tax Worksheet or line 13 of the
    Schedule D Tax Worksheet, `ordinary` lines 5 or 14, `ordinary_15` lines 5 or 21; `unrecaptured`
    is Schedule D line 19; `all_gain` is line 10 of the second worksheet, `None` without it.
    """

    gain: Money
    ordinary: Money
    ordinary_15: Money
    unrecaptured: Money
    all_gain: Money | None


class Form6251(NamedTuple):
    """Lines of Form 6251; line 11 is the tax. Part III is `None` where it is not completed."""

    line_1: Money
    """Income less the deductions the AMT knows (lines 1a and 1b from 2025)."""
    line_2a: Money
    """The standard deduction."""
    line_4: Money
    """Alternative minimum taxable income."""
    line_5: Money
    """The exemption."""
    line_6: Money
    line_7: Money
    line_9: Money
    """Tentative minimum tax."""
    line_10: Money
    """The regular tax."""
    line_11: Money
    """Alternative minimum tax."""
    line_12: Money | None = None
    line_13: Money | None = None
    line_14: Money | None = None
    line_15: Money | None = None
    line_16: Money | None = None
    line_17: Money | None = None
    line_18: Money | None = None
    line_19: Money | None = None
    line_20: Money | None = None
    line_21: Money | None = None
    line_22: Money | None = None
    line_23: Money | None = None
    line_24: Money | None = None
    line_25: Money | None = None
    line_26: Money | None = None
    line_27: Money | None = None
    line_28: Money | None = None
    line_29: Money | None = None
    line_30: Money | None = None
    line_31: Money | None = None
    line_32: Money | None = None
    line_33: Money | None = None
    line_34: Money | None = None
    line_35: Money | None = None
    line_36: Money | None = None
    line_37: Money | None = None
    line_38: Money | None = None
    line_39: Money | None = None
    line_40: Money | None = None


def form_6251(
    income: Money, standard: Money, regular_tax: Money, preferred: Preferred | None, law: Figures
) -> Form6251:
    """Give the alternative minimum tax (IRC 55 to 59).

    `income` is adjusted gross income less all deductions but the one for seniors, below zero too;
    `standard` the standard deduction in it, which is added back (IRC 56(b)(1)(D)).
    """
    figures = law.minimum
    line_4 = _with_excess(income + standard, law)
    line_5 = _exemption(line_4, figures)
    line_6 = max(0, line_4 - line_5)
    part = {} if preferred is None or not line_6 else _part_iii(line_6, preferred, law)
    line_7 = part["line_40"] if part else _taxed(line_6, figures)
    line_11 = max(0, line_7 - regular_tax)
    head = (income, standard, line_4, line_5, line_6, line_7, line_7, regular_tax, line_11)
    return Form6251(*head, **part)


def _with_excess(income: Money, law: Figures) -> Money:
    """Add what a separate return adds (line 4, IRC 55(d)(3) last sentence).

    The phase-out goes on past an exemption of zero until it has taken the exemption once more.
    """
    if law.status is not FilingStatus.MARRIED_SEPARATELY:
        return income
    figures = law.minimum
    over = part_of(max(0, income - figures.phase_out_from), figures.phase_out_rate)
    return income + min(max(0, over - figures.exemption), figures.exemption)


def _exemption(income: Money, figures: MinimumTax) -> Money:
    """Give line 5: the exemption less its phase-out (Exemption Worksheet)."""
    over = max(0, income - figures.phase_out_from)
    return max(0, figures.exemption - part_of(over, figures.phase_out_rate))


def _taxed(amount: Money, figures: MinimumTax) -> Money:
    """Tax an amount at the two rates (IRC 55(b)(1)(A))."""
    tax = part_of(amount, figures.rate)
    over = amount - figures.upper_rate_from
    return tax if over <= 0 else tax + part_of(over, figures.upper_rate - figures.rate)


def _part_iii(line_12: Money, preferred: Preferred, law: Figures) -> dict[str, Money]:
    """Keep the rates of capital gains (IRC 55(b)(3)): lines 12 to 40."""
    line_13, line_14 = preferred.gain, preferred.unrecaptured
    line_15 = line_13
    if preferred.all_gain is not None:
        line_15 = min(line_13 + line_14, preferred.all_gain)
    line_16 = min(line_12, line_15)
    line_17 = line_12 - line_16
    line_18 = _taxed(line_17, law.minimum)
    line_21 = max(0, law.zero_top - preferred.ordinary)
    line_22 = min(line_12, line_13)
    line_23 = min(line_21, line_22)
    line_24 = line_22 - line_23
    line_28 = line_21 + preferred.ordinary_15
    line_29 = max(0, law.fifteen_top - line_28)
    line_30 = min(line_24, line_29)
    line_31 = part_of(line_30, law.rate_15)
    line_32 = line_23 + line_30
    lines = {
        "line_12": line_12,
        "line_13": line_13,
        "line_14": line_14,
        "line_15": line_15,
        "line_16": line_16,
        "line_17": line_17,
        "line_18": line_18,
        "line_19": law.zero_top,
        "line_20": preferred.ordinary,
        "line_21": line_21,
        "line_22": line_22,
        "line_23": line_23,
        "line_24": line_24,
        "line_25": law.fifteen_top,
        "line_26": line_21,
        "line_27": preferred.ordinary_15,
        "line_28": line_28,
        "line_29": line_29,
        "line_30": line_30,
        "line_31": line_31,
        "line_32": line_32,
    }
    line_38 = line_18 + line_31
    if line_32 != line_12:
        line_33 = line_22 - line_32
        lines["line_33"] = line_33
        lines["line_34"] = part_of(line_33, law.rate_20)
        line_38 += lines["line_34"]
        if line_14:
            lines["line_35"] = line_17 + line_32 + line_33
            lines["line_36"] = line_12 - lines["line_35"]
            lines["line_37"] = part_of(lines["line_36"], law.rate_1250)
            line_38 += lines["line_37"]
    line_39 = _taxed(line_12, law.minimum)
    return {**lines, "line_38": line_38, "line_39": line_39, "line_40": min(line_38, line_39)}
