"""What the broker's form says of a sale, laid over what the books say (docs/spec/forms.md 1, 2)."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from harvestry.events.event import Event
from harvestry.ledger.match import Match
from harvestry.tax.form_8949.boxes import Received
from harvestry.tax.form_8949.codes import Codes
from harvestry.tax.form_8949.sharing import share_out, weights_of
from harvestry.units.exact import CENT, Money, share, total_of

_NOTHING: Final[Mapping[str, Money | None]] = {}


class Columns(NamedTuple):
    """Columns (d) and (e) of a row, and what is in (f) and (g) so far."""

    proceeds: Money | None
    basis: Money | None
    adjustments: Mapping[str, Money | None] = _NOTHING


class _Told(NamedTuple):
    """What came of laying one figure of the form over ours: the column, and its codes by piece."""

    column: list[Money | None]
    codes: list[dict[str, Money | None]]


def as_the_broker_shows(pieces: Sequence[Match], came: Received, codes: Codes) -> list[Columns]:
    """Give the columns of a sale's pieces with the broker's figures and the row's own codes.

    Codes that the row's `adjust` names are the taxpayer's: none of ours with that letter is set.
    """
    event = pieces[0].event
    own = {code for code, _ in event.detail.adjust}
    proceeds = _proceeds(pieces, came, codes)
    basis = _basis(pieces, came, codes)
    given = _given(pieces, event)
    columns = []
    for n in range(len(pieces)):
        ours = {**proceeds.codes[n], **basis.codes[n]}
        kept = {code: amount for code, amount in ours.items() if code not in own}
        columns.append(Columns(proceeds.column[n], basis.column[n], {**kept, **given[n]}))
    return columns


def unexplained_proceeds(pieces: Sequence[Match]) -> Money:
    """Give how far the form's proceeds are above ours beyond the costs of the sale."""
    shown = pieces[0].event.detail.form_proceeds
    net = total_of(piece.proceeds for piece in pieces)
    if shown is None or net is None or agree(shown, net):
        return 0
    return max(shown - net - costs_of(pieces), 0)


def costs_of(pieces: Sequence[Match]) -> Money:
    """Give what the sale of some pieces cost: the value received less the proceeds that count."""
    event = pieces[0].event
    net = total_of(piece.proceeds for piece in pieces)
    if event.usd is None or net is None or pieces[0].asset != event.asset:
        return 0
    units = sum(piece.quantity for piece in pieces)
    return max(share(event.usd, units, event.quantity) - net, 0)


def agree(shown: Money, ours: Money) -> bool:
    """Tell whether a figure of a form, which is in whole cents, is ours."""
    return abs(shown - ours) < CENT


def _proceeds(pieces: Sequence[Match], came: Received, codes: Codes) -> _Told:
    """Column (d): as the form shows it, and the costs it does not reflect as code E.

    Where what was received is more than the form shows, the right proceeds (Instructions, (d)).
    """
    event = pieces[0].event
    ours = [piece.proceeds for piece in pieces]
    nothing: list[dict[str, Money | None]] = [{} for _ in pieces]
    shown, net = event.detail.form_proceeds, total_of(ours)
    if shown is None or came is Received.NONE:
        return _Told(ours, nothing)
    weights = weights_of(ours, [piece.quantity for piece in pieces])
    if net is None:
        return _Told([*share_out(shown, weights)], [{codes.other: None} for _ in pieces])
    column = share_out(shown, weights)
    if agree(shown, net):
        return _Told([*column], nothing)
    if shown < net:
        return _Told(ours, nothing)
    costs = share_out(min(shown - net, costs_of(pieces)), weights)
    told: list[dict[str, Money | None]] = []
    for part, own, cost in zip(column, ours, costs, strict=True):
        assert own is not None
        rest = part - own - cost
        amounts = {codes.costs: -cost, codes.other: -rest}
        told.append({code: amount for code, amount in amounts.items() if amount})
    return _Told([*column], told)


def _basis(pieces: Sequence[Match], came: Received, codes: Codes) -> _Told:
    """Column (e): the basis the IRS was told, corrected by code B; else the right one.

    Worksheet for Basis Adjustments in Column (g): basis shown less right basis.
    """
    ours = [piece.basis for piece in pieces]
    shown, right = pieces[0].event.detail.form_basis, total_of(ours)
    code = codes.wrong_basis
    if shown is None or came is Received.NONE:
        return _Told(ours, [{} for _ in pieces])
    same = right is not None and agree(shown, right)
    if same and came is Received.UNREPORTED:
        return _Told(ours, [{} for _ in pieces])
    if came is Received.UNREPORTED:
        corrected: dict[str, Money | None] = {} if right is None else {code: 0}
        return _Told(ours, [corrected for _ in pieces])
    column = share_out(shown, weights_of(ours, [piece.quantity for piece in pieces]))
    if same:
        return _Told([*column], [{} for _ in pieces])
    told: list[dict[str, Money | None]] = [
        {code: None if own is None else part - own} for part, own in zip(column, ours, strict=True)
    ]
    return _Told([*column], told)


def _given(pieces: Sequence[Match], event: Event) -> list[dict[str, Money]]:
    """Give the row's own codes, their amounts shared out by units."""
    units = [piece.quantity for piece in pieces]
    given: list[dict[str, Money]] = [{} for _ in pieces]
    for code, amount in event.detail.adjust:
        for amounts, part in zip(given, share_out(amount, units), strict=True):
            amounts[code] = amounts.get(code, 0) + part
    return given
