"""Why a row of `gains` says what it says: the tree from the gain down to rows and law."""

from collections.abc import Iterable, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, replace
from typing import Final

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.harvest.planned_sales import PLANNED
from harvestry.law.load import Law
from harvestry.ledger.books import Books
from harvestry.ledger.identification import UNHEEDED
from harvestry.ledger.lot import Lot
from harvestry.ledger.match import SHORT_SALES, Match, Outcome, Wash
from harvestry.reports.explain.basis import Basis
from harvestry.reports.explain.event_leaves import PLANNED_UNITS, EventLeaves
from harvestry.reports.explain.node import STATED, Node, derived, stated
from harvestry.reports.explain.order_taken import OrderOf
from harvestry.reports.explain.pieces import Pieces
from harvestry.reports.explain.proceeds import never_entered, whole_proceeds
from harvestry.reports.explain.splits import part_of_split
from harvestry.reports.explain.washes import Washes, washes_of
from harvestry.reports.table import Unit
from harvestry.units.days import Zone, day_text
from harvestry.units.exact import Money, Quantity

_LAST_DIGITS: Final = 3
"""In 10**-18 dollars: of a match that was split often the order of the cuts is not told."""


@dataclass(frozen=True, slots=True)
class Explainer:
    """Explains the matches of one set of books; `unheeded` rows name lots that did not count.

    `order_of` tells by which order a sale that names none took its lots.
    """

    books: Books
    roots: Mapping[str, Event]
    pieces: Pieces
    basis: Basis
    leaves: EventLeaves
    law: Law
    washes: Washes
    unheeded: frozenset[tuple[str | None, int | None]]
    order_of: OrderOf

    def gain(self, match: Match, *, name: str = "gain") -> Node:
        """Give the gain of a match as a tree of proceeds, basis, what is disallowed, and term."""
        figure = f"gains:{match.disposal}:{match.piece or ''}:gain"
        inputs = [self.proceeds(match), self.cost(match), self.lot(match), self.term(match)]
        formula = "proceeds - basis"
        if match.disallowed:
            inputs.insert(2, self.disallowed(match))
            formula = f"{formula} + disallowed"
        return derived(name, figure, formula, tuple(inputs))

    def disallowed(self, match: Match) -> Node:
        """Give the part of a loss that is disallowed: that of its units that were replaced."""
        figure = f"gains:{match.disposal}:{match.piece or ''}:adjustment"
        return self.washes.disallowed(figure, match, self.loss)

    def loss(self, match: Match) -> Node:
        """Give the loss of a match before any of it is disallowed.

        Its basis is as it stood then: of two lots that replace each other the first is raised later
        (position `mutual_loop`).
        """
        figure = f"gains:{match.disposal}:{match.piece or ''}:loss"
        inputs = (self.cost(match, until=self.washes.first(match)), self.proceeds(match))
        return derived("loss", figure, "basis - proceeds", inputs)

    def joined(self, wash: Wash) -> Node:
        """Give the part of a loss that joined the basis of the units that replaced it."""
        return self.washes.of(wash, self.loss)

    def proceeds(self, match: Match) -> Node:
        """Give the proceeds of a match: its part of the whole disposition's."""
        figure = f"gains:{match.disposal}:{match.piece or ''}:proceeds"
        if match.event.kind is Kind.COVER:
            return self._of_short(match, figure)
        whole = whole_proceeds(match, self.leaves, self.law)
        return self._part(match, "proceeds", figure, whole)

    def cost(self, match: Match, *, until: int | None = None) -> Node:
        """Give the basis of a match: what its units carried, or what a gift's rule makes of it.

        With `until` without the losses that joined it in that wash or a later one.
        """
        figure = f"gains:{match.disposal}:{match.piece or ''}:basis"
        if match.event.kind is Kind.COVER:
            formula = "usd" if match.event.fee_usd is None else "usd + fee_usd"
            inputs = self.leaves.columns(match.event, *formula.split(" + "))
            rule = self.law.on("purchase-basis", match.sold_on)
            whole = derived("whole", f"{match.disposal}:cost", formula, inputs, rule=rule)
            return self._with_deferred(match, self._part(match, "basis", figure, whole))
        if never_entered(match):
            whole = whole_proceeds(match, self.leaves, self.law)
            return derived("basis", figure, "whole", (whole,))
        if match.lot is None or match.basis is None:
            root = self.roots.get(match.lot or "", match.event)
            return stated("basis", figure, None, Unit.MONEY, (root.source,))
        return self._carried(match, figure, until)

    def _with_deferred(self, match: Match, cost: Node) -> Node:
        """Add to the cost of closing a short what losses on others added to it (IRC 1091(e))."""
        place = next((n for n in self.books.raised if self.books.matches[n] is match), None)
        if place is None:
            return cost
        opened = self.roots[match.lot or ""]
        amount = self.books.raised[place]
        words = "losses on short sales closed near this one was entered, disallowed there"
        source = (opened.source, match.event.source)
        figure = f"{cost.figure}:deferred"
        deferred = stated("deferred", figure, amount, Unit.MONEY, source, words=words)
        rule = self.law.on(SHORT_SALES, match.sold_on)
        parts = replace(cost, name="cost"), deferred
        return derived("basis", cost.figure, "cost + deferred", parts, rule=rule)

    def _carried(self, match: Match, figure: str, until: int | None) -> Node:
        """Give the basis the units carried; of a gift below the donor's basis, the one that counts.

        IRC 1015(a): the donor's for a gain, the value at the gift for a loss, else the proceeds.
        """
        parts = self.pieces.split_of(match)
        take = self.pieces.take_of_all(parts) if len(parts) > 1 else self.pieces.take_of(match)
        carried = self.basis.of_take(take)
        if len(parts) > 1:
            carried = part_of_split("basis", figure, carried, parts, match)
        raised = [w for w in self.pieces.raised(match) if w.outcome is Outcome.DEFERRED]
        joined = [w for w in raised if until is None or self.washes.place(w) < until]
        if joined:
            return self.basis.raised("basis", figure, carried, joined)
        if raised:
            return carried
        floor = self.basis.of_take(take, floor=True)
        for told in (carried, floor):
            if told.value == match.basis:
                return told
        if match.basis != match.proceeds:
            near = next((t for t in (carried, floor) if _is_nearly(t.value, match.basis)), None)
            assert near is not None, f"no rule gives the basis of {figure}"
            return near
        rule = self.law.on("gift-basis", match.sold_on)
        bases = (replace(carried, name="donors_basis"), replace(floor, name="value_at_gift"))
        return derived("basis", figure, "proceeds", (self.proceeds(match), *bases), rule=rule)

    def open_basis(self, lot: Lot, figure: str) -> Node:
        """Give the basis still held in a piece: what it came with, less what went away."""
        piece = self.pieces.open_piece(lot.account, lot.asset, lot.piece, lot.lot)
        whole = self.basis.of_piece(piece)
        if not piece.takes:
            return derived("basis", f"{figure}:basis", "whole", (whole,))
        gone = self.basis.gone(piece, figure)
        quantity = self.basis.quantity_of(piece)
        formula = "whole - share(whole, gone, quantity)"
        return derived("basis", f"{figure}:basis", formula, (whole, gone, quantity))

    def term(self, match: Match) -> Node:
        """Give the leaf that says how long the units were held, with the dates and the rule."""
        figure = f"gains:{match.disposal}:{match.piece or ''}:term"
        root = self.roots.get(match.lot or "")
        inherited = root is not None and root.kind is Kind.INHERIT
        rule = self.law.on("inheritance-basis" if inherited else "holding-period", match.sold_on)
        held = None if match.holding_from is None else match.sold_on - match.holding_from
        acquired = "unknown" if match.acquired_on is None else day_text(match.acquired_on)
        words = f"{match.term}: acquired {acquired}, sold {day_text(match.sold_on)}"
        words += _held_otherwise(match)
        source = (match.event.source,) if root is None else (root.source, match.event.source)
        return Node("days_held", figure, held, Unit.COUNT, words, rule=rule, source=source)

    def lot(self, match: Match) -> Node:
        """Give the leaf that says which lot was taken and by which rule."""
        figure = f"gains:{match.disposal}:{match.piece or ''}:lot"
        lots = {name for name, _ in match.event.detail.lots}
        named = (
            not lots.isdisjoint((match.lot, match.piece))
            and match.disposal == match.event.id
            and _place_of(match.event) not in self.unheeded
        )
        order = self.order_of(match)
        rule = self.law.on("identification" if named else order.law, match.sold_on)
        how = f"the next in {order.whose}, {order.method.upper()}"
        if named:
            how = "named by the row"
        words = f"{match.piece or 'no lot: more was given up than held'}, {how}"
        return Node("lot", figure, match.quantity, Unit.QUANTITY, words, rule=rule,
                    source=(match.event.source,))  # fmt: skip

    def _part(self, match: Match, name: str, figure: str, whole: Node) -> Node:
        """Give a match's part of a disposition's amount, cut by quantity in the order taken."""
        parts = self.pieces.split_of(match)
        if len(parts) > 1:
            together = parts[0]._replace(quantity=sum(part.quantity for part in parts))
            return part_of_split(
                name, figure, self._of_all(together, parts, name, figure, whole), parts, match
            )
        return self._of_all(match, parts, name, figure, whole)

    def _of_all(
        self, match: Match, parts: Sequence[Match], name: str, figure: str, whole: Node
    ) -> Node:
        siblings = self._siblings(match)
        if len(siblings) == len(parts):
            return derived(name, figure, "whole", (whole,))
        before = sum(each.quantity for each in siblings[: _place(parts[0], siblings)])
        total = sum(each.quantity for each in siblings)
        return _cut(name, figure, whole, match, before, match.event, total)

    def _siblings(self, match: Match) -> list[Match]:
        return [each for each in self.books.matches if each.disposal == match.disposal]

    def _of_short(self, match: Match, figure: str) -> Node:
        """Give the proceeds of a cover: the part of the short position that it closed."""
        opened = self.roots[match.lot or ""]
        formula = "usd" if opened.fee_usd is None else "usd - fee_usd"
        inputs = self.leaves.columns(opened, *formula.split(" - "))
        rule = self.law.on("sale-proceeds", match.sold_on)
        whole = derived("whole", f"{opened.id}:proceeds", formula, inputs, rule=rule)
        covers = [each for each in self.books.matches if self._covers(each, opened)]
        closed = sum(each.quantity for each in covers[: _place(match, covers)])
        return _cut("proceeds", figure, whole, match, closed, opened)

    def _covers(self, match: Match, opened: Event) -> bool:
        return match.event.kind is Kind.COVER and match.lot == opened.id


