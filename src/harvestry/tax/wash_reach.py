"""What the wash-sale rule reaches, and whose purchases count (docs/spec/wash-sales.md 1, 4)."""

from enum import StrEnum
from typing import Final

from harvestry.events.account import Account, Treatment
from harvestry.events.asset import AssetClass, Assets
from harvestry.law.load import Law, MissingLawError
from harvestry.ledger.match import Match, closes_short
from harvestry.tax.stance import Stance
from harvestry.units.days import Day, last_day_of

WASH_POSITIONS: Final = frozenset(
    {
        "etf_and_coin",
        "etf_issuers",
        "futures",
        "income_as_purchase",
        "mutual_loop",
        "older_lot",
        "retirement_plans",
        "same_day_losses",
        "same_order",
        "sold_before_loss",
        "spouse_purchase",
        "stablecoins",
    }
)
"""The positions that bear on wash sales alone."""
_COINS: Final = frozenset({AssetClass.COIN, AssetClass.NFT, AssetClass.COLLECTIBLE})
_PLANS: Final = frozenset({Treatment.HSA, Treatment.K401})


class Reach(StrEnum):
    """Whether a loss can be washed, and if not, why not."""

    COVERED = "covered"
    COIN = "securities only"
    STABLECOIN = "stablecoins not covered"
    CONTRACT = "section 1256 contracts never"
    CURRENCY = "foreign currency never"
    NO_RULE = "no rule for that day"


def reach(symbol: str, day: Day, stance: Stance, assets: Assets, law: Law) -> Reach:
    """Tell whether a loss on an asset sold on a day can be washed.

    Securities and options on them always (IRC 1091(a), (f)); coins and options on coins by the
    regime; stablecoins by the regime and a position; foreign currency and section 1256 contracts
    never.
    """
    asset = assets.named(symbol)
    try:
        classes = law.on("wash-reach", day).values["classes"]
    except MissingLawError:
        return Reach.NO_RULE
    assert isinstance(classes, list)
    is_option_on_coin = not asset.is_digital and assets.is_as_a_coin(asset)
    if asset.asset_class.value in classes and not is_option_on_coin:
        return Reach.COVERED
    if asset.asset_class is AssetClass.STABLECOIN:
        if stance.positions["stablecoins"] != "covered":
            return Reach.STABLECOIN
    elif asset.asset_class not in _COINS and not is_option_on_coin:
        return Reach.CURRENCY if asset.asset_class is AssetClass.FIAT else Reach.CONTRACT
    return Reach.COVERED if stance.regime.covers_coins_on(day) else Reach.COIN


def reached(symbol: str, day: Day, stance: Stance, assets: Assets, law: Law) -> bool:
    """Tell whether a loss on an asset sold on a day can be washed."""
    return reach(symbol, day, stance, assets, law) is Reach.COVERED


def loss_reached(match: Match, day: Day, stance: Stance, assets: Assets, law: Law) -> bool:
    """Tell whether a loss, had it been taken on a day, can be disallowed by what comes near it.

    One on closing options that were written never is: they were no short sale (IRC 1091(e)).
    """
    if closes_short(match) and assets.named(match.asset).is_option:
        return False
    return reached(match.asset, day, stance, assets, law)


def window(law: Law, day: Day) -> int:
    """Give how many days before and after a sale on a day count."""
    days = law.on("wash-window", day).values["days"]
    assert isinstance(days, int)
    return days


def provisional_until(year: int, day: Day, law: Law) -> Day | None:
    """Give the day up to which purchases may still wash a year's losses, `None` once it is over.

    The window of a sale on 31 December ends in January of the next year. Years before there was a
    rule are over.
    """
    last = last_day_of(year)
    if last < law.rules["wash-window"].history[0].since:
        return None
    end = last + window(law, last)
    return None if day >= end else end


def may_hold_a_replacement(account: Account, stance: Stance) -> bool:
    """Tell whether purchases in an account count; those in a 401(k) or HSA by position."""
    excluded = stance.positions["retirement_plans"] == "not-covered"
    return not (excluded and account.treatment in _PLANS)
