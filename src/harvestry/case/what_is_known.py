"""What a household's events say around a problem: lots, costs, holders, halves, prices."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final, TypeVar

from harvestry import pipeline
from harvestry.case.lots_before import SOME, LotsBefore, evenly
from harvestry.events.account import Method, Owner, Treatment
from harvestry.events.event import Event
from harvestry.events.fitting import came, is_in_time_for_a_hash, may_be_fee, sent
from harvestry.events.flows import Place, flows
from harvestry.events.kind import Kind
from harvestry.events.outlying import stated_prices
from harvestry.law.regime import CURRENT_LAW
from harvestry.ledger.books import Books
from harvestry.ledger.holding import first_short_day
from harvestry.ledger.wash.purchase_kinds import income_bought
from harvestry.tax.extremes import BOUNDLESS
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, FIRST_YEAR, Instant, day_text
from harvestry.units.exact import CENT, Money, Price, Quantity, value_at

_T = TypeVar("_T")
_BEFORE_ALL: Final[Instant] = (date(FIRST_YEAR, 1, 2).toordinal() - EPOCH_DAY) * DAY_LENGTH
_BASES: Final[tuple[Money, ...]] = (0, BOUNDLESS)
_MOST_LOTS: Final = 12
_MOST_LOTS_BY_COST: Final = 4
_MOST_COSTS: Final = 8
_MOST_SIZES: Final = 24
MANY_COSTS: Final = 256
"""Of more lots of one coin the costs are looked at of some, evenly."""
_FEW: Final = 2
_MOST_OTHERS: Final = 8
_HALVES: Final = {Kind.WITHDRAWAL, Kind.DEPOSIT}


class Known:
    """An index of the events of one household.

    `now` are the events as they stand joined and valued, by their ids; `by_cost` tells that lots
    may be taken by their cost; `left_out` that of many things that may be, some were looked at.
    `income_bought` are the kinds of income whose units count as bought.
    """

    def __init__(self, prepared: pipeline.Prepared, books: Books, coarseness: int = 1) -> None:
        """Look at as much of what may be as is known, or at so many times less of it."""
        self.prepared = prepared
        self._read: Mapping[str, Event] = {each.id: each for each in prepared.reading.events}
        self.now: Mapping[str, Event] = {each.id: each for each in prepared.events}
        self._coarseness = coarseness
        self._books = books
        reading = prepared.reading
        orders = (each.order.method for each in reading.accounts.described.values())
        self.by_cost = Method.HIFO in (*orders, reading.inputs.rematch)
        self.income_bought = income_bought(prepared.filed.positions)
        self._prices: dict[str, Price | None] = {}
        self._came: dict[str, list[Instant]] = {}
        self._left: dict[str, list[Instant]] = {}
        self._moved: dict[str, list[tuple[str, Quantity]]] = {}
        self._held: dict[str, set[str]] = {}
        self._halves: dict[str, dict[str, Event]] = {}
        self._costs: dict[str, list[tuple[Money, Quantity]]] = {}
        self._after: dict[str, list[Instant]] = {}
        self._short: dict[Place, list[Instant]] = {}
        self._before: dict[Place, tuple[LotsBefore, ...]] = {}
        self._together: dict[str, LotsBefore] = {}
        self.left_out = False
        for each in (*reading.events, *prepared.events):
            if each.kind in _HALVES:
                self._halves.setdefault(self._coin(each), {})[each.id] = each
        for each in prepared.events:
            self._look_at(each)

    def _look_at(self, event: Event) -> None:
        for (account, asset), units in flows(event):
            self._held.setdefault(asset, set()).add(account)
            self._moved.setdefault(asset, []).append((account, units))
            times = self._came if units > 0 else self._left
            times.setdefault(asset, []).append(event.time)

    def unpriced(self, id_: str) -> Event | None:
        """Give an event as it was read, or as a half was decided to be, in no dollars of a price.

        A half that was joined is given as it was read, since its ends are put in before halves are
        joined; what only came of joining, as it came. Of what a half lost on its way within one
        account nothing is known that could be put in either place: `None`.
        """
        read, now = self._read.get(id_), self.now.get(id_)
        if now is None or (read is not None and now.kind in (read.kind, Kind.TRANSFER)):
            return read
        if read is not None and now.detail.decision is None:
            return None
        uses = self.prepared.uses
        return replace(
            now,
            usd=None if (id_, "usd") in uses else now.usd,
            fee_usd=None if (id_, "fee_usd") in uses else now.fee_usd,
        )

    def bases(self, asset: str, units: Quantity) -> list[Money]:
        """Give what units may have cost: nothing, more than any price, and to either side of lots.

        Where lots are taken by their cost, between two of them the order stays, so that the tax is
        least and most at the sides. Of many costs so many are taken, evenly.
        """
        if not self.by_cost:
            return list(_BASES)
        costs: set[tuple[Money, Money]] = set()
        for basis, quantity in self._lot_costs(asset):
            least, rest = divmod(basis * units, quantity)
            costs.add((least if rest else least - 1, least + 1))
        sides = (side for pair in self._some(sorted(costs), _MOST_COSTS) for side in pair)
        return sorted({*_BASES, *(max(0, side) for side in sides)})

    def _lot_costs(self, asset: str) -> Sequence[tuple[Money, Quantity]]:
        """Give what so many units of each lot cost, each ratio once; of very many some, evenly."""
        if asset not in self._costs:
            books = self._books
            known = [(each.basis, each.quantity) for each in books.matches if each.asset == asset]
            known += [(each.basis, each.quantity) for each in books.lots if each.asset == asset]
            ratios = {
                Fraction(basis, of): (basis, of) for basis, of in known if basis is not None and of
            }
            self._costs[asset] = [ratios[each] for each in sorted(ratios)]
        every = self._costs[asset]
        if len(every) <= MANY_COSTS:
            return every
        self.left_out = True
        return evenly(every, SOME)

    def dates(self, asset: str, account: str, latest: Instant) -> list[Instant]:
        """Give the days on which units of an account may have been acquired, up to the latest.

        One in each stretch in which neither their place among the lots changes nor whether a sale
        of them is long-term. Of many stretches so many are taken, evenly.
        """
        most = _MOST_LOTS_BY_COST if self.by_cost else _MOST_LOTS
        cuts = [
            cut
            for stretches in (self._after_each(asset), self._short_from(asset, account))
            for cut in self._some(stretches[: bisect_left(stretches, latest)], most)
        ]
        return sorted({_BEFORE_ALL, *cuts, latest})

    def _after_each(self, asset: str) -> Sequence[Instant]:
        """Give the moments right after units came, in order."""
        if asset not in self._after:
            self._after[asset] = sorted({each + 1 for each in self._came.get(asset, ())})
        return self._after[asset]

    def days(self, asset: str, account: str, latest: Instant) -> list[str]:
        """Give the same as days that are told, `@DATE`, which stand at noon; and one not told."""
        zone = self.prepared.reading.accounts.named(account).zone
        days = {zone.day(latest)}
        for each in self.dates(asset, account, latest):
            day = zone.day(each)
            days.add(min(day if each <= zone.noon(day) else day + 1, zone.day(latest)))
        return ["", *(f"@{day_text(day)}" for day in sorted(days))]

    def _short_from(self, asset: str, account: str) -> Sequence[Instant]:
        """Give for each day units left the first moment from which on they were held too short."""
        place = (account, asset)
        if place not in self._short:
            zone = self.prepared.reading.accounts.named(account).zone
            firsts = {first_short_day(zone.day(each)) for each in self._left.get(asset, ())}
            self._short[place] = sorted({zone.start_of_day(first) for first in firsts})
        return self._short[place]

    def _some(self, every: Sequence[_T], most: int) -> Sequence[_T]:
        """Give so many of them at most, evenly; fewer where it is looked at coarsely."""
        step = max(1, -(-len(every) // max(_FEW, most // self._coarseness)))
        self.left_out = self.left_out or step > 1
        return every[::step]

    def first(self, place: Place) -> Event | None:
        """Give the first event that moves units of a place."""
        for event in self.prepared.events:
            if any(flow.place == place for flow in flows(event)):
                return event
        return None

    def sizes(self, asset: str, account: str, least: Quantity) -> list[Quantity]:
        """Give how many units may have been there: what lacks, up to all that ever left.

        Between, so many that from there on another lot would be given up at some time. Of the
        account, and of all accounts, which may be one pool. Of many so many are taken, evenly.
        """
        found = {least}
        most = least
        for before in self._lots_before(asset, account):
            numbers = before.above(least)
            found.update(numbers.each)
            self.left_out = self.left_out or numbers.thinned
            most = max(most, before.most)
        return sorted({least, *self._some(sorted(found), _MOST_SIZES), most})

    def _lots_before(self, asset: str, account: str) -> Sequence[LotsBefore]:
        """Give the lots of an account and of all accounts: one, where it alone has such units."""
        place = (account, asset)
        if place not in self._before:
            moved = self._moved.get(asset, ())
            # Where losses may be washed, any lots in a row may replace as many that were sold.
            any_run = self.prepared.filed.regime != CURRENT_LAW
            alone = LotsBefore([units for name, units in moved if name == account], any_run=any_run)
            together = alone
            if any(name != account for name, _ in moved):
                together = self._of_all(asset, any_run=any_run)
            self._before[place] = tuple(dict.fromkeys((alone, together)))
        return self._before[place]

    def _of_all(self, asset: str, *, any_run: bool) -> LotsBefore:
        if asset not in self._together:
            moved = [units for _, units in self._moved.get(asset, ())]
            self._together[asset] = LotsBefore(moved, any_run=any_run)
        return self._together[asset]

    def holders(self, half: Event) -> list[str]:
        """Give the other accounts that ever had such units, and of the others one of each kind.

        Of oneself that is one that nobody knows.
        """
        named = self.prepared.reading.accounts.named
        had = {each for each in self._held.get(half.asset, ()) if not named(each).on_the_way}
        had -= {half.account}
        kinds = {
            (each.owner, each.treatment): each.name
            for each in self.prepared.reading.accounts.described.values()
            if each.described and each.name not in (*had, half.account)
        }
        kinds[Owner.SELF, Treatment.TAXABLE] = f"{half.account} elsewhere"
        return [*self._some(sorted(had), _MOST_OTHERS), *sorted(kinds.values())]

    def others(self, half: Event) -> list[str]:
        """Give the other halves that a person may say it is one with, joined ones too."""
        found = []
        for each in self._halves.get(self._coin(half), {}).values():
            if each.kind is half.kind:
                continue
            out, into = (half, each) if half.kind is Kind.WITHDRAWAL else (each, half)
            is_fee = may_be_fee(sent(out) - came(into), sent(out))
            if is_in_time_for_a_hash(out, into) and is_fee:
                found.append(each.id)
        return [*self._some(found, _MOST_OTHERS)]

    def _coin(self, half: Event) -> str:
        return self.prepared.reading.household.assets.assets.one_for_one(half.asset)

    def worth(self, asset: str, units: Quantity) -> Money | None:
        """Give what units are worth at the highest price that is known of them on any day.

        In whole cents, up, as somebody tells it.
        """
        if asset not in self._prices:
            self._prices[asset] = self._highest(asset)
        price = self._prices[asset]
        return None if price is None else -(-value_at(units, price) // CENT) * CENT

    def most(self, event: Event) -> Money | None:
        """Give what an event's units may be worth at most: of a trade, those of either side.

        A half may state more by itself.
        """
        known = [self.worth(event.asset, event.quantity)]
        if event.got_asset is not None and event.got_quantity is not None:
            known.append(self.worth(event.got_asset, event.got_quantity))
        if event.kind in _HALVES:
            known.append(event.usd)
        return max((each for each in known if each is not None), default=None)

    def _highest(self, asset: str) -> Price | None:
        prepared = self.prepared
        book = prepared.moment.prices
        quoted = (*book.closes.get(asset, ()), *book.timed.get(asset, ()))
        stated = stated_prices(
            prepared.events, prepared.uses, prepared.reading.accounts, frozenset({asset})
        )
        prices = [*(each.price for each in quoted), *(each.price for each in stated[asset])]
        return max(prices, default=None)
