"""What is at stake in a problem: the federal tax of whole returns, at both of its ends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple

from harvestry import pipeline
from harvestry.case.ends import Endings
from harvestry.case.runs import Runs
from harvestry.case.view import View
from harvestry.case.whats import AS_IT_STANDS, Ends, What
from harvestry.events.anchoring import UNDO
from harvestry.events.decisions import Decisions
from harvestry.events.event import Event
from harvestry.law.load import load
from harvestry.reports.problem_tables import worst_first
from harvestry.tax.years import years_in_row
from harvestry.units.exact import Money
from harvestry.units.problems import Problem, Severity

MOST_FOLDS: Final = 1_600
"""So many times at most the books are folded for one list of problems."""
SOME_FOLDS: Final = 400
FEW_EVENTS: Final = 240_000
"""More than `SOME_FOLDS` only as long as all of them fold no more than so many events."""
MOST_EVENTS: Final = 1_000_000
"""So many events at most are folded in all, be the folds ever so few."""
MOST_WRITTEN: Final = 1_000_000
"""So many matches at most are written in all: washes may cut the lots of few events into many."""
COARSENESS: Final = (1, 2, 4, 12)
"""How many times fewer days, costs and numbers are looked at where there is no room for all."""


class Sums(NamedTuple):
    """The federal tax over the years of the profile; `most` is `None` where it has no upper end."""

    least: Money
    most: Money | None

    @property
    def known(self) -> Money | None:
        """The tax, where all is known."""
        return self.most if self.least == self.most else None


def federal_tax(view: View) -> Sums | None:
    """Sum the federal tax of all years of the profile; `None` where a year cannot be computed."""
    profile = view.run.profile
    years = sorted(profile.years)
    if not years:
        return None
    first = view.first_year
    assert first is not None, "the profile has years"
    row = range(first, years[-1] + 1)
    locks = view.run.reading.inputs.locks
    done = years_in_row(profile, view.run.law, view.activity, row, locks=locks)
    least, most = 0, 0
    bounded = True
    for year in years:
        within = done[year].within
        if within is None:
            return None
        least += within.least.total_tax
        if within.most is None:
            bounded = False
        else:
            most += within.most.total_tax
    return Sums(least, most if bounded else None)


def most_folds(events: int) -> int:
    """Give how many times books of so many events are folded at most for one list of problems."""
    several = max(SOME_FOLDS, FEW_EVENTS // (events + 1))
    return min(MOST_FOLDS, several, MOST_EVENTS // (events + 1))


@dataclass(frozen=True, slots=True)
class Staked:
    """Problems with what is at stake in them, and what is to be said of that."""

    problems: tuple[Problem, ...]
    notes: tuple[str, ...]


class Stakes:
    """Works out what is at stake in the problems of one household."""

    def __init__(
        self,
        runs: Runs,
        view: View,
        progress: pipeline.Progress = pipeline.silent,
        most_written: int = MOST_WRITTEN,
    ) -> None:
        self._runs = runs
        self._view = view
        self._progress = progress
        self._folds = 0
        self._left_to_write = most_written
        self._most_folds = most_folds(len(runs.prepared.events))
        self._dear: Mapping[str, tuple[Event, ...]] = {}
        self._base: Sums | None = None

    @property
    def others_cost_most(self) -> bool:
        """Tell whether any value is missing that stands as it costs most."""
        return bool(self._dear)

    def of_all(self, problems: Sequence[Problem]) -> Staked:
        """Give the problems with what is at stake in each, as far as the work is bounded."""
        profile = self._view.run.profile
        if not profile.years:
            return Staked(tuple(problems), (_NO_YEAR,) if _mendable(problems) else ())
        endings = self._endings(problems)
        self._dear = endings.dearest(problems)
        found: dict[str, Problem] = {}
        left = 0
        order = sorted(worst_first(problems), key=endings.worth, reverse=True)
        for number, each in enumerate(order, 1):
            ends = None if each.choices == (UNDO,) else endings.of(each)
            if ends is None:
                continue
            self._progress(f"working out what is at stake, problem {number:,} of {len(order):,}")
            staked = self._staked(each, ends) if self._may(len(ends.whats) + 1) else None
            if staked is None:
                left += 1
            else:
                found[each.id] = staked
        known = sum(each.tax_low is not None for each in found.values())
        notes = [*_said(sorted(profile.years), known, left, self._most_folds)]
        if known < len(found):
            notes.append(_NO_END)
        if known and endings.left_out:
            notes.append(LEFT_OUT)
        return Staked(tuple(found.get(each.id, each) for each in problems), tuple(notes))

    def _endings(self, problems: Sequence[Problem]) -> Endings:
        """Give what finds the ends: as finely as there is room for all of them."""
        prepared, books = self._runs.prepared, self._view.run.books
        for coarseness in COARSENESS:
            endings = Endings(prepared, books, coarseness)
            if self._have_room(endings.of(each) for each in problems):
                break
        return endings

    def _have_room(self, every: Iterable[Ends | None]) -> bool:
        """Tell whether there is room for all; no more of them are looked at than there is for."""
        folds = 0
        for each in every:
            folds += 0 if each is None else len(each.whats) + 1
            if folds > self._most_folds:
                return False
        return True

    def _may(self, folds: int) -> bool:
        """Tell whether so many more folds are within what is bounded."""
        most = self._folds + folds <= self._most_folds and self._left_to_write >= 0
        if most:
            self._folds += folds
        return most

    def _staked(self, problem: Problem, ends: Ends) -> Problem | None:
        """Give a problem with its stake, if the tax has an end; `None` where that is too long."""
        taxes = []
        for what in ends.whats:
            found = self.tax(what)
            if self._left_to_write < 0:
                return None
            if found is None or found.most is None:
                return problem
            taxes.append(found.most)
        if problem.code != "missing-price":
            as_it_stands = self._as_it_stands()
            if as_it_stands is None or as_it_stands.most is None:
                return problem
            taxes.append(as_it_stands.most)
        most = max(taxes) if ends.bounded else None
        return replace(problem, tax_low=min(taxes), tax_high=most)

    def _as_it_stands(self) -> Sums | None:
        """Give the tax with every problem as it costs most."""
        if self._base is None:
            self._base = self.tax(AS_IT_STANDS) if self._dear else federal_tax(self._view)
        return self._base

    def tax(self, what: What) -> Sums | None:
        """Fold the books anew as if a problem were what it may be, and sum the tax.

        Values that are missing stand as they cost most, those `of_all` found to have an end.
        """
        prepared = self._runs.prepared
        reading = prepared.reading
        if what.decision is not None:
            made = Decisions((*reading.household.decisions.made, what.decision))
            if what.anew:
                reading = pipeline.read(replace(reading.inputs, deciding=made))
            household = replace(
                reading.household, decisions=made, prices=prepared.reading.household.prices
            )
            reading = replace(reading, household=household)
        instead = {**self._dear, **what.end.instead}
        end = replace(what.end, instead=instead)
        again = pipeline.prepare(reading, end=end, figures_alone=True)
        run = pipeline.match(again, load(), prepared.filed, beside=True, figures_alone=True)
        self._left_to_write -= len(run.books.matches)
        return federal_tax(self._view.of(run))


_NO_YEAR: Final = (
    "What is at stake in tax is unknown: no year, such as [year.2026], is in profile.toml."
)


_NO_END: Final = (
    "Of some problems it is unknown what is at stake, since the tax has no upper end while others "
    "are as they are: values no price is known for, carryovers that are not told. Mend those first."
)


LEFT_OUT: Final = (
    "Of many days, costs, quantities and accounts that a problem may turn out to be about, some "
    "were looked at, evenly: what is decided may land a little outside of what is told."
)


def _mendable(problems: Iterable[Problem]) -> bool:
    return any(each.severity is not Severity.NOTE for each in problems)


def _said(years: Sequence[int], found: int, left: int, most: int) -> Iterable[str]:
    if found or left:
        of = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
        yield (
            f"At stake: the federal tax of {of} at the least and at the most a problem may turn "
            "out to be, the others as they cost most; whole returns. No coin is taken to be worth "
            "more than the highest price of it that is known on any day; `fix` takes more with "
            "--above-prices alone."
        )
    if left:
        yield (
            f"Of {left:,} more problems, of less worth, what is at stake was not worked out: the "
            f"books are folded at most {most:,} times, fewer the more events they hold or the more "
            "pieces washes cut lots into. Mend the first ones, then check again."
        )
