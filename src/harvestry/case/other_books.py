"""The same sales in the books of the other regime: what they would come to if it is the law."""

from harvestry.case.frame import OtherRegime
from harvestry.case.savings import Savings
from harvestry.case.view import View
from harvestry.events.account import Method
from harvestry.harvest.holding import Holding
from harvestry.harvest.planned_sales import Realised
from harvestry.reports.same_sales import Beside, SameSales
from harvestry.reports.table import Cell
from harvestry.tax.stance import Stance
from harvestry.tax.wash_reach import reached
from harvestry.units.days import year_of


def sold_otherwise(view: View, stance: Stance) -> bool:
    """Tell whether a sale that any order proposes is reached under one of two stances alone."""
    run = view.run
    orders = (view.order(None), *view.orders.values())
    sold = {each.asset for order in orders for each in order.holdings if each.stop}
    return any(
        reached(asset, run.moment.day, run.stance, run.assets, run.law)
        is not reached(asset, run.moment.day, stance, run.assets, run.law)
        for asset in sold
    )


class OtherBooks:
    """What the sales of a plan come to in its own books and in those of the other regime."""

    def __init__(self, view: View, savings: Savings, other: OtherRegime) -> None:
        self._view = view
        self._savings = savings
        self._other = other
        self._same = other.view is view
        self._instead = savings if self._same else Savings(other.view, year_of(view.run.moment.day))
        self._plans: dict[Method | None, SameSales] = {}
        self._alone: dict[tuple[Method | None, str, str], Realised] = {}

    def plan(self, method: Method | None) -> SameSales:
        """Give what all sales of an order come to, together; `None` is the order in force."""
        if method not in self._plans:
            self._plans[method] = self._plan(method)
        return self._plans[method]

    def _plan(self, method: Method | None) -> SameSales:
        holdings = self._view.order(method).holdings
        own = self._savings.outcome(holdings, method)
        if self._same:
            return SameSales(own, own._replace(regime=self._other.regime))
        return SameSales(own, self._instead.outcome(holdings, method))

    def beside(self, method: Method | None) -> Beside:
        """Give what stands beside each row of an order, sold alone."""

        def left(holding: Holding) -> Cell:
            return self._left(holding, method)

        def saved(holding: Holding) -> Cell:
            return self._saved(holding, method)

        return Beside(self._other.regime, left, saved)

    def _left(self, holding: Holding, method: Method | None) -> Cell:
        if holding.undecided:
            return None
        if self._same or not holding.stop:
            return holding.left
        return self._realised(holding, method).total

    def _saved(self, holding: Holding, method: Method | None) -> Cell:
        if self._same or not holding.stop:
            return self._savings.of(holding)
        return self._instead.saved(self._realised(holding, method).by_term)

    def _realised(self, holding: Holding, method: Method | None) -> Realised:
        key = (method, holding.account, holding.asset)
        if key not in self._alone:
            self._alone[key] = self._other.view.sell_these([holding], method)
        return self._alone[key]
