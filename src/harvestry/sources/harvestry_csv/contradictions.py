"""What the cells of a row may not say together, whatever each of them says."""

from typing import Final

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.sources.errors import RowError
from harvestry.sources.harvestry_csv import cells as cell
from harvestry.sources.harvestry_csv.columns import COLUMNS, Cells
from harvestry.sources.harvestry_csv.shapes import Shape
from harvestry.units.exact import Quantity

_CASH_MOVES: Final = frozenset({Kind.DEPOSIT, Kind.WITHDRAWAL, Kind.TRANSFER})


def refuse_meaningless(kind: Kind, shape: Shape, row: Cells) -> None:
    """Look for a cell that means nothing on a row of its kind.

    Raises:
        RowError: there is one.
    """
    for column in shape.meaningless:
        text = row[COLUMNS.index(column)]
        if text:
            why = f"means nothing on a row of kind {kind}; empty it, or choose the kind it is for"
            raise RowError("meaningless-value", cell.wrong(column, text, why))


def refuse_dollars(kind: Kind) -> None:
    """Let pass what only moves cash.

    Raises:
        RowError: the dollars stand where a coin belongs.
    """
    if kind not in _CASH_MOVES:
        message = (
            "US dollars are cash and have no lots; name the coin as `asset` of a buy or sell and "
            "the dollars in `usd`, and dollars earned in your profile"
        )
        raise RowError("us-dollars-as-asset", message)


def check_parts(event: Event, shape: Shape) -> None:
    """Check that a trade has two assets and that a fee is smaller than what it is part of.

    Raises:
        RowError: it has one, or the fee is not, or no coin can pay for such a row.
    """
    if event.got_asset == event.asset:
        raise RowError(
            "bad-value",
            cell.wrong("got_asset", event.asset, "is what was given up; a trade has two assets"),
        )
    if event.fee_asset is None:
        return
    assert event.fee_quantity is not None
    if not shape.coin_fee:
        raise RowError(
            "bad-value",
            cell.wrong(
                "fee_asset", event.fee_asset, f"cannot pay for a {event.kind}; use `fee_usd`"
            ),
        )
    whole: Quantity | None = None
    if event.fee_asset == event.got_asset:
        whole = event.got_quantity
    elif event.fee_asset == event.asset and not shape.moves:
        whole = event.quantity
    if whole is not None and event.fee_quantity >= whole:
        message = f"the fee is not smaller than the {event.fee_asset} it is part of; correct either"
        raise RowError("fee-too-large", message)
