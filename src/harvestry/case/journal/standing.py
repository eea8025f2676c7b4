"""`lots` and `holdings` of a book: from what is kept if that fits, else folded and kept."""

from pathlib import Path

from harvestry import pipeline
from harvestry.book.errors import BusyBookError
from harvestry.book.journal import Book, opened
from harvestry.case.books_reports import holdings_told, lots_told
from harvestry.case.frame import header_of, report_of
from harvestry.case.household import Case
from harvestry.case.journal.kept_books import (
    NAME,
    KeptBooks,
    fingerprint,
    kept_of,
    read,
    written,
)
from harvestry.case.report import Report
from harvestry.events.account import Owner
from harvestry.harvest.planned_sales import Moment
from harvestry.harvest.prices import stale_prices
from harvestry.reports.holding_tables import valued_lots
from harvestry.tax.stance import Stance, stance_filed
from harvestry.tax.whose_return import Returns

_TOLD = {"lots": lots_told, "holdings": holdings_told}


def standing(
    path: Path,
    inputs: pipeline.Inputs,
    owner: Owner | None,
    what: str,
    at: str,
) -> Report | None:
    """Give `lots` or `holdings` of a book from what is kept, `None` where that does not fit.

    `inputs` name the settings; their files are those of the book.

    Raises:
        BookError: the book cannot be used, and why.
        SettingsError: a settings file says what cannot be.
    """
    household = pipeline.household_of(inputs)
    stance = stance_filed(household.profile, inputs.wash, inputs.positions)
    with opened(path, what, at) as book:
        body = book.cached(NAME, fingerprint(book.head, inputs, household, stance))
    if body is None:
        return None
    kept = read(body)
    moment = pipeline.moment_of(inputs, household.profile, household.prices)
    if not kept.fits(moment.as_of, household.prices):
        return None
    return _report(kept, household, inputs, stance, moment, owner, what)


def _report(
    kept: KeptBooks,
    household: pipeline.Household,
    inputs: pipeline.Inputs,
    stance: Stance,
    moment: Moment,
    owner: Owner | None,
    what: str,
) -> Report:
    accounts = pipeline.accounts_of(household, kept.kinds)
    returns = Returns(accounts, household.profile, owner)
    valued = valued_lots((lot for lot in kept.lots if returns.shows(lot.account)), accounts, moment)
    quotes = [(each.lot.asset, each.quote) for each in valued]
    problems = (*kept.problems, *stale_prices(quotes, moment.day))
    return report_of(
        header_of(inputs, stance, kept.mattered, kept.unread), *_TOLD[what](valued), problems
    )


def keep_standing(path: Path, case: Case, head: str, who: str, at: str) -> None:
    """Keep what a book's journal comes to, as a case that was opened from it at a head has it.

    Where another process is writing, nothing is kept: it is worked out again when next asked for.

    Raises:
        BookError: the book cannot be used, and why.
    """
    with opened(path, who, at) as book:
        if book.head == head:
            _keep(book, case, who, at)


def _keep(book: Book, case: Case, who: str, at: str) -> None:
    view = case.filed
    kept = kept_of(view)
    if kept.until is not None and kept.until > view.run.moment.as_of:
        return
    household = view.run.reading.household
    name = fingerprint(book.head, case.inputs, household, view.run.stance)
    try:
        book.keep_derived(NAME, name, written(kept), who, at)
    except BusyBookError:
        return
