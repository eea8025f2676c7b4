"""What the law says in numbers about estimated tax for one year and filing status."""

from dataclasses import dataclass
from datetime import date

from harvestry.events.taxpayer import FilingStatus
from harvestry.law.load import Law
from harvestry.units.days import Day, last_day_of
from harvestry.units.exact import DOLLAR, Money, Rate, rate_of


@dataclass(frozen=True, slots=True)
class Period:
    """One instalment: until when income counts for it, by what that is annualised, when it is due.

    `cumulative` is the part of the annualised tax that must be paid by then.
    """

    end: Day
    factor: Rate
    cumulative: Rate
    due: Day


@dataclass(frozen=True, slots=True)
class EstimateFigures:
    """The figures of IRC 6654 for one year and status.

    A return that is filed and paid by `return_by` stands for the last instalment: 31 January, or
    the next business day where that is none (IRC 6654(h), 7503).
    """

    owed_under: Money
    current_part: Rate
    prior_part: Rate
    prior_part_high: Rate
    high_agi: Money
    periods: tuple[Period, ...]
    return_by: Day


def estimate_figures(law: Law, year: int, status: FilingStatus) -> EstimateFigures:
    """Give the figures of a year.

    Raises:
        MissingLawError: the law files have no due dates for that year.
    """
    day = last_day_of(year)
    values = law.on("estimated-tax", day).values
    due = law.on("estimated-tax-due-dates", day).values
    dates, return_by = due["dates"], due["return_by"]
    owed, high = values["owed_under"], values[f"high_{status}"]
    assert isinstance(owed, int)
    assert isinstance(high, int)
    assert isinstance(dates, list)
    assert isinstance(return_by, date)
    ends = [
        date.fromisoformat(f"{year}-{end}").toordinal() for end in _texts(values["period_ends"])
    ]
    parts = zip(
        ends,
        (rate_of(text) for text in _texts(values["period_factors"])),
        (rate_of(text) for text in _texts(values["cumulative_parts"])),
        (each.toordinal() for each in dates),
        strict=True,
    )
    return EstimateFigures(
        owed_under=owed * DOLLAR,
        current_part=rate_of(str(values["current_year_part"])),
        prior_part=rate_of(str(values["prior_year_part"])),
        prior_part_high=rate_of(str(values["prior_year_part_high"])),
        high_agi=high * DOLLAR,
        periods=tuple(Period(*each) for each in parts),
        return_by=return_by.toordinal(),
    )


def _texts(value: object) -> list[str]:
    assert isinstance(value, list)
    return [str(each) for each in value]
