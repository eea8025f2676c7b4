"""What the events of a file moved is what its rows moved, by the fee rule of its format.

Rows are read here by their own names, apart from the descriptions. Dollars, which have no lots, are
left out.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest

from harvestry.events.event import Event
from harvestry.events.kind import DEPARTURES, INCOME, SALES, Kind
from harvestry.units.exact import QUANTITY_DECIMALS
from sources.golden_files import GOLDENS, read


class Names(NamedTuple):
    """What a file calls what came, went and was charged; `inside` are sides told after the fee."""

    got: tuple[str, str]
    sent: tuple[str, str]
    fee: tuple[str, str]
    inside: tuple[str, ...] = ()


RECEIVED = ("Received Amount", "Received Currency")
SENT = ("Sent Amount", "Sent Currency")
FEE = ("Fee Amount", "Fee Currency")
ON_TOP = {
    "zenledger/universal": Names(("IN Amount", "IN Currency"), ("Out Amount", "Out Currency"), FEE),
    "koinly/universal": Names(RECEIVED, SENT, FEE),
    "koinly/export": Names(RECEIVED, SENT, FEE),
    "cointracker/universal": Names(
        ("Received Quantity", "Received Currency"), ("Sent Quantity", "Sent Currency"), FEE
    ),
    "cointracker/export": Names(
        ("Received Quantity", "Received Currency"), ("Sent Quantity", "Sent Currency"), FEE
    ),
    "turbotax/universal": Names(
        ("Received Amount", "Received Asset"),
        ("Sent Amount", "Sent Asset"),
        ("Fee Amount", "Fee Asset"),
    ),
    "taxbit/universal": Names(
        ("Received Quantity", "Received Currency"),
        ("Sent Quantity", "Sent Currency"),
        ("Fee", "Fee Currency"),
    ),
    "tokentax/universal": Names(
        ("BuyAmount", "BuyCurrency"), ("SellAmount", "SellCurrency"), ("FeeAmount", "FeeCurrency")
    ),
    "blockpit/import": Names(
        ("Incoming Amount", "Incoming Asset"),
        ("Outgoing Amount", "Outgoing Asset"),
        ("Fee Amount (optional)", "Fee Asset (optional)"),
    ),
    "rotki/trades": Names(
        ("Receive Amount", "Receive Currency"),
        ("Spend Amount", "Spend Currency"),
        ("Fee", "Fee Currency"),
    ),
    "bittytax/records": Names(
        ("Buy Quantity", "Buy Asset"),
        ("Sell Quantity", "Sell Asset"),
        ("Fee Quantity", "Fee Asset"),
    ),
    "staketax/rows": Names(
        ("received_amount", "received_currency"),
        ("sent_amount", "sent_currency"),
        ("fee", "fee_currency"),
    ),
    "coinpanda/universal": Names(RECEIVED, SENT, FEE),
    "crypto_com/tax": Names(RECEIVED, SENT, FEE),
    "accointing/export": Names(
        ("boughtQuantity", "boughtCurrency"),
        ("soldQuantity", "soldCurrency"),
        ("feeQuantity", "feeCurrency"),
    ),
    "exodus/transactions_2021": Names(
        ("INAMOUNT", "INCURRENCY"), ("OUTAMOUNT", "OUTCURRENCY"), ("FEEAMOUNT", "FEECURRENCY")
    ),
}
INSIDE = {
    "coinledger/universal": Names(
        ("Amount Received", "Asset Received"),
        ("Amount Sent", "Asset Sent"),
        ("Fee Amount (Optional)", "Fee Currency (Optional)"),
        inside=("sent",),
    ),
    "cointracking/import_template": Names(
        ("Buy Amount", "Buy Currency"),
        ("Sell Amount", "Sell Currency"),
        ("Fee", "Fee Currency"),
        inside=("sent", "got"),
    ),
    "blockchain/account": Names(
        ("quantity_transacted", "asset"),
        ("counter_amount", "counter_asset"),
        ("fee_amount", "fee_asset"),
        inside=("sent", "got"),
    ),
}
LEAVING = SALES | DEPARTURES | {Kind.WITHDRAWAL}


@pytest.mark.parametrize("name", {**ON_TOP, **INSIDE})
def test_events_move_what_the_rows_moved(name: str) -> None:
    path = GOLDENS / f"{name}.csv"
    imported = read(path)
    names = {**ON_TOP, **INSIDE}[name]
    taken = {row for event in imported.events for row in event.source.rows}
    by_rows = Counter[str]()
    for number, row in enumerate(_records(path), 1):
        if number in taken:
            by_rows.update(_told(row, names))
    by_events = Counter[str]()
    for event in imported.events:
        by_events.update(dict(_moved(event)))
    assert _without_dollars(by_events) == _without_dollars(by_rows)
    assert taken


def _records(path: Path) -> Iterator[dict[str, str]]:
    with path.open(newline="") as file:
        yield from csv.DictReader(file)


def _told(row: dict[str, str], names: Names) -> dict[str, int]:
    """Give what a row moved of each asset."""
    moved = Counter[str]()
    (got, got_asset), (sent, sent_asset), (fee, fee_asset) = names[:3]
    moved[row[got_asset]] += _units(row[got])
    moved[row[sent_asset]] -= abs(_units(row[sent]))
    with_fee = {row[{"got": got_asset, "sent": sent_asset}[side]] for side in names.inside}
    if row[fee_asset] not in with_fee:
        moved[row[fee_asset]] -= abs(_units(row[fee]))
    return {asset.partition(";")[0]: quantity for asset, quantity in moved.items()}


def _units(text: str) -> int:
    found = Fraction(text or "0") * 10**QUANTITY_DECIMALS
    assert found.denominator == 1
    return int(found)


def _moved(event: Event) -> Iterator[tuple[str, int]]:
    """Give what an event moved, as docs/reference/harvestry-csv.md says of each kind."""
    moved = Counter[str]()
    kind = event.kind
    if kind is Kind.TRANSFER:
        moved[event.asset] -= event.fee_quantity or 0 if event.fee_asset == event.asset else 0
    elif kind in LEAVING:
        moved[event.asset] -= event.quantity
    else:
        assert kind in INCOME | {Kind.BUY, Kind.DEPOSIT, Kind.GIFT_IN, Kind.RESULT_OTHER}
        moved[event.asset] += event.quantity
    if event.got_asset is not None:
        moved[event.got_asset] += event.got_quantity or 0
    within = kind in LEAVING or kind is Kind.TRANSFER
    if event.fee_asset is not None and not (within and event.fee_asset == event.asset):
        moved[event.fee_asset] -= event.fee_quantity or 0
    yield from moved.items()


def _without_dollars(moved: Counter[str]) -> dict[str, int]:
    return {asset: n for asset, n in sorted(moved.items()) if n and asset not in ("USD", "")}
