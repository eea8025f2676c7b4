"""What goes where when a universal pool is placed into accounts: the rules of an allocation.

Each rule says how many units of which piece an account gets; nothing moves here.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
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
    """What goes where: `pieces` in FIFO order, the room each account has left, units given out."""

    asset: str
    pieces: Sequence[OpenLot]
    room: dict[str, Quantity]
    left: list[Quantity] = field(init=False)
    given: dict[tuple[int, str], Quantity] = field(init=False, default_factory=dict)

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

    def fill(self, pieces: Iterable[int], accounts: Sequence[str]) -> None:
        """Fill account after account with piece after piece."""
        waiting = [n for n in pieces if self.left[n]]
        for account in accounts:
            while waiting and self.room[account]:
                self.give(waiting[0], account)
                if not self.left[waiting[0]]:
                    waiting.pop(0)


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
        plan.fill(pieces, sorted(plan.room, key=lambda name: (-plan.room[name], name)))


def _by_history(plan: Plan, own: Own) -> None:
    at: dict[str, list[tuple[str, Quantity]]] = {}
    for (root, account), units in sorted(own.items()):
        at.setdefault(root, []).append((account, units))
    spent: dict[tuple[str, str], Quantity] = {}
    for n, lot in enumerate(plan.pieces):
        for account, units in at.get(lot.root, ()):
            gone = spent.get((lot.root, account), 0)
            spent[lot.root, account] = gone + plan.give(n, account, units - gone)
    plan.fill(range(len(plan.pieces)), sorted(plan.room))


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
