"""Amounts as beancount can reckon with them: it keeps 28 digits, coins can have more.

An asset whose amounts have more is written with fewer decimals, cut lot by lot so that all pieces
add up; what that moves in dollars is booked where it can be seen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from harvestry.reports.journals.posting import Entry, Side, Units
from harvestry.units.exact import QUANTITY_DECIMALS, WHOLE_COIN, Money, Quantity, share

_DIGITS: Final = 27
_NEGLIGIBLE: Final[Money] = 10**6
"""10**-12 dollars: far below what the journal tolerates."""


class Shown(NamedTuple):
    """Units as they are written, and the dollars by which that weighs otherwise."""

    quantity: Quantity
    rounding: Money


@dataclass(slots=True)
class _Lot:
    quantity: Quantity
    shown: Quantity
    basis: Money
    used: Quantity = 0
    used_shown: Quantity = 0


class Digits:
    """Gives amounts in the digits there are.

    `decimals` are those of each asset; `cut` are the assets that have amounts with more.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        gross: dict[str, Quantity] = {}
        for entry in entries:
            for each in entry.units:
                gross[each.asset] = gross.get(each.asset, 0) + abs(each.quantity)
        self.decimals: Mapping[str, int] = {
            asset: max(0, min(QUANTITY_DECIMALS, _DIGITS - len(str(total // WHOLE_COIN))))
            for asset, total in gross.items()
        }
        self.cut: set[str] = set()
        self._lots: dict[tuple[Side, str, str, str], _Lot] = {}

    def shown(self, units: Units) -> Shown:
        """Give units as they are written."""
        key = units.side, units.account, units.asset, units.label
        sign = 1 if units.quantity > 0 else -1
        quantity, cost = abs(units.quantity), units.cost or 0
        if units.arrives:
            whole = self._rounded(units.asset, quantity)
            self._put(key, _Lot(quantity, whole, cost))
            return Shown(sign * whole, 0 if whole else sign * cost)
        lot = self._lots[key]
        lot.used += quantity
        upto = lot.shown
        if lot.used < lot.quantity:
            upto = self._rounded(units.asset, share(lot.shown, lot.used, lot.quantity))
        part, lot.used_shown = upto - lot.used_shown, upto
        weight = share(lot.basis, part, lot.shown) if lot.shown else 0
        rounding = sign * (cost - weight)
        return Shown(sign * part, rounding if abs(rounding) > _NEGLIGIBLE else 0)

    def _put(self, key: tuple[Side, str, str, str], lot: _Lot) -> None:
        """Keep a lot; more of unknown basis may join what is there of its name."""
        there = self._lots.get(key)
        if there is None or there.used == there.quantity:
            self._lots[key] = lot
        else:
            there.quantity += lot.quantity
            there.shown += lot.shown

    def _rounded(self, asset: str, quantity: Quantity) -> Quantity:
        grain = int(10 ** (QUANTITY_DECIMALS - self.decimals[asset]))
        if quantity % grain == 0:
            return quantity
        self.cut.add(asset)
        return share(quantity, 1, grain) * grain
