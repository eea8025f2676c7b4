"""The federal income tax from the words of the Internal Revenue Code: slow, plain, in Fractions.

Shares nothing with the program. Where the program walks a worksheet, this reads the section itself:
1(h) for gains, 55(b)(3) for the minimum tax, 1211 and 1212 for losses, 1401 and 1402 for
self-employment, 1411 for investment income. The Tax Table is built row by row as it is printed.
"""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Final, NamedTuple

from oracle.naive_federal_dollars import DOLLARS, RATES, WAGE_BASE, Dollars

ZERO: Final = Fraction(0)
SEPARATE: Final = "mfs"
JOINT: Final = ("mfj", "qss")


def percent(number: str) -> Fraction:
    """Give a rate written in percent."""
    return Fraction(number) / 100


@dataclass(frozen=True)
class Given:
    """A year's amounts in dollars; `collectibles` and `unrecaptured` are parts of `long`.

    `spouse_wages` and `spouse_business` are parts of `wages` and `business`, on a joint return.
    """

    year: int
    status: str
    wages: Fraction = ZERO
    interest: Fraction = ZERO
    dividends: Fraction = ZERO
    qualified: Fraction = ZERO
    other: Fraction = ZERO
    business: Fraction = ZERO
    short: Fraction = ZERO
    long: Fraction = ZERO
    distributions: Fraction = ZERO
    collectibles: Fraction = ZERO
    unrecaptured: Fraction = ZERO
    adjustments: Fraction = ZERO
    qbi: Fraction = ZERO
    credits: Fraction = ZERO
    carried_short: Fraction = ZERO
    carried_long: Fraction = ZERO
    itemized: Fraction | None = None
    boxes: int = 0
    seniors: int = 0
    spouse_wages: Fraction = ZERO
    spouse_business: Fraction = ZERO
    on_paper: bool = False
    """Whether the tax of income below 100,000 is looked up in the Tax Table."""

    @property
    def dollars(self) -> Dollars:
        return DOLLARS[self.year, "mfj" if self.status == "qss" else self.status]


class Owed(NamedTuple):
    """What the return comes to, in dollars."""

    agi: Fraction
    taxable_income: Fraction
    """Below zero where deductions exceed income (IRC 1212(b)(2)(B), last sentence)."""
    regular_tax: Fraction
    minimum_income: Fraction
    """Alternative minimum taxable income."""
    tentative: Fraction
    """The tentative minimum tax."""
    amt: Fraction
    niit: Fraction
    se_tax: Fraction
    additional_medicare: Fraction
    total: Fraction
    carried_short: Fraction
    carried_long: Fraction
    credited: Fraction
    """The credits there is tax for."""

    @property
    def income(self) -> Fraction:
        """Taxable income as it stands on the return."""
        return max(ZERO, self.taxable_income)


def ordinary_tax(income: Fraction, dollars: Dollars) -> Fraction:
    """IRC 1(j): each bracket's rate on what lies in it."""
    tops = [*dollars.brackets[1:], None]
    tax = ZERO
    for low, top, rate in zip(dollars.brackets, tops, RATES, strict=True):
        reach = income if top is None else min(income, Fraction(top))
        tax += max(ZERO, reach - low) * Fraction(rate, 100)
    return tax


@cache
def table_rows() -> list[tuple[int, int]]:
    """Give the rows of the Tax Table below 100,000: at least, but less than."""
    rows = [(0, 5), (5, 15), (15, 25)]
    rows += [(low, low + 25) for low in range(25, 3_000, 25)]
    rows += [(low, low + 50) for low in range(3_000, 100_000, 50)]
    return rows


def table_tax(row: tuple[int, int], dollars: Dollars) -> int:
    """Give the printed tax of a row: of its middle, rounded to dollars, half up; first row none."""
    low, top = row
    if not low:
        return 0
    tax = ordinary_tax(Fraction(low + top, 2), dollars)
    return int(tax + Fraction(1, 2))


def tax_on(income: Fraction, given: Given) -> Fraction:
    """Give the tax on ordinary income, exact or as looked up."""
    if not given.on_paper or not 0 < income < 100_000:
        return ordinary_tax(income, given.dollars)
    row = next(each for each in table_rows() if each[0] <= income < each[1])
    return Fraction(table_tax(row, given.dollars))


