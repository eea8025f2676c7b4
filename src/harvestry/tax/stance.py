"""The stance: where the law is grey, what is taken for it in one run of the books."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from harvestry.events.taxpayer import Profile
from harvestry.law.positions import Positions, known_positions, positions_of
from harvestry.law.regime import APPLY, CURRENT_LAW, Regime, regime_of

_WASH_FILED: Final = "wash_filed"


@dataclass(frozen=True, slots=True)
class Stance:
    """The wash-sale regime and the positions that a run of the books is made under."""

    regime: Regime
    positions: Positions

    @property
    def key(self) -> tuple[str, ...]:
        """What tells one stance from another."""
        return (str(self.regime), *(self.positions[each] for each in known_positions()))

    @property
    def changed(self) -> tuple[str, ...]:
        """The positions that do not stand at their default."""
        return tuple(
            name for name, each in known_positions().items() if self.positions[name] != each.default
        )

    def under(self, regime: Regime) -> "Stance":
        """Give the same positions under another regime."""
        return Stance(regime, self.positions)

    def but(self, position_id: str, choice: str) -> "Stance":
        """Give the same stance with only this position changed."""
        return Stance(self.regime, self.positions.but(position_id, choice))


def stance_filed(profile: Profile, wash: str | None, chosen: Mapping[str, str]) -> Stance:
    """Give the stance of books and returns: what is asked for, else what past returns were.

    Raises:
        UnknownRegimeError: `wash` is no regime.
        UnknownPositionError: no such position, or no such choice.
    """
    regime = _regime_filed(profile) if wash is None else regime_of(wash)
    return Stance(regime, _positions(profile, chosen))


def stance_planned(
    profile: Profile, wash: str | None, chosen: Mapping[str, str], year: int
) -> Stance:
    """Give the stance of a plan: as filed before its year, with coins covered from then on.

    A loss claimed on a filed return stays claimed, so it never also raises a lot's basis.

    Raises:
        UnknownRegimeError: `wash` is no regime.
        UnknownPositionError: no such position, or no such choice.
    """
    if wash is not None:
        return stance_filed(profile, wash, chosen)
    filed = _regime_filed(profile)
    planned = Regime(date(year, 1, 1).toordinal())
    if filed.coins_from is not None and planned.coins_from is not None:
        planned = min(filed, planned, key=lambda each: each.coins_from or 0)
    return Stance(planned, _positions(profile, chosen))


def other_regime(regime: Regime, *, planned: Regime | None = None) -> Regime:
    """Give the regime whose total stands beside: current law, or beside that one with coins.

    `planned` is the one that covers coins in a plan; everywhere else it is the whole history.
    """
    return CURRENT_LAW if regime != CURRENT_LAW else planned or APPLY


def _regime_filed(profile: Profile) -> Regime:
    return regime_of(profile.positions.get(_WASH_FILED, str(CURRENT_LAW)))


def _positions(profile: Profile, chosen: Mapping[str, str]) -> Positions:
    told = {name: choice for name, choice in profile.positions.items() if name != _WASH_FILED}
    return positions_of({**told, **chosen})
