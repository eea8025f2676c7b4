"""Pieces that leave without a sale: moved to another account, given, lost, left without a trace."""

from typing import Final

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.match import Departure, Move
from harvestry.ledger.pool import PoolKey
from harvestry.ledger.pooled import Pooled
from harvestry.reports.journals.booking import units_said
from harvestry.reports.journals.drafting import Draft
from harvestry.reports.journals.pieces import NEARLY, Piece, PieceKey
from harvestry.reports.journals.posting import Purpose
from harvestry.reports.journals.records import Records
from harvestry.units.exact import Quantity

TO: Final = {
    Kind.GIFT_OUT: Purpose.GIFT_OUT,
    Kind.DONATION: Purpose.DONATED,
    Kind.LOST: Purpose.LOST,
    Kind.STOLEN: Purpose.STOLEN,
    Kind.WITHDRAWAL: Purpose.WITHDRAWN,
}
"""What a departure is booked as."""


class Carrying:
    """Carries pieces in the entry at hand."""

    def __init__(self, draft: Draft, pooled: Pooled, records: Records) -> None:
        self.draft = draft
        self.pooled = pooled
        self.records = records

    def move(self, event: Event, wanted: Quantity) -> None:
        """Carry pieces to another place; what came from nowhere is a piece of the event's name."""
        pooled = self.pooled
        moves = self.records.moves.get(event.id, ())
        arrivals: list[tuple[PieceKey, Piece]] = []
        came: Quantity = 0
        for gone in self.records.departures.get(event.id, ()):
            if event.kind is Kind.TRANSFER:
                self.depart(gone)
        for move in moves:
            to_pool = (
                pooled.target_of(event, event.asset)
                if move.to_asset is None
                else pooled.source_of(event, move.to_asset)
            )
            arrivals.append(self.leave(move, to_pool))
            came += move.quantity if move.to_quantity is None else move.to_quantity
        for key, piece in arrivals:
            self.draft.receive(key, piece)
        self._arrive_unknown(event, wanted - came)

    def _arrive_unknown(self, event: Event, missing: Quantity) -> None:
        """Let what the source did not hold arrive all the same, unless it was needed before."""
        pooled = self.pooled
        if event.to_account is None:
            assert event.got_asset is not None
            target = pooled.source_of(event, event.got_asset)
        else:
            target = pooled.target_of(event, event.asset)
            if target == pooled.source_of(event, event.asset):
                return
        key = PieceKey(target, event.id)
        missing -= self.draft.appeared[key]
        if missing <= 0:
            return
        if self.draft.pieces.left(key):
            self.draft.appear(target, event.id, missing)
        else:
            self.draft.receive(key, Piece(missing, None, None))

    def leave(self, move: Move, to_pool: PoolKey) -> tuple[PieceKey, Piece]:
        """Let the units of a move leave; give what is to arrive."""
        from_pool = self.pooled.source_of(move.event, move.asset)
        key = PieceKey(from_pool, move.from_piece)
        known = self.draft.pieces.left(key)
        source = self.draft.pieces.at(key) if known else None
        cost = self.draft.give(key, move.quantity, move.basis)
        basis = None if cost is None or move.fee_basis is None else cost + move.fee_basis
        quantity = move.quantity if move.to_quantity is None else move.to_quantity
        acquired_on = None if source is None else source.acquired_on
        adjusts = source is not None and source.adjusts
        return PieceKey(to_pool, move.to_piece), Piece(quantity, basis, acquired_on, adjusts)

    def depart(self, gone: Departure) -> None:
        """Let units leave without a gain."""
        if gone.piece is None:
            self.draft.remark(f"{units_said(gone.quantity, gone.asset)} more left than were held")
            return
        pool = self.pooled.source_of(gone.event, gone.asset)
        cost = self.draft.give(PieceKey(pool, gone.piece), gone.quantity, gone.basis)
        if cost is not None and gone.event.kind is not Kind.TRANSFER:
            raised = 0 if gone.basis is None else gone.basis - cost
            if abs(raised) < NEARLY:  # no loss joined it: what differs is rounding
                raised = 0
            self.draft.dollars(TO.get(gone.event.kind, Purpose.BASIS), cost + raised)
            self.draft.dollars(Purpose.WASH_DEFERRED, -raised)
