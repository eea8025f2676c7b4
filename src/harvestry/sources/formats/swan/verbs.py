"""What the rows of Swan reports mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources.amounts import moved_in
from harvestry.sources.draft import Draft, Member, Outcome, Remark, Verb, made, only
from harvestry.units.problems import Severity

_TOLD: Final = (
    "its owner told Swan what these coins had cost and when they were acquired; that counts only "
    "if no file of the wallet they came from is here: then write them as an `opening` row of that "
    "wallet into a Harvestry CSV"
)


def arrived(members: Sequence[Member]) -> Outcome:
    """Bitcoin from elsewhere; the basis its owner told Swan is no value of the day."""
    row, _ = only(members)
    asset, quantity = moved_in(row)
    draft = Draft((row,), row.text("id"), Kind.DEPOSIT, asset, quantity)
    if not row.amount("value") and not row.text("reference"):
        return made(draft)
    return made(draft, remarks=(Remark("basis-told", Severity.NOTE, _TOLD, row.number),))


VERBS: Final[Mapping[str, Verb]] = {"swan:arrived": arrived}
"""The verbs of this format."""
