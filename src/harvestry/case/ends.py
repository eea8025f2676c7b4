"""The ends of a problem: what it may turn out to be, at its least and at its most.

Each choice that mends it is taken at its extremes (docs/spec/decisions.md section 3).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Final

from harvestry import pipeline
from harvestry.case.value_ends import ValueEnds
from harvestry.case.what_is_known import Known
from harvestry.case.whats import Ends, What, brought, dated, decided, earned, instead
from harvestry.events.choices import PAIR, SAME, TO_BE_SEEN, UNPAIR
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.books import Books
from harvestry.units.exact import Money, money_text, quantity_text
from harvestry.units.problems import Problem

_EARNED: Final = (Kind.OTHER_INCOME, Kind.SERVICES, Kind.WAGES)


class Endings:
    """Finds the ends of the problems of one household."""

    def __init__(self, prepared: pipeline.Prepared, books: Books, coarseness: int = 1) -> None:
        """Look at as much of what may be as is known, or at so many times less of it."""
        self._known = Known(prepared, books, coarseness)
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
            "transfer-ambiguous": self._of_pairs,
            "transfer-near-miss": self._of_pairs,
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

    @property
    def left_out(self) -> bool:
        """Tell whether of many things a problem may be only some were looked at."""
        return self._known.left_out

    def _of_pairs(self, problem: Problem) -> Ends:
        told = (each for each in problem.choices if each.startswith(f"{PAIR} "))
        half = self._known.now.get(problem.about)
        more = () if half is None else (f"{PAIR} {id_}" for id_ in self._known.others(half))
        return Ends(tuple(decided(problem, each) for each in dict.fromkeys((*told, *more))))

    def _of_half(self, problem: Problem) -> Ends | None:
        half = self._known.now.get(problem.about)
        if half is None:
            return None
        known = self._known.worth(half.asset, half.quantity)
        worth = self._known.most(half)
        whats = [
            *(decided(problem, f"own {account}") for account in self._known.holders(half)),
            *(decided(problem, f"{PAIR} {id_}") for id_ in self._known.others(half)),
        ]
        if half.kind is Kind.WITHDRAWAL:
            whats += [
                instead(half, replace(half, kind=Kind.SELL, usd=usd)) for usd in (0, worth or 0)
            ]
            whats.append(instead(half, replace(half, kind=Kind.GIFT_OUT)))
            return Ends(tuple(whats), known is not None)
        whats += self._came(half, worth)
        return Ends(tuple(whats), known is not None)

    def _came(self, half: Event, worth: Money | None) -> Iterator[What]:
        """Give what units that came may be: a lot of any day and cost, bought, given, earned."""
        bases = self._known.bases(half.asset, half.quantity)
        for acquired in self._known.dates(half.asset, half.account, half.time):
            for basis in bases:
                yield instead(half, dated(half, acquired, basis))
        # A purchase on the day they came may wash a loss, which units of before do not.
        for basis in bases:
            yield instead(half, replace(half, kind=Kind.BUY, usd=basis))
        # Of a gift a loss may not count; where lots go by cost it is given up first all the same.
        for basis in bases[1:] if self._known.by_cost else ():
            given = dated(half, half.time, basis)
            yield instead(half, replace(given, kind=Kind.GIFT_IN))
        if worth is None:
            return
        for basis in sorted({min(basis, worth) for basis in bases}):
            for kind in _EARNED:
                lot = brought(half, basis, is_bought=kind in self._known.income_bought)
                yield instead(half, lot, earned(half, kind, worth))

    def _of_lots(self, problem: Problem) -> Ends | None:
        event = self._known.now.get(problem.about) or self._known.now.get(
            problem.about.removesuffix(":fee")
        )
        if event is None or problem.units is None:
            return None
        fee = problem.about != event.id
        asset = event.fee_asset if fee and event.fee_asset is not None else event.asset
        before = self._known.now.get(f"{problem.about}:held")  # told before, and too few
        lacks = problem.units + (0 if before is None else before.quantity)
        sizes = self._known.sizes(asset, event.account, lacks)
        days = self._known.days(asset, event.account, event.time)
        return Ends(
            tuple(
                decided(problem, f"held {quantity_text(units)}={money_text(basis)}{day}")
                for units in sizes
                for basis in self._known.bases(asset, units)
                for day in days
            )
        )

    def _of_balance(self, problem: Problem) -> Ends | None:
        account, _, asset = problem.about.rpartition(":")
        first = self._known.first((account, asset))
        if first is None or problem.units is None or problem.units <= 0:
            return None
        return Ends(
            tuple(
                decided(problem, f"opening {money_text(basis)}{day}")
                for basis in self._known.bases(asset, problem.units)
                for day in self._known.days(asset, account, first.time)
            )
        )
