"""What the rows of a Coinbase transaction report mean beyond what a table can say."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, NamedTuple

from harvestry.sources import verbs as common
from harvestry.sources.amounts import bought, moved_in, moved_out, sold, stated
from harvestry.sources.draft import Draft, Member, Outcome, Remark, Verb, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, exchanged
from harvestry.sources.formats.coinbase.notes import (
    Quote,
    paying_wallet,
    quote_of,
    swap_of,
    unreadable,
)
from harvestry.sources.quoted import bought_for_currency, sold_for_currency
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import DOLLARS, Row
from harvestry.units.exact import Money, Quantity, value_at
from harvestry.units.problems import Severity

_PAIR: Final = 2
_TRADE_EXAMPLE: Final = "Bought 3.8 LINK for 22 USDT on LINK-USDT"
_CONVERT_EXAMPLE: Final = "Converted 0.5 ETH to 1200 USDC"


def buy(members: Sequence[Member]) -> Outcome:
    """A purchase: for dollars, or for the coin the notes name."""
    return _trade(members, _BUYING, strict=False)


def sell(members: Sequence[Member]) -> Outcome:
    """A sale: for dollars, or for the coin the notes name."""
    return _trade(members, _SELLING, strict=False)


def advanced_buy(members: Sequence[Member]) -> Outcome:
    """A purchase on the order book, where the notes must tell the market."""
    return _trade(members, _BUYING, strict=True)


def advanced_sell(members: Sequence[Member]) -> Outcome:
    """A sale on the order book, where the notes must tell the market."""
    return _trade(members, _SELLING, strict=True)


def convert(members: Sequence[Member]) -> Outcome:
    """Conversions of one second: each a row that names its other side, or two rows."""
    open_rows = sorted((row for row, _ in members), key=Row.content)
    drafts: list[Draft] = []
    while open_rows:
        row = open_rows.pop(0)
        other = next((each for each in open_rows if _are_one(row, each)), None)
        if other is not None:
            open_rows.remove(other)
            drafts.extend(_two_rows(row, other))
        elif swap_of(row) is None and len(members) == _PAIR and open_rows:
            drafts.extend(_two_rows(row, open_rows.pop(0)))
        else:
            drafts.extend(_one_row(row))
    return made(*drafts) if drafts else skip(SkipReason.REDENOMINATION)


def dust(members: Sequence[Member]) -> Outcome:
    """Leftovers swept into one coin: a row that names its other side, or a row for each coin."""
    rows = tuple(row for row, _ in members)
    if all(swap_of(row) is not None for row in rows):
        return made(*(draft for row in rows for draft in _one_row(row)))
    legs = [_leg(row) for row in rows]
    into = [row.text("id") for row, leg in zip(rows, legs, strict=True) if leg.quantity > 0]
    return made(*exchanged(rows, into[0] if into else "", legs, ()))


def pair(members: Sequence[Member]) -> Outcome:
    """Two rows a few seconds apart that are one trade."""
    if len(members) != _PAIR:
        what = "has no second row" if len(members) == 1 else "stand too close to tell their pairs"
        message = (
            f"a trade of two rows {what}; export the whole period, or write each trade as a row of "
            "a Harvestry CSV"
        )
        raise RowError("incomplete-group", message)
    first, second = sorted((row for row, _ in members), key=Row.content)
    return made(*_two_rows(first, second))


def migration(members: Sequence[Member]) -> Outcome:
    """A coin that goes on under another name, which is no sale if both names are one asset."""
    rows = tuple(row for row, _ in members)
    by_name: dict[str, Quantity] = {}
    for row in rows:
        name = row.needed("asset")
        by_name[name] = by_name.get(name, 0) + row.quantity(asset=row.asset())
    table = rows[0].table
    symbols = {table.symbol(name) for name in by_name}
    sizes = {abs(quantity) for quantity in by_name.values()}
    if len(by_name) == 1 and len(symbols) == 1 and table.renames(*by_name):
        return skip(SkipReason.REDENOMINATION)  # the other side was not close enough in time
    if len(by_name) != _PAIR or len(sizes) != 1:
        message = (
            "coins were exchanged for their successors, not one for one or not one pair at a time; "
            "write what happened as rows of a Harvestry CSV"
        )
        raise RowError("needs-review", message)
    if len(symbols) == 1:
        return skip(SkipReason.REDENOMINATION)
    if sum(by_name.values()):
        out, into = by_name
        message = f"{out} and {into} became one another"
    else:
        out, into = sorted(by_name, key=lambda name: by_name[name])
        message = f"{out} became {into}"
    message += (
        ", one for one; if that was no sale but a new name, put "
        f'`aliases = ["{out}"]` under [asset.{into}] in assets.toml, else write it as a trade in a '
        "Harvestry CSV"
    )
    number = min(row.number for row in rows)
    raise RowError("redenomination", message, number, cause=f"{out} {into}")


class _Ways(NamedTuple):
    """How a purchase or a sale is read: for a coin, for the row's own currency, by the row."""

    for_coin: Callable[[Row, Quote], tuple[Draft, ...]]
    for_currency: Callable[[Row, Quantity | None], Outcome]
    by_row: Verb


