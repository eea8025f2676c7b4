"""What a locked year would come to now, held against what was filed."""

from collections.abc import Iterable

from harvestry import __version__
from harvestry.case.view import View
from harvestry.case.year_tax import tax_year
from harvestry.law import fingerprint as law
from harvestry.reports.json_text import Json, money
from harvestry.tax.locked import Difference, Locked, differences, figures_of
from harvestry.units.exact import Money, dollars
from harvestry.units.problems import Problem, Severity

_SHOWN = 6


def lock_problems(view: View, year: int | None) -> tuple[Problem, ...]:
    """Say of every locked year that a report is about (`None`: of all) what differs from it."""
    locks = view.run.reading.inputs.locks.years
    years = sorted(locks) if year is None else [year] if year in locks else []
    return tuple(each for one in years for each in _problem(view, locks[one]))


def lock_document(view: View, year: int) -> Json | None:
    """Give the lock of a year and what differs from it, for programs."""
    locked = view.run.reading.inputs.locks.years.get(year)
    if locked is None:
        return None
    return {
        "version": locked.version,
        "law": locked.law,
        "head": locked.head,
        "differences": [
            {"figure": each.figure, "filed": money(each.filed), "now": money(each.now)}
            for each in _differences(view, locked)
        ],
    }


def _differences(view: View, locked: Locked) -> list[Difference]:
    rows = (row.form for row in view.gains(locked.year))
    return differences(locked, figures_of(tax_year(view, locked.year).prepared, rows))


def _problem(view: View, locked: Locked) -> Iterable[Problem]:
    found = _differences(view, locked)
    if not found:
        return
    # A line of 0 that is gone says little.
    found.sort(key=lambda each: not (each.filed or each.now))
    told = "; ".join(
        f"{each.figure} {_dollars(each.filed)} filed, {_dollars(each.now)} now"
        for each in found[:_SHOWN]
    )
    more = f"; and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    message = (
        f"{locked.year} was filed and is locked, and would come to something else now "
        f"({_why(locked)}): {told}{more}. What was filed stands, and is what the year hands on; "
        f"amend the return, or undo what changed it, or `harvestry lock {locked.year} --unlock`."
    )
    yield Problem("locked-year-differs", Severity.ERROR, message, about=str(locked.year))


def _why(locked: Locked) -> str:
    """Say what is not as it was when the year was locked."""
    reasons = []
    if locked.law != law.fingerprint():
        reasons.append("the law files changed")
    if locked.version != __version__:
        reasons.append(f"version {locked.version} worked it out, this is {__version__}")
    return ", ".join(reasons) or "files, settings or decisions changed"


def _dollars(amount: Money | None) -> str:
    return "nothing" if amount is None else dollars(amount)
