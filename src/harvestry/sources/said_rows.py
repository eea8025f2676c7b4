"""Rows that could not be read, and what somebody said they were: docs/spec/decisions.md section 2.

Such a row has no event, so it is named by what it says, as rows without an id are: the same in a
longer export. What was said of it becomes its event, with the row as its source.
"""

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from harvestry.events.choices import NOTHING, OF_ROWS, WAS
from harvestry.events.decision_values import UnfitValueError, columns
from harvestry.events.decisions import Decision, Decisions
from harvestry.events.event import Event
from harvestry.sources.draft import Remark
from harvestry.sources.errors import RowError
from harvestry.sources.identity import Occurrences
from harvestry.sources.reasons import SkipReason
from harvestry.sources.sheet import Sheet
from harvestry.sources.tally import Refused, Tally
from harvestry.units.problems import Severity

Told: TypeAlias = Callable[[int, list[str]], Mapping[str, str]]
"""What a row tells by itself, by its number and cells: columns of the Harvestry CSV."""
Read: TypeAlias = Callable[[Mapping[str, str], tuple[int, ...], str], Event | SkipReason]
"""Columns of the Harvestry CSV, the rows they stand for and their anchor, read as an event."""

_SHOWN: Final = 80


def settle_refused(
    tally: Tally, sheet: Sheet, prefix: str, decisions: Decisions, told: Told, read: Read
) -> set[Decision]:
    """Take down what becomes of rows nobody understood, each said to be something or a problem.

    `prefix` begins their anchors, `FORMAT:ACCOUNT:HASH12#N`. Gives the decisions that fitted.
    """
    waiting = sorted(tally.waiting, key=lambda each: each.rows)
    tally.waiting.clear()
    used: set[Decision] = set()
    if not waiting:
        return used
    wanted = {row for each in waiting for row in each.rows}
    cells = {
        number: list(record.cells)
        for number, record in enumerate(sheet.rows(), 1)
        if number in wanted
    }
    about = decisions.about(OF_ROWS)
    occurrences = Occurrences()
    for each in waiting:
        anchor = occurrences.id_of(prefix, ("\x1f".join(cells[row]) for row in each.rows))
        decision = about.last((f"{each.error.code}:{anchor}",))
        if decision is None or decision.choice not in (WAS, NOTHING):
            tally.refuse_for_good(each, anchor)
            continue
        used.add(decision)
        if decision.choice == NOTHING:
            tally.skip(each.rows, SkipReason.DECIDED_NOTHING)
            continue
        own = told(each.rows[0], cells[each.rows[0]])
        try:
            found = read({**own, **columns(decision.value)}, each.rows, anchor)
        except (RowError, UnfitValueError) as error:
            _refuse(tally, each, anchor, decision, str(error))
            continue
        if isinstance(found, SkipReason):
            tally.skip(each.rows, found)
        else:
            tally.take([found], len(each.rows))
    return used


def _refuse(tally: Tally, each: Refused, anchor: str, decision: Decision, why: str) -> None:
    said = str(decision)[:_SHOWN]
    message = f"what was decided, `{said}`, cannot be applied: {why}"
    tally.refuse_for_good(each, anchor)
    remark = Remark("decision-unfit", Severity.WARNING, message, each.rows[0])
    tally.remark(remark, about=f"{each.error.code}:{anchor}")
