"""The ends of what has no value: a value may count twice, so that its two uses are taken apart.

As income and as basis, or as proceeds and as basis: no value gives less tax than none of the one
with all of the other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from harvestry import pipeline
from harvestry.case.what_is_known import Known
from harvestry.case.whats import Ends, What, dated, earned, instead
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, SALES, Kind
from harvestry.tax.extremes import BOUNDLESS
from harvestry.units.days import day_text
from harvestry.units.exact import Money
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
        worth = self._known.worth(event.asset, event.quantity)
        if event.kind in INCOME:
            income = earned(event, event.kind, worth or 0)
            lots = self._lots(event, worth)
            return Worths([(lot,) for lot in lots], [(lot, income) for lot in lots], worth)
        if event.kind is Kind.TRADE:
            return self._traded(event, worth)
        if event.kind in SALES:
            ends = [[(replace(event, usd=usd),)] for usd in (0, worth or 0)]
            return Worths(ends[0], ends[1], worth)
        bases = self._known.bases(event.asset, event.quantity)
        every = [(replace(event, usd=basis),) for basis in bases]
        return Worths(every[::-1], every, BOUNDLESS)

    def _traded(self, event: Event, worth: Money | None) -> Worths:
        """Give a trade as a sale of the one and a lot of the other, their values apart."""
        assert event.got_asset is not None
        assert event.got_quantity is not None
        other = self._known.worth(event.got_asset, event.got_quantity)
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
        return Worths([(for_nothing, lot) for lot in lots], [(for_all, lot) for lot in lots], whole)

    def _lots(self, event: Event, worth: Money | None) -> list[Event]:
        """Give what an event brought as lots of every cost up to a worth, the least first."""
        most = BOUNDLESS if worth is None else worth
        bases = {min(basis, most) for basis in self._known.bases(event.asset, event.quantity)}
        return [dated(event, event.time, basis) for basis in sorted(bases)]

    def of_quote(self, problem: Problem) -> Ends:
        """Give every value that rests on a doubtful price at its least, and all at their most."""
        least: dict[str, tuple[Event, ...]] = {}
        most: dict[str, tuple[Event, ...]] = {}
        bounded = True
        for (id_, column), use in self._known.prepared.uses.items():
            event = self._known.unpriced(id_)
            named = f"{use.quote.asset}@{day_text(use.quote.day)}"
            if named != problem.about or event is None:
                continue
            if column == "usd":
                worths = self._worths(event)
                least[id_], most[id_] = worths.least[-1], worths.most[0]
                bounded = bounded and worths.bounded
            elif column == "fee_usd":
                worth = self._known.worth(use.quote.asset, use.quantity) or 0
                least[id_] = (replace(event, fee_usd=0),)
                most[id_] = (replace(event, fee_usd=worth),)
        if not least:
            return Ends(())
        return Ends((What(pipeline.End(least)), What(pipeline.End(most))), bounded)
