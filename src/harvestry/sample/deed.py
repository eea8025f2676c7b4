"""What the household wished, and what then was done: the two records the sample is made of."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from harvestry.events.kind import Kind
from harvestry.units.days import Instant
from harvestry.units.exact import Money, Quantity

USD: Final = "USD"
PERCENT: Final = 10_000
"""Parts per million in one percent."""


class Do(StrEnum):
    """What a wish may be."""

    BUY = "buy"
    SELL = "sell"
    SWAP = "swap"
    MOVE = "move"
    STAKE = "stake"
    UNSTAKE = "unstake"
    REWARD = "reward"
    SPEND = "spend"
    FEE = "fee"
    GIVE = "give"
    DONATE = "donate"
    FIND = "find"
    CASH_IN = "cash-in"
    CASH_OUT = "cash-out"


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing done, exact, in no venue's form.

    Quantities and fees mean what they mean in the Harvestry CSV. `arrives` is when a transfer
    reaches `to_account`; coins put to stake or back are one to the same account. Cash is a deposit
    or withdrawal of USD. `do` and `way` tell a venue's report which of its words to use.
    """

    time: Instant
    account: str
    do: Do
    kind: Kind
    asset: str
    quantity: Quantity
    usd: Money
    fee_asset: str = ""
    fee_quantity: Quantity = 0
    fee_usd: Money = 0
    got_asset: str = ""
    got_quantity: Quantity = 0
    to_account: str = ""
    arrives: Instant = 0
    way: str = ""

    @property
    def less_fee(self) -> Quantity:
        """What is left of the coins after a fee in the same coin."""
        return self.quantity - (self.fee_quantity if self.fee_asset == self.asset else 0)


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to be done: for so many dollars, or with so many millionths of what is held.

    `to` is the other account or the other coin. `way` is how the venue does it, where it has
    several ways.
    """

    time: Instant
    account: str
    do: Do
    asset: str
    usd: int = 0
    part: int = 0
    to: str = ""
    way: str = ""

    def deed(self, kind: Kind, quantity: Quantity, usd: Money = 0) -> Deed:
        """Give the deed that this wish becomes, still without its fee and its other side."""
        return Deed(self.time, self.account, self.do, kind, self.asset, quantity, usd, way=self.way)
