"""Which of the pairs that may be one are taken: docs/spec/transfers.md, section 3.

Only what every fullest pairing holds and what is each other's best, so that no pair is taken where
something else is as possible.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from harvestry.events.event import Event
from harvestry.events.fitting import Fit, came, fits, itself, sent
from harvestry.units.natural_order import natural_key

_Matching = dict[str, str]
"""Ids of withdrawals to ids of deposits."""


def taken(
    out: Sequence[Event], into: Sequence[Event], named: Callable[[str], str] = itself
) -> tuple[list[Fit], list[Fit]]:
    """Give the pairs that are taken, and all that may be one of what is left, each best first."""
    pairs: list[Fit] = []
    left = fits(out, into, named)
    while True:
        found = [fit for knot in _knots(left) for fit in _of_knot(knot)]
        if not found:
            return pairs, left
        pairs += found
        gone = {half.id for fit in found for half in (fit.withdrawal, fit.deposit)}
        left = [f for f in left if f.withdrawal.id not in gone and f.deposit.id not in gone]


def _knots(left: Iterable[Fit]) -> list[list[Fit]]:
    """Cut fits into those that hang together."""
    leader: dict[tuple[str, str], tuple[str, str]] = {}

    def find(node: tuple[str, str]) -> tuple[str, str]:
        while leader.setdefault(node, node) != node:
            leader[node] = leader[leader[node]]
            node = leader[node]
        return node

    fits_ = list(left)
    for fit in fits_:
        leader[find(("out", fit.withdrawal.id))] = find(("in", fit.deposit.id))
    knots: dict[tuple[str, str], list[Fit]] = {}
    for fit in fits_:
        knots.setdefault(find(("out", fit.withdrawal.id)), []).append(fit)
    return list(knots.values())


def _of_knot(knot: list[Fit]) -> list[Fit]:
    """Give the pairs of one knot that are taken."""
    if len(knot) == 1:
        return knot
    between = {(fit.withdrawal.account, fit.deposit.account) for fit in knot}
    if len(between) == 1:
        in_order = _in_order(knot)
        if in_order:
            return in_order
    best = _each_others_best(knot)
    if not best:
        return []
    neighbours: dict[str, list[str]] = {}
    for fit in knot:
        neighbours.setdefault(fit.withdrawal.id, []).append(fit.deposit.id)
    fullest = _fullest(neighbours)
    return [fit for fit in best if _is_in_every_fullest(fit, neighbours, fullest)]


def _in_order(knot: list[Fit]) -> list[Fit]:
    """Pair halves between the same two accounts by time; none if that leaves something open."""
    by_pair = {(fit.withdrawal.id, fit.deposit.id): fit for fit in knot}
    out = _by_time({fit.withdrawal.id: fit.withdrawal for fit in knot})
    into = _by_time({fit.deposit.id: fit.deposit for fit in knot})
    if len(out) == len(into):
        pairs = [by_pair.get((w.id, d.id)) for w, d in zip(out, into, strict=True)]
        return [] if None in pairs else [fit for fit in pairs if fit is not None]
    more = {sent(each) for each in out} if len(out) > len(into) else {came(e) for e in into}
    return _nearest_first(knot, min(len(out), len(into))) if len(more) == 1 else []


def _nearest_first(knot: list[Fit], wanted: int) -> list[Fit]:
    """Pair equal halves that are nearest in time; none unless one side is paired off in full."""
    used: set[tuple[str, str]] = set()
    pairs = []
    for fit in sorted(knot, key=lambda fit: (fit.apart, *fit.rank)):
        ends = {("out", fit.withdrawal.id), ("in", fit.deposit.id)}
        if used.isdisjoint(ends):
            used |= ends
            pairs.append(fit)
    return pairs if len(pairs) == wanted else []


def _by_time(halves: Mapping[str, Event]) -> list[Event]:
    return sorted(halves.values(), key=lambda each: (each.time, natural_key(each.id)))


def _each_others_best(knot: Iterable[Fit]) -> list[Fit]:
    """Give the fits that are best from both sides; equally good ones are nobody's best."""
    first: dict[tuple[str, str], Fit | None] = {}
    for fit in sorted(knot, key=lambda fit: (fit.lost, fit.apart)):
        for end in (("out", fit.withdrawal.id), ("in", fit.deposit.id)):
            known = first.setdefault(end, fit)
            if known is not None and known is not fit:
                tie = (known.lost, known.apart) == (fit.lost, fit.apart)
                first[end] = None if tie else known
    return [
        fit
        for fit in knot
        if first["out", fit.withdrawal.id] is fit and first["in", fit.deposit.id] is fit
    ]


def _fullest(neighbours: Mapping[str, Sequence[str]]) -> _Matching:
    """Give one pairing of as many halves as possible, by paths that end at a free deposit."""
    owner: dict[str, str] = {}
    for start in neighbours:
        came_from: dict[str, str] = {}
        todo = [start]
        while todo:
            withdrawal = todo.pop()
            free = None
            for deposit in neighbours[withdrawal]:
                if deposit in came_from:
                    continue
                came_from[deposit] = withdrawal
                if deposit not in owner:
                    free = deposit
                    break
                todo.append(owner[deposit])
            if free is not None:
                _turn(free, start, came_from, owner)
                break
    return {withdrawal: deposit for deposit, withdrawal in owner.items()}


def _turn(free: str, start: str, came_from: Mapping[str, str], owner: dict[str, str]) -> None:
    """Pair along a path from its free end back to where it began."""
    deposit: str | None = free
    pairs = {withdrawal: deposit for deposit, withdrawal in owner.items()}
    while deposit is not None:
        withdrawal = came_from[deposit]
        owner[deposit] = withdrawal
        deposit = None if withdrawal == start else pairs[withdrawal]


def _is_in_every_fullest(
    fit: Fit, neighbours: Mapping[str, Sequence[str]], fullest: _Matching
) -> bool:
    """Tell whether no fullest pairing can do without a pair.

    It can be done without if, once the pair is forbidden, as many halves can still be paired off.
    """
    withdrawal, deposit = fit.withdrawal.id, fit.deposit.id
    if fullest.get(withdrawal) != deposit:
        return False
    owner = {other: each for each, other in fullest.items() if each != withdrawal}
    seen: set[str] = set()
    todo = list(neighbours.keys() - set(owner.values()))
    while todo:
        here = todo.pop()
        for other in neighbours[here]:
            if other in seen or (here, other) == (withdrawal, deposit):
                continue
            if other not in owner:
                return False
            seen.add(other)
            todo.append(owner[other])
    return True
