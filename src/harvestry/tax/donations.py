"""Donations of digital assets: whether a deduction for them needs a qualified appraisal."""

from collections.abc import Iterable

from harvestry.events.asset import Assets
from harvestry.events.kind import Kind
from harvestry.law.load import Law, MissingLawError
from harvestry.ledger.match import Departure
from harvestry.tax.whose_return import Returns, portion_of
from harvestry.units.days import last_day_of, year_of
from harvestry.units.exact import DOLLAR, dollars
from harvestry.units.problems import Problem, Severity


def donations(
    departures: Iterable[Departure], returns: Returns, assets: Assets, law: Law, year: int
) -> Iterable[Problem]:
    """Say that a year's donations need a qualified appraisal, or may where a value is not told.

    All digital assets count as like items, to be on the safe side (IRC 170(f)(11)(F)). No deduction
    is worked out.
    """
    given = {
        each.event.id: each
        for each in departures
        if each.event.kind is Kind.DONATION
        and year_of(each.on) == year
        and assets.named(each.asset).is_digital
    }
    parts = [(each.event.usd, returns.part(each.event.account, each.on)) for each in given.values()]
    worth = [portion_of(usd, part) for usd, part in parts if part]
    try:
        dated = law.on("donation-appraisal", last_day_of(year))
    except MissingLawError:
        return
    without = dated.values["without"]
    assert isinstance(without, int)
    known, unknown = sum(usd or 0 for usd in worth), worth.count(None)
    if known <= without * DOLLAR and not unknown:
        return
    untold = f", and {unknown} more whose value no row tells" if unknown else ""
    message = (
        f"coins worth {dollars(known)} were donated in {year}{untold}. A deduction of more than "
        f"{dollars(without * DOLLAR)} needs a qualified appraisal, and a price from an exchange is "
        f"none ({dated.cite.law})."
    )
    yield Problem("donation-appraisal", Severity.WARNING, message, about=str(year))
