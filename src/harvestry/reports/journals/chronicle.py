"""The books told again event by event, as entries that balance.

Nothing is worked out anew: what a receipt costs is asked of the fold itself, and what left is read
from the books. At the end the open pieces must be the lots of the books.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from harvestry.events.event import Event
from harvestry.events.kind import INCOME, Kind
from harvestry.ledger.books import Books
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.match import Wash
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import State
from harvestry.reports.journals.booking import Booking, units_said
from harvestry.reports.journals.carrying import TO, Carrying
from harvestry.reports.journals.drafting import Draft
from harvestry.reports.journals.pieces import Piece, PieceKey
from harvestry.reports.journals.posting import Entry, Purpose
from harvestry.reports.journals.records import Records, records_of
from harvestry.tax.whose_return import Returns
from harvestry.units.days import Day, Zone
from harvestry.units.exact import CENT, Money, quantity_text, share
from harvestry.units.natural_order import natural_key

_RECEIVES: Final = frozenset(
    {Kind.BUY, Kind.TRADE, Kind.OPENING, Kind.INHERIT, Kind.GIFT_IN, Kind.DEPOSIT, *INCOME}
)
_NO_COST: Final = "the fee is above the proceeds, and no lot costs less than nothing"
_FROM: Final = {
    Kind.OPENING: Purpose.OPENING,
    Kind.GIFT_IN: Purpose.GIFT_IN,
    Kind.INHERIT: Purpose.INHERITED,
}


def entries_of(
    books: Books, events: Sequence[Event], rules: Rules, returns: Returns, zone: Zone
) -> Iterator[Entry]:
    """Give the entries of a journal, in an order in which no piece leaves before it came.

    Args:
        books: the books to be told.
        events: the valued events they are of, in time order.
        rules: those the books were folded under.
        returns: whose return gains and income are booked as; others' are marked.
        zone: the household's, in which days end.
    """
    return _Chronicle(books, rules, returns, zone).tell(events)


class _Chronicle:
    def __init__(self, books: Books, rules: Rules, returns: Returns, zone: Zone) -> None:
        self.books = books
        self.rules = replace(rules, pools=None)
        self.returns = returns
        self.zone = zone
        self.records: Records = records_of(books)
        self.draft = Draft()
        self.carrying = Carrying(self.draft, books.pooled, self.records)
        self.booking = Booking(self.draft, books.pooled, returns, self.records.lost, books.raised)
        self.swaps: set[str] = set()

    def tell(self, events: Sequence[Event]) -> Iterator[Entry]:
        rebased = sorted(self.records.rebased)
        placed = False
        for time, together in groupby(events, key=lambda event: event.time):
            day = self.zone.day(time)
            while rebased and rebased[0] < day:
                self._rebase(self.records.rebased[rebased.pop(0)])
            if not placed and time >= self.books.pooled.until:
                placed = True
                self._place()
            self._instant(list(together))
            self.draft.end()
            yield from self.draft.ready()
        for each in rebased:
            self._rebase(self.records.rebased[each])
        if not placed:
            self._place()
        self._close()
        yield from self.draft.ready()

    # The three parts of an instant (docs/spec/lots.md section 3)

    def _instant(self, events: list[Event]) -> None:
        if len(events) == 1:
            event = events[0]
            self._begin(event)
            self._receive(event)
            self._move(event)
            self._give(event)
            return
        events.sort(key=lambda event: natural_key(event.id))
        for event in events:
            if event.kind in _RECEIVES or event.kind is Kind.SHORT:
                self._begin(event)
                self._receive(event)
        rank = self.records.rank
        for event in sorted(events, key=lambda event: rank.get(event.id, len(rank))):
            if event.kind is Kind.TRANSFER:
                self._begin(event)
                self._move(event)
        for event in events:
            self._begin(event)
            self._give(event)

    def _begin(self, event: Event) -> None:
        self.draft.begin(event, self._day(event), _said(event))
        if event.kind is Kind.TRANSFER and self.records.departures.get(event.id):
            self.draft.rest_is(Purpose.UNKNOWN)  # a fee that was to join the basis

    def _day(self, event: Event) -> Day:
        return self.rules.accounts.named(event.account).zone.day(event.time)

    def _receive(self, event: Event) -> None:
        if event.kind is Kind.SHORT:
            self._open_short(event)
        if event.kind not in _RECEIVES:
            return
        alone = self._alone(event)
        if event.kind is Kind.TRADE and not _exchanges(alone, event):
            self.swaps.add(event.id)
            return
        for (account, asset), pool in alone.pools.items():
            for lot in pool:
                piece = Piece(lot.quantity, lot.basis, lot.acquired_on, lot.origin is not None)
                pool_key = self.books.pooled.source_of(event, asset)
                assert account == event.account
                self.draft.receive(PieceKey(pool_key, lot.piece), piece)
                if event.kind in _FROM and lot.basis is not None:
                    self.draft.dollars(_FROM[event.kind], -lot.basis)
        self._income(event)
        self._fees_withheld(event)

    def _alone(self, event: Event) -> State:
        """Give what an event makes of nothing: the fold says what its lot costs.

        But for a purchase no fee joins the basis of what is received (docs/spec/lots.md 4).
        """
        rules = self.rules if event.kind is Kind.TRADE else replace(self.rules, wash=None)
        if event.kind is not Kind.BUY:
            event = replace(event, fee_asset=None, fee_quantity=None, fee_usd=None)
        return fold(EMPTY, (event,), rules)

    def _open_short(self, event: Event) -> None:
        alone = fold(EMPTY, (event,), replace(self.rules, wash=None))
        for pool_key, pool in alone.shorts.items():
            for lot in pool:
                key = PieceKey(pool_key, lot.piece, short=True)
                if lot.basis is None or lot.basis >= 0:
                    self.draft.receive(key, Piece(lot.quantity, lot.basis, lot.acquired_on))
                    continue
                piece = Piece(lot.quantity, None, lot.acquired_on, adjusts=True, remark=_NO_COST)
                self.draft.receive(key, piece)
                self.draft.dollars(Purpose.BASIS, -lot.basis)

    def _income(self, event: Event) -> None:
        for income in self.records.income.get(event.id, ()):
            if income.usd is None:
                self.draft.remark("the value received is unknown, so no income is booked")
                continue
            self._shared(Purpose.INCOME, event, income.usd)

    def _shared(self, purpose: Purpose, event: Event, usd: Money) -> None:
        """Book what an event brought: the part on this return, and that on another."""
        part = self.returns.part(event.account, self._day(event))
        mine = share(usd, part.numerator, part.denominator)
        kind = event.kind.value.partition(":")[2]
        self.draft.dollars(purpose, -mine, kind)
        self.draft.dollars(purpose, mine - usd, kind, elsewhere=True)

    def _fees_withheld(self, event: Event) -> None:
        if event.kind is Kind.BUY:
            if event.fee_asset == event.asset and event.fee_quantity:
                fee = f"{quantity_text(event.fee_quantity)} {event.asset}"
                self.draft.remark(
                    f"{fee} were withheld as a fee; what was paid is what the rest cost"
                )
            return
        received = event.got_asset if event.kind is Kind.TRADE else event.asset
        if event.fee_asset == received:
            self._matches(event, fees=True)

    def _move(self, event: Event) -> None:
        if event.kind is not Kind.TRANSFER:
            return
        self.carrying.move(event, event.quantity)

    def _give(self, event: Event) -> None:
        if event.id in self.swaps:
            assert event.got_quantity is not None
            self.carrying.move(event, event.got_quantity)
        if event.kind in TO or event.kind is Kind.TRADE:
            for gone in self.records.departures.get(event.id, ()):
                self.carrying.depart(gone)
        for result in self.records.results.get(event.id, ()):
            if result.usd is None:
                self.draft.remark("the result is unknown, so none is booked")
            else:
                self._shared(Purpose.RESULT, event, result.usd)
        self._matches(event, fees=False)

    def _matches(self, event: Event, *, fees: bool) -> None:
        """Book the matches of an event; `fees` those of units withheld from what it brought."""
        received = event.got_asset if event.kind is Kind.TRADE else event.asset
        for n, match in self.records.matches.get(event.id, ()):
            withheld = (
                event.kind in _RECEIVES
                and match.disposal != event.id
                and match.asset == received
                and event.id not in self.swaps
            )
            if withheld is fees and not (withheld and event.kind is Kind.BUY):
                self.booking.book(n, match)

    # What no event brings about

    def _rebase(self, washes: Iterable[Wash]) -> None:
        """Let losses join the basis of what replaced them: pieces of their own from then on."""
        for wash in washes:
            assert wash.cut_from is not None
            assert wash.worked_on is not None
            pool = wash.account, wash.asset
            what = f"wash sale: the loss of what {units_said(wash.replacing, wash.asset)} replaced"
            self.draft.begin_wash(wash.worked_on, what, wash.lot)
            key = PieceKey(pool, wash.cut_from)
            source = self.draft.pieces.at(key)
            cost = self.draft.give(key, wash.replacing, None)
            raised = wash.amount if wash.outcome == "deferred" else 0
            basis = None if cost is None else cost + raised
            piece = Piece(wash.replacing, basis, source.acquired_on, source.adjusts)
            self.draft.receive(PieceKey(pool, wash.piece), piece)
            if basis is None:
                self.draft.rest_is(Purpose.UNKNOWN)
            self.draft.end()

    def _place(self) -> None:
        """Place universal pools into accounts, as they ended."""
        pooled = self.books.pooled
        for move in self.records.placed:
            event = move.event
            what = f"universal pool placed: {event.asset} into {event.to_account}"
            self.draft.begin(event, self.zone.day(event.time), what)
            self.draft.receive(*self.carrying.leave(move, pooled.target_of(event, event.asset)))
        for gone in self.records.left_out:
            event = gone.event
            what = f"universal pool ended: {event.asset} that no account had room for"
            self.draft.begin(event, self.zone.day(event.time), what)
            self.draft.rest_is(Purpose.LEFT_OUT)
            assert gone.piece is not None
            key = PieceKey(pooled.source_of(event, event.asset), gone.piece)
            self.draft.give(key, gone.quantity, gone.basis)
        self.draft.end()

    def _close(self) -> None:
        """See that the open pieces are the lots of the books."""
        self.draft.end()
        for lot in self.books.lots:
            key = PieceKey((lot.account, lot.asset), lot.piece)
            missing = lot.quantity - self.draft.pieces.left(key)
            if missing and lot.basis is None:
                self.draft.appear(key.pool, key.name, missing)
        left = {key: piece for key, piece in self.draft.pieces if not key.short}
        assert len(left) == len(self.books.lots), "the journal holds other lots than the books"
        for lot in self.books.lots:
            piece = left[PieceKey((lot.account, lot.asset), lot.piece)]
            assert piece.quantity - piece.used == lot.quantity, "the journal lost units"
            if lot.basis is not None:
                assert piece.basis is not None
                basis = piece.basis - piece.used_basis
                assert abs(basis - lot.basis) < CENT, "the journal lost basis"


def _exchanges(alone: State, event: Event) -> bool:
    """Tell whether a trade is one: a swap for a token that stands for the coin gives up nothing."""
    return any(match.disposal == event.id for match in alone.matches)


def _said(event: Event) -> str:
    """Say in short what an event was."""
    what = f"{event.kind.value} {units_said(event.quantity, event.asset)}"
    if event.kind is Kind.TRADE and event.got_quantity is not None:
        return f"{what} for {units_said(event.got_quantity, event.got_asset or '')}"
    if event.to_account is not None:
        return f"{what} to {event.to_account}"
    return what
