"""What the rows of a Gemini history mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from harvestry.sources.draft import Draft, Member, Outcome, Verb, made
from harvestry.sources.moves import deposit
from harvestry.sources.row import Row

_EARLY: Final = "pre-credited"


def arrived(members: Sequence[Member]) -> Outcome:
    """Deposits of one transaction: one credited before it arrived, and again then, is one."""
    early = [each for each in members if _is_early(each.row)]
    drafts: list[Draft] = []
    outcome = Outcome()
    for member in members:
        if _is_early(member.row):
            continue
        outcome = deposit([member])
        drafts.extend(_with_twin(draft, early) for draft in outcome.drafts)
    for member in early:
        outcome = deposit([member])
        drafts.extend(outcome.drafts)
    return made(*drafts) if drafts else outcome


def _with_twin(draft: Draft, early: list[Member]) -> Draft:
    """Give a deposit with the row that credited it early, and take that row off the list."""
    twin = next((each for each in early if _is_same(each.row, draft)), None)
    if twin is None:
        return draft
    early.remove(twin)
    return replace(draft, rows=(twin.row, *draft.rows))


def _is_early(row: Row) -> bool:
    return _EARLY in row.text("notes").casefold()


def _is_same(row: Row, draft: Draft) -> bool:
    asset = row.asset()
    return asset == draft.asset and row.quantity(asset=asset) == draft.quantity


VERBS: Final[Mapping[str, Verb]] = {"gemini:deposit": arrived}
"""The verbs of this format."""
