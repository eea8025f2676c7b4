"""The leaves of an explanation: what the row of an event states, or a price that filled it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from harvestry.events.event import Event
from harvestry.events.prices import Quote
from harvestry.events.valuation import PriceUse
from harvestry.harvest.planned_sales import PLANNED
from harvestry.reports.explain.node import STATED, Node, derived, stated
from harvestry.reports.price_words import price_source, price_time
from harvestry.reports.table import Unit
from harvestry.units.source_ref import SourceRef

PLANNED_UNITS: Final = "all units held there, as if sold"


@dataclass(frozen=True, slots=True)
class EventLeaves:
    """Makes leaves for the columns of events; `uses` are the prices that filled empty ones."""

    uses: Mapping[tuple[str, str], PriceUse]

    def column(self, event: Event, column: str) -> Node:
        """Give a quantity or dollar column: as the row states it, or a quantity at a quote."""
        figure = f"events:{event.id}:{column}"
        amount: int | None = getattr(event.detail if column == "fmv_usd" else event, column)
        if column.endswith("quantity"):
            words = _quantity_words(event)
            return stated(column, figure, amount, Unit.QUANTITY, _rows(event), words=words)
        use = self.uses.get((event.id, column))
        if use is None:
            return stated(column, figure, amount, Unit.MONEY, _rows(event), words=_words(event))
        quote = use.quote
        inputs = (
            stated(
                "quantity",
                figure,
                use.quantity,
                Unit.QUANTITY,
                _rows(event),
                words=PLANNED_UNITS if event.source is PLANNED else STATED,
            ),
            stated(
                "price",
                f"prices:{quote.asset}",
                quote.price,
                Unit.PRICE,
                (quote.source,),
                words=STATED if quote.fetched is None else _told_by(quote),
            ),
        )
        return derived(column, figure, "value(quantity, price)", inputs)

    def columns(self, event: Event, *columns: str) -> tuple[Node, ...]:
        """Give several columns."""
        return tuple(self.column(event, column) for column in columns)


def _told_by(quote: Quote) -> str:
    """Say of a price that was fetched what it is of, who gave it, and when."""
    return f"{price_time(quote)}: {price_source(quote)}"


def _words(event: Event) -> str:
    """Say where dollars come from that no price gave: the row, or what was decided of it."""
    decision = event.detail.decision
    return STATED if decision is None else f"decided: {decision}"


def _quantity_words(event: Event) -> str:
    """Say where units come from: the row; a plan; what was decided, if no file has them at all."""
    if event.source is PLANNED:
        return PLANNED_UNITS
    decision = event.detail.decision or ""
    before_files = decision.startswith(("not-enough-lots:", "balance-differs:"))
    return _words(event) if before_files else STATED


def _rows(event: Event) -> tuple[SourceRef, ...]:
    arrival = event.detail.arrival
    return (event.source,) if arrival is None else (event.source, arrival)
