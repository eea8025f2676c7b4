"""What a problem does until it is mended: leave a value unknown, or put other figures in doubt."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from harvestry.units.problems import Problem, Severity


class Until(StrEnum):
    """What holds until a problem is mended, what is to be mended first on top."""

    DOUBT = "other figures may be wrong"
    UNKNOWN = "a value is unknown"
    ASSUMED = "figures rest on what is assumed"
    STANDS = "figures stand"


LEAVE_UNKNOWN: Final = frozenset(
    {
        *("missing-price", "no-current-price", "form-row-incomplete", "tax-unknown"),
        *("profile-year-missing", "law-missing-year", "no-whole-return", "carryover-unknown"),
    }
)
"""Codes of errors that only lack a price, a profile or a law: no row is missing or doubtful."""

ON_WHAT_IS_ASSUMED: Final = frozenset(
    {
        *("class-not-told", "gift-no-donor-date", "gift-no-donor-records", "inherit-no-date"),
        "placed-by-name",
    }
)
"""Codes of warnings about what is not told, a day, a cost, a class, whose lot is whose, and has
something in its place.
"""

OF_A_REPORT: Final = frozenset(
    {
        *("profile-year-missing", "law-missing-year", "no-whole-return", "schedule-d-unfinished"),
        *("tax-unknown", "form-row-incomplete", "year-not-over", "form-not-seen"),
        *("broker-form-differs", "gains-of-other-files", "prior-year-tax"),
        "form-without-units",
    }
)
"""Codes of what hangs on the year, the owner or the broker's forms that were asked about.

They are said by that report alone. Of an unknown tax or row `check` has what makes it unknown; all
else that any report says is in `check` of the same files.
"""


def until_mended(problem: Problem) -> Until:
    """Give what a problem does until it is mended."""
    if problem.severity is not Severity.ERROR:
        assumed = problem.code in ON_WHAT_IS_ASSUMED and problem.severity is Severity.WARNING
        return Until.ASSUMED if assumed else Until.STANDS
    return Until.UNKNOWN if problem.code in LEAVE_UNKNOWN else Until.DOUBT


def mend_first(problem: Problem) -> int:
    """Give what orders problems: those that put other figures in doubt come first."""
    return list(Until).index(until_mended(problem))


def of_one_kind(problems: Iterable[Problem]) -> list[tuple[Problem, int]]:
    """Give the first of each kind, in the order they stand, and how many more there are of it.

    One that puts figures in doubt stands for itself: each has its own row, file or coin to mend.
    """
    kinds: dict[object, tuple[Problem, int]] = {}
    for each in problems:
        doubt = until_mended(each) is Until.DOUBT
        key: object = (each.code, len(kinds)) if doubt else (each.severity, each.code)
        first, more = kinds.get(key, (each, -1))
        kinds[key] = first, more + 1
    return list(kinds.values())
