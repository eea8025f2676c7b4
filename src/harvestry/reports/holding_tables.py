"""What is held: a row a lot, and a row an asset over all accounts."""

from collections.abc import Iterable
from typing import Final, NamedTuple

from harvestry.events.account import Accounts
from harvestry.events.pool_names import pool_in_words
from harvestry.events.prices import Quote
from harvestry.harvest.planned_sales import Moment
from harvestry.ledger.holding import long_from, term_of
from harvestry.ledger.lot import Lot
from harvestry.ledger.match import Term
from harvestry.reports.price_words import price_source, price_time
from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.units.days import Day
from harvestry.units.exact import Money, Quantity, total_of, value_at

_NOTHING_HELD: Final = "Nothing is held on this day."


class LotValue(NamedTuple):
    """An open lot at the moment's price: `value` and `unrealised` are `None` while unknown."""

    lot: Lot
    treatment: str
    term: str
    long_from: Day | None
    quote: Quote | None
    value: Money | None
    unrealised: Money | None


_LOTS: Final = (
    Column("Account", Unit.TEXT),
    Column("Treatment", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Lot", Unit.TEXT),
    Column("Quantity", Unit.QUANTITY),
    Column("Acquired", Unit.DAY),
    Column("Term", Unit.TEXT),
    Column("Long from", Unit.DAY, "The first day on which a sale is long-term."),
    Column("Basis", Unit.MONEY, "Unknown is not zero.", True),
    Column("Price", Unit.PRICE),
    Column("Price time", Unit.TEXT),
    Column("Price source", Unit.TEXT),
    Column("Value", Unit.MONEY, "", True),
    Column("Unrealised", Unit.GAIN, "Value less basis.", True),
)
_HOLDINGS: Final = (
    Column("Asset", Unit.TEXT),
    Column("Quantity", Unit.QUANTITY, "Over the accounts named."),
    Column("Accounts", Unit.TEXT),
    Column("Basis", Unit.MONEY, "Unknown where a part is.", True),
    Column("Of unknown basis", Unit.QUANTITY),
    Column("Price", Unit.PRICE),
    Column("Price time", Unit.TEXT),
    Column("Price source", Unit.TEXT),
    Column("Value", Unit.MONEY, "", True),
    Column("Unrealised", Unit.GAIN, "Value less basis.", True),
)


def valued_lots(lots: Iterable[Lot], accounts: Accounts, moment: Moment) -> list[LotValue]:
    """Give every open lot at the moment's price, retirement accounts included and named."""
    valued = []
    for lot in lots:
        quote = moment.quote(lot.asset)
        value = None if quote is None else value_at(lot.quantity, quote.price)
        known = value is not None and lot.basis is not None
        valued.append(
            LotValue(
                lot=lot,
                treatment=accounts.named(lot.account).treatment,
                term=term_of(lot.holding_from, moment.day, lot.origin),
                long_from=_long_from(lot),
                quote=quote,
                value=value,
                unrealised=(value or 0) - (lot.basis or 0) if known else None,
            )
        )
    return valued


def _long_from(lot: Lot) -> Day | None:
    """Give the first long-term day; inherited units have none, they always were."""
    inherited = lot.origin is not None and lot.origin.inherited
    return None if inherited or lot.holding_from is None else long_from(lot.holding_from)


def lots_table(valued: Iterable[LotValue]) -> Table:
    """Give the open lots, a row each."""
    rows: list[Row] = [
        (
            pool_in_words(each.lot.account),
            each.treatment,
            each.lot.asset,
            each.lot.piece,
            each.lot.quantity,
            each.lot.acquired_on,
            each.term,
            "" if each.term == Term.LONG and each.long_from is None else each.long_from,
            each.lot.basis,
            None if each.quote is None else each.quote.price,
            None if each.quote is None else price_time(each.quote),
            None if each.quote is None else price_source(each.quote),
            each.value,
            each.unrealised,
        )
        for each in valued
    ]
    brief = ("account", "asset", "lot", "quantity", "acquired", "term", "basis", "unrealised")
    groups = ("account", "asset")
    briefest = tuple(key for key in brief if key != "lot")
    return Table(
        "Open lots",
        _LOTS,
        rows,
        groups=groups,
        brief=brief,
        briefest=briefest,
        empty=_NOTHING_HELD,
    )


def holdings_table(valued: Iterable[LotValue], notes: tuple[str, ...] = ()) -> Table:
    """Give what is held of each asset over the accounts of these lots."""
    by_asset: dict[str, list[LotValue]] = {}
    for each in valued:
        by_asset.setdefault(each.lot.asset, []).append(each)
    rows = [_holding_row(asset, lots) for asset, lots in sorted(by_asset.items())]
    brief = ("asset", "quantity", "basis", "value", "unrealised", "accounts")
    return Table("Holdings", _HOLDINGS, rows, notes, brief=brief, empty=_NOTHING_HELD)


def _holding_row(asset: str, lots: list[LotValue]) -> Row:
    quote = lots[0].quote
    accounts = sorted({pool_in_words(each.lot.account) for each in lots})
    return (
        asset,
        sum(each.lot.quantity for each in lots),
        ", ".join(accounts),
        total_of(each.lot.basis for each in lots),
        _of_unknown_basis(lots),
        None if quote is None else quote.price,
        None if quote is None else price_time(quote),
        None if quote is None else price_source(quote),
        total_of(each.value for each in lots),
        total_of(each.unrealised for each in lots),
    )


def _of_unknown_basis(lots: list[LotValue]) -> Quantity:
    return sum(each.lot.quantity for each in lots if each.lot.basis is None)
