"""The purse of the household: what is where, what is paid, and the deeds it has done."""

from collections import defaultdict
from dataclasses import replace
from random import Random
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sample.deed import USD, Deed, Do, Wish
from harvestry.sample.market import Market
from harvestry.sample.rounding import PART, coins_of, worth
from harvestry.units.days import SECOND
from harvestry.units.exact import DOLLAR, QUANTITY_OF_MONEY, Money, Price, Quantity, quantity_of

NETWORK: Final = {"BTC": quantity_of("0.00003"), "ETH": quantity_of("0.00042")}
"""What moving a coin costs, in the coin itself."""
_SPREAD: Final = {"USDC": 0, "KFEE": 0}
_ON_CHAIN: Final = "hot"
"""The wallet in which every step costs gas."""


class Purse:
    """Accounts with what they hold, in a market; nothing may be given up that is not there."""

    def __init__(self, market: Market, chance: Random) -> None:
        self.deeds: list[Deed] = []
        self.market = market
        self.chance = chance
        self.cash: defaultdict[str, Money] = defaultdict(int)
        self.free: defaultdict[tuple[str, str], Quantity] = defaultdict(int)
        self.staked: defaultdict[tuple[str, str], Quantity] = defaultdict(int)

    def pay(self, wish: Wish, usd: Money) -> None:
        """Pay from the account's cash; what is short was brought in the day before."""
        short = usd - self.cash[wish.account]
        if short > 0:
            cash = 500 * DOLLAR * -(-short // (500 * DOLLAR))
            time = wish.time - self.chance.randrange(20 * 3600, 30 * 3600) * SECOND
            brought = Wish(time, wish.account, Do.CASH_IN, USD)
            self.deeds.append(brought.deed(Kind.DEPOSIT, cash * QUANTITY_OF_MONEY, cash))
            self.cash[wish.account] += cash
        self.cash[wish.account] -= usd

    def price(self, wish: Wish, asset: str, side: int) -> Price:
        """Give the price of a deal: a small spread off the market's, against the household."""
        spread = _SPREAD.get(asset, self.chance.randrange(300, 2_500))
        return self.market.at(asset, wish.time) * (PART + side * spread) // PART

    def with_gas(self, wish: Wish, deed: Deed) -> Deed:
        """Charge gas in ETH on the chain: out of the coins themselves if they are ETH."""
        if wish.account != _ON_CHAIN or wish.asset == "BTC":
            return deed
        gas = coins_of(NETWORK["ETH"], self.chance.randrange(PART, 4 * PART), "ETH")
        if wish.asset != "ETH":
            self.take(wish.account, "ETH", gas)
        usd = worth(gas, self.market.at("ETH", wish.time))
        return replace(deed, fee_asset="ETH", fee_quantity=gas, fee_usd=usd)

    def part_taken(self, wish: Wish) -> Quantity:
        """Take the wished part of what is free, and give it."""
        held = self.free[wish.account, wish.asset]
        quantity = coins_of(held, wish.part, wish.asset)
        self.take(wish.account, wish.asset, quantity)
        return quantity

    def take(self, account: str, asset: str, quantity: Quantity) -> None:
        """Take coins out of what is free: they must be there."""
        self.free[account, asset] -= quantity
        assert quantity > 0, f"nothing of {asset} in {account}"
        assert self.free[account, asset] >= 0, f"too little {asset} in {account}"
