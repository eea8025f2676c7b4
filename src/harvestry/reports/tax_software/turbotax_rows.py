"""The rows of TurboTax's universal template: what each kind of event is called there and says.

Amounts sent stand without a fee paid in the same asset, which has its own columns; amounts received
stand gross, as Intuit's example of a sale has them.
"""

from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from harvestry.events.account import Accounts
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, Kind
from harvestry.reports.csv_text import safe_text
from harvestry.reports.tax_software.decimals import Decimals
from harvestry.units.days import moment
from harvestry.units.exact import Money, Quantity, share

HEADER: Final = (
    *("Date", "Type", "Sent Asset", "Sent Amount", "Received Asset", "Received Amount"),
    *("Fee Asset", "Fee Amount", "Market Value Currency", "Market Value", "Description"),
    *("Transaction Hash", "Transaction ID"),
)
_DOLLARS: Final = "USD"
_TYPES: Final = {
    Kind.BUY: "Buy",
    Kind.SELL: "Sale",
    Kind.TRADE: "Convert",
    Kind.TRANSFER: "Transfer",
    Kind.DEPOSIT: "Deposit",
    Kind.WITHDRAWAL: "Withdrawal",
    Kind.STAKING: "Staking",
    Kind.MINING: "Mining",
    Kind.AIRDROP: "Airdrop",
    Kind.FORK: "Forking",
    Kind.SPEND: "Expense",
    Kind.FEE: "Expense",
    Kind.GIFT_IN: "Buy",
    Kind.INHERIT: "Buy",
    Kind.OPENING: "Buy",
    Kind.GIFT_OUT: "Withdrawal",
    Kind.DONATION: "Withdrawal",
    Kind.LOST: "Withdrawal",
    Kind.STOLEN: "Withdrawal",
}
_SAID: Final = {
    Kind.GIFT_IN: "gift received: the donor's basis and date",
    Kind.INHERIT: "inheritance: the value and day of death; always long-term",
    Kind.OPENING: "lot held before the records begin",
    Kind.GIFT_OUT: "gift given: not a sale",
    Kind.DONATION: "donation: not a sale",
    Kind.LOST: "lost: not a sale",
    Kind.STOLEN: "stolen: not a sale",
    Kind.DEPOSIT: "where from is not known: the basis is unknown",
    Kind.WITHDRAWAL: "where to is not known: not counted as a sale",
}
_BOUGHT: Final = frozenset({Kind.BUY, Kind.GIFT_IN, Kind.INHERIT, Kind.OPENING})
_DATED: Final = frozenset({Kind.GIFT_IN, Kind.INHERIT, Kind.OPENING})


class _Amounts(NamedTuple):
    """What an event sent and received, `None` where unknown or nothing; USD counts in money."""

    sent: tuple[str, Quantity | None] | None = None
    received: tuple[str, Quantity | None] | None = None
    paid: Money | None = None
    got: Money | None = None
    value: Money | None = None


def cells_of(event: Event, accounts: Accounts, decimals: Decimals) -> list[str]:
    """Give the thirteen cells of an event; what is unknown stays empty."""
    amounts = _amounts(event)
    fee = _fee(event)
    zone = ZoneInfo(accounts.named(event.account).time_zone)
    acquired = event.detail.acquired if event.kind in _DATED else None
    local = moment(event.time if acquired is None else acquired).astimezone(zone)
    sent_asset, sent = _side(amounts.sent, amounts.paid, "Sent Amount", decimals)
    received_asset, received = _side(amounts.received, amounts.got, "Received Amount", decimals)
    fee_asset, fee_amount = _side(fee[0], fee[1], "Fee Amount", decimals)
    value = "" if amounts.value is None else decimals.money(amounts.value, "Market Value")
    return [
        f"{local.month}/{local.day}/{local.year} {local.hour}:{local.minute:02}",
        "Income" if event.kind in INCOME and event.kind not in _TYPES else _TYPES[event.kind],
        *(sent_asset, sent, received_asset, received, fee_asset, fee_amount),
        _DOLLARS if value else "",
        value,
        safe_text(_said(event)),
        safe_text(event.detail.hash or ""),
        safe_text(event.id),
    ]


def _side(
    units: tuple[str, Quantity | None] | None, money: Money | None, column: str, decimals: Decimals
) -> tuple[str, str]:
    if units is not None:
        asset, quantity = units
        return safe_text(asset), "" if quantity is None else decimals.quantity(quantity, column)
    if money is not None:
        return _DOLLARS, decimals.money(money, column)
    return "", ""


def _amounts(event: Event) -> _Amounts:
    """Give both sides. A fee paid in the asset given up stands in its own columns."""
    units = event.asset, event.quantity
    given = event.asset, event.quantity - _fee_within(event)
    if event.kind in _BOUGHT:
        return _Amounts(received=units, paid=event.usd, value=event.usd)
    if event.kind is Kind.SELL:
        return _Amounts(sent=given, got=event.usd, value=_net_of_fee(event))
    if event.kind is Kind.TRADE:
        assert event.got_asset is not None
        got = event.got_asset, event.got_quantity
        return _Amounts(sent=given, received=got, value=event.usd)
    if event.kind is Kind.TRANSFER:
        return _Amounts(sent=units, received=units)
    if event.kind in INCOME or event.kind is Kind.DEPOSIT:
        value = event.usd if event.kind in INCOME else None
        return _Amounts(received=units, value=value)
    return _Amounts(sent=given, value=event.usd)


def _net_of_fee(event: Event) -> Money | None:
    """Give what a sale brought less its fee, as Form 8949 counts it, and not below zero."""
    fee = event.fee_usd
    if event.usd is None:
        return None
    if fee is None and event.fee_asset is None:
        fee = 0
    if fee is None and event.fee_asset == event.asset:
        fee = share(event.usd, event.fee_quantity or 0, event.quantity)
    return None if fee is None else max(event.usd - fee, 0)


def _fee_within(event: Event) -> Quantity:
    """Give the fee that is part of what was given up; on top of a transfer it is none."""
    if event.fee_asset != event.asset or event.kind is Kind.TRANSFER:
        return 0
    return event.fee_quantity or 0


def _fee(event: Event) -> tuple[tuple[str, Quantity | None] | None, Money | None]:
    if event.fee_asset is not None:
        return (event.fee_asset, event.fee_quantity), None
    return None, event.fee_usd or None


def _said(event: Event) -> str:
    said = _SAID.get(event.kind, event.kind.value.replace("income:", "income, "))
    note = event.detail.note
    return f"{said}; {note}" if note else said


def lacks_value(event: Event) -> bool:
    """Tell whether a row needs a market value that is not known."""
    valued = event.kind not in {Kind.TRANSFER, Kind.DEPOSIT, Kind.WITHDRAWAL}
    leaves = event.kind in {Kind.GIFT_OUT, Kind.DONATION, Kind.LOST, Kind.STOLEN}
    return valued and not leaves and _amounts(event).value is None
