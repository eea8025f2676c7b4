"""What a household's events say around a problem: lots, costs, holders, halves, prices."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from harvestry import pipeline
from harvestry.events.account import Method
from harvestry.events.event import Event
from harvestry.events.fitting import came, is_in_time_for_a_hash, sent
from harvestry.events.flows import flows
from harvestry.events.kind import Kind
from harvestry.events.outlying import stated_prices
from harvestry.ledger.books import Books
from harvestry.tax.extremes import BOUNDLESS
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, FIRST_YEAR, Instant
from harvestry.units.exact import Money, Price, Quantity, value_at

_BEFORE_ALL: Final[Instant] = (date(FIRST_YEAR, 1, 2).toordinal() - EPOCH_DAY) * DAY_LENGTH
_BASES: Final[tuple[Money, ...]] = (0, BOUNDLESS)
_MOST_LOTS: Final = 12
_MOST_LOTS_BY_COST: Final = 4
_MOST_COSTS: Final = 8
_FEW: Final = 2
_MOST_OTHERS: Final = 8
_HALVES: Final = {Kind.WITHDRAWAL, Kind.DEPOSIT}


class Known:
    """An index of the events of one household.

    `now` are the events as they stand joined and valued, by their ids.
    """

    def __init__(self, prepared: pipeline.Prepared, books: Books, *, finely: bool = True) -> None:
        """Look between all lots, as far as is `finely` possible, else between a few of them."""
        self.prepared = prepared
        self._read: Mapping[str, Event] = {each.id: each for each in prepared.reading.events}
        self.now: Mapping[str, Event] = {each.id: each for each in prepared.events}
        self._finely = finely
        self._books = books
        reading = prepared.reading
        orders = (each.order.method for each in reading.accounts.described.values())
        self._by_cost = Method.HIFO in (*orders, reading.inputs.rematch)
        self._prices: dict[str, Price | None] = {}
        self._came: dict[str, list[Instant]] = {}
        self._held: dict[str, set[str]] = {}
        self._halves: dict[str, list[Event]] = {}
        for each in prepared.events:
            self._look_at(each)

    def _look_at(self, event: Event) -> None:
        if event.kind in _HALVES:
            self._halves.setdefault(event.asset, []).append(event)
        for (account, asset), units in flows(event):
            self._held.setdefault(asset, set()).add(account)
            if units > 0:
                self._came.setdefault(asset, []).append(event.time)

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
        if not self._by_cost:
            return list(_BASES)
        costs: set[tuple[Money, Money]] = set()
        books = self._books
        known = [(each.basis, each.quantity) for each in books.matches if each.asset == asset]
        known += [(each.basis, each.quantity) for each in books.lots if each.asset == asset]
        for basis, quantity in known:
            if basis is not None and quantity:
                least, rest = divmod(basis * units, quantity)
                costs.add((least if rest else least - 1, least + 1))
        step = max(1, -(-len(costs) // (_MOST_COSTS if self._finely else _FEW)))
        sides = (side for pair in sorted(costs)[::step] for side in pair)
        return sorted({*_BASES, *(max(0, side) for side in sides)})

    def dates(self, asset: str, latest: Instant) -> list[Instant]:
        """Give the days on which units may have been acquired: between all lots, and at the ends.

        Of many lots so many are taken, evenly.
        """
        known = sorted({each for each in self._came.get(asset, ()) if each < latest})
        most = _MOST_LOTS_BY_COST if self._by_cost else _MOST_LOTS
        step = max(1, -(-len(known) // (most if self._finely else _FEW)))
        return sorted({_BEFORE_ALL, *(each + 1 for each in known[::step]), latest})

    def holders(self, half: Event) -> list[str]:
        """Give the other accounts that ever had such units, and one that nobody knows."""
        names = self._held.get(half.asset, set())
        return [*sorted(names - {half.account})[:_MOST_OTHERS], f"{half.account} elsewhere"]

    def others(self, half: Event) -> list[str]:
        """Give the other halves that a person may say it is one with."""
        found = []
        for each in self._halves.get(half.asset, ()):
            if each.kind is half.kind:
                continue
            out, into = (half, each) if half.kind is Kind.WITHDRAWAL else (each, half)
            lost = sent(out) - came(into)
            if is_in_time_for_a_hash(out, into) and 0 <= lost * 10 <= sent(out):
                found.append(each.id)
        return found[:_MOST_OTHERS]

    def worth(self, asset: str, units: Quantity) -> Money | None:
        """Give what units are worth at the highest price that is known of them on any day."""
        if asset not in self._prices:
            self._prices[asset] = self._highest(asset)
        price = self._prices[asset]
        return None if price is None else value_at(units, price)

    def _highest(self, asset: str) -> Price | None:
        prepared = self.prepared
        book = prepared.moment.prices
        quoted = (*book.closes.get(asset, ()), *book.timed.get(asset, ()))
        stated = stated_prices(
            prepared.events, prepared.uses, prepared.reading.accounts, frozenset({asset})
        )
        prices = [*(each.price for each in quoted), *(each.price for each in stated[asset])]
        return max(prices, default=None)
