"""What the other choice of a position would change: the difference of two full runs."""

from collections.abc import Mapping
from typing import NamedTuple, TypeAlias

from harvestry.case.runs import Runs
from harvestry.case.view import View
from harvestry.law.positions import known_positions
from harvestry.ledger.match import Term
from harvestry.reports.position_tables import Change, Effect
from harvestry.sources.settings.errors import SettingsError
from harvestry.tax.stance import Stance
from harvestry.units.days import year_of
from harvestry.units.exact import Money, Quantity

_Key: TypeAlias = tuple[int, Term]


class _Sums(NamedTuple):
    """The known gains of one year and term, what is disallowed of its losses, units not known."""

    gain: Money = 0
    disallowed: Money = 0
    unknown: Quantity = 0


def effects(view: View, runs: Runs) -> Mapping[str, tuple[Effect, ...]]:
    """Give, by position, what each choice that was not taken would change in these books."""
    stance = view.run.stance
    return {
        name: tuple(
            _effect(choice, view, runs, stance.but(name, choice))
            for choice in position.choices
            if choice != stance.positions[name]
        )
        for name, position in known_positions().items()
    }


def _effect(choice: str, view: View, runs: Runs, stance: Stance) -> Effect:
    """Give what a choice would change; unknown where it needs a setting that is not told."""
    try:
        other = view.of(runs.once(view.run, stance))
    except SettingsError as error:
        return Effect(choice, (), None, f"{error.file}, {error.table} {error.key}: {error.reason}")
    if other is view:
        return Effect(choice, (), 0)
    return Effect(choice, _changes(_sums(view), _sums(other)), _more_held(view, other))


def _more_held(view: View, other: View) -> Money | None:
    """Give what the lots still held, in retirement accounts too, have more basis in another view.

    `None` where the basis of other units is unknown there.
    """
    (own, own_unknown), (others, others_unknown) = _held(view), _held(other)
    return others - own if own_unknown == others_unknown else None


def _held(view: View) -> tuple[Money, Quantity]:
    lots = view.run.books.lots
    unknown = sum(lot.quantity for lot in lots if lot.basis is None)
    return sum(lot.basis or 0 for lot in lots), unknown


def _sums(view: View) -> Mapping[_Key, _Sums]:
    sums: dict[_Key, _Sums] = {}
    for row in view.gains(None):
        match = row.match
        key = (year_of(match.sold_on), match.term)
        before = sums.get(key, _Sums())
        sums[key] = _Sums(
            before.gain + (match.gain or 0),
            before.disallowed + match.disallowed,
            before.unknown + (match.quantity if match.gain is None else 0),
        )
    return sums


def _changes(own: Mapping[_Key, _Sums], other: Mapping[_Key, _Sums]) -> tuple[Change, ...]:
    changes = []
    for year, term in sorted(own.keys() | other.keys()):
        before = own.get((year, term), _Sums())
        after = other.get((year, term), _Sums())
        if before != after:
            gain = after.gain - before.gain if before.unknown == after.unknown else None
            changes.append(Change(year, term, gain, after.disallowed - before.disallowed))
    return tuple(changes)
