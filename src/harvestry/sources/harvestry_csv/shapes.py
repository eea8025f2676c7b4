"""What each kind of event must have and may not have."""

from dataclasses import dataclass
from typing import Final

from harvestry.events.kind import DEPARTURES, INCOME, RESULTS, SALES, Kind
from harvestry.sources.harvestry_csv.columns import COLUMNS

_TRADE: Final = frozenset({"got_asset", "got_quantity"})
_TRANSFER: Final = frozenset({"to_account"})
_DATES: Final = frozenset({"acquired"})
_GIFT: Final = frozenset({"acquired", "fmv_usd"})
_LOTS: Final = frozenset({"lots", "lots_at", "lots_told"})
_FEE: Final = frozenset({"fee_asset", "fee_quantity", "fee_usd"})
_BUY: Final = frozenset({"prior_disallowed"})
_PARTICULAR: Final = _TRADE | _TRANSFER | _GIFT | _LOTS | _FEE | _BUY


@dataclass(frozen=True, slots=True)
class Shape:
    """What a kind of row may fill.

    `allowed` are those of the particular columns that mean something on it; filling another is a
    mistake. A `signed` row is a result: dollars of any sign, no units needed. `takes_in` rows
    receive `asset`. `coin_fee` tells whether a fee may be paid in coins.
    """

    allowed: frozenset[str]
    signed: bool = False
    takes_in: bool = False
    coin_fee: bool = True

    @property
    def trades(self) -> bool:
        """Tell whether something is received for the asset."""
        return "got_asset" in self.allowed

    @property
    def moves(self) -> bool:
        """Tell whether units go to another account."""
        return "to_account" in self.allowed

    @property
    def meaningless(self) -> tuple[str, ...]:
        """The columns that say nothing about such a row."""
        return tuple(c for c in COLUMNS if c in _PARTICULAR and c not in self.allowed)


_TAKING: Final = Shape(_FEE, takes_in=True)
_GIVING: Final = Shape(_FEE | _LOTS)
SHAPES: Final = {
    **dict.fromkeys(INCOME | {Kind.DEPOSIT}, _TAKING),
    **dict.fromkeys(SALES | DEPARTURES | {Kind.WITHDRAWAL}, _GIVING),
    **dict.fromkeys(RESULTS, Shape(frozenset(), signed=True)),
    Kind.BUY: Shape(_FEE | _BUY, takes_in=True),
    Kind.TRADE: Shape(_FEE | _TRADE | _LOTS),
    Kind.TRANSFER: Shape(_FEE | _TRANSFER | _LOTS),
    Kind.FEE: Shape(_LOTS),
    Kind.GIFT_IN: Shape(_FEE | _GIFT, takes_in=True),
    Kind.INHERIT: Shape(_FEE | _DATES, takes_in=True),
    Kind.OPENING: Shape(_FEE | _DATES, takes_in=True),
    Kind.SHORT: Shape(_FEE, coin_fee=False),
    Kind.COVER: Shape(_FEE | _LOTS, coin_fee=False),
}
"""The shape of every kind."""

assert SHAPES.keys() == set(Kind)