def _trade(members: Sequence[Member], ways: _Ways, *, strict: bool) -> Outcome:
    """Give a trade against what the notes name, else against the currency of the row's price.

    Only dollars are no asset: a price in USDC or euros is one side of a trade.
    """
    row, _ = only(members)
    quote = quote_of(row)
    currency = row.currency()
    if quote is not None and quote.asset != currency:
        return made(*ways.for_coin(row, quote))
    if quote is not None and currency != DOLLARS:
        return ways.for_currency(row, quote.quantity)
    if quote is None and strict and row.text("notes"):
        raise unreadable(row, _TRADE_EXAMPLE)
    outcome = ways.by_row(members)
    remarks = (*outcome.remarks, *_doubts(row, quote, currency, strict=strict))
    return Outcome(outcome.drafts, outcome.skipped, remarks)


def _doubts(row: Row, quote: Quote | None, currency: str, *, strict: bool) -> tuple[Remark, ...]:
    if strict and quote is None and currency == DOLLARS:
        message = (
            "the notes are empty, so it was read as a trade for dollars, the currency of its "
            "price; if it was against a coin such as USDC, say so in the notes"
        )
        return (Remark("quote-not-stated", Severity.WARNING, message, row.number),)
    wallet = paying_wallet(row)
    if wallet is not None and wallet not in (DOLLARS, currency):
        message = (
            f"the notes say it was paid from the {wallet} wallet, and the file does not show those "
            f"{wallet} leave; write the purchase as a trade in a Harvestry CSV if it does not"
        )
        return (Remark("paid-from-coin-wallet", Severity.WARNING, message, row.number),)
    return ()


def _bought_for(row: Row, quote: Quote) -> tuple[Draft, ...]:
    asset, quantity = moved_in(row)
    usd, _ = bought(stated(row))
    legs = (Leg(asset, quantity, usd), Leg(quote.asset, -_known(row, quote)))
    return exchanged((row,), row.text("id"), legs, ())


def _sold_for(row: Row, quote: Quote) -> tuple[Draft, ...]:
    asset, quantity = moved_out(row)
    usd, fee = sold(stated(row))
    net = None if usd is None else usd - (fee or 0)
    legs = (Leg(asset, -quantity), Leg(quote.asset, _known(row, quote), net))
    return exchanged((row,), row.text("id"), legs, ())


_BUYING: Final = _Ways(_bought_for, bought_for_currency, common.buy)
_SELLING: Final = _Ways(_sold_for, sold_for_currency, common.sell)


def _known(row: Row, quote: Quote) -> Quantity:
    if quote.quantity is None:
        raise unreadable(row, _TRADE_EXAMPLE)
    return quote.quantity


def _one_row(row: Row) -> tuple[Draft, ...]:
    """Give the conversion of a row whose notes tell both sides."""
    swap = swap_of(row)
    if swap is None:
        raise unreadable(row, _CONVERT_EXAMPLE)
    asset, quantity = moved_out(row)
    out, into = swap.given_quantity, swap.got_quantity
    if asset == swap.given:
        out = quantity
    elif asset == swap.got:
        into = quantity
    else:
        raise unreadable(row, _CONVERT_EXAMPLE)
    legs = (Leg(swap.given, -out), Leg(swap.got, into, _received(row)))
    return exchanged((row,), row.text("id"), legs, ())


def _two_rows(one: Row, other: Row) -> tuple[Draft, ...]:
    """Give the trade of two rows, one for each side; its id is that of the side that left."""
    legs = {row: _leg(row) for row in (one, other)}
    swap = swap_of(one) or swap_of(other)
    if swap is not None:  # before 2024 quantities bear no sign
        signs = {swap.given: -1, swap.got: 1}
        legs = {
            row: Leg(leg.asset, abs(leg.quantity) * signs.get(leg.asset, 1), leg.usd)
            for row, leg in legs.items()
        }
    gone = [row for row, leg in legs.items() if leg.quantity < 0]
    return exchanged((one, other), gone[0].text("id") if gone else "", legs.values(), ())


def _are_one(one: Row, other: Row) -> bool:
    """Tell whether two rows are the sides of one conversion: one id, or the same notes."""
    if one.asset() == other.asset():
        return False
    if one.text("id") and one.text("id") == other.text("id"):
        return True
    swap = swap_of(one)
    return swap is not None and swap == swap_of(other)


def _leg(row: Row) -> Leg:
    """Give what a row of a pair moved: by its sign, and out if its kind says it was sent."""
    asset = row.asset()
    quantity = row.quantity(asset=asset)
    if row.text("type").casefold().endswith("send"):
        quantity = -abs(quantity)
    return Leg(asset, quantity, _received(row, abs(quantity)))


def _received(row: Row, quantity: Quantity | None = None) -> Money | None:
    """Give the value of what came in: of subtotal and total the one without the fee.

    Where that was rounded to nothing, it is worked out of the price, if `quantity` is the row's.
    """
    known = (row.dollars("subtotal"), row.dollars("total"))
    value = min((abs(money) for money in known if money is not None), default=None)
    price = None if value or quantity is None else row.price()
    return value if price is None or quantity is None else value_at(quantity, price)


VERBS: Final[Mapping[str, Verb]] = {
    "coinbase:buy": buy,
    "coinbase:sell": sell,
    "coinbase:advanced-buy": advanced_buy,
    "coinbase:advanced-sell": advanced_sell,
    "coinbase:convert": convert,
    "coinbase:dust": dust,
    "coinbase:pair": pair,
    "coinbase:migration": migration,
}
"""The verbs of this format."""
