"""What the wash-sale rule reaches: which assets replace which, whose purchases, what follows."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final, TypeAlias

from harvestry.events.account import Account, Owner, Treatment
from harvestry.events.asset import Asset, AssetClass, undescribed
from harvestry.law.known_assets import known_assets
from harvestry.law.load import Dated
from harvestry.law.positions import Positions
from harvestry.ledger.match import Outcome
from harvestry.ledger.pool import PoolKey
from harvestry.ledger.wash.identical import coins_group, group_of, may_stand_for
from harvestry.ledger.wash.purchase_kinds import income_bought
from harvestry.ledger.wash.rules import WashRules
from harvestry.ledger.wash.sizes import Sizes, sizes_of, units_for
from harvestry.units.days import ALWAYS, Day, Instant
from harvestry.units.exact import Quantity

_IRAS: Final = frozenset({Treatment.TRADITIONAL_IRA, Treatment.ROTH_IRA})
_PLANS: Final = frozenset({Treatment.HSA, Treatment.K401})
_COUPLE: Final = frozenset({Owner.SELF, Owner.SPOUSE})


_Era: TypeAlias = tuple[Dated | None, bool]
"""The law of a day, and whether coins are covered."""


class _Covered(dict[PoolKey, bool]):
    """Whether losses on sales out of a pool are reached, as it was asked."""

    def __init__(self, ask: Callable[[PoolKey], bool]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, pool: PoolKey) -> bool:
        found = self[pool] = self._ask(pool)
        return found


class _Outcomes(dict[tuple[str, str], tuple[Outcome, str]]):
    """Where a loss of one account goes that another replaces, and the rule saying so."""

    def __init__(self, account: Callable[[str], Account], rules: WashRules) -> None:
        super().__init__()
        self._account = account
        self._positions = rules.positions

    def __missing__(self, key: tuple[str, str]) -> tuple[Outcome, str]:
        loser, buyer = map(self._account, key)
        found = self[key] = outcome_between(loser, buyer, self._positions)
        return found


def outcome_between(loser: Account, buyer: Account, positions: Positions) -> tuple[Outcome, str]:
    """Give where a loss of one account goes that units of another replace, and the rule saying so.

    In an IRA it is lost for good (Rev. Rul. 2008-5); in other plans and with a spouse by position.
    """
    if buyer.treatment in _IRAS:
        return Outcome.LOST, "wash-retirement"
    if buyer.treatment is not Treatment.TAXABLE:
        return Outcome.LOST, "retirement_plans"
    if {loser.owner, buyer.owner} == _COUPLE:
        is_lost = positions["spouse_purchase"] == "lost"
        return Outcome.LOST if is_lost else Outcome.DEFERRED, "spouse_purchase"
    return Outcome.DEFERRED, "wash-basis"


class Reach:
    """The answers of one set of rules, each worked out once (docs/spec/wash-sales.md 1, 2, 5).

    `outcomes[losing, buying]` tells where a loss of one account goes that another replaces, and the
    rule saying so.
    """

    def __init__(self, rules: WashRules, account: Callable[[str], Account]) -> None:
        positions = rules.positions
        self.zone = rules.zone
        self.same_order_exempt = positions["same_order"] == "exempt"
        self.sold_before_counts = positions["sold_before_loss"] == "counts"
        self.older_lot_counts = positions["older_lot"] == "counts"
        self.both_of_a_loop = positions["mutual_loop"] == "both"
        self.losses_go_by_time = positions["same_day_losses"] == "time-of-sale"
        self.income_bought = income_bought(positions)
        since = rules.regime.coins_from
        # Under any other regime coins are covered on every day, or take no part.
        self.coins_come_later = since is not None and not rules.regime.covers_coins_on(1)
        self.every_account_counts = positions["retirement_plans"] == "like-ira"
        self._mixed = {
            group_under(each, rules)
            for each in rules.assets.described.values()
            if not rules.assets.is_as_a_coin(each)
        }
        if positions["etf_and_coin"] == "identical":
            coins = {asset.coin for asset in map(undescribed, known_assets())}
            self._mixed |= {coins_group(coin, rules.assets) for coin in coins if coin}
        self._rules = rules
        self._first_day = rules.law.rules["wash-window"].history[0].since
        self._account = account
        self._groups: dict[str, str | None] = {}
        self._by_asset: dict[str, Asset] = {}
        self._sizes: dict[tuple[str, str], Sizes] = {}
        self.outcomes = _Outcomes(account, rules)
        self._window_on: Day | None = None
        self._window = 0
        self._covered_on: Day | None = None
        self._era: _Era | None = None
        self._covered: Mapping[PoolKey, bool] = {}

    def window(self, day: Day) -> int:
        """Give the days before and after a sale that count (IRC 1091(a)); none before 1921."""
        if day != self._window_on:
            self._window_on, self._window = day, self._window_of(day)
        return self._window

    def _window_of(self, day: Day) -> int:
        if day < self._first_day:
            return 0
        days = self._rules.law.on("wash-window", day).values["days"]
        assert isinstance(days, int)
        return days

    def window_begins(self, day: Day) -> Instant:
        """Give the first instant of the window before a sale of a day."""
        return self.zone.start_of_day(day - self.window(day))

    def group(self, symbol: str) -> str | None:
        """Give the set an asset is substantially identical with; `None` if it takes no part."""
        try:
            return self._groups[symbol]
        except KeyError:
            group = self._groups[symbol] = group_under(self._asset(symbol), self._rules)
            return group

    def units_for(
        self, sold: str, wanted: Quantity, bought: str, there: Quantity
    ) -> tuple[Quantity, Quantity]:
        """Give how many units sold are replaced by how many of those there are.

        Raises:
            SizeMissingError: nobody said how many of the one are how many of the other.
        """
        if sold == bought:
            both = min(wanted, there)
            return both, both
        pair = sold, bought
        sizes = self._sizes.get(pair)
        if sizes is None:
            rules = self._rules
            one, other = self._asset(sold), self._asset(bought)
            sizes = self._sizes[pair] = sizes_of(one, other, rules.assets, rules.positions)
        return units_for(sizes, wanted, there)

    def begins(self, symbol: str) -> Instant:
        """Give the instant before which nothing about an asset can bear on a wash.

        Of a coin that replaces only coins: the window before the regime begins.
        """
        since = self._rules.regime.coins_from
        if since is None or since <= self._first_day or self.group(symbol) in self._mixed:
            return ALWAYS
        if not self._rules.assets.is_as_a_coin(self._asset(symbol)):
            return ALWAYS
        return self.window_begins(since)

    def may_stand_for(self, sold: str, bought: str, day: Day) -> bool:
        """Tell whether one asset of a group can replace another, sold on a day.

        Where coins are covered from a day on, none replaces a security sold before it.
        """
        rules = self._rules
        covered = rules.regime.covers_coins_on(day)
        one, other = self._asset(sold), self._asset(bought)
        return may_stand_for(one, other, rules.assets, rules.positions, coins_are_covered=covered)

    def covers(self, pool: PoolKey, day: Day) -> bool:
        """Tell whether a loss on a sale out of a pool on a day can be disallowed."""
        return self.covered_on(day)[pool]

    def covered_on(self, day: Day) -> Mapping[PoolKey, bool]:
        """Give for each pool whether a loss on a sale out of it on a day can be disallowed.

        The answers of the day before are kept where the same law holds.
        """
        if day != self._covered_on:
            self._begin_day(day)
        return self._covered

    def _begin_day(self, day: Day) -> None:
        since = self._rules.regime.coins_from
        begun = day >= self._first_day
        law = self._rules.law.on("wash-reach", day) if begun else None
        era = law, since is not None and day >= since
        if era != self._era:
            self._era, self._covered = era, _Covered(partial(self._covers, *era))
        self._covered_on = day

    def _covers(self, law: Dated | None, coins_are_covered: bool, pool: PoolKey) -> bool:  # noqa: FBT001
        account, symbol = self._account(pool[0]), pool[1]
        if account.treatment is not Treatment.TAXABLE or account.owner is Owner.ENTITY:
            return False
        if law is None:
            return False
        asset = self._asset(symbol)
        classes = law.values["classes"]
        assert isinstance(classes, list)
        as_a_coin = self._rules.assets.is_as_a_coin(asset)
        if asset.asset_class in classes and not as_a_coin:
            return True
        return coins_are_covered and as_a_coin and self._reaches(asset)

    def counts(self, account: str) -> bool:
        """Tell whether units in an account may replace, wherever they were bought."""
        return self.every_account_counts or self._account(account).treatment not in _PLANS

    def _asset(self, symbol: str) -> Asset:
        found = self._by_asset.get(symbol)
        if found is None:
            found = self._by_asset[symbol] = self._rules.assets.named(symbol)
        return found

    def _reaches(self, asset: Asset) -> bool:
        stable = asset.asset_class is AssetClass.STABLECOIN
        return not stable or self._rules.positions["stablecoins"] == "covered"


def group_under(asset: Asset, rules: WashRules) -> str | None:
    """Give the group of an asset under the rules; `None` too for a coin that no rule asks about."""
    funds_apart = rules.positions["etf_and_coin"] != "identical"
    coins_take_no_part = rules.regime.coins_from is None and funds_apart
    if coins_take_no_part and rules.assets.is_as_a_coin(asset):
        return None
    return group_of(asset, rules.assets, rules.positions)
