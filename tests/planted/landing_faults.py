"""Faults to plant in what is told to be at stake, one at a time (see fault.py).

Each with the seed of a household that shows it, so that the search need not look for one.
"""

from typing import NamedTuple

from planted.fault import Fault


class LandingFault(NamedTuple):
    fault: Fault
    seed: int


KNOWN, ENDS = "case.what_is_known", "case.ends"


def _fault(name: str, seed: int, module: str, right: str, wrong: str) -> LandingFault:
    return LandingFault(Fault(name, {module: [(right, wrong)]}), seed)


LANDING_FAULTS = (
    _fault(
        "nothing is sold for more than half the highest price",
        5,
        ENDS,
        "for usd in (0, worth or 0)",
        "for usd in (0, (worth or 0) // 2)",
    ),
    _fault(
        "whatever came has cost something",
        16,
        KNOWN,
        "_BASES: Final[tuple[Money, ...]] = (0, BOUNDLESS)",
        "_BASES: Final[tuple[Money, ...]] = (BOUNDLESS, BOUNDLESS)",
    ),
    _fault(
        "nothing that came is income",
        26,
        ENDS,
        "        if worth is None:\n            return\n",
        "        return\n",
    ),
    _fault(
        "a worth above every price is taken without a word",
        2,
        "case.told_values",
        "if each.usd > each.most",
        "if each.usd < 0",
    ),
)
