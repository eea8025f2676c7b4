"""The look-ahead: what a loss sale made today would meet (docs/spec/wash-sales.md 3, 4).

It looks back on what was bought in the window and forward on what is planned. It books nothing:
the fold alone says what was washed.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from harvestry.events.account import Accounts
from harvestry.events.account_plans import PlannedPurchase
from harvestry.events.asset import Asset, Assets
from harvestry.events.event import Event
from harvestry.harvest.planned_sales import Moment
from harvestry.harvest.purchases import Purchase, planned_purchases, recent_purchases
from harvestry.harvest.unknown_receipts import unknown_receipts
from harvestry.law.load import Law
from harvestry.ledger.books import Books
from harvestry.ledger.match import Outcome
from harvestry.ledger.wash.identical import may_stand_for, standing_between
from harvestry.ledger.wash.purchase_kinds import INCOME_POSITION
from harvestry.ledger.wash.reach import outcome_between
from harvestry.tax.stance import Stance
from harvestry.tax.wash_reach import Reach, reach, window
from harvestry.units.days import Day, Zone


class Standing(NamedTuple):
    """What stands near a sale of an asset today: what would replace it, and what might.

    `greys` are purchases with the position that keeps them from replacing.
    """

    replacing: tuple[Purchase, ...]
    greys: tuple[tuple[Purchase, str], ...]


@dataclass(frozen=True, slots=True)
class LookAhead:
    """What a loss sale made on `day` would meet; `days` is how far the window reaches.

    `zone` is the household's, whose calendar counts.

    `purchases` are those made in the window before and those planned at any time after, the
    earliest first; `left_out` what came in the window before and by position is no purchase.
    `accounts` tell whose each is; `unknown` is what came without a history and may be a purchase.
    """

    day: Day
    days: int
    stance: Stance
    assets: Assets
    law: Law
    zone: Zone
    purchases: tuple[Purchase, ...]
    left_out: tuple[Purchase, ...] = ()
    accounts: Accounts = field(default_factory=Accounts, repr=False)
    unknown: tuple[Event, ...] = ()
    _standing: dict[str, Standing] = field(default_factory=dict, compare=False, repr=False)
    _doubts: dict[str, tuple[Event, ...]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def rebuy_from(self) -> Day:
        """The first day on which what is sold at a loss today may be bought back."""
        return self.day + self.days + 1

    def reach(self, asset: str) -> Reach:
        """Tell whether a loss on an asset sold today could be washed at all."""
        return reach(asset, self.day, self.stance, self.assets, self.law)

    def standing(self, asset: str) -> Standing:
        """Give what stands near a loss on an asset sold today; plans of any later day included."""
        if asset not in self._standing:
            self._standing[asset] = self._near(asset)
        return self._standing[asset]

    def standing_for(self, sold: str, known: Iterable[str], on: Day) -> Sequence[str]:
        """Give the assets that replace one sold at a loss on a day, of those that are known."""
        asset = self.assets.named(sold)
        bought = {each.asset for each in self.purchases}
        others = {*known, *self.assets.described, *bought, asset.group or sold}
        kin = (each for each in others if self._stands(asset, self.assets.named(each), on) == "")
        return sorted({sold, *kin})

    def doubts(self, asset: str) -> tuple[Event, ...]:
        """Give what came without a history and may have washed a loss on an asset sold today."""
        if asset not in self._doubts:
            sold = self.assets.named(asset)
            self._doubts[asset] = tuple(
                each
                for each in self.unknown
                if self._stands(sold, self.assets.named(each.asset), self.day) == ""
            )
        return self._doubts[asset]

    def is_lost(self, losing: str, buying: str) -> bool:
        """Tell whether a loss of one account is lost for good where units of another replace it."""
        loser, buyer = self.accounts.named(losing), self.accounts.named(buying)
        return outcome_between(loser, buyer, self.stance.positions)[0] is Outcome.LOST

    def in_window(self, purchase: Purchase) -> bool:
        """Tell whether a purchase lies within the window of a sale today."""
        return abs(purchase.day - self.day) <= self.days

    def clear_from(self, purchases: Iterable[Purchase]) -> Day:
        """Give the first day from today whose window none of these purchases lies in."""
        day = self.day
        for other in sorted(each.day for each in purchases):
            if abs(other - day) <= self.days:
                day = other + self.days + 1
        return day

    def _near(self, asset: str) -> Standing:
        sold = self.assets.named(asset)
        replacing, greys = [], []
        for purchase in self.purchases:
            other = self.assets.named(purchase.asset)
            position = self._stands(sold, other, self.day)
            if position is None:
                continue
            if not position:
                replacing.append(purchase)
            elif self.in_window(purchase):
                greys.append((purchase, position))
        for receipt in self.left_out:
            other = self.assets.named(receipt.asset)
            if self._stands(sold, other, self.day) == "":
                greys.append((receipt, INCOME_POSITION))
        return Standing(tuple(replacing), tuple(greys))

    def _stands(self, sold: Asset, bought: Asset, on: Day) -> str | None:
        """Give the position by which one does not stand for another, `""` where it does.

        `on` is the day of the sale: the law of that day decides.
        """
        positions = self.stance.positions
        position = standing_between(sold, bought, self.assets, positions)
        covered = self.stance.regime.covers_coins_on(on)
        if position == "" and not may_stand_for(
            sold, bought, self.assets, positions, coins_are_covered=covered
        ):
            return None
        return position


def look_ahead(
    books: Books,
    events: Collection[Event],
    planned: Iterable[PlannedPurchase],
    accounts: Accounts,
    assets: Assets,
    stance: Stance,
    law: Law,
    moment: Moment,
) -> LookAhead:
    """Give what a loss sale made at the end of the moment's day would meet.

    Args:
        books: what is held, and what has replaced a loss already.
        events: all events, gone through twice; what was bought, or came, lately is looked for.
        planned: the purchases to come.
        accounts: whose accounts they are: purchases count in every one of the household's.
        assets: what is identical with what.
        stance: the regime and the positions.
        law: the window's length and reach.
        moment: the day, the prices and the household's zone.
    """
    days = window(law, moment.day)
    recent = recent_purchases(books, events, accounts, stance, moment, days)
    purchases = (*recent.purchases, *planned_purchases(planned, events, accounts, stance, moment))
    left_out = tuple(recent.left_out)
    unknown = tuple(unknown_receipts(events, accounts, stance, moment, days))
    return LookAhead(
        *(moment.day, days, stance, assets, law),
        *(moment.zone, purchases, left_out, accounts, unknown),
    )
