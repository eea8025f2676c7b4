"""Amounts as venues book them: dollars in whole cents, coins in their own smallest units."""

from typing import Final

from harvestry.sample.market import COINS
from harvestry.units.exact import (
    CENT,
    MONEY_DECIMALS,
    PRICE_DECIMALS,
    QUANTITY_DECIMALS,
    QUANTITY_OF_MONEY,
    Money,
    Price,
    Quantity,
    cents,
    share,
    value_at,
)

PART: Final = 10**6
"""Parts of holdings and fees are counted in millionths."""
_COARSE: Final = 10
_PER_PRICE: Final = 10 ** (QUANTITY_DECIMALS + PRICE_DECIMALS - MONEY_DECIMALS)
_GRAIN: Final[dict[str, int]] = {c.symbol: 10 ** (QUANTITY_DECIMALS - c.decimals) for c in COINS}


def worth(quantity: Quantity, price: Price) -> Money:
    """Give the value of coins in whole cents."""
    return cents(value_at(quantity, price)) * CENT


def part_of(money: Money, part: int) -> Money:
    """Give so many millionths of money, in whole cents."""
    return cents(share(money, part, PART)) * CENT


def coins_for(money: Money, price: Price, asset: str) -> Quantity:
    """Give what money buys, in whole units of the asset."""
    return _whole(money * _PER_PRICE // price, asset)


def coins_of(held: Quantity, part: int, asset: str) -> Quantity:
    """Give so many millionths of coins, in whole units of the asset."""
    return _whole(held * part // PART, asset)


def money_text(money: Money) -> str:
    """Write whole cents with two decimals."""
    assert money % CENT == 0
    sign = "-" if money < 0 else ""
    return f"{sign}{abs(money) // CENT // 100}.{abs(money) // CENT % 100:02}"


def rate_text(money: Money, quantity: Quantity) -> str:
    """Write what one coin costs: in cents, below ten dollars in millionths."""
    millionths = money * QUANTITY_OF_MONEY * PART // quantity
    whole, rest = divmod(millionths, PART)
    return f"{whole}.{rest:06}" if whole < _COARSE else f"{whole}.{rest // 10**4:02}"


def _whole(quantity: Quantity, asset: str) -> Quantity:
    grain = _GRAIN[asset]
    return quantity // grain * grain
