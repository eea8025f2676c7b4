"""Losses with a purchase near them: where the wash-sale rule could change a figure at all."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence

from harvestry.events.asset import Asset, Assets
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, Kind
from harvestry.law.load import Law
from harvestry.ledger.books import Books
from harvestry.ledger.match import Match
from harvestry.tax.stance import Stance
from harvestry.tax.wash_reach import reached, window
from harvestry.units.days import Day, Zone


def is_loss(match: Match) -> bool:
    """Tell whether a match is a loss: known, and before anything of it is disallowed."""
    return match.basis is not None and match.proceeds is not None and match.proceeds < match.basis


def bought(event: Event, stance: Stance) -> str | None:
    """Give the asset that an event purchases, `None` where it is no purchase."""
    if event.kind is Kind.TRADE:
        return event.got_asset
    if event.kind is Kind.BUY or event.kind is Kind.SHORT:
        return event.asset
    counts = event.kind in INCOME and stance.positions["income_as_purchase"] == "yes"
    return event.asset if counts else None


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
    days: Mapping[str, Sequence[tuple[Day, str]]] | None = None
    for match in losses:
        if days is None:
            days = _purchase_days(events, assets, stances, zone)
        if _is_near(match, days.get(_kin(assets.named(match.asset)), ()), law):
            return True
    return False


def _differs(match: Match, assets: Assets, stances: tuple[Stance, Stance], law: Law) -> bool:
    """Tell whether a match is a loss that two stances may treat differently.

    Under one regime that is every loss it reaches, under two those that one of them reaches.
    """
    if not is_loss(match):
        return False
    asset = assets.named(match.asset)
    one, two = (reached(asset, match.sold_on, stance, law) for stance in stances)
    if stances[0].regime == stances[1].regime:
        return one or two
    return one is not two


def _is_near(match: Match, purchases: Sequence[tuple[Day, str]], law: Law) -> bool:
    """Tell whether a purchase other than its own lies in the window of a loss."""
    reach = window(law, match.sold_on)
    first = bisect_left(purchases, (match.sold_on - reach, ""))
    last = bisect_left(purchases, (match.sold_on + reach + 1, ""))
    return any(lot != match.lot for _, lot in purchases[first:last])


def _purchase_days(
    events: Iterable[Event], assets: Assets, stances: tuple[Stance, Stance], zone: Zone
) -> Mapping[str, list[tuple[Day, str]]]:
    """Give the days of what either stance takes for a purchase, with its lot, by widest set."""
    days: dict[str, list[tuple[Day, str]]] = {}
    # Where units of the sold lot's own purchase count too, no purchase is exempt.
    own_counts = any(stance.positions["same_order"] == "counts" for stance in stances)
    for event in events:
        symbol = bought(event, stances[0]) or bought(event, stances[1])
        if symbol is not None:
            name = "" if own_counts else event.id
            days.setdefault(_kin(assets.named(symbol)), []).append((zone.day(event.time), name))
    for each in days.values():
        each.sort()
    return days


def _kin(asset: Asset) -> str:
    """Give the widest set an asset could be held identical with."""
    return asset.coin or asset.wraps or asset.group or asset.symbol
