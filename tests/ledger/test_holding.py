"""The line between short and long, seen from the sale: every day of ten years, leap days too."""

from datetime import date

from harvestry.ledger.holding import first_short_day, term_of
from harvestry.ledger.match import Term


def test_units_are_short_from_one_day_on_and_long_before() -> None:
    for sold_on in range(date(2019, 1, 1).toordinal(), date(2029, 1, 1).toordinal()):
        first = first_short_day(sold_on)
        terms = [term_of(day, sold_on, None) for day in (first - 1, first)]
        assert terms == [Term.LONG, Term.SHORT], date.fromordinal(sold_on)
