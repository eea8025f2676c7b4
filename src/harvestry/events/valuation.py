"""Dollar values: the export's own where it has one, else the price book's; missing stays so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from harvestry.events.account import Accounts
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, SALES, Kind
from harvestry.events.prices import PriceBook, Quote
from harvestry.units.days import Day, day_text
from harvestry.units.exact import Money, Quantity, value_at
from harvestry.units.problems import Problem, Severity

VALUED = INCOME | SALES | {Kind.BUY, Kind.INHERIT}
"""Kinds whose `usd` is a value at the time, so a price can supply it."""


@dataclass(frozen=True, slots=True)
class PriceUse:
    """A dollar value taken from the price book: `quantity` of the quote's asset at its price."""

    event_id: str
    column: str
    quantity: Quantity
    quote: Quote


@dataclass(frozen=True, slots=True)
class Valued:
    """Events with their dollar values filled in, which quotes were used, and what stays missing."""

    events: list[Event]
    uses: dict[tuple[str, str], PriceUse]
    problems: list[Problem]


class _Valuer:
    """Fills the dollar columns of one event after another."""

    def __init__(self, book: PriceBook, accounts: Accounts) -> None:
        self._book = book
        self._accounts = accounts
        self.uses: dict[tuple[str, str], PriceUse] = {}
        self.problems: list[Problem] = []

    def valued(self, event: Event) -> Event:
        """Give the event with every dollar column the price book can fill."""
        if event.usd is None and event.kind in VALUED:
            usd = self._usd(event)
            if usd is not None:
                event = replace(event, usd=usd)
        if event.fee_usd is None and event.fee_asset is not None:
            fee_usd = self._fee_usd(event)
            if fee_usd is not None:
                event = replace(event, fee_usd=fee_usd)
        if event.kind is Kind.GIFT_IN and event.detail.fmv_usd is None and event.usd is not None:
            fmv = self._priced(event, "fmv_usd", event.asset, event.quantity)
            if fmv is not None:
                event = replace(event, detail=replace(event.detail, fmv_usd=fmv))
        return event

    def _usd(self, event: Event) -> Money | None:
        """Value what was received, else what was given up (Reg. 1.1001-7(b)(4))."""
        if event.kind is Kind.TRADE and event.got_asset is not None:
            assert event.got_quantity is not None
            value = self._priced(event, "usd", event.got_asset, event.got_quantity)
            if value is not None:
                return value
            given = event.quantity
            if event.fee_asset == event.asset:
                given -= event.fee_quantity or 0
            value = self._priced(event, "usd", event.asset, given)
            asset = f"{event.got_asset} or {event.asset}"
        else:
            value = self._priced(event, "usd", event.asset, event.quantity)
            asset = event.asset
        if value is None:
            self._report(event, asset)
        return value

    def _fee_usd(self, event: Event) -> Money | None:
        assert event.fee_asset is not None
        assert event.fee_quantity is not None
        own = event.fee_asset == event.asset and event.kind in VALUED
        if own or event.fee_asset == event.got_asset:
            return None  # the fold values it at the event's own price
        value = self._priced(event, "fee_usd", event.fee_asset, event.fee_quantity)
        if value is None:
            self._report(event, event.fee_asset)
        return value

    def _priced(self, event: Event, column: str, asset: str, quantity: Quantity) -> Money | None:
        quote = self._book.on(asset, event.time, self._day(event))
        if quote is None:
            return None
        self.uses[event.id, column] = PriceUse(event.id, column, quantity, quote)
        return value_at(quantity, quote.price)

    def _day(self, event: Event) -> Day:
        return self._accounts.named(event.account).zone.day(event.time)

    def _report(self, event: Event, asset: str) -> None:
        day = self._day(event)
        last = self._book.last(asset, event.time, day)
        known = f" (the last one known is of {day_text(last.day)})" if last else ""
        message = (
            f"No price of {asset} on {day_text(day)}{known}, so the value of {event.kind} "
            f"{event.id} in {event.account} is unknown; add a line "
            f"`{day_text(day)},{asset},PRICE` to your price file."
        )
        where = event.source
        self.problems.append(
            Problem("missing-price", Severity.ERROR, message, where.file.name, where.rows[0])
        )


def value(events: Iterable[Event], book: PriceBook, accounts: Accounts) -> Valued:
    """Give the events with their dollar values filled in where the price book knows them.

    A stale price is no price here: an event is valued by a quote of its day or at most two days
    earlier, else its value is unknown and a problem says so.
    """
    valuer = _Valuer(book, accounts)
    valued = [valuer.valued(event) for event in events]
    return Valued(valued, valuer.uses, valuer.problems)
