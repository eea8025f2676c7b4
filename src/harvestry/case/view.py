"""A view: the books of one run as one owner sees them."""

from collections.abc import Mapping
from functools import cached_property
from typing import Final

from harvestry import pipeline
from harvestry.events.account import Method, Owner
from harvestry.harvest.prices import missing_prices, stale_prices
from harvestry.harvest.selling_order import SellingOrder
from harvestry.ledger.match import Income, Result
from harvestry.reports.explain.figures import Figures
from harvestry.reports.explain.harvest_figures import HarvestFigures
from harvestry.reports.holding_tables import LotValue, valued_lots
from harvestry.reports.year_tables import GainRow, gain_rows, income_rows, result_rows
from harvestry.tax.whose_return import Returns
from harvestry.units.problems import Problem

COMPARED: Final = (Method.FIFO, Method.LIFO)
"""The orders that the harvesting sheets show."""


class View:
    """What one owner sees of one run: rows of the return, lots, orders to sell in, figures."""

    def __init__(self, run: pipeline.Run, owner: Owner | None, progress: pipeline.Progress) -> None:
        self.run = run
        self._owner = owner
        self._progress = progress
        self._orders: dict[Method | None, SellingOrder] = {}

    @cached_property
    def returns(self) -> Returns:
        """Whose return the tables are about."""
        return self.run.returns(self._owner)

    def gains(self, year: int | None) -> list[GainRow]:
        """Give the matches of a year (`None`: of all) that are on the return."""
        run = self.run
        return gain_rows(run.books, self.returns, run.assets, run.law, year)

    def results(self, year: int | None) -> list[Result]:
        """Give the contract results of a year that are on the return."""
        return result_rows(self.run.books.results, self.returns, year)

    def income(self, year: int | None) -> list[Income]:
        """Give the income of a year that is on the return."""
        return income_rows(self.run.books.income, self.returns, year)

    def valued(self) -> list[LotValue]:
        """Give every open lot at the moment's price, retirement accounts included."""
        run = self.run
        shown = [lot for lot in run.books.lots if self.returns.shows(lot.account)]
        return valued_lots(shown, run.accounts, run.moment)

    def on_return(self) -> list[LotValue]:
        """Give the lots that are on the return: retirement accounts are no part of a harvest."""
        day = self.run.moment.day
        return [each for each in self.valued() if self.returns.part(each.lot.account, day)]

    @property
    def orders(self) -> Mapping[Method, SellingOrder]:
        """Everything held, sold in each of the orders that are compared."""
        return {method: self.order(method) for method in COMPARED}

    def order(self, method: Method | None) -> SellingOrder:
        """Give everything held, sold in one order; `None` is the order in force."""
        if method not in self._orders:
            self._progress(f"selling in {'the' if method is None else method.upper()} order")
            self._orders[method] = pipeline.sell_everything(self.run, self._owner, method)
        return self._orders[method]

    def price_problems(self, order: SellingOrder) -> list[Problem]:
        """Give what is to be mended in the prices a sale would need."""
        quotes = [(each.asset, each.quote) for each in order.holdings]
        day = self.run.moment.day
        return [*missing_prices(quotes, day), *stale_prices(quotes, day)]

    def stale_prices(self, valued: list[LotValue]) -> tuple[Problem, ...]:
        """Give the problems of the books, and which prices are too old to be believed."""
        quotes = [(each.lot.asset, each.quote) for each in valued]
        return (*self.run.problems, *stale_prices(quotes, self.run.moment.day))

    @cached_property
    def figures(self) -> Figures:
        """Answers for the figures of the books."""
        run = self.run
        return Figures(run.books, run.events, run.uses, run.law, self.returns)

    @cached_property
    def harvest_figures(self) -> HarvestFigures:
        """Answers for the figures of the harvesting sheets."""
        run = self.run
        return HarvestFigures(self.orders, run.events, run.uses, run.law)
