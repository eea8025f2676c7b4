"""Putting an entry together: units against pieces, dollars beside them, and what is left over."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from harvestry.events.event import Event
from harvestry.events.kind import RESULTS, Kind
from harvestry.ledger.pool import PoolKey
from harvestry.reports.journals.pieces import Piece, PieceKey, Pieces
from harvestry.reports.journals.posting import Dollars, Entry, Purpose, Side, Units
from harvestry.units.days import Day
from harvestry.units.exact import Money, Quantity

_IN_CASH: Final = frozenset({Kind.BUY, Kind.SELL, Kind.TRADE, Kind.SHORT, Kind.COVER, *RESULTS})
_NOT_TOLD: Final = "where these units came from is not in the files"


class Draft:
    """The entry at hand, and those that are ready.

    Units that arrived in an entry cannot leave in it: accounting programs look for the lots that
    were there before. Where that happens the entry is ended and another begun.
    """

    def __init__(self) -> None:
        self.pieces = Pieces()
        self.appeared: dict[PieceKey, Quantity] = defaultdict(int)
        self._ready: list[Entry] = []
        self._entry: Entry | None = None
        self._event: Event | None = None
        self._rest = Purpose.CASH
        self._arrived: set[PieceKey] = set()
        self._last: Day = 0

    def begin(self, event: Event, day: Day, what: str) -> None:
        """Begin an entry about an event."""
        self.end()
        self._event = event
        self._last = max(self._last, day)
        self._entry = Entry(self._last, day, what, event.id, event.source)
        self._rest = _rest_of(event.kind)

    def begin_wash(self, day: Day, what: str, lot: str) -> None:
        """Begin an entry about a loss that joins the basis of what replaced it."""
        self.end()
        self._event = None
        self._last = max(self._last, day)
        self._entry = Entry(self._last, day, what, lot, None)
        self._rest = Purpose.WASH_DEFERRED

    def rest_is(self, purpose: Purpose) -> None:
        """Say what the dollars are that the entry will lack."""
        self._rest = purpose

    def receive(self, key: PieceKey, piece: Piece) -> None:
        """Let a whole piece arrive."""
        self.pieces.put(key, piece)
        self._arrived.add(key)
        self._put(key, piece, -piece.quantity if key.short else piece.quantity, piece.basis)

    def give(self, key: PieceKey, quantity: Quantity, told: Money | None) -> Money | None:
        """Let units leave and give the basis they carry, `None` if unknown."""
        if key in self._arrived:
            self._go_on()
        missing = quantity - self.pieces.left(key)
        if missing > 0:
            self._appear(key, missing)
        piece = self.pieces.at(key)
        cost = piece.cut(quantity, told)
        self._put(key, piece, quantity if key.short else -quantity, cost)
        self.pieces.drop_if_empty(key)
        return cost

    def dollars(
        self, purpose: Purpose, amount: Money, of: str = "", *, elsewhere: bool = False
    ) -> None:
        """Put dollars beside the units; none where there are none."""
        if amount:
            self._open.dollars.append(Dollars(purpose, amount, of, elsewhere))

    def remark(self, remark: str) -> None:
        """Say what a reader of the entry must know."""
        if remark not in self._open.remarks:
            self._open.remarks.append(remark)

    def end(self) -> None:
        """End the entry: what it lacks are the dollars it is known by."""
        entry, self._entry = self._entry, None
        self._arrived.clear()
        if entry is None:
            return
        rest = entry.rest
        if rest:
            account = "" if self._event is None else self._event.account
            of = account if self._rest is Purpose.CASH else ""
            entry.dollars.append(Dollars(self._rest, rest, of))
        assert entry.rest == 0, "an entry that does not balance"
        self._ready.append(entry)

    def ready(self) -> Iterator[Entry]:
        """Give the entries that are ready, once."""
        ready, self._ready = self._ready, []
        return iter(ready)

    def appear(self, pool: PoolKey, name: str, quantity: Quantity) -> None:
        """Let units of unknown basis be there that nothing in the files brought."""
        self.end()
        what = f"{pool[1]} of unknown origin"
        self._entry = Entry(self._last, self._last, what, name, None)
        self._event = None
        key = PieceKey(pool, name)
        self.appeared[key] += quantity
        before = self.pieces.left(key)
        piece = Piece(before + quantity, None, None)
        self.pieces.put(key, piece)
        self._put(key, piece, quantity, None)
        self.remark(_NOT_TOLD)
        self.end()

    def _appear(self, key: PieceKey, quantity: Quantity) -> None:
        entry = self._open
        event, rest, arrived = self._event, self._rest, set(self._arrived)
        self._entry = None
        self.appear(key.pool, key.name, quantity)
        self._entry, self._event, self._rest, self._arrived = entry, event, rest, arrived

    @property
    def _open(self) -> Entry:
        assert self._entry is not None, "no entry was begun"
        return self._entry

    def _go_on(self) -> None:
        entry, event, rest = self._open, self._event, self._rest
        self.end()
        self._event, self._rest = event, rest
        self._entry = Entry(entry.on, entry.tax_day, entry.what, entry.event, entry.source)

    def _put(self, key: PieceKey, piece: Piece, quantity: Quantity, cost: Money | None) -> None:
        account, asset = key.pool
        side = Side.SHORT if key.short else Side.HELD
        self._open.units.append(
            Units(side, account, asset, quantity, cost, key.name, piece.acquired_on)
        )
        if cost is None:
            self.remark(piece.remark)


def _rest_of(kind: Kind) -> Purpose:
    if kind in _IN_CASH:
        return Purpose.CASH
    return Purpose.SPENT if kind is Kind.SPEND else Purpose.FEES
