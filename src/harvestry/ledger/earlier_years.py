"""Earlier years in sum: sales nobody asks for one by one, by account, asset, year and term."""

from collections.abc import Callable, Collection
from functools import lru_cache
from typing import TypeAlias

from harvestry.events.account import Accounts, Method
from harvestry.events.asset import Assets
from harvestry.ledger.match import Match, Term, pieces_of
from harvestry.units.days import Day, year_of
from harvestry.units.exact import Money, Quantity

_Together: TypeAlias = tuple[str, str, Term, int]
"""What matches have in common that are told as one: account, asset, term, and the year or day."""


class _Sum:
    """Matches told as one, at the place of the first of them."""

    __slots__ = ("basis", "first", "place", "proceeds", "quantity")

    def __init__(self, first: Match, place: int) -> None:
        self.first = first
        self.place = place
        self.quantity: Quantity = 0
        self.proceeds: Money = 0
        self.basis: Money = 0

    def match(self) -> Match:
        """Give the one match; where there was one alone, that one."""
        first = self.first
        if first.quantity == self.quantity:
            return first
        assert first.lot is not None
        return first._replace(
            piece=pieces_of(first.lot),
            quantity=self.quantity,
            acquired_on=None,
            holding_from=None,
            proceeds=self.proceeds,
            basis=self.basis,
        )


class EarlierYears:
    """Adds up sales of digital assets before a day from which on the wash-sale rule reaches them.

    A year's return asks for the sums alone, and nothing washes these losses. It is asked of matches
    that may be joined at all (`joined_books`); lots told `apart` and what is not known stand alone.
    Where an order changed within a year is told by day, so an account with an order is summed by
    day.
    """

    def __init__(
        self, accounts: Accounts, assets: Assets, until: Day, apart: Collection[str] = ()
    ) -> None:
        self._accounts = accounts
        self._assets = assets
        self._until = until
        self._apart = apart
        self._sums: dict[_Together, _Sum] = {}
        self._when: dict[tuple[str, str], Callable[[Day], int] | None] = {}

    def copy(self) -> "EarlierYears":
        """Give an independent copy."""
        twin = EarlierYears(self._accounts, self._assets, self._until, self._apart)
        for key, each in self._sums.items():
            other = twin._sums[key] = _Sum(each.first, each.place)
            other.quantity, other.proceeds, other.basis = each.quantity, each.proceeds, each.basis
        return twin

    def ask_for(self, match: Match) -> bool:
        """Tell whether the matches of a disposition are to be summed, by any one of them."""
        return match.sold_on < self._until and self._told_by(match) is not None

    def add(self, match: Match, place: int) -> int:
        """Add a match and give the place of its sum: `place` where it is the first of one.

        One that is told apart, or of which something is unknown, stands alone.
        """
        told_by = self._told_by(match)
        assert told_by is not None
        proceeds, basis = match.proceeds, match.basis
        if proceeds is None or basis is None or match.lot in self._apart:
            return place
        key = match.event.account, match.asset, match.term, told_by(match.sold_on)
        found = self._sums.get(key)
        if found is None:
            found = self._sums[key] = _Sum(match, place)
        found.quantity += match.quantity
        found.proceeds += proceeds
        found.basis += basis
        return found.place

    def put(self, matches: list[Match]) -> None:
        """Put every sum in its place."""
        for each in self._sums.values():
            matches[each.place] = each.match()

    def _told_by(self, match: Match) -> Callable[[Day], int] | None:
        """Give what tells which sales of an asset in an account go together, `None` if none do."""
        key = match.event.account, match.asset
        if key not in self._when:
            self._when[key] = self._asked_by(*key)
        return self._when[key]

    def _asked_by(self, name: str, asset: str) -> Callable[[Day], int] | None:
        if not self._assets.named(asset).is_digital:
            return None
        return _year if self._accounts.named(name).order.method is Method.FIFO else int


@lru_cache(maxsize=1 << 14)
def _year(day: Day) -> int:
    return year_of(day)
