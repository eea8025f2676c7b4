"""Why a loss is disallowed: the units that replaced it, and the part that falls on them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from harvestry.events.event import Event
from harvestry.events.pool_names import pool_in_words
from harvestry.law.load import Dated, Law
from harvestry.ledger.books import Books
from harvestry.ledger.match import Match, Wash, closes_short
from harvestry.reports.explain.node import Node, derived, stated
from harvestry.reports.table import Unit
from harvestry.units.days import day_text
from harvestry.units.exact import quantity_text

_NONE: Final = "nothing of it was replaced, or it is no loss that the rule reaches"
_CUT = "share(loss, before + part, quantity) - share(loss, before, quantity)"


@dataclass(frozen=True, slots=True)
class Washes:
    """Explains the disallowed losses of one set of books; `roots` are the events that bought.

    `by_match` are the washes by the place of their loss, `places` the places of matches and of
    washes by `id`.
    """

    matches: Sequence[Match]
    places: Mapping[int, int]
    by_match: Mapping[int, Sequence[Wash]]
    roots: Mapping[str, Event]
    law: Law

    def place(self, wash: Wash) -> int:
        """Give the place of a wash among all, in the order they were found."""
        return self.places[id(wash)]

    def first(self, match: Match) -> int | None:
        """Give the place of the first wash of a match, `None` where it was not washed."""
        return min((self.place(wash) for wash in self._of(match)), default=None)

    def disallowed(self, figure: str, match: Match, loss: Callable[[Match], Node]) -> Node:
        """Give what is disallowed of a loss: the part of all its units that were replaced."""
        washes = self._of(match)
        rule = self.law.on("wash-window", match.sold_on)
        if not washes:
            source = (match.event.source,)
            return Node("disallowed", figure, 0, Unit.MONEY, _NONE, rule=rule, source=source)
        units = tuple(
            self._units(f"replaced_{n}", wash, match) for n, wash in enumerate(washes, start=1)
        )
        replaced = derived(
            "replaced",
            f"{figure}:replaced",
            " + ".join(each.name for each in units),
            units,
            unit=Unit.QUANTITY,
        )
        inputs = (loss(match), replaced, _quantity(match, figure))
        return derived("disallowed", figure, "share(loss, replaced, quantity)", inputs, rule=rule)

    def of(self, wash: Wash, loss: Callable[[Match], Node]) -> Node:
        """Give the part of a loss that falls on the units of one replacement."""
        match = self.matches[wash.match]
        figure = f"wash:{match.disposal}:{match.piece or ''}:{wash.piece}"
        of_all = self._of(match)
        earlier = of_all[: next(n for n, each in enumerate(of_all) if each is wash)]
        before = stated(
            "before",
            f"{figure}:before",
            sum(each.quantity for each in earlier),
            Unit.QUANTITY,
            (match.event.source,),
            words="of the units sold, those that other purchases replaced first",
        )
        inputs = (loss(match), before, self._units("part", wash, match), _quantity(match, figure))
        return derived("disallowed", figure, _CUT, inputs, rule=self._rule(wash))

    def _of(self, match: Match) -> Sequence[Wash]:
        return self.by_match.get(self.places.get(id(match), -1), ())

    def _units(self, name: str, wash: Wash, match: Match) -> Node:
        bought = self.roots.get(wash.lot)
        source = (match.event.source,) if bought is None else (bought.source, match.event.source)
        many = "" if wash.contracts is None else f"{quantity_text(wash.contracts)} "
        how = "sold" if closes_short(match) else "bought"
        where = pool_in_words(wash.account)
        words = (
            f"{many}units of {wash.piece} in {where}, {how} {day_text(wash.bought_on)}, "
            f"replace so many sold {day_text(match.sold_on)}: {wash.outcome}"
        )
        figure = f"wash:{match.disposal}:{match.piece or ''}:{wash.piece}:quantity"
        leaf = stated(name, figure, wash.quantity, Unit.QUANTITY, source, words=words)
        return Node(
            leaf.name,
            leaf.figure,
            leaf.value,
            leaf.unit,
            leaf.formula,
            rule=self._rule(wash),
            source=source,
        )

    def _rule(self, wash: Wash) -> Dated:
        """Give the law file that decided, or where a position did, the rule on matching."""
        rule = wash.rule if wash.rule in self.law.rules else "wash-matching"
        return self.law.on(rule, wash.bought_on)


def washes_of(books: Books, roots: Mapping[str, Event], law: Law) -> Washes:
    """Give what explains the disallowed losses of these books."""
    by_match: dict[int, list[Wash]] = {}
    for wash in books.washes:
        by_match.setdefault(wash.match, []).append(wash)
    places = {id(books.matches[n]): n for n in by_match}
    places |= {id(wash): n for n, wash in enumerate(books.washes)}
    return Washes(books.matches, places, by_match, roots, law)


def _quantity(match: Match, figure: str) -> Node:
    words = "of the units in the row, those taken from this lot"
    source = (match.event.source,)
    name = f"{figure}:quantity"
    return stated("quantity", name, match.quantity, Unit.QUANTITY, source, words=words)
