"""Figures of the harvesting sheets: what a lot would lose, and why to stop where it says."""

from collections.abc import Iterable, Mapping
from typing import Final

from harvestry.events.account import Method
from harvestry.events.event import Event
from harvestry.events.valuation import PriceUse
from harvestry.harvest.holding import Holding
from harvestry.harvest.selling_order import SellingOrder
from harvestry.law.load import Law
from harvestry.ledger.books import books_of
from harvestry.ledger.match import Match
from harvestry.ledger.rules import Rules
from harvestry.reports.explain.event_leaves import EventLeaves
from harvestry.reports.explain.gain import Explainer, explainer
from harvestry.reports.explain.node import Node, derived, sources_of, stated
from harvestry.reports.explain.order_taken import planned_orders
from harvestry.reports.figure_names import holding_figure, step_figure
from harvestry.reports.table import Unit
from harvestry.units.days import Zone

_NO_LOSS: Final = "no loss is reached by selling these lots in this order, so nothing is sold"


class HarvestFigures:
    """Answers for the rows of the summary and ordering sheets."""

    def __init__(
        self,
        orders: Mapping[Method, SellingOrder],
        events: Iterable[Event],
        uses: Mapping[tuple[str, str], PriceUse],
        law: Law,
        zone: Zone,
        rules: Rules,
    ) -> None:
        self._orders = orders
        self._events = list(events)
        self._uses = uses
        self._law = law
        self._zone = zone
        self._rules = rules

    def named(self, name: str) -> list[Node]:
        """Give the tree of a lot in an order, or of what a holding could lock in."""
        return [
            node
            for method, order in self._orders.items()
            if name.startswith(f"harvest:{method}:")
            for node in self._of_order(name, method, order)
        ]

    def _of_order(self, name: str, method: Method, order: SellingOrder) -> Iterable[Node]:
        explain = self._explainer(order)
        for holding, sale in zip(order.holdings, order.sales, strict=True):
            matches = [each for each in explain.books.matches if each.disposal == sale.id]
            if name == holding_figure(method, holding.account, holding.asset):
                yield _lockable(name, holding, matches, explain)
            yield from (
                explain.gain(match) for match in matches if name == step_figure(method, match)
            )

    def _explainer(self, order: SellingOrder) -> Explainer:
        books = books_of(order.sold)
        leaves = EventLeaves({**self._uses, **order.uses})
        planned = {sale.id: order.orders[sale.account, sale.asset] for sale in order.sales}
        order_of = planned_orders(planned, self._rules)
        events = [*self._events, *order.sales]
        return explainer(books, events, leaves, self._law, self._zone, order_of)


def _lockable(name: str, holding: Holding, matches: list[Match], explain: Explainer) -> Node:
    """Give the gain or loss of selling through the stopping point: the sum over its lots.

    Without a stopping point it is nothing, or unknown as on the sheet; the lots say why.
    """
    inputs = tuple(
        explain.gain(match, name=f"lot_{n}")
        for n, match in enumerate(matches[: holding.stop or None], start=1)
    )
    every = derived("lockable", name, " + ".join(each.name for each in inputs), inputs)
    if holding.stop or every.value is None:
        return every
    rows = tuple(dict.fromkeys(source for each in inputs for source in sources_of(each)))
    value = None if holding.uncertain else 0
    return stated("lockable", name, value, Unit.MONEY, rows, words=_NO_LOSS)
