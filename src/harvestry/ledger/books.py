"""The books: a state as everyone else reads it, checked once more from the other side."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.lot import Lot
from harvestry.ledger.match import Departure, Grey, Income, Match, Move, Result, Unsure, Wash
from harvestry.ledger.pool import PoolKey
from harvestry.ledger.pooled import Pooled
from harvestry.ledger.state import Chapter, State
from harvestry.units.exact import Money, Quantity
from harvestry.units.problems import Problem


@dataclass(frozen=True, slots=True)
class Books:
    """Open lots and everything written down, oldest first.

    `lots` are ordered by account, asset and acquisition. `raised` is what losses on other shorts
    added to the cost of closing one, by the place of its match. `unsure` is what went by cost
    beside a lot of unknown basis.
    """

    lots: tuple[Lot, ...]
    matches: tuple[Match, ...]
    moves: tuple[Move, ...]
    departures: tuple[Departure, ...]
    income: tuple[Income, ...]
    results: tuple[Result, ...]
    problems: tuple[Problem, ...]
    washes: tuple[Wash, ...] = ()
    greys: tuple[Grey, ...] = ()
    pooled: Pooled = field(default_factory=lambda: Pooled(0))
    raised: Mapping[int, Money] = field(default_factory=dict)
    unsure: tuple[Unsure, ...] = ()


def books_of(state: State) -> Books:
    """Make the books of a state.

    Everything written down must account for what left each pool: the fold checked it pool by pool,
    this checks it from the written side.
    """
    washes = tuple(state.washes)
    pooled = state.pooled or Pooled(0)
    gone = Gone()
    for chapter in state.chapters:
        gone.add(chapter, pooled)
    gone.check(state)
    return Books(
        lots=tuple(open_lots(state)),
        matches=tuple(washed(state.matches, washes)),
        moves=tuple(state.moves),
        departures=tuple(state.departures),
        income=tuple(state.income),
        results=tuple(state.results),
        problems=tuple(state.problems),
        washes=washes,
        pooled=pooled,
        unsure=tuple(state.unsure),
    )


def washed(matches: Iterable[Match], washes: Sequence[Wash]) -> list[Match]:
    """Give the matches with what washes disallow of them; never more than the loss."""
    found = list(matches)
    disallowed: dict[int, Money] = defaultdict(int)
    for wash in washes:
        disallowed[wash.match] += wash.amount
    for place, amount in disallowed.items():
        match = found[place]
        gain = match.gain
        assert gain is not None
        assert amount <= -gain, "more was disallowed than lost"
        found[place] = match._replace(disallowed=amount)
    return found


def open_lots(state: State) -> Iterable[Lot]:
    """Give every piece that still holds units, by account, asset and acquisition."""
    for (account, asset), pool in sorted(state.pools.items()):
        for lot in pool:
            basis = None if lot.basis is None else lot.basis - lot.used_basis
            yield Lot(
                lot.root,
                lot.piece,
                account,
                asset,
                lot.quantity - lot.used,
                basis,
                lot.acquired,
                lot.acquired_on,
                lot.holding_from,
                lot.origin,
            )


class Gone:
    """Counts the units that were written down as gone, by the pool they left."""

    def __init__(self) -> None:
        self._written: dict[PoolKey, Quantity] = defaultdict(int)

    def copy(self) -> "Gone":
        """Give an independent copy."""
        twin = Gone()
        twin._written |= self._written
        return twin

    def add(self, chapter: Chapter, pooled: Pooled) -> None:
        """Count what a chapter tells of."""
        written = self._written
        event: Event | None = None
        disposal = asset = ""
        cover = False
        for match in chapter.matches:
            if match.event is not event or match.disposal != disposal or match.asset != asset:
                disposal, event, asset = match.disposal, match.event, match.asset
                key = pooled.source_of(event, asset)
                # A cover closes a short position; what was never held left no pool.
                cover = event.kind is Kind.COVER and disposal == event.id
            if match.lot is not None and not cover:
                written[key] += match.quantity
        for move in chapter.moves:
            written[pooled.source_of(move.event, move.asset)] += move.quantity
        for departure in chapter.departures:
            if departure.lot is not None:
                written[pooled.source_of(departure.event, departure.asset)] += departure.quantity

    def check(self, state: State) -> None:
        """Check that what left each pool is what was written down."""
        for key, pool in state.pools.items():
            assert pool.given == self._written[key], f"units left {key} that no one wrote down"
