"""The look-ahead: what a loss sale made today would meet (docs/spec/wash-sales.md 3, 4).

It looks back on what was bought in the window and forward on what is planned. It books nothing:
the fold alone says what was washed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from harvestry.events.account import Accounts, Owner, Treatment
from harvestry.events.account_plans import PlannedPurchase
from harvestry.events.asset import Asset, Assets
from harvestry.events.event import Event
from harvestry.harvest.planned_sales import Moment
from harvestry.harvest.purchases import Purchase, planned_purchases, recent_purchases
from harvestry.law.load import Law
from harvestry.ledger.books import Books
from harvestry.ledger.match import closes_short
from harvestry.ledger.wash.identical import may_stand_for, standing_between
from harvestry.ledger.wash.losses import is_loss
from harvestry.ledger.wash.purchase_kinds import INCOME_POSITION
from harvestry.tax.stance import Stance
from harvestry.tax.wash_reach import (
    Reach,
    may_hold_a_replacement,
    reach,
    reached,
    window,
)
from harvestry.units.days import Day
from harvestry.units.exact import Quantity


class Standing(NamedTuple):
    """What stands near a sale of an asset today: what would replace it, and what might.

    `greys` are purchases with the position that keeps them from replacing.
    """

    replacing: tuple[Purchase, ...]
    greys: tuple[tuple[Purchase, str], ...]


class Blocked(NamedTuple):
    """An asset not to be bought in an account up to and on a day: it would replace what was sold.

    `sold` is what was sold at a loss, the asset itself or one it stands for; `sold_in` and
    `sold_on` tell of the latest such sale, `disposal` names it.
    """

    asset: str
    account: str
    until: Day
    sold: str
    sold_in: str
    sold_on: Day
    disposal: str


@dataclass(frozen=True, slots=True)
class LookAhead:
    """What a loss sale made on `day` would meet; `days` is how far the window reaches.

    `purchases` are those made in the window before and those planned at any time after, the
    earliest first; `left_out` what came in the window before and by position is no purchase.
    """

    day: Day
    days: int
    stance: Stance
    assets: Assets
    law: Law
    purchases: tuple[Purchase, ...]
    left_out: tuple[Purchase, ...] = ()
    _standing: dict[str, Standing] = field(default_factory=dict, compare=False, repr=False)

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

    def standing_for(self, sold: str, known: Iterable[str]) -> Sequence[str]:
        """Give the assets that replace one sold at a loss: itself, what it is of, what is known."""
        asset = self.assets.named(sold)
        kin = {sold} if asset.is_put else {sold, asset.group or sold}
        for other in {*known, *self.assets.described, *(each.asset for each in self.purchases)}:
            bought = self.assets.named(other)
            if self._stands(asset, bought) == "":
                kin.add(other)
        return sorted(kin)

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
            position = self._stands(sold, other)
            if position is None:
                continue
            if not position:
                replacing.append(purchase)
            elif self.in_window(purchase):
                greys.append((purchase, position))
        for receipt in self.left_out:
            other = self.assets.named(receipt.asset)
            if self._stands(sold, other) == "":
                greys.append((receipt, INCOME_POSITION))
        return Standing(tuple(replacing), tuple(greys))

    def _stands(self, sold: Asset, bought: Asset) -> str | None:
        """Give the position by which one asset does not stand for another, `""` where it does."""
        positions = self.stance.positions
        position = standing_between(sold, bought, self.assets, positions)
        covered = self.stance.regime.covers_coins_on(self.day)
        if position == "" and not may_stand_for(
            sold, bought, self.assets, positions, coins_are_covered=covered
        ):
            return None
        return position


def look_ahead(
    books: Books,
    events: Iterable[Event],
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
        events: all events; those that bought lately are looked for.
        planned: the purchases to come.
        accounts: whose accounts they are: purchases count in every one of the household's.
        assets: what is identical with what.
        stance: the regime and the positions.
        law: the window's length and reach.
        moment: the day, the prices and the household's zone.
    """
    days = window(law, moment.day)
    recent = recent_purchases(books, events, accounts, stance, moment, days)
    purchases = (*recent.purchases, *planned_purchases(planned, accounts, stance, moment))
    left_out = tuple(recent.left_out)
    return LookAhead(moment.day, days, stance, assets, law, purchases, left_out)


def blocked(
    books: Books, ahead: LookAhead, accounts: Accounts, names: Sequence[str]
) -> list[Blocked]:
    """Give what must not be bought until when, because of losses already taken.

    Any account of the household can hold the replacement; `names` are those that are known.
    """
    replaced: dict[int, Quantity] = {}
    for wash in books.washes:
        replaced[wash.match] = replaced.get(wash.match, 0) + wash.quantity
    latest: dict[str, tuple[Day, str, str]] = {}
    for n, match in enumerate(books.matches):
        if match.sold_on < ahead.day - ahead.days:
            continue
        account = accounts.named(match.event.account)
        open_still = (
            is_loss(match)
            and not closes_short(match)
            and replaced.get(n, 0) < match.quantity
            and account.treatment is Treatment.TAXABLE
            and account.owner is not Owner.ENTITY
            # As of today: what a precaution covers now was not safe to buy back a month ago either.
            and reached(match.asset, ahead.day, ahead.stance, ahead.assets, ahead.law)
        )
        if open_still:
            sale = (match.sold_on, account.name, match.disposal)
            latest[match.asset] = max(latest.get(match.asset, sale), sale)
    buyers = [name for name in names if may_hold_a_replacement(accounts.named(name), ahead.stance)]
    until: dict[str, Blocked] = {}
    for sold, (sold_on, sold_in, disposal) in sorted(latest.items()):
        for asset in ahead.standing_for(sold, (match.asset for match in books.matches)):
            each = Blocked(asset, "", sold_on + ahead.days, sold, sold_in, sold_on, disposal)
            before = until.get(asset)
            if before is None or before.until < each.until:
                until[asset] = each
    return [each._replace(account=name) for _, each in sorted(until.items()) for name in buyers]


def plans_in_the_way(stopped: Iterable[Blocked], ahead: LookAhead) -> dict[Blocked, list[Purchase]]:
    """Give the planned purchases that would wash losses already taken, by what they block.

    Of an asset that is blocked in several accounts the first stands for all.
    """
    firsts: dict[str, Blocked] = {}
    for each in stopped:
        firsts.setdefault(each.asset, each)
    found = {}
    for each in firsts.values():
        replacing = ahead.standing(each.asset).replacing
        plans = [plan for plan in replacing if plan.is_planned and plan.day <= each.until]
        if plans:
            found[each] = plans
    return found
