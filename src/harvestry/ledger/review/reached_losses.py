"""The losses that the wash-sale rule reaches, for what looks at them once the fold is done."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from harvestry.ledger.match import Match, closes_short
from harvestry.ledger.wash.losses import is_loss
from harvestry.ledger.wash.reach import Reach
from harvestry.units.days import Day


class ReachedLoss(NamedTuple):
    """A loss that can be washed: its place among the matches, itself, the household's day of it."""

    place: int
    match: Match
    on: Day


def reached_losses(
    matches: Iterable[Match], reach: Reach, asked: Callable[[str], bool]
) -> Iterator[ReachedLoss]:
    """Give the losses that can be washed, on assets asked for.

    Those of closed short sales are others (docs/spec/wash-sales.md 8).
    """
    for place, match in enumerate(matches):
        if not is_loss(match) or not asked(match.asset) or closes_short(match):
            continue
        on = reach.zone.day(match.event.time)
        if reach.covers((match.event.account, match.asset), on):
            yield ReachedLoss(place, match, on)
