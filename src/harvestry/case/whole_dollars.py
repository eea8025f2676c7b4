"""A year's return in whole dollars: of the lines of its form as they stand there, cents and all."""

from dataclasses import replace

from harvestry.case.view import View
from harvestry.case.year_rows import form_rows
from harvestry.case.year_tax import tax_row, tax_years
from harvestry.ledger.match import Term
from harvestry.reports.tax_forms.form import Form8949, add, form_8949
from harvestry.reports.tax_forms.schedule_d import LONG_LINES, SHORT_LINES
from harvestry.tax.activity import Activity
from harvestry.tax.form_8949.section_1256 import section_1256_parts
from harvestry.tax.locked import Locks
from harvestry.tax.years import TaxYear
from harvestry.units.exact import CENT, Money, whole_dollars


def year_in_whole_dollars(view: View, form: Form8949) -> TaxYear:
    """Give the year of a form, whose return and those before it stand in whole dollars.

    Each return copies the totals of its own Form 8949 as they are rounded there, so that what goes
    on is what the worksheet of the return as filed shows (Instructions for Form 1040: a return is
    rounded all of it alike, cents are added before a line is rounded).
    """

    def activity(year: int) -> Activity:
        did = view.activity(year)
        if not did.known:
            return did
        run = view.run
        laid_out = form
        if year != form.year:
            rows = form_rows(view, year)
            laid_out = form_8949(rows, run.assets, run.law, year, form.options)
        if laid_out.left:  # before there were the boxes
            return replace(did, short=whole_dollars(did.short), long=whole_dollars(did.long))
        short, long = section_1256_parts(view.results(year), run.law)
        return replace(
            did, short=_part(laid_out, Term.SHORT, short), long=_part(laid_out, Term.LONG, long)
        )

    locks = _locks_that_differ(view, form.year)
    return tax_row(view, form.year, activity, line=whole_dollars, locks=locks)[form.year]


def _locks_that_differ(view: View, year: int) -> Locks:
    """Give the locks of years that would hand on something else now.

    A lock keeps exact amounts. Where they are still those of the books, what was filed in whole
    dollars is what the year's own lines come to.
    """
    years = view.run.reading.inputs.locks.years
    done = tax_years(view, year) if years else {}
    exact = {each: row.prepared for each, row in done.items()}
    return Locks(
        {
            each: locked
            for each, locked in years.items()
            if (prepared := exact.get(each)) is None
            or (prepared.carryover_short, prepared.carryover_long) != locked.carryover
        }
    )


def _part(form: Form8949, term: Term, contracts: Money | None) -> Money:
    """Give what the lines of one part of Schedule D add up to, less what was brought in."""
    lines = SHORT_LINES if term is Term.SHORT else LONG_LINES
    gain = add(form.line(line) for line in lines).gain
    assert gain is not None
    assert contracts is not None, "of a year of which every amount is known"
    return gain * CENT + whole_dollars(contracts)
