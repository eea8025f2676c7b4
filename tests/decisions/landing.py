"""Every choice of every problem of a random household tried: does the tax land inside?"""

from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from decisions.households import Household
from decisions.random_households import fixes_of, household_of

ANEW = frozenset({"same", "different"})
"""The choices for which the files are read again."""


A_LITTLE = 20
"""Where it is said that some of what may be was looked at, a fix may miss by this part at most."""


class Outside(NamedTuple):
    """A fix that landed outside of what was told: dollars of 10**-18."""

    seed: int
    decided: tuple[tuple[str, str, str], ...]
    least: int
    found: int
    most: int


class Search:
    """The program as it is imported when this is made: as it is, or with a fault planted.

    `compared` counts what was held against what was told, by code and choice; `refused` what `fix`
    did not take.
    """

    def __init__(self) -> None:
        self._case = import_module("harvestry.case")
        self._fixing = import_module("harvestry.case.fixing")
        self._stakes = import_module("harvestry.case.stakes")
        self._whats = import_module("harvestry.case.whats")
        self._decisions = import_module("harvestry.events.decisions")
        self.compared: Counter[tuple[str, str]] = Counter()
        self.refused: Counter[tuple[str, str]] = Counter()

    def outside(self, seed: int, *, turns: int = 1) -> Iterator[Outside]:
        """Give the fixes that land outside; one of all is kept, then the rest tried again."""
        household, random = household_of(seed), Random(seed)  # noqa: S311  # a seed, no secret
        made: tuple[tuple[str, str, str], ...] = ()
        with TemporaryDirectory() as folder:
            for _ in range(turns):
                taken = []
                for decision, bounds, found in self._tried(household, Path(folder), made, random):
                    taken.append(decision)
                    if found is not None and not bounds[0] <= found <= bounds[1]:
                        yield Outside(seed, (*made, decision), bounds[0], found, bounds[1])
                kept = [each for each in taken if each[1] != "ignore"]
                if not kept:
                    return
                made = (*made, random.choice(kept))

    def _tried(
        self,
        household: Household,
        folder: Path,
        made: tuple[tuple[str, str, str], ...],
        random: Random,
    ) -> Iterator[tuple[tuple[str, str, str], tuple[int, int], int | None]]:
        """Give each fix that was taken, what was told of its problem, and the tax after it."""
        household.written(folder, *made)
        case = self._case.open_case([folder], as_of=household.as_of)
        stakes = self._stakes.Stakes(case.runs, case.filed)
        halves = [
            each.id for each in case.reading.events if each.kind.value in ("deposit", "withdrawal")
        ]
        staked = stakes.of_all(case.problems())
        said = self._stakes.LEFT_OUT in staked.notes
        for problem in staked.problems:
            if problem.tax_low is None or problem.tax_high is None:
                continue
            little = (problem.tax_high - problem.tax_low) // A_LITTLE if said else 0
            bounds = problem.tax_low - little, problem.tax_high + little
            for choice, value in fixes_of(problem, random, halves):
                decision = problem.id, choice, value
                told = self._decisions.Decision(*decision, "2027-01-01T00:00:00")
                try:
                    after = self._fixing.fixed(case, self._fixing.checked(told)).after
                except self._fixing.UnfitDecisionError:
                    self.refused[problem.code, choice] += 1
                    continue
                yield decision, bounds, self._tax(stakes, after, told, problem.code)

    def _tax(self, stakes: Any, after: Any, decision: Any, code: str) -> int | None:
        """Give the tax after a fix; while others lack a value, these as they cost most."""
        if after is None or after.most is None or stakes.others_cost_most:
            anew = decision.choice in ANEW
            after = stakes.tax(self._whats.What(decision=decision, anew=anew))
        if after is None or after.most is None:
            return None
        self.compared[code, decision.choice] += 1
        return int(after.most)