def _is_nearly(value: Money | None, basis: Money | None) -> bool:
    """Tell whether two amounts differ by no more than the order of cuts, which is not told."""
    return value is not None and basis is not None and abs(value - basis) <= _LAST_DIGITS


def _place_of(event: Event) -> tuple[str | None, int | None]:
    """Give where a problem about an event says it is."""
    return event.source.file.name, event.source.rows[0]


def _place(match: Match, among: Sequence[Match]) -> int:
    return next(n for n, each in enumerate(among) if each is match)


def _cut(
    name: str,
    figure: str,
    whole: Node,
    match: Match,
    before: Quantity,
    of: Event,
    quantity: Quantity | None = None,
) -> Node:
    """Give the part of an amount that falls on a match, by quantity in the order taken.

    The amount is of the event `of`, and of its own quantity unless another is given.
    """
    parts = {
        "before": before,
        "part": match.quantity,
        "quantity": of.quantity if quantity is None else quantity,
    }
    whole_words = STATED if quantity is None else "the units of this disposition"
    units = "of the units in the row"
    if match.event.source is PLANNED:
        units = "of the units that would be sold"
    words = {
        "before": f"{units}, those matched to lots before this one",
        "part": f"{units}, those taken from this lot",
        "quantity": PLANNED_UNITS if of.source is PLANNED else whole_words,
    }
    inputs = tuple(
        stated(
            part,
            f"{figure}:{part}",
            value,
            Unit.QUANTITY,
            (of.source if part == "quantity" else match.event.source,),
            words=words[part],
        )
        for part, value in parts.items()
    )
    formula = "share(whole, before + part, quantity) - share(whole, before, quantity)"
    return derived(name, figure, formula, (whole, *inputs))


