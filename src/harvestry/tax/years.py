"""Years in a row: each year's carryover feeds the next, and what is unknown bounds the tax."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from harvestry.events.taxpayer import Profile
from harvestry.law.load import Law, MissingLawError
from harvestry.tax.activity import Activity
from harvestry.tax.extremes import ends_of
from harvestry.tax.federal.figures import figures
from harvestry.tax.federal.form_1040 import Return, prepare
from harvestry.tax.locked import NO_LOCKS, Locks
from harvestry.tax.year_inputs import NOTHING, BroughtIn, filed_carryover, inputs_of
from harvestry.tax.year_problems import (
    carryover_unknown,
    differs_from_filed,
    law_missing,
    profile_year_missing,
    tax_unknown,
)
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
) -> Mapping[int, TaxYear]:
    """Give every year of a row without gaps, each with what the one before handed on.

    A locked year hands on what was filed, whatever it would come to now.
    """
    row: dict[int, TaxYear] = {}
    handed = _NONE_HANDED
    for year in sorted(years):
        done, handed = _year(profile, law, year, activity(year), handed, on_paper=on_paper)
        row[year] = done
        filed = locks.handed_on(year)
        if filed is not None:
            handed = _Handed(filed, filed)
    return row


def _year(
    profile: Profile, law: Law, year: int, did: Activity, handed: _Handed, *, on_paper: bool
) -> tuple[TaxYear, _Handed]:
    told = profile.years.get(year)
    if told is None:
        return _without_return(year, did, handed, profile_year_missing(year))
    problems: list[Problem] = []
    filed = filed_carryover(told)
    if filed is not None:
        problems += differs_from_filed(year, filed, handed.known)
        handed = _Handed(filed, filed)
    try:
        own = figures(law, year, told.filing_status)
    except MissingLawError:
        return _without_return(year, did, handed, law_missing(year))
    if handed.least is None or handed.most is None:
        problems.append(carryover_unknown(year))
        return TaxYear(year, did, None, problems=tuple(problems)), _UNKNOWN_HANDED

    def at(end: Activity, brought_in: BroughtIn) -> Return:
        inputs = inputs_of(profile, year, end, brought_in, law)
        return prepare(inputs, own, on_paper=on_paper)

    ends = ends_of(did)
    least = at(ends.least, handed.least)
    if ends.most is ends.least and handed.known is not None:
        on = _handed_on(least)
        whole = Range(least, least)
        return TaxYear(year, did, handed.known, least, whole, tuple(problems)), _Handed(on, on)
    most = None if ends.most is None else at(ends.most, handed.most)
    assert most is None or least.total_tax <= most.total_tax, "the ends are in order"
    problems.append(tax_unknown(year, least, most))
    after = _Handed(_handed_on(least), NOTHING if most is None else _handed_on(most))
    within = Range(least, most)
    return TaxYear(year, did, handed.known, None, within, tuple(problems)), after


def _without_return(
    year: int, did: Activity, handed: _Handed, why: Problem
) -> tuple[TaxYear, _Handed]:
    """Give a year whose return cannot be computed: only one without any loss hands nothing on."""
    quiet = did.known and not did.is_net_loss and handed == _NONE_HANDED
    after = _NONE_HANDED if quiet else _UNKNOWN_HANDED
    return TaxYear(year, did, handed.known, problems=(why,)), after


def _handed_on(prepared: Return) -> BroughtIn:
    return BroughtIn(prepared.carryover_short, prepared.carryover_long)
