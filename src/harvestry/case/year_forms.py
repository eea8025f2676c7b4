"""The forms of a year laid out: what every file of `forms` is made of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from harvestry.case.view import View
from harvestry.case.whole_dollars import year_in_whole_dollars
from harvestry.case.year_rows import form_rows
from harvestry.case.year_tax import tax_year
from harvestry.law.load import MissingLawError
from harvestry.reports.official.field_map import years_with_maps
from harvestry.reports.reconcile_tables import reconcile_problems
from harvestry.reports.tax_forms.form import Form8949, Options, form_8949
from harvestry.reports.tax_forms.rounding import Rounding
from harvestry.reports.tax_forms.schedule_d import ScheduleD, schedule_d
from harvestry.sources.broker_forms import read_broker_forms
from harvestry.sources.errors import SourceError
from harvestry.tax.donations import donations
from harvestry.tax.federal.carryover import carryover
from harvestry.tax.federal.form_1040 import Return
from harvestry.tax.federal.lines import lines_of
from harvestry.tax.form_8949.problems import forms_not_told, incomplete_rows
from harvestry.tax.form_8949.row import FormRow
from harvestry.tax.form_8949.section_1256 import section_1256_parts
from harvestry.tax.income_lines import IncomeLine, income_lines
from harvestry.tax.reconcile.reconciling import Reconciled
from harvestry.tax.years import TaxYear
from harvestry.units.days import Day, day_text, last_day_of, year_of
from harvestry.units.exact import CENT, Money, money_text
from harvestry.units.problems import Problem, Severity


class YearForms(NamedTuple):
    """The forms of one year, `carryover` by the lines of the worksheet, `None` while unknown."""

    view: View
    year: int
    rows: Sequence[FormRow]
    form: Form8949
    schedule: ScheduleD
    done: TaxYear
    carryover: Mapping[str, Money] | None
    income: Sequence[IncomeLine]
    problems: tuple[Problem, ...]


def year_forms(
    view: View, year: int, options: Options, broker_forms: Path | None = None
) -> YearForms:
    """Lay out the forms of a year as it was filed, with the figures of a broker's forms if given.

    Raises:
        SourceError: the broker's file cannot be read.
        SettingsError: it is no file of broker forms.
    """
    _refuse_before_the_boxes(view, year)
    run = view.run
    rows = form_rows(view, year)
    problems: list[Problem] = []
    if broker_forms is None:
        problems += forms_not_told(rows, run.accounts, run.law, year, run.moment.day)
    else:
        compared = reconciled(view, broker_forms, year)
        shown = view.reconciler().mine(compared)
        rows = [shown.get(row.place, row) for row in rows]
        problems += reconcile_problems(compared)
    form = form_8949(rows, run.assets, run.law, year, options)
    whole = options.rounding is Rounding.DOLLARS
    done = year_in_whole_dollars(view, form) if whole else tax_year(view, year)
    schedule = schedule_d(form, _computed(view, year, done))
    told = run.profile.years.get(year)
    return YearForms(
        view,
        year,
        rows,
        form,
        schedule,
        done,
        _worksheet(done, schedule),
        income_lines(
            view.income(year),
            run.law,
            last_day_of(year),
            mining_is_business=told is not None and told.mining_is_business,
        ),
        (
            *problems,
            *view.form_problems(year),
            *donations(run.books.departures, view.returns, run.assets, run.law, year),
            *incomplete_rows(rows),
            *_of_the_return(done),
            *_outside(view, year),
            *_not_seen(year),
            *_not_over(view.run.moment.day, year),
        ),
    )


def reconciled(view: View, path: Path, year: int) -> Reconciled:
    """Give what a broker's forms of a year and the books say of each other.

    Raises:
        SourceError: the file cannot be read.
        SettingsError: it is no file of broker forms.
    """
    _refuse_before_the_boxes(view, year)
    aliases = view.run.reading.household.assets.aliases
    names = {name.casefold(): name for name in view.account_names}
    read = read_broker_forms(path, aliases)
    forms = [
        replace(form, account=names.get(form.account.casefold(), form.account))
        for form in read.forms
    ]
    return replace(view.reconciler().reconcile(forms, year), unread=read.problems)


def _refuse_before_the_boxes(view: View, year: int) -> None:
    try:
        view.run.law.on("form-8949-lines", last_day_of(year))
    except MissingLawError as error:
        first = year_of(view.run.law.rules["form-8949-lines"].history[0].since)
        message = f"the boxes of Form 8949 are known from {first} on; earlier forms are left to you"
        raise SourceError(f"--year {year}", message) from error


def _computed(view: View, year: int, done: TaxYear) -> Mapping[str, Money] | None:
    """Give the lines of Schedule D that are not of Form 8949; `None` while too much is unknown."""
    if done.brought_in is None:
        return None
    told = view.run.profile.years.get(year)
    short, long = section_1256_parts(view.results(year), view.run.law)
    if short is None or long is None:
        return None
    lines = {
        "4": short,
        "5": told.amount("other_short") if told else 0,
        "6": -done.brought_in.short,
        "11": long,
        "12": told.amount("other_long") if told else 0,
        "13": told.amount("capital_gain_distributions") if told else 0,
        "14": -done.brought_in.long,
    }
    if done.prepared is not None:
        whole = _lines(done.prepared, "schedule_d")
        lines |= {line: whole.get(line, 0) for line in ("18", "19")}
        lines["loss_limit"] = done.prepared.figures.loss_limit
        lines["dividends"] = done.prepared.inputs.qualified_dividends
    return lines


def _worksheet(done: TaxYear, schedule: ScheduleD) -> Mapping[str, Money] | None:
    """Give the lines of the Capital Loss Carryover Worksheet, which copies those of Schedule D.

    Lines 2, 5, 6, 9 and 10 are lines 21, 7 and 15 of the form as they stand there (Instructions for
    Schedule D); line 1 is rounded as the form is. Empty where the form shows no loss.
    """
    if done.prepared is None:
        return None
    seven, fifteen, sixteen = (schedule.lines[line] for line in ("7", "15", "16"))
    if seven is None or fifteen is None or sixteen is None:
        return None
    rounding = schedule.rounding
    shown = done.prepared.schedule_d._replace(
        line_7=seven * CENT,
        line_15=fifteen * CENT,
        line_16=sixteen * CENT,
        line_21=(schedule.lines.get("21") or 0) * CENT,
    )
    taxable = rounding.line(done.prepared.taxable_income_after_loss) * CENT
    filled = done.prepared._replace(schedule_d=shown, carryover=carryover(shown, taxable))
    return _lines(filled, "carryover")


def _of_the_return(done: TaxYear) -> Iterable[Problem]:
    """Give what keeps the return unknown; a missing profile leaves only Part III open.

    Form 8949 and lines 1 to 16 need no filing status as long as what was brought in is known.
    """
    for problem in done.problems:
        if problem.code == "profile-year-missing" and done.brought_in is not None:
            message = (
                f"profile.toml says nothing about {done.year}, so lines 18 to 22 of Schedule D "
                f"stay empty; add a section [year.{done.year}] with `filing_status` and `wages`."
            )
            yield Problem("schedule-d-unfinished", Severity.WARNING, message, "profile.toml")
        else:
            yield problem


def _lines(prepared: Return, form: str) -> dict[str, Money]:
    prefix = f"{form}."
    return {
        name.removeprefix(prefix): amount
        for name, amount in lines_of(prepared).items()
        if name.startswith(prefix)
    }


def _not_over(day: Day, year: int) -> Iterable[Problem]:
    """Say that sales of the year may still come."""
    if day < last_day_of(year):
        message = (
            f"{year} is not over on {day_text(day)}, so what is sold from then on is not on these "
            "forms; write them again when it is, with files that run to the end of January."
        )
        yield Problem("year-not-over", Severity.WARNING, message)


def _not_seen(year: int) -> Iterable[Problem]:
    """Say of a later year whose forms these are: those of the last year that was seen."""
    last = years_with_maps()[-1]
    if year > last:
        message = (
            f"the forms of {year} had not been published when this version was made: boxes, lines "
            f"and rows a page are those of {last}. Compare before you file."
        )
        yield Problem("form-not-seen", Severity.NOTE, message)


def _outside(view: View, year: int) -> Iterable[Problem]:
    """Say where gains outside these files were put: only the taxpayer knows their form."""
    told = view.run.profile.years.get(year)
    for key, line in (("other_short", "5"), ("other_long", "12")):
        amount = told.amount(key) if told else 0
        if amount:
            message = (
                f"`{key}` of {year} ({money_text(amount)}) stands on line {line} of Schedule D, as "
                "from a Schedule K-1. If it is of stocks or funds, put it on their Form 8949 and "
                "its own line instead; line 16 stays the same."
            )
            yield Problem("gains-of-other-files", Severity.NOTE, message, "profile.toml")