def _held_otherwise(match: Match) -> str:
    """Say from when units are held that are not held from their acquisition.

    Days of the units that they replaced count with these (IRC 1223(3)); a gift at a loss from its
    value then is held from the gift (Pub. 544 table 4-2).
    """
    if match.holding_from is None or match.acquired_on is None:
        return ""
    days = match.acquired_on - match.holding_from
    if days < 0:
        return f", held from the gift on {day_text(match.holding_from)}"
    return f", with {days} days of the units they replaced" if days > 0 else ""


def _renamed(books: Books, roots: Mapping[str, Event]) -> AbstractSet[str]:
    """Give the trades that only renamed a coin: any other gave something up."""
    exchanges = {match.disposal for match in books.matches if match.event.kind is Kind.TRADE}
    trades = {each.id for each in roots.values() if each.kind is Kind.TRADE}
    return trades - exchanges


def explainer(
    books: Books,
    events: Iterable[Event],
    leaves: EventLeaves,
    law: Law,
    zone: Zone,
    order_of: OrderOf,
) -> Explainer:
    """Make an explainer of these books and the events they were folded from."""
    roots: Mapping[str, Event] = {event.id: event for event in events}
    pieces = Pieces(books, roots, zone)
    unheeded = frozenset((each.file, each.row) for each in books.problems if each.code in UNHEEDED)

    def joined(wash: Wash) -> Node:
        # A basis rests on a loss, and that on a basis: the two explain by turns.
        return made.joined(wash)

    basis = Basis(roots, _renamed(books, roots), pieces, leaves, law, joined)
    washes = washes_of(books, roots, law)
    made = Explainer(books, roots, pieces, basis, leaves, law, washes, unheeded, order_of)
    return made
