"""Purchases near a loss that a position keeps from washing it: said, because others would count."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from harvestry.events.account import Account
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.identical import IDENTITY
from harvestry.ledger.match import Grey, Match, closes_short
from harvestry.ledger.wash_reach import Reach, group_under
from harvestry.ledger.wash_rules import WashRules
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
    """Give every purchase in the window of a loss that only a position on identity holds back.

    Args:
        matches: those of the books; a grey purchase names the place of the loss among them.
        events: all that happened, for what was bought.
        rules: the regime and positions in force.
        account: gives an account by name.
    """
    symbols = {match.asset for match in matches}
    for event in events:
        symbols.add(event.asset if event.got_asset is None else event.got_asset)
    found: list[Grey] = []
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
    for place, match in enumerate(matches):
        gain = match.gain
        if gain is None or gain - match.disallowed >= 0 or closes_short(match):
            continue
        near = by_group.get(groups.then[match.asset], [])
        on = reach.zone.day(match.event.time)
        if not near or not reach.covers((match.event.account, match.asset), on):
            continue
        window = reach.window(on)
        first = bisect_left(near, on - window, key=_day)
        last = bisect_right(near, on + window, key=_day)
        for each in near[first:last]:
            if groups.differ(match.asset, each.asset):
                yield Grey(place, each.asset, each.lot, each.account, position, each.on)


def _purchases(
    events: Iterable[Event], rules: WashRules, assets: Collection[str]
) -> Iterable[_Purchase]:
    """Give the purchases of some assets."""
    for event in events:
        symbol = event.got_asset if event.kind is Kind.TRADE else event.asset
        if symbol is None or symbol not in assets:
            continue
        if event.kind is Kind.BUY or event.kind is Kind.TRADE:
            yield _Purchase(rules.zone.day(event.time), event.account, symbol, event.id)


def _day(purchase: _Purchase) -> Day:
    return purchase.on
