"""Losses with a purchase near them: where the wash-sale rule could change a figure at all."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from harvestry.events.asset import Assets
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.law.load import Law
from harvestry.ledger.books import Books
from harvestry.ledger.match import Match, closes_short
from harvestry.ledger.wash.identical import group_of
from harvestry.ledger.wash.losses import is_loss
from harvestry.ledger.wash.purchase_kinds import bought, bought_at, income_bought
from harvestry.tax.stance import Stance
from harvestry.tax.wash_reach import reached, window
from harvestry.units.days import DAY_LENGTH, Day, Instant, Zone


def could_differ(
    books: Books,
    events: Sequence[Event],
    assets: Assets,
    stances: tuple[Stance, Stance],
    law: Law,
    zone: Zone,
) -> bool:
    """Tell whether books made under the first stance could differ under the second.

    Only where a loss that they treat differently has a purchase of something akin near it. Never
    `False` where a wash sale would differ.
    """
    losses = (match for match in books.matches if _differs(match, assets, stances, law))
    purchases: _Purchases | None = None
    for match in losses:
        if closes_short(match):  # a sale near it may matter: the run itself tells
            return True
        if purchases is None:
            # Matches are in order of time: nothing bought longer before is near any of them.
            since = match.event.time - (window(law, match.sold_on) + 2) * DAY_LENGTH
            first_near = bisect_left(events, since, key=_time)
            purchases = _Purchases(events[first_near:], assets, stances, zone)
        if purchases.is_near(match, law):
            return True
    return False


def _differs(match: Match, assets: Assets, stances: tuple[Stance, Stance], law: Law) -> bool:
    """Tell whether a match is a loss that two stances may treat differently.

    Under one regime that is every loss it reaches, under two those that one of them reaches.
    """
    if not is_loss(match):
        return False
    one, two = (reached(match.asset, match.sold_on, stance, assets, law) for stance in stances)
    if stances[0].regime == stances[1].regime:
        return one or two
    return one is not two or (one and _is_with_coins(match.asset, assets, stances))


def _is_with_coins(symbol: str, assets: Assets, stances: tuple[Stance, Stance]) -> bool:
    """Tell whether a security is of one group with a coin, which replaces it by regime."""
    asset = assets.named(symbol)
    groups = {group_of(asset, assets, stance.positions) for stance in stances}
    in_group = (each for each in assets.described.values() if each.group in groups)
    return not assets.is_as_a_coin(asset) and (
        any(assets.named(group).is_digital for group in groups if group is not None)
        or any(map(assets.is_as_a_coin, in_group))
    )


def _time(event: Event) -> Instant:
    return event.time


class _Purchases:
    """The days of what either of two stances takes for a purchase, with its lot, by group."""

    def __init__(
        self,
        events: Iterable[Event],
        assets: Assets,
        stances: tuple[Stance, Stance],
        zone: Zone,
    ) -> None:
        self._assets = assets
        self._stances = stances
        self._zone = zone
        self._groups: dict[str, tuple[str | None, ...]] = {}
        self._days: tuple[dict[str, list[tuple[Day, str]]], ...] = ({}, {})
        # Where units of the sold lot's own purchase count too, no purchase is exempt.
        own_counts = any(stance.positions["same_order"] == "counts" for stance in stances)
        income = frozenset().union(*(income_bought(stance.positions) for stance in stances))
        for event in events:
            symbol = event.asset if event.kind is Kind.SHORT else bought(event, income)
            if symbol is not None:
                day = zone.day(bought_at(event)), "" if own_counts else event.id
                for group, days in zip(self._groups_of(symbol), self._days, strict=True):
                    if group is not None:
                        days.setdefault(group, []).append(day)
        for days in self._days:
            for each in days.values():
                each.sort()

    def is_near(self, match: Match, law: Law) -> bool:
        """Tell whether one other than its own lies in the window of a loss, under either stance."""
        reach = window(law, match.sold_on)
        on = self._zone.day(match.event.time)
        for group, days in zip(self._groups_of(match.asset), self._days, strict=True):
            purchases = days.get(group, []) if group is not None else []
            first = bisect_left(purchases, (on - reach, ""))
            last = bisect_left(purchases, (on + reach + 1, ""))
            if any(lot != match.lot for _, lot in purchases[first:last]):
                return True
        return False

    def _groups_of(self, symbol: str) -> tuple[str | None, ...]:
        """Give the group of an asset under each of the two stances."""
        if symbol not in self._groups:
            asset = self._assets.named(symbol)
            self._groups[symbol] = tuple(
                group_of(asset, self._assets, stance.positions) for stance in self._stances
            )
        return self._groups[symbol]
