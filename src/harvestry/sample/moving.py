"""Everything but dealing: moving, staking, rewards, spending, giving, cash."""

from dataclasses import replace
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sample.deed import Do, Wish
from harvestry.sample.purse import NETWORK, Purse
from harvestry.sample.rounding import coins_for, coins_of, worth
from harvestry.units.days import SECOND
from harvestry.units.exact import DOLLAR, QUANTITY_OF_MONEY, Quantity

_EARN_FEE: Final = 200_000
"""The part of a reward that the exchange keeps, in millionths."""
_LEAVING: Final = {
    Do.SPEND: Kind.SPEND,
    Do.FEE: Kind.FEE,
    Do.GIVE: Kind.GIFT_OUT,
    Do.DONATE: Kind.DONATION,
}
_REWARDS: Final = {"learning": Kind.REWARD, "usdc": Kind.REWARD, "promo": Kind.AIRDROP}


def move(purse: Purse, wish: Wish) -> None:
    """Send a part of what is free to another account of the household."""
    sent = purse.part_taken(wish)
    deed = purse.with_gas(wish, wish.deed(Kind.TRANSFER, sent))
    if not deed.fee_asset:
        deed = replace(deed, fee_asset=wish.asset, fee_quantity=NETWORK[wish.asset])
    arriving = deed.less_fee
    purse.free[wish.to, wish.asset] += arriving
    usd = worth(arriving, purse.market.at(wish.asset, wish.time))
    arrives = wish.time + purse.chance.randrange(8 * 60, 4 * 3600) * SECOND
    deed = replace(deed, quantity=arriving, usd=usd, to_account=wish.to, arrives=arrives)
    purse.deeds.append(deed)


def stake(purse: Purse, wish: Wish) -> None:
    """Put a part of what is free to stake."""
    quantity = purse.part_taken(wish)
    purse.staked[wish.account, wish.asset] += quantity
    _put(purse, wish, quantity)


def unstake(purse: Purse, wish: Wish) -> None:
    """Take a part of what is staked back."""
    place = wish.account, wish.asset
    quantity = coins_of(purse.staked[place], wish.part, wish.asset)
    purse.staked[place] -= quantity
    purse.free[place] += quantity
    _put(purse, wish, quantity)


def _put(purse: Purse, wish: Wish, quantity: Quantity) -> None:
    usd = worth(quantity, purse.market.at(wish.asset, wish.time))
    purse.deeds.append(replace(wish.deed(Kind.TRANSFER, quantity, usd), to_account=wish.account))


def reward(purse: Purse, wish: Wish) -> None:
    """Receive a reward: dollars' worth of a coin, or a part of what is held or staked."""
    place = wish.account, wish.asset
    pocket = purse.free if wish.way in _REWARDS else purse.staked
    price = purse.market.at(wish.asset, wish.time)
    quantity = coins_of(pocket[place], wish.part, wish.asset)
    if wish.usd:
        quantity = coins_for(wish.usd * DOLLAR, price, wish.asset)
    fee = coins_of(quantity, _EARN_FEE, wish.asset) if wish.way == "earn" else 0
    pocket[place] += quantity - fee
    deed = wish.deed(_REWARDS.get(wish.way, Kind.STAKING), quantity, worth(quantity, price))
    if quantity:
        purse.deeds.append(replace(deed, fee_asset=wish.asset if fee else "", fee_quantity=fee))


def leave(purse: Purse, wish: Wish) -> None:
    """Spend coins, give them away, or burn them for a service."""
    price = purse.market.at(wish.asset, wish.time)
    quantity = coins_for(wish.usd * DOLLAR, price, wish.asset)
    if wish.part:
        quantity = purse.part_taken(wish)
    else:
        purse.take(wish.account, wish.asset, quantity)
    deed = wish.deed(_LEAVING[wish.do], quantity, worth(quantity, price))
    purse.deeds.append(deed if wish.do is Do.FEE else purse.with_gas(wish, deed))


def find(purse: Purse, wish: Wish) -> None:
    """Receive coins from an account of which nothing is known any more."""
    price = purse.market.at(wish.asset, wish.time)
    quantity = coins_for(wish.usd * DOLLAR, price, wish.asset)
    purse.free[wish.account, wish.asset] += quantity
    purse.deeds.append(wish.deed(Kind.DEPOSIT, quantity, wish.usd * DOLLAR))


def cash_out(purse: Purse, wish: Wish) -> None:
    """Send all the cash of an account to the bank."""
    usd = purse.cash[wish.account]
    purse.cash[wish.account] = 0
    purse.deeds.append(wish.deed(Kind.WITHDRAWAL, usd * QUANTITY_OF_MONEY, usd))
