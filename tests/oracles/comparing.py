"""Our figures beside an oracle's, to the cent; its own readings of the law have names."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from harvestry.tax.federal.form_1040 import prepare
from harvestry.tax.federal.inputs import ReturnInputs
from harvestry.units.exact import CENT
from oracles.computing import FIGURES, UNIT, inputs_of, law_of, told
from oracles.drawing import Drawn
from oracles.readings import TAXCALC, TAXSIM, Reading, figures_read
from oracles.recording import Recorded


class Oracle(NamedTuple):
    """A program of others that computes the federal tax: how it is asked, how it reads the law."""

    name: str
    seed: int
    draws: int
    keeps: int
    """How many of the returns are recorded for `make test`."""
    years: tuple[int, ...]
    readings: tuple[Reading, ...]
    knows_all: bool
    """Whether it knows every field of a drawn return."""

    def sees(self, drawn: Drawn) -> Drawn:
        """Give a return with what the oracle does not know taken out."""
        if self.knows_all:
            return drawn
        nothing = dict.fromkeys(("collectibles", "unrecaptured", "adjustments", "itemized"), 0)
        return drawn._replace(ordinary_dividends=drawn.qualified_dividends, **nothing)


ORACLES: Final = (
    Oracle("taxcalc", 20261126, 17_500, 2_000, tuple(range(2020, 2027)), TAXCALC, True),
    # It knows four statuses of five: four fifths of these are compared.
    Oracle("taxsim", 20261127, 250_000, 1_250, tuple(range(2020, 2026)), TAXSIM, False),
)


@dataclass
class Compared:
    """What a comparison found: how many agree as they are, which by a reading, the rest."""

    same: int = 0
    by_reading: dict[str, list[Recorded]] = field(default_factory=lambda: defaultdict(list))
    differ: list[tuple[Drawn, dict[str, tuple[int, int]]]] = field(default_factory=list)


def compare(oracle: Oracle, recorded: Iterable[Recorded]) -> Compared:
    """Compare every figure of every return."""
    found = Compared()
    for each in recorded:
        inputs = inputs_of(
            each.drawn, each.figures.get("qbi_deduction", 0), each.figures.get("itemized", 0)
        )
        theirs = {**each.figures, "total": each.total}
        law = law_of(each.drawn.year, each.drawn.status)
        if not differences(told(prepare(inputs, law)), theirs):
            found.same += 1
            continue
        if left := differences(figures_read(each.drawn, inputs, law, oracle.readings), theirs):
            found.differ.append((each.drawn, left))
            continue
        for reading in _needed(oracle, each.drawn, inputs, theirs):
            found.by_reading[reading].append(each)
    return found


def differences(ours: dict[str, int], theirs: dict[str, int]) -> dict[str, tuple[int, int]]:
    """Give the figures more than a cent apart: ours in 10**-18 dollars, theirs in units."""
    return {
        name: (ours[name], theirs[name])
        for name in FIGURES
        if abs(ours[name] - theirs[name] * UNIT) > CENT
    }


def _needed(
    oracle: Oracle, drawn: Drawn, inputs: ReturnInputs, theirs: dict[str, int]
) -> list[str]:
    """Give the readings without which the figures would not agree."""
    law = law_of(drawn.year, drawn.status)
    needed = []
    for each in oracle.readings:
        others = tuple(other for other in oracle.readings if other is not each)
        if each.concerns(drawn) and differences(figures_read(drawn, inputs, law, others), theirs):
            needed.append(each.name)
    return needed
