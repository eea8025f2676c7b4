"""What the rows of Gate.io's ledger mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from harvestry.sources import verbs as common
from harvestry.sources.draft import Member, Outcome, Verb
from harvestry.sources.errors import RowError

_PLACED: Final = "order placed"


def order(members: Sequence[Member]) -> Outcome:
    """An order: what is given leaves when it is placed, and is exchanged when it is filled."""
    outcome = common.exchange(members)
    rows = [row for row, _ in members if row.text("type").casefold() != _PLACED]
    if not rows or not outcome.drafts:
        return outcome
    if len({row.table.day_zone.day(row.time()) for row in rows}) > 1:
        message = (
            "the order was filled or called off on several days, and nothing tells what was given "
            "on which; write each day's trade as a row of a Harvestry CSV"
        )
        raise RowError("needs-review", message, cause="several days")
    filled = max(row.time() for row in rows)
    return replace(outcome, drafts=tuple(replace(each, at=filled) for each in outcome.drafts))


VERBS: Final[Mapping[str, Verb]] = {"gate:order": order}
"""The verbs of this format."""
