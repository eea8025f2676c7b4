"""Purchases near a loss that a position keeps from washing it: said, because others would count.

Those of what only a position on identity holds apart, and receipts of income that by position are
no purchases.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from harvestry.events.account import Account
from harvestry.events.event import Event
from harvestry.events.kind import INCOME
from harvestry.ledger.match import Grey, Match
from harvestry.ledger.pool import PoolKey
from harvestry.ledger.review.reached_losses import reached_losses
from harvestry.ledger.wash.identical import IDENTITY
from harvestry.ledger.wash.purchase_kinds import INCOME_POSITION, bought, bought_at, income_bought
from harvestry.ledger.wash.reach import Reach, group_under
from harvestry.ledger.wash.rules import WashRules
from harvestry.units.days import Day


class _Purchase(NamedTuple):
    on: Day
    account: str
    asset: str
    lot: str


def greys_of(
    matches: Sequence[Match],
    events: Collection[Event],
    rules: WashRules,
    account: Callable[[str], Account],
) -> tuple[Grey, ...]:
    """Give what was bought or received in the window of a loss and only a position holds back.

    Of receipts the first of each account and asset stands for all: some come every day.

    Args:
        matches: those of the books; a grey purchase names the place of the loss among them.
        events: all that happened, for what was bought.
        rules: the regime and positions in force.
        account: gives an account by name.
    """
    symbols = {match.asset for match in matches}
    for event in events:
        symbols.add(event.asset if event.got_asset is None else event.got_asset)
    found = list(_receipts_near(matches, events, rules, Reach(rules, account)))
    for position, wider in IDENTITY.items():
        other = replace(rules, positions=rules.positions.but(position, wider))
        now = {symbol: group_under(rules.assets.named(symbol), rules) for symbol in symbols}
        then = {symbol: group_under(rules.assets.named(symbol), other) for symbol in symbols}
        groups = _Groups(now, then)
        mixed = groups.mixed()
        if mixed:
            bought = _purchases(events, rules, mixed)
            found += _greys(position, groups, matches, bought, Reach(rules, account))
    return tuple(found)


class _Groups(NamedTuple):
    """What each asset is identical with under the positions in force, and under the wider one."""

    now: dict[str, str | None]
    then: dict[str, str | None]

    def mixed(self) -> frozenset[str]:
        """Give the assets of groups that only the wider position makes one."""
        parts: dict[str, set[str | None]] = defaultdict(set)
        for symbol, group in self.then.items():
            if group is not None:
                parts[group].add(self.now[symbol])
        several = {group for group, some in parts.items() if len(some) > 1}
        return frozenset(symbol for symbol, group in self.then.items() if group in several)

    def differ(self, sold: str, bought: str) -> bool:
        """Tell whether a purchase would replace only under the wider position."""
        group = self.then[sold]
        return (
            group is not None and group == self.then[bought] and self.now[sold] != self.now[bought]
        )


def _greys(
    position: str,
    groups: _Groups,
    matches: Sequence[Match],
    bought: Iterable[_Purchase],
    reach: Reach,
) -> Iterable[Grey]:
    by_group: dict[str | None, list[_Purchase]] = defaultdict(list)
    for each in sorted(bought):
        by_group[groups.then[each.asset]].append(each)
    for place, match, on in reached_losses(
        matches, reach, lambda asset: groups.then[asset] in by_group
    ):
        near = by_group[groups.then[match.asset]]
        window = reach.window(on)
        first = bisect_left(near, on - window, key=_day)
        last = bisect_right(near, on + window, key=_day)
        for each in near[first:last]:
            if groups.differ(match.asset, each.asset):
                yield _grey(place, each, position)


def _receipts_near(
    matches: Sequence[Match], events: Iterable[Event], rules: WashRules, reach: Reach
) -> Iterable[Grey]:
    """Give the first receipt of each account and asset in the window of a loss, if left out."""
    left_out = INCOME - income_bought(rules.positions)
    by_group: dict[str | None, dict[PoolKey, list[_Purchase]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for event in events:
        if event.kind not in left_out:
            continue
        group = reach.group(event.asset)
        if group is not None and reach.counts(event.account):
            on = rules.zone.day(event.time)
            receipt = _Purchase(on, event.account, event.asset, event.id)
            by_group[group][event.account, event.asset].append(receipt)
    if not by_group:
        return
    by_place = {
        group: [sorted(some) for _, some in sorted(places.items())]
        for group, places in by_group.items()
    }
    for place, match, on in reached_losses(
        matches, reach, lambda asset: reach.group(asset) in by_place
    ):
        window = reach.window(on)
        for some in by_place[reach.group(match.asset)]:
            first = bisect_left(some, (on - window,))
            if first < len(some) and some[first].lot == match.lot:
                first += 1
            if first < len(some) and some[first].on <= on + window:
                yield _grey(place, some[first], INCOME_POSITION)


def _grey(place: int, each: _Purchase, position: str) -> Grey:
    return Grey(place, each.asset, each.lot, each.account, position, each.on)


def _purchases(
    events: Iterable[Event], rules: WashRules, assets: Collection[str]
) -> Iterable[_Purchase]:
    """Give the purchases of some assets."""
    income = income_bought(rules.positions)
    for event in events:
        symbol = bought(event, income)
        if symbol is not None and symbol in assets:
            yield _Purchase(rules.zone.day(bought_at(event)), event.account, symbol, event.id)


def _day(purchase: _Purchase) -> Day:
    return purchase.on
