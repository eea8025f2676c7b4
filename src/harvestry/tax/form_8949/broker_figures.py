"""What the broker's form says of a sale, laid over what the books say (docs/spec/forms.md 1, 2)."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from harvestry.events.event import Event
from harvestry.ledger.match import Match
from harvestry.tax.form_8949.boxes import Received
from harvestry.tax.form_8949.codes import Codes
from harvestry.tax.form_8949.sharing import share_out, weights_of
from harvestry.units.exact import CENT, Money, Quantity, share, total_of

_NOTHING: Final[Mapping[str, Money | None]] = {}


class Columns(NamedTuple):
    """Columns (d) and (e) of a row, and what is in (f) and (g) so far.

    `compared` is false where a figure of the form stands and ours is unknown.
    """

    proceeds: Money | None
    basis: Money | None
    adjustments: Mapping[str, Money | None] = _NOTHING
    compared: bool = True


class _Told(NamedTuple):
    """What came of laying one figure of the form over ours: the column, and its codes by piece.

    `alone` tells of a piece that the form's figure stands in it and ours is unknown.
    """

    column: list[Money | None]
    codes: list[dict[str, Money | None]]
    alone: list[bool]


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
        alone = (proceeds.alone[n] and codes.other not in own) or (
            basis.alone[n] and codes.wrong_basis not in own
        )
        column = proceeds.column[n], basis.column[n]
        columns.append(Columns(*column, {**kept, **given[n]}, compared=not alone))
    return columns


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
    Costs that the row's `adjust` names explain as much of the difference as they say.
    """
    event = pieces[0].event
    ours = [piece.proceeds for piece in pieces]
    shown, net = event.detail.form_proceeds, total_of(ours)
    if shown is None or came is Received.NONE:
        return _our_own(ours)
    units = [piece.quantity for piece in pieces]
    if net is None:
        return _beside_unknown(shown, ours, units) or _our_own(ours)
    weights = weights_of(ours, units)
    column = share_out(shown, weights)
    if agree(shown, net):
        return _of_form(column)
    if shown < net:
        return _our_own(ours)
    named = [-amount for code, amount in event.detail.adjust if code == codes.costs]
    explained = max(sum(named), 0) if named else costs_of(pieces)
    costs = share_out(min(shown - net, explained), weights)
    told: list[dict[str, Money | None]] = []
    for part, own, cost in zip(column, ours, costs, strict=True):
        assert own is not None
        rest = part - own - cost
        amounts = {codes.costs: -cost, codes.other: -rest}
        told.append({code: amount for code, amount in amounts.items() if amount})
    return _of_form(column, told)


def _basis(pieces: Sequence[Match], came: Received, codes: Codes) -> _Told:
    """Column (e): the basis the IRS was told, corrected by code B; else the right one.

    Worksheet for Basis Adjustments in Column (g): basis shown less right basis.
    """
    ours = [piece.basis for piece in pieces]
    shown, right = pieces[0].event.detail.form_basis, total_of(ours)
    code = codes.wrong_basis
    if shown is None or came is Received.NONE:
        return _our_own(ours)
    same = right is not None and agree(shown, right)
    if came is Received.UNREPORTED:
        corrected = right is not None and not same
        return _our_own(ours, {code: 0} if corrected else {})
    units = [piece.quantity for piece in pieces]
    if right is None:
        told = _beside_unknown(shown, ours, units)
        if told is not None:
            return told
    column = share_out(shown, weights_of(ours, units))
    if same:
        return _of_form(column)
    return _of_form(
        column,
        [
            {code: None if own is None else part - own}
            for part, own in zip(column, ours, strict=True)
        ],
    )


def _our_own(ours: list[Money | None], codes: Mapping[str, Money | None] = _NOTHING) -> _Told:
    """Give our own figures, each piece with the same codes."""
    return _Told(ours, [dict(codes) for _ in ours], [False for _ in ours])


def _of_form(column: Sequence[Money], codes: list[dict[str, Money | None]] | None = None) -> _Told:
    """Give the form's figures, with codes where they are not ours."""
    return _Told([*column], codes or [{} for _ in column], [False for _ in column])


def _beside_unknown(
    shown: Money, ours: list[Money | None], units: Sequence[Quantity]
) -> _Told | None:
    """Give a figure of a form of which some of ours is unknown: nobody can say that it is wrong.

    What is known stands as it is; the pieces that are unknown share the rest by units. `None` where
    there is no rest: what is known alone is more than the form shows.
    """
    rest = shown - sum(own or 0 for own in ours)
    if rest <= -CENT:
        return None
    shares = [0 if own is not None else n for own, n in zip(ours, units, strict=True)]
    parts = share_out(max(rest, 0), shares)
    column: list[Money | None] = [
        part if own is None else own for own, part in zip(ours, parts, strict=True)
    ]
    return _Told(column, [{} for _ in ours], [own is None for own in ours])


def _given(pieces: Sequence[Match], event: Event) -> list[dict[str, Money]]:
    """Give the row's own codes, their amounts shared out by units."""
    units = [piece.quantity for piece in pieces]
    given: list[dict[str, Money]] = [{} for _ in pieces]
    for code, amount in event.detail.adjust:
        for amounts, part in zip(given, share_out(amount, units), strict=True):
            amounts[code] = amounts.get(code, 0) + part
    return given
