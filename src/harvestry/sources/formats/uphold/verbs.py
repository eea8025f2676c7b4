"""What the rows of Uphold histories mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources import verbs as common
from harvestry.sources.draft import Draft, Member, Outcome, Verb, made, only
from harvestry.sources.row import DOLLARS


def changed_coming(members: Sequence[Member]) -> Outcome:
    """What came was changed at once: it arrived, and was exchanged."""
    row, _ = only(members)
    asset = row.asset("sent_asset")
    outcome = common.swap(members)
    if asset == DOLLARS or not outcome.drafts:
        return outcome
    quantity = abs(row.quantity("sent_quantity", asset))
    return _both(outcome, Draft((row,), row.text("id"), Kind.DEPOSIT, asset, quantity))


def changed_leaving(members: Sequence[Member]) -> Outcome:
    """What left had been changed for it: it was exchanged, and sent."""
    row, _ = only(members)
    asset = row.asset("got_asset")
    outcome = common.swap(members)
    if asset == DOLLARS or not outcome.drafts:
        return outcome
    quantity = abs(row.quantity("got_quantity", asset))
    return _both(outcome, Draft((row,), row.text("id"), Kind.WITHDRAWAL, asset, quantity))


def _both(outcome: Outcome, move: Draft) -> Outcome:
    """Give the trade and the move of one row; by their names the move stands on its side of it."""
    if not move.native:
        return made(*outcome.drafts, move)
    trades = [replace(draft, native=f"{draft.native}-trade") for draft in outcome.drafts]
    return made(*trades, replace(move, native=f"{move.native}-{move.kind}"))


VERBS: Final[Mapping[str, Verb]] = {
    "uphold:changed-coming": changed_coming,
    "uphold:changed-leaving": changed_leaving,
}
"""The verbs of this format."""
