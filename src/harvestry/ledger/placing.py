"""What goes where when a universal pool is placed into accounts: the rules of an allocation.

Each rule says how many units of which piece an account gets; nothing moves here.
"""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby
from typing import Final, TypeAlias

from harvestry.events.account_plans import Allocation, AllocationRow, AllocationRule
from harvestry.ledger.lot import OpenLot
from harvestry.units.exact import Quantity, quantity_text

Own: TypeAlias = Mapping[tuple[str, str], Quantity]
"""Units by (root, account): what each account holds by its own history."""


class AllocationError(ValueError):
    """An explicit list that cannot be followed; the message says which row and why."""

    def __init__(self, file: str, reason: str) -> None:
        self.file = file
        self.reason = reason
        super().__init__(f"{file}: {reason}")


@dataclass(slots=True)
class Plan:
    """What goes where: `pieces` in FIFO order, the room each account has left, units given out.

    `by_name` are accounts between which nothing but their names decided which lots each gets.
    """

    asset: str
    pieces: Sequence[OpenLot]
    room: dict[str, Quantity]
    left: list[Quantity] = field(init=False)
    given: dict[tuple[int, str], Quantity] = field(init=False, default_factory=dict)
    by_name: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Begin with all of every piece to be placed."""
        self.left = [lot.quantity - lot.used for lot in self.pieces]

    def give(self, n: int, account: str, most: Quantity | None = None) -> Quantity:
        """Give an account of piece `n` what is left and it has room for, at most `most`."""
        units = min(self.left[n], self.room[account])
        units = units if most is None else min(units, most)
        if units:
            self.left[n] -= units
            self.room[account] -= units
            self.given[n, account] = self.given.get((n, account), 0) + units
        return units

    def fill(self, pieces: Iterable[int], accounts: Iterable[Collection[str]]) -> None:
        """Fill account after account with piece after piece, of equal ones by name."""
        waiting = deque(n for n in pieces if self.left[n])
        for equals in accounts:
            got = {account: self._fill(waiting, account) for account in sorted(equals)}
            served = [account for account, some in got.items() if some]
            self.decide_by_name(served, (n for some in got.values() for n in some))

    def _fill(self, waiting: deque[int], account: str) -> Sequence[int]:
        got = []
        while waiting and self.room[account]:
            self.give(waiting[0], account)
            got.append(waiting[0])
            if not self.left[waiting[0]]:
                waiting.popleft()
        return got

    def decide_by_name(self, accounts: Collection[str], pieces: Iterable[int]) -> None:
        """Take note that names decided between accounts, if it matters which piece each got."""
        if len(accounts) > 1 and len({_worth(self.pieces[n]) for n in pieces}) > 1:
            self.by_name.update(accounts)


def _worth(lot: OpenLot) -> tuple[object, ...]:
    """Give what of a lot bears on a gain: what a unit cost, and from when it is held."""
    unit = None if lot.basis is None else Fraction(lot.basis, lot.quantity)
    return unit, lot.acquired_on, lot.holding_from, lot.origin


def follow(plan: Plan, allocation: Allocation | None, own: Own) -> None:
    """Place the pieces of a plan as the allocation says, by history where there is none."""
    if allocation is None or allocation.rule is AllocationRule.HISTORY:
        _by_history(plan, own)
    elif allocation.rule is AllocationRule.FILE:
        _by_list(plan, allocation.file or "", allocation.rows)
    else:
        key = BY_BASIS[allocation.rule]
        # Sorting is stable: equals stay as in FIFO.
        pieces = sorted(range(len(plan.pieces)), key=lambda n: key(plan.pieces[n]))
        by_room = sorted(plan.room, key=lambda name: -plan.room[name])
        plan.fill(pieces, [list(some) for _, some in groupby(by_room, key=plan.room.get)])


def _by_history(plan: Plan, own: Own) -> None:
    at: dict[str, list[tuple[str, Quantity]]] = {}
    for (root, account), units in sorted(own.items()):
        at.setdefault(root, []).append((account, units))
    spent: dict[tuple[str, str], Quantity] = {}
    for n, lot in enumerate(plan.pieces):
        for account, units in at.get(lot.root, ()):
            gone = spent.get((lot.root, account), 0)
            spent[lot.root, account] = gone + plan.give(n, account, units - gone)
    everything = range(len(plan.pieces))
    for root, owners in at.items():
        if any(spent.get((root, account), units) < units for account, units in owners):
            plan.decide_by_name([account for account, _ in owners], everything)
    plan.fill(everything, [plan.room])


def _by_list(plan: Plan, file: str, rows: Iterable[AllocationRow]) -> None:
    for row in rows:
        if row.account not in plan.room:
            reason = (
                f"row {row.number} names {row.account}, which held no {plan.asset} at that time"
            )
            raise AllocationError(file, reason)
        wanted = row.quantity
        for n in _named(plan.pieces, row.lot):
            wanted -= plan.give(n, row.account, wanted)
        if wanted:
            has_room = plan.room[row.account] > 0
            full = "finds no more of that lot for" if has_room else "has no room for"
            reason = (
                f"row {row.number} gives {row.account} {quantity_text(row.quantity)} {plan.asset} "
                f"of {row.lot}; it {full} {quantity_text(wanted)} of them"
            )
            raise AllocationError(file, reason)
    unplaced = sum(plan.left)
    if unplaced and any(plan.room.values()):
        reason = f"{quantity_text(unplaced)} {plan.asset} are placed in no account"
        raise AllocationError(file, reason)


def _named(pieces: Sequence[OpenLot], root: str) -> list[int]:
    """Give the pieces of a root in the order in which a name takes them (lots.md section 6)."""
    found = [n for n, lot in enumerate(pieces) if lot.root == root]
    return sorted(
        found,
        key=lambda n: (
            pieces[n].holding_from is None,
            pieces[n].holding_from or 0,
            pieces[n],
        ),
    )


def _lowest(lot: OpenLot) -> tuple[bool, Fraction]:
    if lot.basis is None:
        return True, Fraction(0)
    return False, Fraction(lot.basis, lot.quantity)


def _highest(lot: OpenLot) -> tuple[bool, Fraction]:
    unknown, basis = _lowest(lot)
    return unknown, -basis


BY_BASIS: Final[Mapping[AllocationRule, Callable[[OpenLot], tuple[bool, Fraction]]]] = {
    AllocationRule.LOWEST_TO_LARGEST: _lowest,
    AllocationRule.HIGHEST_TO_LARGEST: _highest,
}
"""The rules that go by cost: what each orders pieces by, those of unknown basis last."""
