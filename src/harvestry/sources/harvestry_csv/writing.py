"""Events to Harvestry CSV, without loss: reading it back gives the same events."""

from collections.abc import Iterable
from typing import Final, TextIO

from harvestry.events.event import NO_DETAIL, Detail, Event
from harvestry.events.kind import Kind
from harvestry.sources.harvestry_csv.columns import COLUMNS, Cells
from harvestry.units.days import Instant, instant_text
from harvestry.units.exact import Money, Quantity, money_text, quantity_text

_TO_QUOTE: Final = frozenset(',"\r\n')


def write_events(events: Iterable[Event], stream: TextIO) -> None:
    """Write events as a Harvestry CSV, in the order given, lines ending in a bare line feed.

    Open the stream with `newline=""` and UTF-8, so that text within cells stays as it is.
    Where an event was read, and where its other half was, is not written.
    """
    stream.write(",".join(COLUMNS) + "\n")
    stream.writelines(",".join(map(_quoted, cells_of(event))) + "\n" for event in events)


def cells_of(event: Event) -> Cells:
    """Give the cells of an event."""
    return known_cells(
        event.id,
        event.time,
        event.account,
        event.kind,
        event.asset,
        event.quantity,
        event.usd,
        event.fee_asset,
        event.fee_quantity,
        event.fee_usd,
        event.to_account,
        event.got_asset,
        event.got_quantity,
        event.detail,
    )


def known_cells(
    id_: str,
    time: Instant,
    account: str,
    kind: Kind,
    asset: str,
    quantity: Quantity,
    usd: Money | None,
    fee_asset: str | None,
    fee_quantity: Quantity | None,
    fee_usd: Money | None,
    to_account: str | None,
    got_asset: str | None,
    got_quantity: Quantity | None,
    detail: Detail,
) -> Cells:
    """Give the cells of what is known of an event, its id among them or not yet."""
    cells = Cells(
        instant_text(time),
        account,
        kind.value,
        asset,
        quantity_text(quantity),
        id_,
        _money(usd),
        fee_asset or "",
        _quantity(fee_quantity),
        _money(fee_usd),
        to_account or "",
        got_asset or "",
        _quantity(got_quantity),
    )
    return cells if detail is NO_DETAIL else _with_detail(cells, detail)


def _with_detail(cells: Cells, detail: Detail) -> Cells:
    reported = detail.form_basis_reported
    return cells._replace(
        acquired=_instant(detail.acquired),
        fmv_usd=_money(detail.fmv_usd),
        lots=";".join(f"{lot}:{quantity_text(quantity)}" for lot, quantity in detail.lots),
        lots_at=_instant(detail.lots_at),
        lots_told=detail.lots_told or "",
        order=detail.order or "",
        form=detail.form or "",
        form_proceeds=_money(detail.form_proceeds),
        form_basis=_money(detail.form_basis),
        form_basis_reported="" if reported is None else str(reported).lower(),
        adjust=";".join(f"{code}:{money_text(dollars)}" for code, dollars in detail.adjust),
        related=detail.related or "",
        prior_disallowed=_money(detail.prior_disallowed),
        hash=detail.hash or "",
        note=detail.note or "",
    )


def _quoted(cell: str) -> str:
    if _TO_QUOTE.isdisjoint(cell):
        return cell
    doubled = cell.replace('"', '""')
    return f'"{doubled}"'


def _money(money: Money | None) -> str:
    return "" if money is None else money_text(money)


def _quantity(quantity: Quantity | None) -> str:
    return "" if quantity is None else quantity_text(quantity)


def _instant(instant: Instant | None) -> str:
    return "" if instant is None else instant_text(instant)
