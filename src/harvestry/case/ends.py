"""The ends of a problem: what it may turn out to be, at its least and at its most.

Each choice that mends it is taken at its extremes (docs/spec/decisions.md section 3). Where a value
counts twice, as income and as basis or as proceeds and as basis, its ends are taken apart: no value
gives less tax than none of the one with all of the other.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, NamedTuple

from harvestry import pipeline
from harvestry.events.account import Method
from harvestry.events.choices import PAIR, SAME, TO_BE_SEEN, UNPAIR
from harvestry.events.decisions import Decision
from harvestry.events.event import Detail, Event
from harvestry.events.fitting import came, is_in_time_for_a_hash, sent
from harvestry.events.flows import flows
from harvestry.events.kind import INCOME, SALES, Kind
from harvestry.events.outlying import stated_prices
from harvestry.ledger.books import Books
from harvestry.tax.extremes import BOUNDLESS
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY, FIRST_YEAR, Instant, day_text
from harvestry.units.exact import WHOLE_COIN, Money, Price, Quantity, value_at
from harvestry.units.problems import Problem

_BEFORE_ALL: Final[Instant] = (date(FIRST_YEAR, 1, 2).toordinal() - EPOCH_DAY) * DAY_LENGTH
_BASES: Final[tuple[Money, ...]] = (0, BOUNDLESS)
_MOST_LOTS: Final = 12
_MOST_LOTS_BY_COST: Final = 4
_MOST_COSTS: Final = 8
_FEW: Final = 2
_MOST_OTHERS: Final = 8
_EARNED: Final = (Kind.OTHER_INCOME, Kind.SERVICES, Kind.WAGES)


@dataclass(frozen=True, slots=True)
class What:
    """One thing a problem may turn out to be: events put in place of others, or a decision.

    `anew` tells that the files must be read again for it.
    """

    end: pipeline.End = pipeline.AS_READ
    decision: Decision | None = None
    anew: bool = False


AS_IT_STANDS: Final = What()


@dataclass(frozen=True, slots=True)
class Ends:
    """All that a problem may turn out to be; `bounded` is False where no upper end is known."""

    whats: tuple[What, ...]
    bounded: bool = True


class _Worths(NamedTuple):
    """An event of unknown value as it may be: where it is worth nothing, and where `worth`.

    Each with what it brought as a lot of every cost, the least first; the dearest is `most[0]`.
    """

    least: Sequence[tuple[Event, ...]]
    most: Sequence[tuple[Event, ...]]
    worth: Money | None

    @property
    def bounded(self) -> bool:
        """Tell whether it is known what it is worth at most."""
        return self.worth is not None


class Endings:
    """Finds the ends of the problems of one household."""

    def __init__(self, prepared: pipeline.Prepared, books: Books, *, finely: bool = True) -> None:
        """Look between all lots, as far as is `finely` possible, else between a few of them."""
        self._prepared = prepared
        self._finely = finely
        self._books = books
        reading = prepared.reading
        orders = (each.order.method for each in reading.accounts.described.values())
        self._by_cost = Method.HIFO in (*orders, reading.inputs.rematch)
        self._events: Mapping[str, Event] = {each.id: each for each in prepared.reading.events}
        self._now: Mapping[str, Event] = {each.id: each for each in prepared.events}
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

    def of(self, problem: Problem) -> Ends | None:
        """Give the ends of a problem; `None` where nothing bounds it or no mend is known."""
        find = self._finders.get(problem.code)
        return None if find is None else find(problem)

    @property
    def _finders(self) -> Mapping[str, Callable[[Problem], Ends | None]]:
        return {
            "unmatched-deposit": self._of_half,
            "unmatched-withdrawal": self._of_half,
            "transfer-ambiguous": _of_pairs,
            "transfer-near-miss": _of_pairs,
            "joined-by-amount": lambda each: Ends((_decided(each, UNPAIR),)),
            "possible-duplicates": lambda each: Ends((replace(_decided(each, SAME), anew=True),)),
            "missing-price": self._of_value,
            "outlying-price": self._of_quote,
            "not-enough-lots": self._of_lots,
            "balance-differs": self._of_balance,
            **dict.fromkeys(TO_BE_SEEN, lambda _: Ends(())),
        }

    def worth(self, problem: Problem) -> Money:
        """Give what the units of a problem are worth at most, 0 if unknown: the order of work."""
        event = self._now.get(problem.about.removesuffix(":fee"))
        if event is None:
            return 0
        units = event.quantity if problem.units is None else problem.units
        return self._worth(event.asset, units) or 0

    def dearest(self, problems: Iterable[Problem]) -> dict[str, tuple[Event, ...]]:
        """Give the events of unknown value as they cost most, by id, where that is known.

        Of a fee that is the event's own proceeds without it.
        """
        found: dict[str, tuple[Event, ...]] = {}
        for each in problems:
            event = self._events.get(each.about.removesuffix(":fee"))
            if each.code != "missing-price" or event is None:
                continue
            if each.about != event.id:
                found.setdefault(event.id, (replace(event, fee_usd=0),))
                continue
            worths = self._worths(event)
            if worths.bounded:
                found[event.id] = worths.most[0]
        return found

    def _of_half(self, problem: Problem) -> Ends | None:
        half = self._now.get(problem.about)
        if half is None:
            return None
        worth = self._worth(half.asset, half.quantity)
        whats = [
            *(_decided(problem, f"own {account}") for account in self._holders(half)),
            *(_decided(problem, f"{PAIR} {id_}") for id_ in self._others(half)),
        ]
        if half.kind is Kind.WITHDRAWAL:
            whats += [
                _instead(half, replace(half, kind=Kind.SELL, usd=usd)) for usd in (0, worth or 0)
            ]
            whats.append(_instead(half, replace(half, kind=Kind.GIFT_OUT)))
            return Ends(tuple(whats), worth is not None)
        for acquired in self._dates(half.asset, half.time):
            for basis in self._bases(half.asset, half.quantity):
                whats.append(_instead(half, _dated(half, acquired, basis)))
        # A purchase on the day they came may wash a loss, which units of before do not.
        for basis in self._bases(half.asset, half.quantity):
            whats.append(_instead(half, replace(half, kind=Kind.BUY, usd=basis)))
        if worth is not None:
            lot = _dated(half, half.time, 0)
            whats += [_instead(half, lot, _earned(half, kind, worth)) for kind in _EARNED]
        return Ends(tuple(whats), worth is not None)

    def _of_value(self, problem: Problem) -> Ends | None:
        event = self._events.get(problem.about)
        if event is not None:
            worths = self._worths(event)
            every = dict.fromkeys((*worths.least, *worths.most))
            return Ends(tuple(_instead(event, *each) for each in every), worths.bounded)
        event = self._events.get(problem.about.removesuffix(":fee"))
        if event is None or event.fee_asset is None:
            return None
        worth = self._worth(event.fee_asset, event.fee_quantity or 0)
        ends = (_instead(event, replace(event, fee_usd=usd)) for usd in (0, worth or 0))
        return Ends(tuple(ends), worth is not None)

    def _worths(self, event: Event) -> _Worths:
        """Give what an event of unknown value may be."""
        worth = self._worth(event.asset, event.quantity)
        if event.kind in INCOME:
            earned = _earned(event, event.kind, worth or 0)
            lots = self._lots(event, worth)
            return _Worths([(lot,) for lot in lots], [(lot, earned) for lot in lots], worth)
        if event.kind is Kind.TRADE:
            return self._traded(event, worth)
        if event.kind in SALES:
            ends = [[(replace(event, usd=usd),)] for usd in (0, worth or 0)]
            return _Worths(ends[0], ends[1], worth)
        bases = self._bases(event.asset, event.quantity)
        every = [(replace(event, usd=basis),) for basis in bases]
        return _Worths(every[::-1], every, BOUNDLESS)

    def _traded(self, event: Event, worth: Money | None) -> _Worths:
        """Give a trade as a sale of the one and a lot of the other, their values apart."""
        assert event.got_asset is not None
        assert event.got_quantity is not None
        other = self._worth(event.got_asset, event.got_quantity)
        known = [each for each in (worth, other) if each is not None]
        whole = max(known, default=None)
        given = replace(
            event, id=f"{event.id}:given", kind=Kind.SELL, got_asset=None, got_quantity=None
        )
        if event.fee_asset in (event.asset, event.got_asset):
            given = replace(given, fee_asset=None, fee_quantity=None, fee_usd=None)
        got = replace(
            event,
            asset=event.got_asset,
            quantity=event.got_quantity,
            got_asset=None,
            got_quantity=None,
        )
        if event.fee_asset != event.got_asset:
            got = replace(got, fee_asset=None, fee_quantity=None, fee_usd=None)
        for_nothing, for_all = (replace(given, usd=usd) for usd in (0, whole or 0))
        lots = self._lots(got, whole)
        return _Worths(
            [(for_nothing, lot) for lot in lots], [(for_all, lot) for lot in lots], whole
        )

    def _lots(self, event: Event, worth: Money | None) -> list[Event]:
        """Give what an event brought as lots of every cost up to a worth, the least first."""
        most = BOUNDLESS if worth is None else worth
        bases = {min(basis, most) for basis in self._bases(event.asset, event.quantity)}
        return [_dated(event, event.time, basis) for basis in sorted(bases)]

    def _of_quote(self, problem: Problem) -> Ends:
        """Every value that rests on a doubtful price, all at their least and all at their most."""
        least: dict[str, tuple[Event, ...]] = {}
        most: dict[str, tuple[Event, ...]] = {}
        bounded = True
        for (id_, column), use in self._prepared.uses.items():
            event = self._events.get(id_)
            named = f"{use.quote.asset}@{day_text(use.quote.day)}"
            if named != problem.about or event is None:
                continue
            if column == "usd":
                worths = self._worths(event)
                least[id_], most[id_] = worths.least[-1], worths.most[0]
                bounded = bounded and worths.bounded
            elif column == "fee_usd":
                worth = self._worth(use.quote.asset, use.quantity) or 0
                least[id_] = (replace(event, fee_usd=0),)
                most[id_] = (replace(event, fee_usd=worth),)
        if not least:
            return Ends(())
        return Ends((What(pipeline.End(least)), What(pipeline.End(most))), bounded)

    def _of_lots(self, problem: Problem) -> Ends | None:
        event = self._now.get(problem.about) or self._now.get(problem.about.removesuffix(":fee"))
        if event is None or problem.units is None:
            return None
        fee = problem.about != event.id
        asset = event.fee_asset if fee and event.fee_asset is not None else event.asset
        every = sum(
            -flow.quantity
            for each in self._prepared.events
            for flow in flows(each)
            if flow.place == (event.account, asset) and flow.quantity < 0
        )
        sizes = sorted({problem.units, max(every, problem.units)})
        return Ends(tuple(self._opened(event, asset, event.account, sizes, event.time)))

    def _of_balance(self, problem: Problem) -> Ends | None:
        account, _, asset = problem.about.rpartition(":")
        first = next(
            (
                each
                for each in self._prepared.events
                if any(flow.place == (account, asset) for flow in flows(each))
            ),
            None,
        )
        if first is None or problem.units is None or problem.units <= 0:
            return None
        return Ends(tuple(self._opened(first, asset, account, [problem.units], first.time)))

    def _opened(
        self, of: Event, asset: str, account: str, sizes: Iterable[Quantity], before: Instant
    ) -> Iterator[What]:
        for acquired in self._dates(asset, before - 1):
            for units in sizes:
                for basis in self._bases(asset, units):
                    detail = Detail(acquired=acquired)
                    lot = Event(
                        *(f"{of.id}:end", acquired, account, Kind.OPENING, asset, units, basis),
                        source=of.source,
                        detail=detail,
                    )
                    yield What(pipeline.End(more=(lot,)))

    def _bases(self, asset: str, units: Quantity) -> list[Money]:
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

    def _dates(self, asset: str, latest: Instant) -> list[Instant]:
        """Give the days on which units may have been acquired: between all lots, and at the ends.

        Of many lots so many are taken, evenly.
        """
        known = sorted({each for each in self._came.get(asset, ()) if each < latest})
        most = _MOST_LOTS_BY_COST if self._by_cost else _MOST_LOTS
        step = max(1, -(-len(known) // (most if self._finely else _FEW)))
        return sorted({_BEFORE_ALL, *(each + 1 for each in known[::step]), latest})

    def _holders(self, half: Event) -> list[str]:
        """Give the other accounts that ever had such units, and one that nobody knows."""
        names = self._held.get(half.asset, set())
        return [*sorted(names - {half.account})[:_MOST_OTHERS], f"{half.account} elsewhere"]

    def _others(self, half: Event) -> list[str]:
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

    def _worth(self, asset: str, units: Quantity) -> Money | None:
        """Give what units are worth at the highest price that is known of them on any day."""
        if asset not in self._prices:
            self._prices[asset] = self._highest(asset)
        price = self._prices[asset]
        return None if price is None else value_at(units, price)

    def _highest(self, asset: str) -> Price | None:
        prepared = self._prepared
        book = prepared.moment.prices
        quoted = (*book.closes.get(asset, ()), *book.timed.get(asset, ()))
        stated = stated_prices(
            prepared.events, prepared.uses, prepared.reading.accounts, frozenset({asset})
        )
        prices = [*(each.price for each in quoted), *(each.price for each in stated[asset])]
        return max(prices, default=None)


def _of_pairs(problem: Problem) -> Ends:
    pairs = (each for each in problem.choices if each.startswith(f"{PAIR} "))
    return Ends(tuple(_decided(problem, each) for each in pairs))


_HALVES: Final = {Kind.WITHDRAWAL, Kind.DEPOSIT}


def _decided(problem: Problem, words: str) -> What:
    choice, _, value = words.partition(" ")
    return What(decision=Decision(problem.id, choice, value, made="~"))


def _instead(event: Event, *others: Event) -> What:
    return What(pipeline.End({event.id: others}))


def _dated(event: Event, acquired: Instant, basis: Money) -> Event:
    """Give an event as an opening lot: units of that day and basis, and nothing more."""
    detail = replace(event.detail, acquired=min(acquired, event.time))
    return replace(event, kind=Kind.OPENING, usd=basis, detail=detail)


def _earned(event: Event, kind: Kind, worth: Money) -> Event:
    """Give the income of an event alone, as units of something that is never sold."""
    return Event(
        *(f"{event.id}:earned", event.time, event.account, kind, f"{event.asset}:earned"),
        *(WHOLE_COIN, worth, event.source),
    )
