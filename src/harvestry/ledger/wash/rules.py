"""What the wash-sale step is told: the regime, the assets, the positions, the calendar."""

from dataclasses import dataclass

from harvestry.events.asset import Assets
from harvestry.law.load import Law
from harvestry.law.positions import Positions
from harvestry.law.regime import Regime
from harvestry.units.days import Zone


@dataclass(frozen=True, slots=True)
class WashRules:
    """How section 1091 is applied; `zone` is the household's, in which the window is counted."""

    regime: Regime
    assets: Assets
    positions: Positions
    law: Law
    zone: Zone
