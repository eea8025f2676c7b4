"""What the reports on a year say of files and settings: all of it is in `check` as well."""

from collections.abc import Iterable
from typing import Final

from harvestry.case.locked_years import lock_problems
from harvestry.case.view import View
from harvestry.case.year_rows import form_rows
from harvestry.case.year_tax import tax_years
from harvestry.tax.donations import donations
from harvestry.tax.form_8949.problems import forms_not_told
from harvestry.units.days import year_of
from harvestry.units.problems import Problem

_OF_PROFILE: Final = frozenset(
    {"carryover-as-filed", "carryover-unknown", "excess-business-loss", "whose-earnings"}
)
"""Codes of a return's problems that something in profile.toml mends, whichever year is asked for.

That a year is not in the profile at all, or its tax unknown, is said where that year is asked for.
"""


def problems_of_years(view: View) -> tuple[Problem, ...]:
    """Give what is to be mended for the forms and returns of every year there is."""
    return (*_of_forms(view), *_of_returns(view), *lock_problems(view, None))


def _of_forms(view: View) -> Iterable[Problem]:
    run, books = view.run, view.run.books
    days = (
        *(each.sold_on for each in books.matches),
        *(each.on for each in books.results),
        *(each.on for each in books.departures),
    )
    for year in sorted(set(map(year_of, days))):
        rows = form_rows(view, year)
        yield from forms_not_told(rows, run.accounts, run.law, year, run.moment.day)
        yield from donations(books.departures, view.returns, run.assets, run.law, year)


def _of_returns(view: View) -> Iterable[Problem]:
    years = view.run.profile.years
    if years:
        done = tax_years(view, max(years))
        told = (problem for year in sorted(years) for problem in done[year].problems)
        yield from (problem for problem in told if problem.code in _OF_PROFILE)
