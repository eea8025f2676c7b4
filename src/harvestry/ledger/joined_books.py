"""Books of many pieces held small: what one disposition took of one lot is one match."""

from collections.abc import Collection, Iterable
from itertools import groupby
from operator import attrgetter
from typing import Final, TypeAlias

from harvestry.events.account import Accounts, Owner
from harvestry.events.event import NO_DETAIL
from harvestry.events.kind import Kind
from harvestry.ledger.books import Books, Gone, open_lots, washed
from harvestry.ledger.earlier_years import EarlierYears
from harvestry.ledger.match import (
    Departure,
    Income,
    Match,
    Move,
    Outcome,
    Result,
    Unsure,
    Wash,
    pieces_of,
)
from harvestry.ledger.pooled import Pooled
from harvestry.ledger.state import State
from harvestry.ledger.stretches import Places
from harvestry.units.days import Day
from harvestry.units.exact import Quantity
from harvestry.units.problems import Problem

_Alike: TypeAlias = tuple[object, ...]
_Replacing: TypeAlias = tuple[int, str, str | None, str, Outcome, str]
"""What washes have in common that are told as one: match, lot, piece, account, outcome, rule."""
_DISPOSAL: Final = attrgetter("disposal")


class JoinedBooks:
    """Takes down what a fold writes, stretch by stretch, and gives the books of it.

    Matches that differ in their piece alone are joined: of one disposition, lot and term, all of
    them losses or none. So are their washes by the lot that replaces, but for lots
    bought from `recent` on, whose pieces may yet be asked for. Every sum is what it is piece by
    piece: a joint account, of which a return takes a part of each match, is not joined, nor are
    covers, rows with figures of a broker's form or other details, lots told `apart`, and what is
    not known. Of the days that joined pieces are held from the earliest stands. What `earlier`
    takes is told in its sums.
    """

    def __init__(
        self,
        accounts: Accounts,
        recent: Day,
        apart: Collection[str] = (),
        earlier: EarlierYears | None = None,
    ) -> None:
        self._accounts = accounts
        self._earlier = earlier
        self._apart = apart
        self._recent = recent
        self._matches: list[Match] = []
        self._washes: list[Wash] = []
        self._moves: list[Move] = []
        self._departures: list[Departure] = []
        self._income: list[Income] = []
        self._results: list[Result] = []
        self._problems: list[Problem] = []
        self._unsure: list[Unsure] = []
        self._places: Places[int] = Places()
        self._gone = Gone()
        self._whole: dict[str, bool] = {}

    def copy(self) -> "JoinedBooks":
        """Give an independent copy, which may go on another way."""
        earlier = None if self._earlier is None else self._earlier.copy()
        twin = JoinedBooks(self._accounts, self._recent, self._apart, earlier)
        twin._matches += self._matches
        twin._washes += self._washes
        twin._moves += self._moves
        twin._departures += self._departures
        twin._income += self._income
        twin._results += self._results
        twin._problems += self._problems
        twin._unsure += self._unsure
        twin._places = self._places.copy()
        twin._gone = self._gone.copy()
        return twin

    def tell(self, state: State) -> None:
        """Take down the chapters of a state."""
        self._places.put(state.written, self._take_matches(state.matches))
        self._take_washes(state.washes)
        self._places.keep(state)
        for chapter in state.chapters:
            self._gone.add(chapter, state.pooled or Pooled(0))
        self._moves += state.moves
        self._departures += state.departures
        self._income += state.income
        self._results += state.results
        self._problems += state.problems
        self._unsure += state.unsure

    def books(self, state: State) -> Books:
        """Give the books of all that was told of, up to a state.

        Everything written down must account for what left each pool.
        """
        self._gone.check(state)
        if self._earlier is not None:
            self._earlier.put(self._matches)
        return Books(
            tuple(open_lots(state)),
            tuple(washed(self._matches, self._washes)),
            tuple(self._moves),
            tuple(self._departures),
            tuple(self._income),
            tuple(self._results),
            tuple(self._problems),
            tuple(self._washes),
            pooled=state.pooled or Pooled(0),
            unsure=tuple(self._unsure),
        )

    def _take_matches(self, matches: Iterable[Match]) -> list[int]:
        """Take matches down, and give for each the place of the one it joined."""
        kept = self._matches
        places: list[int] = []
        for _, some in groupby(matches, _DISPOSAL):
            taken = list(some)
            joins = self._may_join(taken[0])
            if joins and self._earlier is not None and self._earlier.ask_for(taken[0]):
                places += map(self._take_in_sum, taken)
                continue
            first = len(kept)
            if len(taken) == 1 or not joins:
                kept += taken
                places += range(first, len(kept))
                continue
            alike: dict[_Alike, list[Match]] = {}
            keys = [self._alike(match) for match in taken]
            for key, match in zip(keys, taken, strict=True):
                alike.setdefault(key, []).append(match)
            kept += map(_joined, alike.values())
            place = {key: n for n, key in enumerate(alike, first)}
            places += map(place.__getitem__, keys)
        return places

    def _take_in_sum(self, match: Match) -> int:
        """Take a match down into the sum it belongs to, and give its place."""
        assert self._earlier is not None
        here = len(self._matches)
        place = self._earlier.add(match, here)
        if place == here:
            self._matches.append(match)
        return place

    def _may_join(self, match: Match) -> bool:
        """Tell whether a return takes a match whole or not at all, and nothing else asks for it."""
        account = match.event.account
        if account not in self._whole:
            self._whole[account] = self._accounts.named(account).owner is not Owner.JOINT
        event = match.event
        return self._whole[account] and event.kind is not Kind.COVER and event.detail is NO_DETAIL

    def _alike(self, match: Match) -> _Alike:
        """Give what matches of one disposition have in common that are told as one."""
        proceeds, basis, lot = match.proceeds, match.basis, match.lot
        if proceeds is None or basis is None or lot is None or lot in self._apart:
            return (id(match),)
        return lot, match.acquired_on, match.term, proceeds < basis

    def _take_washes(self, washes: Iterable[Wash]) -> None:
        """Take washes down, those of one match and one replacing lot together."""
        together: dict[_Replacing, list[Wash]] = {}
        for wash in washes:
            place = self._places[wash.match]
            piece = wash.piece if wash.bought_on >= self._recent else None
            key = place, wash.lot, piece, wash.account, wash.outcome, wash.rule
            together.setdefault(key, []).append(wash)
        for key, some in together.items():
            first = some[0]
            alone = len({wash.piece for wash in some}) == 1
            self._washes.append(
                first._replace(
                    match=key[0],
                    piece=first.piece if alone else pieces_of(first.lot),
                    quantity=sum(wash.quantity for wash in some),
                    amount=sum(wash.amount for wash in some),
                    contracts=_contracts(some),
                )
            )


def _contracts(washes: list[Wash]) -> Quantity | None:
    if all(wash.contracts is None for wash in washes):
        return None
    return sum(wash.replacing for wash in washes)


def _joined(together: list[Match]) -> Match:
    first = together[0]
    if len(together) == 1:
        return first
    assert first.lot is not None
    starts = [each.holding_from for each in together if each.holding_from is not None]
    return first._replace(
        piece=pieces_of(first.lot),
        quantity=sum(each.quantity for each in together),
        holding_from=min(starts, default=None),
        proceeds=sum(each.proceeds or 0 for each in together),
        basis=sum(each.basis or 0 for each in together),
    )
