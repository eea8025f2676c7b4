"""Every kind of event, as the Harvestry CSV spells it."""

from enum import StrEnum
from typing import Final


class Kind(StrEnum):
    """What an event is. The value is the word in the `kind` column."""

    BUY = "buy"
    SELL = "sell"
    TRADE = "trade"
    TRANSFER = "transfer"
    DEPOSIT = "deposit"
    WITHDRAWAL = "withdrawal"
    STAKING = "income:staking"
    MINING = "income:mining"
    INTEREST = "income:interest"
    AIRDROP = "income:airdrop"
    FORK = "income:fork"
    REWARD = "income:reward"
    WAGES = "income:wages"
    SERVICES = "income:services"
    OTHER_INCOME = "income:other"
    SPEND = "spend"
    FEE = "fee"
    GIFT_IN = "gift-in"
    INHERIT = "inherit"
    GIFT_OUT = "gift-out"
    DONATION = "donation"
    LOST = "lost"
    STOLEN = "stolen"
    OPENING = "opening"
    SHORT = "short"
    COVER = "cover"
    RESULT_1256 = "pnl:1256"
    RESULT_OTHER = "pnl:other"

    # Enum hashes by member name in Python code; the string's own hash is what a dispatch table
    # over a million events wants.
    __hash__ = str.__hash__


INCOME: Final = frozenset(
    {
        Kind.STAKING,
        Kind.MINING,
        Kind.INTEREST,
        Kind.AIRDROP,
        Kind.FORK,
        Kind.REWARD,
        Kind.WAGES,
        Kind.SERVICES,
        Kind.OTHER_INCOME,
    }
)
"""Ordinary income; the value when received is the basis (Notice 2014-21 Q-8; Rev. Rul. 2023-14)."""

PAY: Final = frozenset({Kind.WAGES, Kind.SERVICES})
"""Income received for work: units acquired for what was given in return."""

TRADES: Final = frozenset({Kind.BUY, Kind.SELL, Kind.TRADE})
"""One asset is exchanged for another, or for dollars."""

SALES: Final = frozenset({Kind.SELL, Kind.TRADE, Kind.SPEND, Kind.FEE})
"""Dispositions whose gain or loss is recognised."""

DEPARTURES: Final = frozenset({Kind.GIFT_OUT, Kind.DONATION, Kind.LOST, Kind.STOLEN})
"""The units leave without gain or capital loss."""

RESULTS: Final = frozenset({Kind.RESULT_1256, Kind.RESULT_OTHER})
"""A signed dollar result of a contract; nothing is acquired or given up."""
