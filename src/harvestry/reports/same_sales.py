"""What a plan's sales come to under its own regime, and what the same come to under the other."""

from collections.abc import Callable
from typing import NamedTuple

from harvestry.harvest.holding import Holding
from harvestry.harvest.planned_sales import Realised
from harvestry.law.regime import Regime
from harvestry.reports.cell_text import UNKNOWN, cell_text
from harvestry.reports.json_text import Json, money
from harvestry.reports.table import Cell, Unit
from harvestry.tax.federal.form_1040 import Return
from harvestry.units.exact import Money, dollars


class PlanOutcome(NamedTuple):
    """What all sales of a plan come to, made together in the books of one regime.

    `before` and `after` are the year's returns without and with them, `None` while unknown.
    """

    regime: Regime
    realised: Realised
    before: Return | None
    after: Return | None

    @property
    def saved(self) -> Money | None:
        """By how much the year's tax falls; below zero where it rises."""
        if self.before is None or self.after is None:
            return None
        return self.before.total_tax - self.after.total_tax


class SameSales(NamedTuple):
    """The sales of one plan in the books of its own regime and in those of the other."""

    own: PlanOutcome
    other: PlanOutcome

    @property
    def differ(self) -> bool:
        """Tell whether the other regime makes another loss or another saving of them."""
        one, two = self.own, self.other
        return one.realised.total != two.realised.total or one.saved != two.saved


class Beside(NamedTuple):
    """What stands beside a row under the other regime: the same sale, alone, and what it saves."""

    regime: Regime
    left: Callable[[Holding], Cell]
    saved: Callable[[Holding], Cell]


def outcomes_sentence(same: SameSales, how: str, *, partly: bool) -> str:
    """Say what all sales of an order come to under either regime; `how` names the order.

    `partly`: some holdings are in none of it, for what they come to is unknown.
    """
    own, other = same
    if not same.differ:
        told = f"{_came(own)} under {own.regime}, and the same under {other.regime}"
    else:
        told = f"{_came(own)} under {own.regime}; {_came(other)} under {other.regime}"
    what = "All of it that is known" if partly else "All of it"
    return f"{what}, sold together {how}: {told}."


def together_sentence(alone: Money, own: PlanOutcome) -> tuple[str, ...]:
    """Say what the rows of a plan come to sold together, where that is not the sum of each alone.

    `alone` is that sum, of the rows whose loss is known.
    """
    total = own.realised.total
    if total is None or cell_text(total, Unit.GAIN) == cell_text(alone, Unit.GAIN):
        return ()
    why = ", for a purchase replaces once" if total < alone else ""
    return (f"Each row is told as sold alone. Sold together they come to {_loss(own)}{why}.",)


def same_sales_sentence(same: SameSales) -> str:
    """Say what the sales of a plan come to under the other regime, beside what was said of it."""
    own, other = same
    if not same.differ:
        return f"The same sales under {other.regime} come to the same: together {_came(other)}."
    told = f"together {_loss(other)} instead of {_loss(own)}"
    if other.before is not None and other.after is not None:
        told += (
            f"; federal tax {dollars(other.before.total_tax)} without, "
            f"{dollars(other.after.total_tax)} with, {_saving(other)}"
        )
        told += _beside(own.saved, other.saved)
    elif own.saved is not None:
        told += f"; tax saved {UNKNOWN}"
    return f"The same sales under {other.regime}: {told}."


def same_sales_document(same: SameSales) -> Json:
    """Give what a plan's sales come to under either regime."""
    return {"own": _document(same.own), "other": _document(same.other)}


def _document(each: PlanOutcome) -> Json:
    terms = each.realised.by_term
    return {
        "regime": str(each.regime),
        "short": money(None if terms is None else terms.short),
        "long": money(None if terms is None else terms.long),
        "net": money(each.realised.total),
        "tax_before": money(None if each.before is None else each.before.total_tax),
        "tax_after": money(None if each.after is None else each.after.total_tax),
        "saved": money(each.saved),
    }


def _came(each: PlanOutcome) -> str:
    saved = "" if each.saved is None else f", {_saving(each)}"
    return f"{_loss(each)}{saved}"


def _loss(each: PlanOutcome) -> str:
    return cell_text(each.realised.total, Unit.GAIN)


def _saving(each: PlanOutcome) -> str:
    saved = each.saved or 0
    return (
        f"{dollars(saved)} of federal tax saved"
        if saved >= 0
        else f"{dollars(-saved)} more federal tax"
    )


def _beside(own: Money | None, other: Money | None) -> str:
    if own is None or other is None or own == other:
        return ""
    return f", {dollars(abs(other - own))} {'more' if other > own else 'less'}"
