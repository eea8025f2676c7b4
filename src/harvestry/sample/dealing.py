"""Buying, selling and swapping, each in the ways of its venue."""

from dataclasses import replace
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sample.deed import Deed, Do, Wish
from harvestry.sample.purse import Purse
from harvestry.sample.rounding import coins_for, part_of, worth
from harvestry.units.days import HOUR
from harvestry.units.exact import DOLLAR, QUANTITY_OF_MONEY

_FEE: Final = {
    "": 14_900,
    "advanced": 6_000,
    "usdc": 6_000,
    "trade": 2_600,
    "kfee": 2_600,
    "app": 10_000,
    "par": 0,
    "broker": 0,
}
"""What each way of dealing costs, in millionths."""
_FEE_CONVERT: Final = 8_500
_FROM_CASH: Final = frozenset({"advanced", "trade", "app", "kfee"})


def buy(purse: Purse, wish: Wish) -> None:
    """Buy for so many dollars in all, the fee among them."""
    total = wish.usd * DOLLAR
    fee = part_of(total, _FEE[wish.way])
    price = purse.price(wish, wish.asset, 1)
    quantity = coins_for(total - fee, price, wish.asset)
    usd = worth(quantity, price) if wish.way == "broker" else total - fee
    deed = replace(wish.deed(Kind.BUY, quantity, usd), fee_usd=fee)
    if wish.way == "usdc":
        deed = _paid_in_usdc(purse, deed)
    if wish.way == "kfee":
        total = usd
        deed = replace(deed, fee_asset="KFEE", fee_quantity=fee * 100 * QUANTITY_OF_MONEY)
        purse.take(wish.account, "KFEE", deed.fee_quantity)
    if wish.way in _FROM_CASH:
        purse.pay(wish, total)
    purse.free[wish.account, wish.asset] += quantity
    purse.deeds.append(deed)


def _paid_in_usdc(purse: Purse, deed: Deed) -> Deed:
    """Give a purchase as the trade of stablecoins that it is; buy first what is short."""
    total = (deed.usd + deed.fee_usd) * QUANTITY_OF_MONEY
    short = total - purse.free[deed.account, "USDC"]
    if short > 0:
        dollars = 50 * -(-short // (50 * DOLLAR * QUANTITY_OF_MONEY))
        buy(purse, Wish(deed.time - HOUR, deed.account, Do.BUY, "USDC", dollars, way="par"))
    purse.take(deed.account, "USDC", total)
    traded = replace(deed, kind=Kind.TRADE, asset="USDC", quantity=total, fee_asset="USDC")
    return replace(
        traded,
        fee_quantity=deed.fee_usd * QUANTITY_OF_MONEY,
        got_asset=deed.asset,
        got_quantity=deed.quantity,
    )


def sell(purse: Purse, wish: Wish) -> None:
    """Sell a part of what is free, for cash in the account."""
    quantity = purse.part_taken(wish)
    usd = worth(quantity, purse.price(wish, wish.asset, -1))
    fee = part_of(usd, _FEE[wish.way])
    purse.cash[wish.account] += usd - fee
    purse.deeds.append(replace(wish.deed(Kind.SELL, quantity, usd), fee_usd=fee))


def swap(purse: Purse, wish: Wish) -> None:
    """Swap coins: on an exchange for a fee within the rate, in a wallet for gas."""
    quantity = purse.part_taken(wish)
    deed = purse.with_gas(wish, wish.deed(Kind.TRADE, quantity))
    gross = worth(deed.less_fee, purse.price(wish, wish.asset, -1))
    fee = 0 if deed.fee_asset else part_of(gross, _FEE_CONVERT)
    got = coins_for(gross - fee, purse.price(wish, wish.to, 1), wish.to)
    purse.free[wish.account, wish.to] += got
    deed = replace(deed, usd=gross - fee, fee_usd=deed.fee_usd + fee)
    purse.deeds.append(replace(deed, got_asset=wish.to, got_quantity=got))
