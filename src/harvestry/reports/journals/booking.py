"""Booking a match: units at the basis they carry, the gain that counts, what a wash disallows."""

from collections.abc import Mapping

from harvestry.events.kind import Kind
from harvestry.ledger.match import Match
from harvestry.ledger.pooled import Pooled
from harvestry.reports.journals.drafting import Draft
from harvestry.reports.journals.pieces import PieceKey
from harvestry.reports.journals.posting import Purpose
from harvestry.tax.whose_return import Returns, portion
from harvestry.units.exact import Money, Quantity, quantity_text


class Booking:
    """Books matches into the entry at hand; by place, what washes took for good and raised."""

    def __init__(
        self,
        draft: Draft,
        pooled: Pooled,
        returns: Returns,
        lost: Mapping[int, Money],
        raised: Mapping[int, Money],
    ) -> None:
        self.draft = draft
        self.pooled = pooled
        self.returns = returns
        self.lost = lost
        self.raised = raised

    def book(self, n: int, match: Match) -> None:
        """Book the match that stands at place `n` of the books."""
        event = match.event
        covers = event.kind is Kind.COVER and match.disposal == event.id
        cost: Money | None = None
        piece = None
        if match.piece is None:
            self.draft.remark(
                f"{units_said(match.quantity, match.asset)} more were given up than held"
            )
        else:
            pool = (
                (event.account, match.asset)
                if covers
                else self.pooled.source_of(event, match.asset)
            )
            key = PieceKey(pool, match.piece, short=covers)
            piece = self.draft.pieces.at(key) if self.draft.pieces.left(key) else None
            told = match.proceeds if covers else match.basis
            cost = self.draft.give(key, match.quantity, told)
        weight = (cost or 0) if covers else -(cost or 0)
        if match.gain is None:
            self._unknown_gain(match, weight, covers=covers)
            return
        assert match.proceeds is not None
        assert match.basis is not None
        self._gain(match)
        lost = self.lost.get(n, 0)
        self.draft.dollars(Purpose.WASH_DEFERRED, match.disallowed - lost)
        self.draft.dollars(Purpose.WASH_LOST, lost)
        self.draft.dollars(Purpose.WASH_DEFERRED, -self.raised.get(n, 0))
        counted = match.proceeds if covers else match.basis
        adjusts = piece is not None and piece.adjusts
        adjusted = -weight - counted if not covers else counted - weight
        self.draft.dollars(Purpose.BASIS if adjusts else Purpose.WASH_DEFERRED, adjusted)

    def _unknown_gain(self, match: Match, weight: Money, *, covers: bool) -> None:
        """Leave what is known of a gain that is not where it can be seen."""
        cash = -match.basis if covers and match.basis is not None else match.proceeds or 0
        if covers and match.basis is None:
            cash = 0
        self.draft.remark("the gain or loss is unknown and not booked")
        self.draft.dollars(Purpose.UNKNOWN, -weight - cash)

    def _gain(self, match: Match) -> None:
        gain = match.gain
        assert gain is not None
        part = self.returns.part(match.event.account, match.sold_on)
        mine = 0
        if part:
            found = portion(match, part).gain
            assert found is not None
            mine = found
        self.draft.dollars(Purpose.GAIN, -mine, match.term.value)
        self.draft.dollars(Purpose.GAIN, mine - gain, match.term.value, elsewhere=True)


def units_said(quantity: Quantity, asset: str) -> str:
    """Say units in words: `0.5 BTC`."""
    return f"{quantity_text(quantity)} {asset}"
