"""Losses with a purchase near them: where the wash-sale rule could change a figure at all."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, Kind
from harvestry.law.load import Law
from harvestry.ledger.books import Books
from harvestry.ledger.match import Match
from harvestry.tax.stance import Stance
from harvestry.tax.wash_reach import reached, window
from harvestry.units.days import Day, Zone

_COVERED_ANYWAY = frozenset({AssetClass.SECURITY, AssetClass.OPTION})


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
    """Tell whether books made under the first stance could differ under the second's regime.

    Only where a loss that one of them reaches and the other does not has a purchase of something
    akin near it. Never `False` where a figure would differ.
    """
    sold = [match for match in books.matches if _between(match, assets, stances, law)]
    return bool(sold) and any(
        True for _ in losses_near_purchases(sold, events, assets, stances[0], law, zone)
    )


def losses_near_purchases(
    losses: Iterable[Match],
    events: Iterable[Event],
    assets: Assets,
    stance: Stance,
    law: Law,
    zone: Zone,
) -> Iterable[Match]:
    """Give the losses that have a purchase of something akin, other than their own, near them."""
    days = _purchase_days(events, assets, stance, zone)
    for match in losses:
        of_kin = days.get(_kin(assets.named(match.asset)), [])
        reach = window(law, match.sold_on)
        first = bisect_left(of_kin, (match.sold_on - reach, ""))
        last = bisect_right(of_kin, (match.sold_on + reach + 1, ""))
        if any(lot != match.lot for _, lot in of_kin[first:last]):
            yield match


def _between(match: Match, assets: Assets, stances: tuple[Stance, Stance], law: Law) -> bool:
    """Tell whether a match is a loss that the two stances treat differently."""
    if not is_loss(match):
        return False
    asset = assets.named(match.asset)
    if asset.asset_class in _COVERED_ANYWAY:
        return False
    one, two = (reached(asset, match.sold_on, stance, law) for stance in stances)
    return one is not two


def _purchase_days(
    events: Iterable[Event], assets: Assets, stance: Stance, zone: Zone
) -> Mapping[str, list[tuple[Day, str]]]:
    days: dict[str, list[tuple[Day, str]]] = {}
    # Where units of the sold lot's own purchase count too, no purchase is exempt.
    own_counts = stance.positions["same_order"] == "counts"
    for event in events:
        symbol = bought(event, stance)
        if symbol is not None:
            name = "" if own_counts else event.id
            days.setdefault(_kin(assets.named(symbol)), []).append((zone.day(event.time), name))
    for each in days.values():
        each.sort()
    return days


def _kin(asset: Asset) -> str:
    """Give the widest set an asset could be held identical with."""
    return asset.coin or asset.wraps or asset.group or asset.symbol
