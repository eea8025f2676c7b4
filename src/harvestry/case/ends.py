"""The ends of a problem: what it may turn out to be, at its least and at its most.

Each choice that mends it is taken at its extremes (docs/spec/decisions.md section 3).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from harvestry import pipeline
from harvestry.case.value_ends import ValueEnds
from harvestry.case.what_is_known import Known
from harvestry.case.whats import Ends, What, dated, decided, earned, instead
from harvestry.events.choices import PAIR, SAME, TO_BE_SEEN, UNPAIR
from harvestry.events.event import Detail, Event
from harvestry.events.flows import flows
from harvestry.events.kind import Kind
from harvestry.ledger.books import Books
from harvestry.units.days import Instant
from harvestry.units.exact import Money, Quantity
from harvestry.units.problems import Problem

_EARNED: Final = (Kind.OTHER_INCOME, Kind.SERVICES, Kind.WAGES)


class Endings:
    """Finds the ends of the problems of one household."""

    def __init__(self, prepared: pipeline.Prepared, books: Books, *, finely: bool = True) -> None:
        """Look between all lots, as far as is `finely` possible, else between a few of them."""
        self._known = Known(prepared, books, finely=finely)
        self._values = ValueEnds(self._known)

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
            "joined-by-amount": lambda each: Ends((decided(each, UNPAIR),)),
            "possible-duplicates": lambda each: Ends((replace(decided(each, SAME), anew=True),)),
            "missing-price": self._values.of_value,
            "outlying-price": self._values.of_quote,
            "not-enough-lots": self._of_lots,
            "balance-differs": self._of_balance,
            **dict.fromkeys(TO_BE_SEEN, lambda _: Ends(())),
        }

    def worth(self, problem: Problem) -> Money:
        """Give what the units of a problem are worth at most, 0 if unknown: the order of work."""
        event = self._known.now.get(problem.about.removesuffix(":fee"))
        if event is None:
            return 0
        units = event.quantity if problem.units is None else problem.units
        return self._known.worth(event.asset, units) or 0

    def dearest(self, problems: Iterable[Problem]) -> dict[str, tuple[Event, ...]]:
        """Give the events of unknown value as they cost most, by id, where that is known."""
        return self._values.dearest(problems)

    def _of_half(self, problem: Problem) -> Ends | None:
        half = self._known.now.get(problem.about)
        if half is None:
            return None
        worth = self._known.worth(half.asset, half.quantity)
        whats = [
            *(decided(problem, f"own {account}") for account in self._known.holders(half)),
            *(decided(problem, f"{PAIR} {id_}") for id_ in self._known.others(half)),
        ]
        if half.kind is Kind.WITHDRAWAL:
            whats += [
                instead(half, replace(half, kind=Kind.SELL, usd=usd)) for usd in (0, worth or 0)
            ]
            whats.append(instead(half, replace(half, kind=Kind.GIFT_OUT)))
            return Ends(tuple(whats), worth is not None)
        for acquired in self._known.dates(half.asset, half.time):
            for basis in self._known.bases(half.asset, half.quantity):
                whats.append(instead(half, dated(half, acquired, basis)))
        # A purchase on the day they came may wash a loss, which units of before do not.
        for basis in self._known.bases(half.asset, half.quantity):
            whats.append(instead(half, replace(half, kind=Kind.BUY, usd=basis)))
        if worth is not None:
            lot = dated(half, half.time, 0)
            whats += [instead(half, lot, earned(half, kind, worth)) for kind in _EARNED]
        return Ends(tuple(whats), worth is not None)

    def _of_lots(self, problem: Problem) -> Ends | None:
        event = self._known.now.get(problem.about) or self._known.now.get(
            problem.about.removesuffix(":fee")
        )
        if event is None or problem.units is None:
            return None
        fee = problem.about != event.id
        asset = event.fee_asset if fee and event.fee_asset is not None else event.asset
        every = sum(
            -flow.quantity
            for each in self._known.prepared.events
            for flow in flows(each)
            if flow.place == (event.account, asset) and flow.quantity < 0
        )
        own = (event.fee_quantity if fee else event.quantity) or problem.units
        sizes = sorted({problem.units, max(own, problem.units), max(every, problem.units)})
        return Ends(tuple(self._opened(event, asset, event.account, sizes, event.time)))

    def _of_balance(self, problem: Problem) -> Ends | None:
        account, _, asset = problem.about.rpartition(":")
        first = next(
            (
                each
                for each in self._known.prepared.events
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
        for acquired in self._known.dates(asset, before - 1):
            for units in sizes:
                for basis in self._known.bases(asset, units):
                    detail = Detail(acquired=acquired)
                    lot = Event(
                        *(f"{of.id}:end", acquired, account, Kind.OPENING, asset, units, basis),
                        source=of.source,
                        detail=detail,
                    )
                    yield What(pipeline.End(more=(lot,)))


def _of_pairs(problem: Problem) -> Ends:
    pairs = (each for each in problem.choices if each.startswith(f"{PAIR} "))
    return Ends(tuple(decided(problem, each) for each in pairs))
