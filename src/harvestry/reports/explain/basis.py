"""Why units carry the basis they do: what the lot cost, cut move by move (spec sections 2, 4)."""

from collections.abc import Callable, Mapping, Sequence, Set as AbstractSet
from dataclasses import replace
from typing import Final

from harvestry.events.event import Event
from harvestry.events.kind import INCOME, Kind
from harvestry.law.load import Dated, Law
from harvestry.ledger.match import Move, Outcome, Wash
from harvestry.ledger.pooled import PLACED
from harvestry.reports.explain.event_leaves import EventLeaves
from harvestry.reports.explain.node import BY_LAW, UNKNOWN, Node, derived, stated
from harvestry.reports.explain.pieces import Piece, Pieces, Rebasing, Take
from harvestry.reports.table import Unit
from harvestry.units.days import DAY_LENGTH, EPOCH_DAY
from harvestry.units.exact import Quantity
from harvestry.units.source_ref import SourceRef

_TAKEN: Final = "of the units in the row, those taken from this lot"
_MOVED_BEFORE: Final = "of the units in the row, those of lots moved before this one"
_MOVED_ALL: Final = "the units that the row moved of lots it found"
_PLACED: Final = "units of this lot placed into the account when universal pools ended"

_RULES: Final[Mapping[Kind, str]] = {
    Kind.BUY: "purchase-basis",
    Kind.TRADE: "trade-costs",
    Kind.OPENING: "purchase-basis",
    Kind.INHERIT: "inheritance-basis",
    Kind.GIFT_IN: "gift-basis",
    **dict.fromkeys(INCOME, "income-basis"),
}


