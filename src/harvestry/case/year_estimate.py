"""Estimated tax of a year: what must be paid, by when, and what harvesting now would change."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from harvestry.case.view import View
from harvestry.case.year_tax import NO_GAINS, NetGains, tax_year
from harvestry.events.taxpayer import YearProfile
from harvestry.law.load import MissingLawError
from harvestry.reports.estimate_tables import estimate_document, estimate_table
from harvestry.reports.json_text import Json
from harvestry.reports.table import Table
from harvestry.tax.activity import Activity
from harvestry.tax.estimated.annualised import annualised
from harvestry.tax.estimated.estimate import Estimate
from harvestry.tax.estimated.figures import EstimateFigures, estimate_figures
from harvestry.tax.estimated.instalments import instalments, penalty_possible
from harvestry.tax.estimated.prior_year import (
    prior_income_not_told,
    prior_of_two,
    prior_shared,
    prior_unknown,
)
from harvestry.tax.estimated.required import Prior, RequiredPayment, required_payment
from harvestry.tax.federal.figures import figures
from harvestry.tax.year_problems import law_missing, profile_year_missing
from harvestry.tax.years import TaxYear
from harvestry.units.days import Day
from harvestry.units.exact import Money, part_of
from harvestry.units.problems import Problem

_TOLD: Final = "prior_year_tax"


class YearEstimate(NamedTuple):
    """What is said of a year's estimated tax."""

    estimate: Estimate | None
    document: Json
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]


def year_estimate(view: View, year: int, harvest: NetGains | None = None) -> YearEstimate:
    """Give the instalments of a year as far as they can be told on the view's day.

    `harvest` is what selling now to lock in losses would take: what it changes stands beside.
    """
    told = view.run.profile.years.get(year)
    if told is None:
        return _without(year, (profile_year_missing(year),))
    try:
        law = estimate_figures(view.run.law, year, told.filing_status)
    except MissingLawError:
        return _without(year, (law_missing(year),))
    done = tax_year(view, year)
    problems = done.problems if told.expected_tax is None else ()
    estimate = _estimate(view, told, done, law, NO_GAINS)
    if estimate is None:
        return _without(year, problems)
    after = None
    if harvest is not None and told.expected_tax is None:
        after = _estimate(view, told, tax_year(view, year, more=harvest), law, harvest)
    tables = (estimate_table(year, estimate, after),)
    problems = *problems, *_of_prior_year(view, told, year, estimate.required, law)
    return YearEstimate(estimate, estimate_document(year, estimate, after), tables, problems)


def _without(year: int, problems: tuple[Problem, ...]) -> YearEstimate:
    tables = (estimate_table(year, None),)
    return YearEstimate(None, estimate_document(year, None), tables, problems)


def _estimate(
    view: View, told: YearProfile, done: TaxYear, law: EstimateFigures, more: NetGains
) -> Estimate | None:
    """Give the estimate of a year with `more` gains today, `None` while its tax is unknown."""
    tax = told.expected_tax
    if tax is None and done.prepared is not None:
        tax = done.prepared.total_tax
    if tax is None:
        return None
    withheld = told.amount("withholding")
    required = required_payment(tax, withheld, _prior(view, told, done.year), law)
    by_income = None
    if told.expected_tax is None:
        by_income = _by_income(view, told, done, law, more)
    rows = instalments(required, by_income, told.estimated_paid, law)
    late = penalty_possible(rows, view.run.moment.day)
    return Estimate(tax, required, tuple(rows), late, law.return_by)


def _prior(view: View, told: YearProfile, year: int) -> Prior | None:
    """Give last year's figures: those of the profile, else those of its own return.

    A joint return after a separate one has two of them, and the spouse's is not told.
    """
    if _TOLD in told.amounts:
        agi = told.amounts.get("prior_year_agi")
        return Prior(told.amount(_TOLD), agi)
    profile = view.run.profile
    if profile.is_joint(year) and not profile.is_joint(year - 1):
        return None
    return _own_prior(view, year)


def _own_prior(view: View, year: int) -> Prior | None:
    if year - 1 not in view.run.profile.years:
        return None
    before = tax_year(view, year - 1).prepared
    return None if before is None else Prior(before.total_tax, before.agi)


def _of_prior_year(
    view: View, told: YearProfile, year: int, required: RequiredPayment, law: EstimateFigures
) -> Iterable[Problem]:
    """Say what of last year's return is not known, where by it less might be required.

    The other spouse's tax makes the sum of two returns no smaller than the one that is told.
    """
    profile = view.run.profile
    prior = _prior(view, told, year) or _own_prior(view, year)
    if not required.amount:
        return
    least = 0 if prior is None else part_of(prior.tax, law.prior_part)
    if _TOLD in told.amounts:
        if "prior_year_agi" not in told.amounts and least < required.amount:
            yield prior_income_not_told(year)
        return
    joint, was_joint = profile.is_joint(year), profile.is_joint(year - 1)
    if year - 1 not in profile.years:
        return
    if joint and not was_joint:
        if least < required.amount:
            yield prior_of_two(year)
    elif prior is None:
        yield prior_unknown(year)
    elif was_joint and not joint:
        yield prior_shared(year)


def _by_income(
    view: View, told: YearProfile, done: TaxYear, law: EstimateFigures, more: NetGains
) -> list[Money] | None:
    if done.brought_in is None:
        return None
    run, year = view.run, done.year
    own = figures(run.law, year, told.filing_status)

    today = run.moment.day

    def so_far(day: Day) -> Activity:
        did = view.activity(year, day)
        return did if day < today else did.with_more(*more)

    asked = annualised(run.profile, own, run.law, so_far, done.brought_in, law)
    return None if asked is None else list(asked)
