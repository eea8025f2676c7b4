"""The tax of a year: the row of years up to it, and the report on the last."""

from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from harvestry.case.view import View
from harvestry.events.taxpayer import FilingStatus
from harvestry.reports import json_text
from harvestry.reports.json_text import Json
from harvestry.reports.table import Table
from harvestry.reports.tax_tables import figures_document, lines_table, tax_document, tax_table
from harvestry.reports.tax_words import STATUS_WORDS, tax_notes
from harvestry.tax.activity import Activity
from harvestry.tax.digital_asset_question import Answer, digital_asset_question
from harvestry.tax.locked import Locks
from harvestry.tax.state_tax import state_tax
from harvestry.tax.year_inputs import Line, exact
from harvestry.tax.year_problems import no_whole_return
from harvestry.tax.years import TaxYear, years_in_row
from harvestry.units.exact import Money
from harvestry.units.problems import Problem


class NetGains(NamedTuple):
    """This year's net gains before carryover, told instead of files."""

    short: Money = 0
    long: Money = 0


NO_GAINS: Final = NetGains()
"""Nothing more than the files have."""


class TaxReport(NamedTuple):
    """What is said of a year's tax."""

    document: Json
    tables: tuple[Table, ...]
    problems: tuple[Problem, ...]


def tax_report(
    view: View, year: int, *, instead: NetGains | None = None, on_paper: bool = False
) -> TaxReport:
    """Give the tax of a year line by line, exact, and with `on_paper` as a paper return too.

    `instead` replaces the gains of the year that the files have; its income stays.
    """
    done = tax_year(view, year, instead=instead)
    told = view.run.profile.years.get(year)
    status = None if told is None else told.filing_status
    answer = _answer(view, year) if view.run.events and instead is None else None
    state = state_tax(told, done.prepared)
    document = tax_document(done, answer, status, state)
    if on_paper:
        paper = tax_year(view, year, instead=instead, on_paper=True)
        document = {**document, "paper": figures_document(paper.prepared)}
    until = None if instead else view.provisional_until(year)
    document = {**document, "provisional_until": json_text.day(until)}
    notes = (*tax_notes(done, state, answer), *(() if instead else view.provisional_note(year)))
    tables = [tax_table(done, _words(status), notes)]
    if done.prepared is not None:
        tables.append(lines_table(done.prepared))
    problems = done.problems if instead else (*done.problems, *view.asset_problems(year))
    return TaxReport(document, tuple(tables), problems)


def tax_year(
    view: View,
    year: int,
    *,
    instead: NetGains | None = None,
    more: NetGains = NO_GAINS,
    on_paper: bool = False,
) -> TaxYear:
    """Give one year, with what the years before it handed on; `more` gains are added to it.

    Its tax is unknown where the view is of one owner, and the return has more than that owner's.
    """
    years = tax_years(view, year, instead=instead, more=more, on_paper=on_paper)
    return years[year]


def tax_years(
    view: View,
    year: int,
    *,
    instead: NetGains | None = None,
    more: NetGains = NO_GAINS,
    on_paper: bool = False,
) -> Mapping[int, TaxYear]:
    """Give every year from the first there is up to one, as `tax_year` gives that one."""

    def activity(each: int) -> Activity:
        did = view.activity(each)
        if each != year:
            return did
        return (did if instead is None else did.with_gains(*instead)).with_more(*more)

    return tax_row(view, year, activity, on_paper=on_paper)


def tax_row(
    view: View,
    year: int,
    activity: Callable[[int], Activity],
    *,
    on_paper: bool = False,
    line: Line = exact,
    locks: Locks | None = None,
) -> Mapping[int, TaxYear]:
    """Give every year up to one, of what was done in each; `line` rounds their returns' lines.

    `locks` stand in place of the household's own.
    """
    first = view.first_year
    years = range(min(year, first if first is not None else year), year + 1)
    if not all(view.is_on_return(each, whole=True) for each in years):
        return {
            each: TaxYear(each, view.activity(each), None, problems=(no_whole_return(each),))
            for each in years
        }
    run = view.run
    return years_in_row(
        *(run.profile, run.law, activity, years),
        on_paper=on_paper,
        locks=run.reading.inputs.locks if locks is None else locks,
        line=line,
    )


def _answer(view: View, year: int) -> Answer:
    run = view.run
    return digital_asset_question(
        *(run.books, run.events, view.returns, run.assets, run.law, year),
        whole=not run.reading.unread,
        positions=run.stance.positions,
    )


def _words(status: FilingStatus | None) -> str:
    return "filing status unknown" if status is None else STATUS_WORDS[status]
