"""Dollar values: the export's own where it has one, else the price book's; missing stays so."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple

from harvestry.events.account import Accounts
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, SALES, Kind
from harvestry.events.prices import PriceBook, Quote, day_of_quote
from harvestry.units.days import Day, Instant, day_text
from harvestry.units.exact import Money, Quantity, value_at
from harvestry.units.problems import Problem, Severity

VALUED = INCOME | SALES | {Kind.BUY, Kind.INHERIT}
"""Kinds whose `usd` is a value at the time, so a price can supply it."""
FACTS = frozenset({Kind.BUY, Kind.SELL})
"""Kinds whose `usd` is a fact that a price only stands in for."""


@dataclass(frozen=True, slots=True)
class PriceUse:
    """A dollar value taken from the price book: `quantity` of the quote's asset at its price.

    `day` is the one a price was looked for; the quote may be of one of the two before.
    """

    event_id: str
    column: str
    quantity: Quantity
    quote: Quote
    day: Day


class Wanted(NamedTuple):
    """A price that is missing: of an asset, on a day; for an event, `None` for what is held."""

    asset: str
    day: Day
    event_id: str | None


@dataclass(frozen=True, slots=True)
class Valued:
    """Events with their dollar values filled in, which quotes were used, and what stays missing.

    `trades` are those of unknown value, each with the problem that says so: apart, since a trade
    that only renames a coin needs none. `wanted` are the prices that would fill what is missing;
    of a trade one of its two would do.
    """

    events: list[Event]
    uses: dict[tuple[str, str], PriceUse]
    problems: list[Problem]
    trades: list[tuple[Event, Problem]]
    wanted: list[Wanted]


class _Valuer:
    """Fills the dollar columns of one event after another."""

    def __init__(self, book: PriceBook, accounts: Accounts) -> None:
        self._book = book
        self._accounts = accounts
        self.uses: dict[tuple[str, str], PriceUse] = {}
        self.problems: list[Problem] = []
        self.trades: list[tuple[Event, Problem]] = []
        self.wanted: list[Wanted] = []

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
            assets = [event.got_asset, event.asset]
        else:
            value = self._priced(event, "usd", event.asset, event.quantity)
            assets = [event.asset]
        if value is None and event.kind is Kind.TRADE:
            self.trades.append((event, self._missing(event, *assets)))
        elif value is None:
            self.problems.append(self._missing(event, *assets))
        elif event.kind in FACTS:
            self._say_where_from(event)
        return value

    def _fee_usd(self, event: Event) -> Money | None:
        assert event.fee_asset is not None
        assert event.fee_quantity is not None
        own = event.fee_asset == event.asset
        if event.fee_asset == event.got_asset or (own and event.kind in VALUED):
            return None  # the fold values it at the event's own price
        if own and event.usd is not None:
            return None  # likewise, of a gift or donation that states its value
        value = self._priced(event, "fee_usd", event.fee_asset, event.fee_quantity)
        if value is None:
            self.problems.append(
                replace(self._missing(event, event.fee_asset), about=f"{event.id}:fee")
            )
        return value

    def _priced(self, event: Event, column: str, asset: str, quantity: Quantity) -> Money | None:
        when, day = self._moment(event)
        quote = None if when is None else self._book.on(asset, when, day)
        if quote is None:
            return None
        self.uses[event.id, column] = PriceUse(event.id, column, quantity, quote, day)
        return value_at(quantity, quote.price)

    def _moment(self, event: Event) -> tuple[Instant | None, Day]:
        """Give when an event is valued: an inheritance at the death (IRC 1014(a))."""
        zone = self._accounts.named(event.account).zone
        when = event.detail.acquired if event.kind is Kind.INHERIT else event.time
        return when, zone.day(event.time if when is None else when)

    def _say_where_from(self, event: Event) -> None:
        """What was paid or received is a fact; a price can only stand in for it."""
        word = "paid" if event.kind is Kind.BUY else "received"
        use = self.uses[event.id, "usd"]
        own = day_of_quote(use.quote, self._accounts.named(event.account).zone)
        other = "" if own == use.day else f", for none of {day_text(use.day)} itself is known"
        message = (
            f"What was {word} in {event.kind} {event.id} in {event.account} is not stated; the "
            f"price of {day_text(own)} stands in for it{other}. Put the amount into `usd`."
        )
        self.problems.append(_problem("amount-from-price", Severity.WARNING, message, event))

    def _missing(self, event: Event, *assets: str) -> Problem:
        """Say that no price of any of these assets is known; one of the first would do."""
        when, day = self._moment(event)
        if when is None:
            message = (
                f"The value of inherit {event.id} in {event.account} is unknown: put the value at "
                "the death into `usd`, or the day of the death into `acquired`."
            )
            return _problem("missing-price", Severity.ERROR, message, event)
        self.wanted += [Wanted(each, day, event.id) for each in assets]
        asset = assets[0]
        last = self._book.last(asset, when, day)
        known = f" (the last one known is of {day_text(last.day)})" if last else ""
        message = (
            f"No price of {' or '.join(assets)} on {day_text(day)}{known}, so the value of "
            f"{event.kind} {event.id} in {event.account} is unknown; fetch it with "
            f"--live, or add a line `{day_text(day)},{asset},PRICE` to your price file."
        )
        return _problem("missing-price", Severity.ERROR, message, event)


def _problem(code: str, severity: Severity, message: str, event: Event) -> Problem:
    where = event.source
    return Problem(code, severity, message, where.file.name, where.rows[0], about=event.id)


def value(events: Iterable[Event], book: PriceBook, accounts: Accounts) -> Valued:
    """Give the events with their dollar values filled in where the price book knows them.

    A stale price is no price here: an event is valued by a quote of its day or at most two days
    earlier, else its value is unknown and a problem says so.
    """
    valuer = _Valuer(book, accounts)
    valued = [valuer.valued(event) for event in events]
    return Valued(valued, valuer.uses, valuer.problems, valuer.trades, valuer.wanted)
