"""Books of a plan held small: pieces of a lot told as one, and earlier years in sum."""

from datetime import date

from harvestry.ledger.earlier_years import EarlierYears
from harvestry.ledger.joined_books import JoinedBooks
from harvestry.ledger.rules import Rules
from harvestry.pipeline.records import Prepared
from harvestry.tax.stance import stance_planned
from harvestry.tax.wash_reach import window
from harvestry.units.days import Day, year_of


def joined_books(prepared: Prepared, rules: Rules) -> JoinedBooks:
    """Give books to take down in what a fold under these rules writes."""
    assert rules.wash is not None
    moment = prepared.moment
    recent = moment.day - window(rules.wash.law, moment.day)
    details = ((each.id, each.detail) for each in prepared.events)
    apart = {root for root, detail in details if detail.prior_disallowed is not None}
    until = _asked_in_sum_until(prepared, rules)
    earlier = EarlierYears(rules.accounts, rules.wash.assets, until, apart)
    return JoinedBooks(rules.accounts, recent, apart, earlier)


def _asked_in_sum_until(prepared: Prepared, rules: Rules) -> Day:
    """Give the day before which no question is asked about a single sale of a coin.

    The year at hand is shown sale by sale, and neither the regime of these books nor the one that
    may stand beside them reaches further back.
    """
    assert rules.wash is not None
    year = year_of(prepared.moment.day)
    beside = stance_planned(prepared.reading.household.profile, None, {}, year).regime
    reached = [each.coins_from for each in (rules.wash.regime, beside)]
    begin = min(date(year, 1, 1).toordinal(), *(day for day in reached if day is not None))
    return begin - 1  # the calendars of two accounts are a day apart at most