class Gains(NamedTuple):
    """The terms of IRC 1222 and 1(h)(3), (4), (6) and (11)."""

    net_short: Fraction
    net_long: Fraction
    counted: Fraction
    """What goes into income: the gain, or the loss within the limit of IRC 1211(b), negative."""
    net_capital_gain: Fraction
    """IRC 1222(11), without dividends."""
    at_28: Fraction
    at_25: Fraction


def gains_of(given: Given) -> Gains:
    short = given.short - given.carried_short  # IRC 1212(b)(1): a loss carried is one of the year
    long = given.long + given.distributions - given.carried_long  # IRC 852(b)(3)(B)
    limit = Fraction(1_500 if given.status == SEPARATE else 3_000)
    net_short_loss = max(ZERO, -short)
    gain = max(ZERO, max(ZERO, long) - net_short_loss)
    of_collectibles = max(ZERO, given.collectibles)
    against = max(ZERO, -given.collectibles) + net_short_loss + given.carried_long
    return Gains(
        short,
        long,
        max(short + long, -limit),
        gain,
        max(ZERO, of_collectibles - against),
        max(ZERO, given.unrecaptured - max(ZERO, against - of_collectibles)),
    )


class Taxed(NamedTuple):
    """The amounts on which IRC 1(h)(1) determines a tax, by its subparagraphs, and their sum."""

    a: Fraction
    adjusted: Fraction
    with_dividends: Fraction
    tax: Fraction


def capped_tax(income: Fraction, gains: Gains, given: Given) -> Taxed:
    """IRC 1(h)(1), with the thresholds of 1(j)(5)."""
    dividends, dollars = given.qualified, given.dollars
    with_dividends = gains.net_capital_gain + dividends  # (11)
    adjusted = max(ZERO, gains.net_capital_gain - gains.at_25 - gains.at_28) + dividends  # (3)
    below_25 = Fraction(dollars.brackets[RATES.index(32)])
    a = max(ZERO, income - with_dividends, min(income, below_25, max(ZERO, income - adjusted)))
    of_gain = min(adjusted, income)
    at_zero = max(ZERO, min(income, Fraction(dollars.zero_top)) - max(ZERO, income - adjusted))
    b = min(of_gain, at_zero)
    c = min(of_gain - b, max(ZERO, min(income, Fraction(dollars.fifteen_top)) - a - b))
    d = of_gain - b - c
    e = max(ZERO, min(gains.at_25, gains.net_capital_gain) - max(ZERO, a + with_dividends - income))
    f = max(ZERO, income - a - b - c - d - e)
    tax = tax_on(a, given)
    tax += c * percent("15") + d * percent("20") + e * percent("25") + f * percent("28")
    return Taxed(a, adjusted, with_dividends, tax)


def minimum_tax_rates(excess: Fraction, dollars: Dollars) -> Fraction:
    """IRC 55(b)(1)(A)."""
    over = max(ZERO, excess - dollars.from_28)
    return excess * percent("26") + over * percent("2")


def falls_by(given: Given) -> Fraction:
    """Give by how much a dollar over the threshold lowers the exemption (P.L. 119-21)."""
    return percent("50") if given.year >= 2026 else percent("25")


def minimum_taxable_income(given: Given, income: Fraction) -> Fraction:
    """IRC 55(b)(1)(D), and what IRC 55(d) adds to a separate return's."""
    if given.status != SEPARATE:
        return income
    exemption = Fraction(given.dollars.exemption)
    gone = given.dollars.exemption_falls_from + exemption / falls_by(given)
    return income + min(exemption, falls_by(given) * max(ZERO, income - gone))


def tentative_minimum(
    given: Given, minimum_income: Fraction, income: Fraction, gains: Gains, capped: Taxed
) -> Fraction:
    """IRC 55(b)(1), (b)(3) and (d)."""
    dollars = given.dollars
    exemption = Fraction(dollars.exemption)
    lost = falls_by(given) * max(ZERO, minimum_income - dollars.exemption_falls_from)
    excess = max(ZERO, minimum_income - max(ZERO, exemption - lost))
    plain = minimum_tax_rates(excess, dollars)
    if not capped.with_dividends:
        return plain
    a = max(ZERO, excess - min(capped.with_dividends, capped.adjusted + gains.at_25))
    of_gain = min(capped.adjusted, excess)
    # "The excess described in section 1(h)(1)(B)" and "(C)(ii)", as Form 6251 reads them: the room
    # below each threshold, of which the amounts under this section may take more than income did.
    room_at_0 = max(ZERO, dollars.zero_top - max(ZERO, income - capped.adjusted))
    b = min(of_gain, room_at_0)
    c = min(of_gain - b, max(ZERO, dollars.fifteen_top - capped.a - room_at_0))
    d = of_gain - b - c
    e = excess - a - b - c - d
    tax = minimum_tax_rates(a, dollars)
    return min(plain, tax + c * percent("15") + d * percent("20") + e * percent("25"))


