"""The ends of what has no value: a value may count twice, so that its two uses are taken apart.

As income and as basis, or as proceeds and as basis: no value gives less tax than none of the one
with all of the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from harvestry import pipeline
from harvestry.case.what_is_known import Known
from harvestry.case.whats import Ends, What, brought, decided, earned, instead
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, SALES, Kind
from harvestry.tax.extremes import BOUNDLESS
from harvestry.units.days import day_text
from harvestry.units.exact import WHOLE_COIN, Money, money_text
from harvestry.units.problems import Problem


class Worths(NamedTuple):
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


class ValueEnds:
    """Finds the ends of values that are missing or doubtful."""

    def __init__(self, known: Known) -> None:
        self._known = known

    def dearest(self, problems: Iterable[Problem]) -> dict[str, tuple[Event, ...]]:
        """Give the events of unknown value as they cost most, by id, where that is known.

        Of a fee that is the event's own proceeds without it.
        """
        found: dict[str, tuple[Event, ...]] = {}
        for each in problems:
            event = self._known.unpriced(each.about.removesuffix(":fee"))
            if each.code != "missing-price" or event is None:
                continue
            if each.about != event.id:
                found.setdefault(event.id, (replace(event, fee_usd=0),))
                continue
            worths = self._worths(event)
            if worths.bounded:
                found[event.id] = worths.most[0]
        return found

    def of_value(self, problem: Problem) -> Ends | None:
        """Give the ends of a value that is missing."""
        event = self._known.unpriced(problem.about)
        if event is not None:
            worths = self._worths(event)
            every = dict.fromkeys((*worths.least, *worths.most))
            return Ends(tuple(instead(event, *each) for each in every), worths.bounded)
        event = self._known.unpriced(problem.about.removesuffix(":fee"))
        if event is None or event.fee_asset is None:
            return None
        worth = self._known.worth(event.fee_asset, event.fee_quantity or 0)
        ends = (instead(event, replace(event, fee_usd=usd)) for usd in (0, worth or 0))
        return Ends(tuple(ends), worth is not None)

    def _worths(self, event: Event) -> Worths:
        """Give what an event of unknown value may be."""
        worth = self._known.most(event)
        if event.kind in INCOME:
            income = earned(event, event.kind, worth or 0)
            is_bought = event.kind in self._known.income_bought
            lots = self._lots(event, worth, is_bought=is_bought)
            return Worths([(lot,) for lot in lots], [(lot, income) for lot in lots], worth)
        if event.kind is Kind.TRADE:
            return self._traded(event, worth)
        if event.kind in SALES:
            ends = [[(replace(event, usd=usd),)] for usd in (0, worth or 0)]
            return Worths(ends[0], ends[1], worth)
        bases = self._known.bases(event.asset, event.quantity)
        every = [(replace(event, usd=basis),) for basis in bases]
        return Worths(every, every, BOUNDLESS)

    def _traded(self, event: Event, whole: Money | None) -> Worths:
        """Give a trade as a sale of the one and a lot of the other, their values apart."""
        assert event.got_asset is not None
        assert event.got_quantity is not None
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
        lots = self._lots(got, whole, is_bought=True)
        return Worths([(for_nothing, lot) for lot in lots], [(for_all, lot) for lot in lots], whole)

    def _lots(self, event: Event, worth: Money | None, *, is_bought: bool) -> list[Event]:
        """Give what an event brought as lots of every cost up to a worth, the least first."""
        most = BOUNDLESS if worth is None else worth
        bases = {min(basis, most) for basis in self._known.bases(event.asset, event.quantity)}
        return [brought(event, basis, is_bought=is_bought) for basis in sorted(bases)]

    def of_quote(self, problem: Problem) -> Ends:
        """Give every value that rests on a doubtful price at its least, and all at their most.

        Where lots are taken by cost, the price at the sides of each lot's cost, too.
        """
        least: dict[str, tuple[Event, ...]] = {}
        most: dict[str, tuple[Event, ...]] = {}
        known = self._known
        doubted = {
            at: use
            for at, use in known.prepared.uses.items()
            if f"{use.quote.asset}@{day_text(use.quote.day)}" == problem.about
        }
        for id_ in dict.fromkeys(id_ for id_, _ in doubted):
            event = known.unpriced(id_)
            if event is None:
                continue
            own = (event,)
            at_least, at_most = self._quoted(event) if (id_, "usd") in doubted else (own, own)
            for column in ("fee_usd", "fmv_usd"):
                use = doubted.get((id_, column))
                if use is not None:
                    worth = known.worth(use.quote.asset, use.quantity) or 0
                    at_least = tuple(_with(each, event, column, 0) for each in at_least)
                    at_most = tuple(_with(each, event, column, worth) for each in at_most)
            least[id_], most[id_] = at_least, at_most
        if not least:
            return Ends(())
        whats = [What(pipeline.End(least)), What(pipeline.End(most))]
        if known.by_cost:
            quoted = next(iter(doubted.values())).quote.asset
            top = known.worth(quoted, WHOLE_COIN) or 0
            sides = (each for each in known.bases(quoted, WHOLE_COIN) if 0 < each <= top)
            whats += [decided(problem, f"price {money_text(each)}") for each in sides]
        return Ends(tuple(whats))

    def _quoted(self, event: Event) -> tuple[tuple[Event, ...], tuple[Event, ...]]:
        """Give an event whose dollars are those of a price, where that costs least, and most."""
        worths = self._worths(event)
        least, most = worths.least[-1], worths.most[0]
        if event.kind in (Kind.BUY, Kind.INHERIT):
            least = (replace(event, usd=self._known.worth(event.asset, event.quantity)),)
        return least, most


def _with(each: Event, event: Event, column: str, usd: Money) -> Event:
    """Give one of the events in place of another with its fee, or its value as a gift."""
    if column == "fmv_usd":
        return replace(each, detail=replace(each.detail, fmv_usd=usd))
    return each if each.fee_asset != event.fee_asset else replace(each, fee_usd=usd)
