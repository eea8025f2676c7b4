"""The four instalments: what each method asks, what is required, what was paid, what is due."""

from collections.abc import Sequence
from typing import NamedTuple

from harvestry.tax.estimated.figures import EstimateFigures
from harvestry.tax.estimated.required import RequiredPayment
from harvestry.units.days import Day
from harvestry.units.exact import Money, share


class Instalment(NamedTuple):
    """One instalment, beyond what is withheld: withholding counts in equal parts at each date.

    `annualised` is `None` where that method was not worked out.
    """

    due: Day
    regular: Money
    annualised: Money | None
    required: Money
    paid: Money
    still_due: Money


def instalments(
    required: RequiredPayment,
    by_income: Sequence[Money] | None,
    paid: Sequence[Money],
    law: EstimateFigures,
) -> list[Instalment]:
    """Give the instalments of a year (IRC 6654(c), (d); Form 2210 Schedule AI lines 21 to 27).

    `by_income` is what income so far asks to have been paid by each date, `None` without the
    annualised method. It may put off, not take away: what it leaves of a regular instalment is
    added to the next. Payments go to the earliest instalment that is open (IRC 6654(b)(3)).
    """
    count = len(law.periods)
    regular = _quarters(required.amount, count)
    columns = [_Column(each, each) for each in regular]
    if by_income is not None:
        columns = _columns(regular, by_income)
    withheld = _quarters(required.withheld, count)
    net_regular = _beyond(regular, withheld)
    net_required = _beyond([each.required for each in columns], withheld)
    net_annualised = _beyond([each.annualised for each in columns], withheld)
    left = sum(paid)
    rows = []
    for n, period in enumerate(law.periods):
        met = min(left, net_required[n])
        left -= met
        by_method = None if by_income is None else net_annualised[n]
        due = net_required[n] - met
        rows.append(
            Instalment(period.due, net_regular[n], by_method, net_required[n], paid[n], due)
        )
    return rows


class _Column(NamedTuple):
    """Lines 23 and 27 of one column of Schedule AI."""

    annualised: Money
    required: Money


def _columns(regular: Sequence[Money], by_income: Sequence[Money]) -> list[_Column]:
    columns: list[_Column] = []
    rest = before = 0
    for own, line_21 in zip(regular, by_income, strict=True):
        line_23 = max(0, line_21 - before)
        line_26 = own + rest
        line_27 = min(line_23, line_26)
        rest, before = line_26 - line_27, before + line_27
        columns.append(_Column(line_23, line_27))
    assert before <= sum(regular), "no more than the required annual payment"
    return columns


def penalty_possible(rows: Sequence[Instalment], day: Day) -> bool:
    """Tell whether, on a day, an instalment that was due had not been paid in full and in time."""
    required = paid = 0
    for row in rows:
        required, paid = required + row.required, paid + row.paid
        if row.due < day and paid < required:
            return True
    return False


def _quarters(amount: Money, count: int) -> list[Money]:
    """Cut an amount into equal parts that add up."""
    upto = [share(amount, n, count) for n in range(count + 1)]
    return [upto[n + 1] - upto[n] for n in range(count)]


def _beyond(amounts: Sequence[Money], withheld: Sequence[Money]) -> list[Money]:
    """Give what withholding up to each date leaves to be paid."""
    net: list[Money] = []
    total = covered = 0
    for amount, part in zip(amounts, withheld, strict=True):
        total, covered = total + amount, covered + part
        net.append(max(0, total - covered - sum(net)))
    return net
