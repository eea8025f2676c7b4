"""What the naive wash matcher speaks of: its setting, sales, washes and books."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from math import ceil

from oracle.naive_books import NOTHING, Books, Match, Piece, Row, minus

DIGITAL = ("coin", "nft", "collectible", "stablecoin")
ALWAYS_REACHED = ("security", "option")
DEFAULTS = {
    "futures": "different",
    "income_as_purchase": "pay",
    "mutual_loop": "once",
    "older_lot": "counts",
    "retirement_plans": "like-ira",
    "same_day_losses": "acquisition",
    "same_order": "exempt",
    "sold_before_loss": "skip",
    "spouse_purchase": "deferred",
    "stablecoins": "not-covered",
}


class TooManyPiecesError(Exception):
    """A loss passed on and on among the sales of one day, in parts too small to follow by hand."""


@dataclass(frozen=True)
class Setting:
    """How the rule is applied: `assets` have a `class` and a `group`, `zone` is the household's."""

    regime: str = "current-law"
    assets: Mapping[str, Row] = field(default_factory=dict)
    positions: Mapping[str, str] = field(default_factory=dict)
    zone: str = "UTC"

    def position(self, name: str) -> str:
        return self.positions.get(name, DEFAULTS[name])

    def group(self, asset: str) -> str:
        """Name what the asset is substantially identical with; a put is so with itself alone."""
        if self.assets.get(asset, {}).get("right") == "put":
            return f"put {asset}"
        return self.assets.get(asset, {}).get("group", "") or asset

    def multiplier(self, asset: str) -> Fraction:
        """Say for how many units of its group one unit stands."""
        return Fraction(self.assets.get(asset, {}).get("multiplier", "1"))

    def replaces(self, asset: str) -> bool:
        """Tell whether buying the asset replaces others of its group (section 1)."""
        is_future = self.assets.get(asset, {}).get("class") == "future-1256"
        return not is_future or self.position("futures") == "identical"

    def reaches(self, asset: str, day: date) -> bool:
        """Tell whether a loss on the asset, sold on that day, is one the rule knows (section 1)."""
        kind = self.assets.get(asset, {}).get("class", "coin")
        if kind in ALWAYS_REACHED and not self.is_as_a_coin(asset):
            return True
        # Reading: a stablecoin that the position covers is a coin to the regime.
        covered = kind == "stablecoin" and self.position("stablecoins") == "covered"
        if not self.is_as_a_coin(asset) or (kind == "stablecoin" and not covered):
            return False
        return self.covers_coins(day)

    def is_as_a_coin(self, asset: str) -> bool:
        """Tell whether it is a coin, or an option on one: IRC 1091(a), last sentence."""
        kind = self.assets.get(asset, {}).get("class", "coin")
        if kind != "option":
            return kind in DIGITAL
        beneath = self.assets[asset].get("group")
        of_it = [
            each.get("class", "coin")
            for name, each in self.assets.items()
            if beneath and beneath in (name, each.get("group")) and each.get("class") != "option"
        ]
        return "security" not in of_it and any(each in DIGITAL for each in of_it)

    def may_stand_for(self, bought: str, sold: str, day: date) -> bool:
        """Tell whether what was bought can replace what was sold, by the law of that day.

        A coin replaces a security only while coins are covered (section 1).
        """
        return self.is_as_a_coin(sold) or not self.is_as_a_coin(bought) or self.covers_coins(day)

    def covers_coins(self, day: date) -> bool:
        if self.regime.startswith("from:"):
            return day >= date.fromisoformat(self.regime.removeprefix("from:"))
        return self.regime == "apply"


@dataclass(eq=False)
class Sale:
    """A match and what the rule has made of it. Its first `washed` units are those replaced.

    `replaced` of its units have themselves replaced others, or may not.
    """

    match: Match
    piece: Piece | None
    account: str
    day: date
    replaced: Fraction
    washed: Fraction = NOTHING
    had_its_turn: bool = False
    handed: tuple[str, ...] = ()
    """The lots whose loss came to it on the day on which it was sold, from sale to sale."""
    moment: datetime | None = None
    """The instant of the sale."""
    joined: Fraction = NOTHING
    """What joined the basis once its turn had passed, of which nothing is disallowed any more."""
    made_by: "Sale | None" = None
    """The loss of today that made it one, if the step did."""
    made: int = 0
    """How many the step had made losses today when this became one."""

    @property
    def waiting(self) -> Fraction:
        return self.match.quantity - self.washed

    @property
    def loss(self) -> Fraction:
        """Give basis less proceeds where that is known and a loss, else nothing."""
        over = minus(self.match.basis, self.match.proceeds)
        return NOTHING if over is None else max(over - self.joined, NOTHING)


@dataclass
class Gone:
    """What departed of a piece otherwise than by a sale: `place` among all that departed."""

    place: int
    piece: Piece
    account: str
    day: date
    free: Fraction


@dataclass(eq=False)
class Wash:
    """The units of a loss from `begin` on that were replaced, and by what."""

    loss: Sale
    begin: Fraction
    quantity: Fraction
    amount: Fraction
    lot: str
    piece: str
    account: str
    bought: date
    outcome: str
    taken: Fraction
    """The units that replace them, which may be contracts on more than one."""
    place: int = 0
    """The place of the loss among all matches, once all are written."""


@dataclass
class WashBooks(Books):
    """Books with what is disallowed of each match, and whence each open lot counts its holding."""

    disallowed: list[Fraction] = field(default_factory=list)
    washes: list[Wash] = field(default_factory=list)
    holding_from: list[date | None] = field(default_factory=list)


def earlier(held_from: date | None, loss: Sale) -> date | None:
    """Go back by the days the sold units were held; by an unknown number to an unknown day.

    Reading: both of these days are as the match of the loss has them, in the zones of its accounts.
    """
    if held_from is None or loss.match.holding_from is None:
        return None
    try:
        return held_from - (loss.match.sold - loss.match.holding_from)
    except OverflowError:  # it was handed on among the sales of one day until before the year 1
        raise TooManyPiecesError from None


def purchase_order(row: Row) -> tuple[str, ...]:
    """Give what tells one purchase order from another: its name, else the one row.

    Reading: an order is placed in one account; the same name in another is another order.
    """
    return (row["account"], row["order"]) if row.get("order", "") else (row["id"],)


def whole_digits(units: Fraction) -> Fraction:
    """Round up to the last digit that a quantity has."""
    return Fraction(ceil(units * 10**30), 10**30)