def self_employment(given: Given) -> tuple[Fraction, Fraction]:
    """IRC 1401(a) and (b)(1), 1402(a)(12) and (b): self-employment income, and the tax on it.

    1401 taxes "the self-employment income of every individual", and 1402(b) has the base and the
    least amount for each: on a joint return there are two of them.
    """
    people = (
        (given.business - given.spouse_business, given.wages - given.spouse_wages),
        (given.spouse_business, given.spouse_wages),
    )
    income = tax = ZERO
    for business, wages in people:
        net = max(ZERO, business) * percent("92.35")
        if net >= 400:
            insured = min(net, max(ZERO, WAGE_BASE[given.year] - wages))
            income += net
            tax += insured * percent("12.4") + net * percent("2.9")
    return income, tax


def additional_medicare(given: Given, self_employed: Fraction) -> Fraction:
    """IRC 3101(b)(2), 1401(b)(2): on a joint return one threshold for what both have."""
    threshold = Fraction({"mfj": 250_000, SEPARATE: 125_000}.get(given.status, 200_000))
    on_wages = max(ZERO, given.wages - threshold)
    left = max(ZERO, threshold - given.wages)
    return percent("0.9") * (on_wages + max(ZERO, self_employed - left))


def investment_income_tax(given: Given, gains: Gains, agi: Fraction) -> Fraction:
    """IRC 1411(a)(1), (b), (c)(1)."""
    threshold = (
        250_000 if given.status in JOINT else 125_000 if given.status == SEPARATE else 200_000
    )
    net = max(ZERO, given.interest + given.dividends + gains.counted)
    return percent("3.8") * min(net, max(ZERO, agi - threshold))


def deduction_for_seniors(given: Given, agi: Fraction) -> Fraction:
    """IRC 151(d)(5)(C): 6,000 a senior, each less 6 % of what exceeds the threshold."""
    if given.year not in range(2025, 2029) or given.status == SEPARATE:
        return ZERO
    threshold = 150_000 if given.status == "mfj" else 75_000
    return given.seniors * max(ZERO, 6_000 - percent("6") * max(ZERO, agi - threshold))


def carried_on(gains: Gains, taxable_income: Fraction) -> tuple[Fraction, Fraction]:
    """IRC 1212(b)(1) and (2): what was allowed counts as short-term gain, if income met it.

    Section 1212(b)(2)(B)(ii) would add back the deduction for seniors; the worksheet does not.
    """
    allowed = max(ZERO, -gains.counted)
    used = min(allowed, max(ZERO, taxable_income + allowed))
    short, long = gains.net_short + used, gains.net_long
    return (
        max(ZERO, max(ZERO, -short) - max(ZERO, long)),
        max(ZERO, max(ZERO, -long) - max(ZERO, short)),
    )


def federal(given: Given) -> Owed:
    """Give the whole return."""
    dollars, gains = given.dollars, gains_of(given)
    self_employed, se_tax = self_employment(given)
    gross = given.wages + given.interest + given.dividends + given.other + given.business
    agi = gross + gains.counted - given.adjustments - se_tax / 2
    standard = Fraction(dollars.standard + given.boxes * dollars.box)
    deducted = standard if given.itemized is None else given.itemized
    before_seniors = agi - deducted - given.qbi
    signed = before_seniors - deduction_for_seniors(given, agi)
    income = max(ZERO, signed)
    capped = capped_tax(income, gains, given)
    regular = tax_on(income, given)
    if capped.with_dividends:
        regular = min(regular, capped.tax)
    # IRC 56(b)(1): no standard deduction, none of section 151.
    added_back = standard if given.itemized is None else 0
    minimum_income = minimum_taxable_income(given, before_seniors + added_back)
    tentative = tentative_minimum(given, minimum_income, income, gains, capped)
    amt = max(ZERO, tentative - regular)
    niit = investment_income_tax(given, gains, agi)
    medicare = additional_medicare(given, self_employed)
    credited = min(given.credits, regular + amt)
    total = regular + amt - credited + niit + se_tax + medicare
    taxes = (regular, minimum_income, tentative, amt, niit, se_tax, medicare)
    return Owed(agi, signed, *taxes, total, *carried_on(gains, signed), credited)
