"""What is said of values that a price filled in: the price of another day, or a day's close."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from harvestry.events.event import Event
from harvestry.events.kind import INCOME, Kind
from harvestry.events.prices import day_of_quote
from harvestry.events.valuation import FACTS, PriceUse
from harvestry.units.days import Day, Zone, day_text
from harvestry.units.exact import Price, price_text
from harvestry.units.problems import Problem, Severity

_AT_RECEIPT: Final = "the date and time of receipt (Rev. Rul. 2023-14; Notice 2014-21)"
_AT_SALE: Final = "the date and time of the transaction (Reg. 1.1001-7(b)(4); Notice 2014-21)"


class _Kind(NamedTuple):
    """Events whose values come from closes alike: of a file, a kind, a column, an asset."""

    file: str
    kind: Kind
    column: str
    asset: str


@dataclass(slots=True)
class _Closes:
    """Those of one kind: the first, how many, and the last day."""

    first: Event
    last: Day
    count: int = 0


class _Lacking(NamedTuple):
    """A day of which no price of an asset is known, and the quote that stands in for it."""

    asset: str
    day: Day
    of: Day
    price: Price


@dataclass(slots=True)
class _StandIn:
    """What a price of another day values: the first, and how many."""

    first: Event
    column: str
    count: int = 0


def said_of_prices(
    events: Iterable[Event],
    uses: Mapping[tuple[str, str], PriceUse],
    zone: Callable[[str], Zone],
    renames: Callable[[Event], bool],
) -> list[Problem]:
    """Say which values rest on the price of another day, and which on the close of their own.

    A warning for each day that lacks the price of an asset, since one price mends it; a note for
    each kind of event, asset and file that a day's close values. What was paid or received has its
    own, `amount-from-price`. A trade that only `renames` a coin has no value that counts.
    """
    lacking: dict[_Lacking, _StandIn] = {}
    closes: dict[_Kind, _Closes] = {}
    if not uses:
        return []
    of_a_price = {event_id for event_id, _ in uses}
    for event in events:
        if event.id not in of_a_price:
            continue
        for column in ("usd", "fee_usd", "fmv_usd"):
            use = uses.get((event.id, column))
            if use is None or (column == "usd" and (event.kind in FACTS or renames(event))):
                continue
            quote = use.quote
            of = day_of_quote(quote, zone(event.account))
            if of != use.day:
                key = _Lacking(quote.asset, use.day, of, quote.price)
                lacking.setdefault(key, _StandIn(event, column)).count += 1
            elif quote.at is None:
                kind = _Kind(event.source.file.name, event.kind, column, quote.asset)
                alike = closes.setdefault(kind, _Closes(event, use.day))
                alike.count, alike.last = alike.count + 1, max(alike.last, use.day)
    return [
        *(_of_another_day(key, each) for key, each in lacking.items()),
        *(_of_close(kind, each) for kind, each in closes.items()),
    ]


def _of_another_day(key: _Lacking, each: _StandIn) -> Problem:
    event, day = each.first, day_text(key.day)
    more = f" and {each.count - 1} more of that day" if each.count > 1 else ""
    message = (
        f"{_what(event.kind, each.column)} {event.id} in {event.account}{more} of {day} is valued "
        f"by the price of {key.asset} of {day_text(key.of)}, ${price_text(key.price)}, for none of "
        f"the day itself is known; the law asks for the value at {_moment(event.kind, each.column)}"
        f". Put it into `{each.column}`, add a line `{day},{key.asset},PRICE` to your price file, "
        "or fetch it with --live."
    )
    file, row = event.source.file.name, event.source.rows[0]
    about = f"{key.asset}@{day}"
    return Problem("price-of-another-day", Severity.WARNING, message, file, row, about=about)


def _of_close(kind: _Kind, each: _Closes) -> Problem:
    what = _what(kind.kind, kind.column)
    rows = "1 row" if each.count == 1 else f"{each.count} rows"
    message = (
        f"{rows} of {kind.file} ({what}, valued in {kind.asset}; the first is {each.first.id}, the "
        f"last of {day_text(each.last)}) state no value, and the close of the day stands in for "
        f"it; the law asks for the value at {_moment(kind.kind, kind.column)}. Put it into "
        f"`{kind.column}` where the exchange tells it."
    )
    about = f"{kind.file}:{kind.kind.value}:{kind.column}:{kind.asset}"
    row = each.first.source.rows[0]
    return Problem("value-from-close", Severity.NOTE, message, kind.file, row, about=about)


def _what(kind: Kind, column: str) -> str:
    return f"the fee of {kind.value}" if column == "fee_usd" else kind.value


def _moment(kind: Kind, column: str) -> str:
    if column != "fee_usd" and kind in INCOME:
        return _AT_RECEIPT
    if column == "fmv_usd":
        return "the date of the gift (IRC 1015(a))"
    if kind is Kind.INHERIT and column == "usd":
        return "the date of the death (IRC 1014(a))"
    return _AT_SALE