class Basis:
    """Explains basis; `roots` are the events that acquired lots, by id.

    With `floor` it explains a gift's second basis, the value at the gift. `disallowed` explains
    the part of a loss that joined a basis. `renamed` are the trades that only renamed a coin: what
    has such a root is what nobody knows of.
    """

    def __init__(
        self,
        roots: Mapping[str, Event],
        renamed: AbstractSet[str],
        pieces: Pieces,
        leaves: EventLeaves,
        law: Law,
        disallowed: Callable[[Wash], Node],
    ) -> None:
        self._roots = roots
        self._renamed = renamed
        self._pieces = pieces
        self._leaves = leaves
        self._law = law
        self._disallowed = disallowed

    def of_take(self, take: Take, *, name: str = "basis", floor: bool = False) -> Node:
        """Give the basis that a take carried away."""
        event = take.record.event
        figure = f"{event.id}:{take.record.lot}:basis"
        whole = self.of_piece(take.piece, floor=floor)
        if whole.value is None:
            return Node(name, figure, None, Unit.MONEY, UNKNOWN, (whole,))
        quantity = self.quantity_of(take.piece)
        rule = self._of_move(take.record) if isinstance(take.record, Move) else None
        if take.record.quantity == quantity.value:
            return derived(name, figure, "whole", (whole,), rule=rule)
        part = self._units("part", f"{figure}:quantity", take.record.quantity, event, _TAKEN)
        formula = "share(whole, before + part, quantity) - share(whole, before, quantity)"
        return derived(
            name, figure, formula, (whole, self._before(take), part, quantity), rule=rule
        )

    def of_piece(self, piece: Piece, *, floor: bool = False) -> Node:
        """Give the basis of a whole piece as it came into its pool, named `whole`."""
        if piece.arrival is not None:
            record = piece.arrival.record
            if isinstance(record, Rebasing) and record.wash.outcome is Outcome.DEFERRED:
                return self.raised(
                    "whole",
                    f"lots:{record.wash.account}:{record.wash.piece}:basis",
                    self.of_take(piece.arrival, name="carried", floor=floor),
                    (record.wash,),
                )
            if isinstance(record, Move) and record.fee_basis != 0:
                return self._with_fee(piece.arrival, record, floor=floor)
            return self.of_take(piece.arrival, name="whole", floor=floor)
        event = self._roots.get(piece.root)
        figure = f"lots:{piece.root}:basis"
        if event is None or event.kind not in _RULES or event.id in self._renamed:
            return Node("whole", figure, None, Unit.MONEY, UNKNOWN, source=_rows(event))
        if event.kind is Kind.GIFT_IN and event.usd is None:
            rule = self._on("gift-without-records", event)
            return Node("whole", figure, 0, Unit.MONEY, BY_LAW, rule=rule, source=_rows(event))
        formula, columns = ("fmv_usd", ("fmv_usd",)) if floor else _cost(event)
        inputs = self._leaves.columns(event, *columns)
        return derived("whole", figure, formula, inputs, rule=self._on(_RULES[event.kind], event))

    def _with_fee(self, arrival: Take, move: Move, *, floor: bool) -> Node:
        """Give the basis of units moved, with that of the fee's units (position transfer_fee)."""
        figure = f"{move.event.id}:{move.lot}:basis"
        carried = self.of_take(arrival, name="carried", floor=floor)
        if move.fee_basis is None:
            return Node("whole", figure, None, Unit.MONEY, UNKNOWN, (carried,))
        inputs = (carried, self._of_fee(move, figure))
        rule = self._on("transfer-fee-basis", move.event)
        return derived("whole", figure, "carried + joined", inputs, rule=rule)

    def _of_fee(self, move: Move, figure: str) -> Node:
        """Give the part of a fee's basis that fell on units moved, named `joined`."""
        event = move.event
        paid = tuple(
            self.of_take(take, name=f"paid_{n}")
            for n, take in enumerate(self._pieces.fee_of(event), start=1)
        )
        fee = derived("fee", f"{event.id}:fee:basis", " + ".join(each.name for each in paid), paid)
        moves = self._pieces.moved_by(event)
        if len(moves) == 1:
            return derived("joined", f"{figure}:joined", "fee", (fee,))
        place = next(n for n, each in enumerate(moves) if each is move)
        units = {
            "before": (sum(each.quantity for each in moves[:place]), _MOVED_BEFORE),
            "part": (move.quantity, _TAKEN),
            "moved": (sum(each.quantity for each in moves), _MOVED_ALL),
        }
        leaves = tuple(
            self._units(name, f"{figure}:joined:{name}", quantity, event, words)
            for name, (quantity, words) in units.items()
        )
        formula = "share(fee, before + part, moved) - share(fee, before, moved)"
        return derived("joined", f"{figure}:joined", formula, (fee, *leaves))

    def raised(self, name: str, figure: str, carried: Node, washes: Sequence[Wash]) -> Node:
        """Give a basis with the disallowed losses that joined it (IRC 1091(d))."""
        losses = tuple(
            replace(self._disallowed(wash), name=f"disallowed_{n}")
            for n, wash in enumerate(washes, start=1)
        )
        formula = " + ".join(("carried", *(loss.name for loss in losses)))
        rule = self._law.on("wash-basis", washes[0].bought_on)
        inputs = (replace(carried, name="carried"), *losses)
        return derived(name, figure, formula, inputs, rule=rule)

    def quantity_of(self, piece: Piece) -> Node:
        """Give the units of a whole piece as it came into its pool, named `quantity`."""
        figure = f"lots:{piece.root}:quantity"
        if piece.arrival is not None:
            record = piece.arrival.record
            words = "of the units in the row, those that came as this lot"
            units = record.quantity
            if isinstance(record, Move) and record.to_quantity is not None:
                units = record.to_quantity
            return self._units("quantity", figure, units, record.event, words)
        event = self._roots.get(piece.root)
        if event is None or event.id in self._renamed:
            return Node("quantity", figure, None, Unit.QUANTITY, UNKNOWN)
        columns: tuple[str, ...] = ("got_quantity" if event.kind is Kind.TRADE else "quantity",)
        if event.kind is Kind.BUY and event.fee_asset == event.asset:
            columns = ("quantity", "fee_quantity")
        inputs = self._leaves.columns(event, *columns)
        formula = " - ".join(columns)
        return derived("quantity", figure, formula, inputs, unit=Unit.QUANTITY)

    def gone(self, piece: Piece, figure: str) -> Node:
        """Give the units that have left a piece so far, named `gone`."""
        return self._sum_of("gone", f"{figure}:gone", piece.takes)

    def _before(self, take: Take) -> Node:
        """Give the units that had left the piece before a take, each from the row that took it."""
        record = take.record
        figure = f"{record.event.id}:{record.lot}:before"
        earlier = take.piece.takes[: take.place]
        if not earlier:
            words = "nothing had left this lot before"
            return self._units("before", figure, 0, record.event, words)
        return self._sum_of("before", figure, earlier)

    def _sum_of(self, name: str, figure: str, takes: Sequence[Take]) -> Node:
        inputs = tuple(
            self._units(
                f"take_{n}",
                f"{each.record.event.id}:{each.record.lot}:quantity",
                each.record.quantity,
                each.record.event,
                _TAKEN,
            )
            for n, each in enumerate(takes, start=1)
        )
        formula = " + ".join(each.name for each in inputs)
        return derived(name, figure, formula, inputs, unit=Unit.QUANTITY)

    def _units(self, name: str, figure: str, units: Quantity, event: Event, words: str) -> Node:
        """Give a leaf of units that follow from a row, or from the placing into accounts."""
        if event.source is not PLACED:
            return stated(name, figure, units, Unit.QUANTITY, (event.source,), words=words)
        rule = self._of_placing()
        return Node(name, figure, units, Unit.QUANTITY, _PLACED, (), rule, (event.source,))

    def _of_move(self, move: Move) -> Dated:
        """Give the rule by which units kept their basis: as they moved, or as they were swapped."""
        if move.event.source is PLACED:
            return self._of_placing()
        return self._on("own-transfer" if move.to_asset is None else "coin-swap", move.event)

    def _of_placing(self) -> Dated:
        return self._law.rules["allocation"].history[-1]

    def _on(self, rule: str, event: Event) -> Dated:
        return self._law.on(rule, event.time // DAY_LENGTH + EPOCH_DAY)


def _cost(event: Event) -> tuple[str, tuple[str, ...]]:
    """Give the formula of what a lot cost and the columns it needs."""
    fee_apart = event.fee_asset is not None or event.fee_usd is not None
    if event.kind is Kind.BUY and fee_apart and event.fee_asset != event.asset:
        return "usd + fee_usd", ("usd", "fee_usd")
    return "usd", ("usd",)


def _rows(event: Event | None) -> tuple[SourceRef, ...]:
    return () if event is None else (event.source,)
