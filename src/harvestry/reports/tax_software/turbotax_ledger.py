"""TurboTax's universal template: every transaction of coins, thirteen columns.

It takes no number below zero and no more than eight decimals. Amounts sent stand without a fee paid
in the same asset, which has its own columns; amounts received stand gross, as Intuit's example of a
sale has them.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from harvestry.events.account import Accounts
from harvestry.events.asset import Assets
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, RESULTS, Kind
from harvestry.reports.csv_text import safe_text
from harvestry.reports.tax_software.decimals import Decimals
from harvestry.reports.tax_software.software_file import SoftwareFile
from harvestry.tax.whose_return import Returns
from harvestry.units.days import moment, year_of
from harvestry.units.exact import Money, Quantity, share

_NAME: Final = "turbotax-transactions-{year}.csv"
_HOW: Final = (
    "Wages & Income, Investments and Savings, Cryptocurrency: upload as universal "
    "template. Import this or the gains, not both."
)
HEADER: Final = (
    *("Date", "Type", "Sent Asset", "Sent Amount", "Received Asset", "Received Amount"),
    *("Fee Asset", "Fee Amount", "Market Value Currency", "Market Value", "Description"),
    *("Transaction Hash", "Transaction ID"),
)
_DECIMALS: Final = 8
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
_DUST: Final = "amounts that eight decimals would show as nothing"
_NO_PLACE: Final = RESULTS | {Kind.SHORT, Kind.COVER}


class _Amounts(NamedTuple):
    """What an event sent and received, `None` where unknown or nothing; USD counts in money."""

    sent: tuple[str, Quantity | None] | None = None
    received: tuple[str, Quantity | None] | None = None
    paid: Money | None = None
    got: Money | None = None
    value: Money | None = None


def turbotax_ledger(
    events: Iterable[Event], returns: Returns, assets: Assets, year: int
) -> SoftwareFile:
    """Give the transactions up to the end of a year of what is on the return."""
    name = _NAME.format(year=year)
    decimals = Decimals(name, _DECIMALS)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(HEADER)
    left, unvalued = Counter[str](), 0
    number = 0
    for event in events:
        account = returns.accounts.named(event.account)
        day = account.zone.day(event.time)
        part = returns.part(event.account, day)
        why = _left_out(event, assets)
        if year_of(day) > year or not part:
            continue
        if why:
            left[why] += 1
            continue
        mine = _part_of(event, part.numerator, part.denominator)
        if decimals.is_dust(mine.quantity) or decimals.is_dust(mine.got_quantity):
            left[_DUST] += 1
            continue
        number += 1
        decimals.begin(number)
        cells = _cells(mine, returns.accounts, decimals)
        unvalued += _lacks_value(event)
        writer.writerow(cells)
    notes = (*_notes(left, unvalued), *_residue_note(decimals))
    content = stream.getvalue().encode()
    return SoftwareFile(name, "TurboTax", content, notes, tuple(decimals.residues), how=_HOW)


def _left_out(event: Event, assets: Assets) -> str:
    if event.kind in _NO_PLACE:
        return "contracts and short sales, for which the template has no type"
    named = [event.asset, *([event.got_asset] if event.got_asset else [])]
    if not all(assets.named(each).is_digital for each in named):
        return "securities and currencies, which are no digital assets"
    return ""


def _cells(event: Event, accounts: Accounts, decimals: Decimals) -> list[str]:
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
        net = None if event.usd is None else event.usd - (event.fee_usd or 0)
        return _Amounts(sent=given, got=event.usd, value=None if net is None else max(net, 0))
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


def _lacks_value(event: Event) -> bool:
    valued = event.kind not in {Kind.TRANSFER, Kind.DEPOSIT, Kind.WITHDRAWAL}
    leaves = event.kind in {Kind.GIFT_OUT, Kind.DONATION, Kind.LOST, Kind.STOLEN}
    return valued and not leaves and event.usd is None


def _part_of(event: Event, numerator: int, denominator: int) -> Event:
    """Give the part of an event that is on the return."""
    if numerator == denominator:
        return event

    def mine(amount: int | None) -> int | None:
        return None if amount is None else share(amount, numerator, denominator)

    return replace(
        event,
        quantity=share(event.quantity, numerator, denominator),
        usd=mine(event.usd),
        fee_quantity=mine(event.fee_quantity),
        fee_usd=mine(event.fee_usd),
        got_quantity=mine(event.got_quantity),
    )


def _notes(left: Counter[str], unvalued: int) -> Iterator[str]:
    for why, count in sorted(left.items()):
        yield f"{count} rows are left out: {why}."
    if unvalued:
        yield (
            f"{unvalued} rows have no market value because it is unknown: TurboTax looks such a "
            "value "
            "up by itself. Mend them first (`harvestry check`), or compare what it took."
        )


def _residue_note(decimals: Decimals) -> Iterator[str]:
    if decimals.residues:
        yield (
            f"{len(decimals.residues)} numbers have more than {_DECIMALS} decimals and were "
            "rounded "
            "half up; residues.csv has each with its exact value."
        )
