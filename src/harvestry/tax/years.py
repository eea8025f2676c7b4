"""Years in a row: each year's carryover feeds the next, and what is unknown bounds the tax."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from harvestry.events.taxpayer import Profile
from harvestry.law.load import Law, MissingLawError
from harvestry.tax.activity import Activity
from harvestry.tax.extremes import ends_of
from harvestry.tax.federal.carryover import carryover
from harvestry.tax.federal.figures import figures
from harvestry.tax.federal.form_1040 import Return, prepare
from harvestry.tax.locked import NO_LOCKS, Locks
from harvestry.tax.year_inputs import (
    NOTHING,
    BroughtIn,
    Line,
    exact,
    filed_carryover,
    inputs_of,
)
from harvestry.tax.year_problems import (
    carryover_of_spouse,
    carryover_of_two,
    carryover_unknown,
    differs_from_filed,
    excess_business_loss,
    law_missing,
    profile_year_missing,
    tax_unknown,
    whose_earnings,
)
from harvestry.units.exact import Money
from harvestry.units.problems import Problem


class Range(NamedTuple):
    """The returns at both ends of what is unknown; `most` is `None` where there is no upper end."""

    least: Return
    most: Return | None


@dataclass(frozen=True, slots=True)
class TaxYear:
    """One year of a row: its return where all is known, else the range it lies in, or neither.

    `brought_in` is `None` while unknown. `problems` say what is unknown and how to mend it.
    """

    year: int
    activity: Activity
    brought_in: BroughtIn | None
    prepared: Return | None = None
    within: Range | None = None
    problems: tuple[Problem, ...] = ()


class _Handed(NamedTuple):
    """What a year hands on at both ends; `None` while even those are unknown."""

    least: BroughtIn | None
    most: BroughtIn | None

    @property
    def known(self) -> BroughtIn | None:
        return self.most if self.least == self.most else None


_NONE_HANDED: Final = _Handed(NOTHING, NOTHING)
_UNKNOWN_HANDED: Final = _Handed(None, None)


def years_in_row(
    profile: Profile,
    law: Law,
    activity: Callable[[int], Activity],
    years: Iterable[int],
    *,
    on_paper: bool = False,
    locks: Locks = NO_LOCKS,
    line: Line = exact,
) -> Mapping[int, TaxYear]:
    """Give every year of a row without gaps, each with what the one before handed on.

    A locked year hands on what was filed, whatever it would come to now. `line` gives the lines of
    every return as they stand there.
    """
    row: dict[int, TaxYear] = {}
    handed, ours = _NONE_HANDED, None
    apart: Money | None = 0
    for year in sorted(years):
        filed, did = _filed(profile, year), activity(year)
        if _parted(profile, year) and handed != _NONE_HANDED:
            apart = None
        joined = profile.is_joint(year) and apart != 0
        if joined:  # ours has nothing of the spouse's own
            ours = None
        problems = () if filed is None else differs_from_filed(year, filed, ours)
        if joined and filed is None:
            done, handed = _apart_before(year, did)
        else:
            handed = handed if filed is None else _Handed(filed, filed)
            done, handed = _year(profile, law, year, did, handed, on_paper=on_paper, line=line)
        apart = _left_apart(profile, year, did, apart)
        problems = *problems, *done.problems, *excess_business_loss(profile, year, did, law)
        if done.within is not None:
            problems = *problems, *whose_earnings(profile.years[year], year, done.within.least)
        row[year] = replace(done, problems=problems)
        locked = locks.handed_on(year)
        if locked is not None:
            handed = _Handed(locked, locked)
        ours = None if done.within is None and locked is None else handed.known
    return row


def _year(
    profile: Profile,
    law: Law,
    year: int,
    did: Activity,
    handed: _Handed,
    *,
    on_paper: bool,
    line: Line,
) -> tuple[TaxYear, _Handed]:
    told = profile.years.get(year)
    if told is None:
        return _without_return(year, did, handed, profile_year_missing(year))
    try:
        own = figures(law, year, told.filing_status)
    except MissingLawError:
        return _without_return(year, did, handed, law_missing(year))
    if handed != _NONE_HANDED and _parted(profile, year) and filed_carryover(told) is None:
        return TaxYear(year, did, None, problems=(carryover_of_two(year),)), _UNKNOWN_HANDED
    if handed.least is None or handed.most is None:
        return TaxYear(year, did, None, problems=(carryover_unknown(year),)), _UNKNOWN_HANDED

    def at(end: Activity, brought_in: BroughtIn) -> Return:
        inputs = inputs_of(profile, year, end, brought_in, law, line)
        return _as_it_stands(prepare(inputs, own, on_paper=on_paper), line)

    ends = ends_of(did)
    least = at(ends.least, handed.least)
    if ends.most is ends.least and handed.known is not None:
        on = _handed_on(least)
        whole, known = Range(least, least), None if did.order_unknown else least
        problems = () if known else (tax_unknown(year, least, least, bounded=False),)
        return TaxYear(year, did, handed.known, known, whole, problems), _Handed(on, on)
    most = None if ends.most is None else at(ends.most, handed.most)
    if most is not None and most.total_tax < least.total_tax:
        # Between the tops of the 0 % rate and of the 12 % bracket a short-term gain is taxed less.
        least, most = most, least
    after = _Handed(_handed_on(least), NOTHING if most is None else _handed_on(most))
    problems = (tax_unknown(year, least, most, bounded=not did.order_unknown),)
    return TaxYear(year, did, handed.known, None, Range(least, most), problems), after


def _filed(profile: Profile, year: int) -> BroughtIn | None:
    told = profile.years.get(year)
    return None if told is None else filed_carryover(told)


def _parted(profile: Profile, year: int) -> bool:
    """Tell whether the last return was a joint one and this is not.

    Each spouse then takes on what came of the own sales (Treas. Reg. 1.1212-1(c)).
    """
    return profile.is_joint(year - 1) and year in profile.years and not profile.is_joint(year)


def _left_apart(profile: Profile, year: int, did: Activity, left: Money | None) -> Money | None:
    """Give the most that may be left of losses on the spouse's own returns, negative or zero.

    A joint return takes all of it in. Gains of later years meet it; what was deducted from other
    income is on returns that nobody told.
    """
    if profile.is_joint(year):
        return 0
    return None if left is None or did.apart is None else min(0, left + did.apart)


def _apart_before(year: int, did: Activity) -> tuple[TaxYear, _Handed]:
    """Give a joint return to which the spouse may bring a loss, and nobody told how much."""
    return TaxYear(year, did, None, problems=(carryover_of_spouse(year),)), _UNKNOWN_HANDED


def _without_return(
    year: int, did: Activity, handed: _Handed, why: Problem
) -> tuple[TaxYear, _Handed]:
    """Give a year whose return cannot be computed: only one without any loss hands nothing on."""
    quiet = did.known and not did.is_net_loss and handed == _NONE_HANDED
    after = _NONE_HANDED if quiet else _UNKNOWN_HANDED
    return TaxYear(year, did, handed.known, problems=(why,)), after


def _as_it_stands(prepared: Return, line: Line) -> Return:
    """Give a return with the carryover worksheet as it stands: of the lines it copies."""
    if prepared.carryover is None:
        return prepared
    taxable = line(prepared.carryover.line_1)
    return prepared._replace(carryover=carryover(prepared.schedule_d, taxable))


def _handed_on(prepared: Return) -> BroughtIn:
    return BroughtIn(prepared.carryover_short, prepared.carryover_long)
