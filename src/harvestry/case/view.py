"""A view: the books of one run as one owner sees them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Final

from harvestry import pipeline
from harvestry.events.account import Method, Owner
from harvestry.events.outlying import outlying_prices, stated_near
from harvestry.events.pool_names import is_pool_name
from harvestry.events.prices import Quote
from harvestry.harvest.holding import Holding
from harvestry.harvest.look_ahead import LookAhead, look_ahead
from harvestry.harvest.planned_sales import Realised
from harvestry.harvest.prices import missing_prices, stale_prices
from harvestry.harvest.selling_order import Sale, SellingOrder, Washed
from harvestry.harvest.unsettled import Unsettled, unsettled
from harvestry.harvest.wash_state import WashState, wash_states
from harvestry.ledger.match import Income, Match, Result, Unsure, closes_short
from harvestry.ledger.pool import PoolKey
from harvestry.ledger.wash.losses import is_loss
from harvestry.reports.explain.figures import Figures
from harvestry.reports.explain.harvest_figures import HarvestFigures
from harvestry.reports.holding_tables import LotValue, valued_lots
from harvestry.reports.wash_tables import provisional_note
from harvestry.reports.year_tables import GainRow, gain_rows
from harvestry.tax.activity import Activity, activity_of, net_gain
from harvestry.tax.form_8949.problems import foreign_currency, form_problems, perhaps_collectibles
from harvestry.tax.form_8949.rows import FormRows
from harvestry.tax.reconcile.reconciling import Reconciler
from harvestry.tax.wash_reach import loss_reached, provisional_until
from harvestry.tax.whose_return import Returns, on_return, spouses_part
from harvestry.units.days import Day, last_day_of, year_of
from harvestry.units.exact import Money
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
        self._disallowed: dict[Sale, Washed] = {}
        self._gains: dict[int | None, list[GainRow]] = {}
        self._states: dict[tuple[Method | None, str, str], tuple[WashState, ...]] = {}

    def of(self, run: pipeline.Run) -> "View":
        """Give what the same owner sees of another run."""
        return self if run is self.run else View(run, self._owner, self._progress)

    @cached_property
    def returns(self) -> Returns:
        """Whose return the tables are about."""
        return self.run.returns(self._owner)

    @cached_property
    def _spouses(self) -> Returns:
        """What is the spouse's own, on whichever return."""
        return Returns(self.run.accounts, self.run.profile, spouses=True)

    @cached_property
    def _spouses_rows(self) -> FormRows:
        run = self.run
        return FormRows(run.books, run.events, self._spouses, run.assets, run.law)

    @cached_property
    def household(self) -> "View":
        """Give what is on the household's return, whichever owner is looked at."""
        return self if self._owner is None else View(self.run, None, self._progress)

    def is_on_return(self, year: int, *, whole: bool) -> bool:
        """Tell whether what is seen of a year is on the household's return as it is seen here.

        With `whole`, whether that is all there is on the return.
        """
        day, seen, filed = last_day_of(year), self.returns, self.household.returns
        names = [name for name in self.run.state.accounts if not is_pool_name(name)]
        parts = [(seen.part(name, day), filed.part(name, day)) for name in names]
        return all(mine == all_ for mine, all_ in parts if mine or whole)

    def gains(self, year: int | None) -> list[GainRow]:
        """Give the matches of a year (`None`: of all) that are on the return."""
        if year not in self._gains:
            run = self.run
            self._gains[year] = gain_rows(self.form_rows, run.books, run.events, self.returns, year)
        return self._gains[year]

    @cached_property
    def form_rows(self) -> FormRows:
        """What makes rows of Form 8949 of these books."""
        run = self.run
        return FormRows(run.books, run.events, self.returns, run.assets, run.law)

    def reconciler(self) -> Reconciler:
        """Give what compares a broker's forms with these books."""
        run = self.run
        return Reconciler(run.books, self.form_rows, self.returns, run.assets, run.law)

    def form_problems(self, year: int | None) -> tuple[Problem, ...]:
        """Give what does not fit of the rows of Form 8949 of a year, or of all."""
        rows = [row.form for row in self.gains(year)]
        return (*form_problems(rows, self.run.law), *self.asset_problems(year))

    def asset_problems(self, year: int | None) -> tuple[Problem, ...]:
        """Give what is to be known of foreign money and NFTs among the rows of Form 8949."""
        rows, assets, law = [row.form for row in self.gains(year)], self.run.assets, self.run.law
        return (*foreign_currency(rows, assets, law), *perhaps_collectibles(rows, assets, law))

    def results(self, year: int | None) -> list[Result]:
        """Give the contract results of a year that are on the return."""
        return on_return(self.run.books.results, self.returns, year)

    def income(self, year: int | None) -> list[Income]:
        """Give the income of a year that is on the return."""
        return on_return(self.run.books.income, self.returns, year)

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

    @cached_property
    def unsettled(self) -> Mapping[PoolKey, Unsettled]:
        """What is unsettled of each holding: mended, what a sale of it comes to may be another."""
        found = (each for each in self.run.problems if each.code == "balance-differs")
        off_balance = frozenset(each.about for each in found)
        left_out = self.run.reading.left_out
        return unsettled(self.run.books, self.run.events, off_balance, left_out)

    def order(self, method: Method | None) -> SellingOrder:
        """Give everything held, sold in one order; `None` is the order in force."""
        if method not in self._orders:
            self._progress(f"selling in {'the' if method is None else method.upper()} order")
            self._orders[method] = pipeline.sell_everything(
                self.run, self._owner, method, self._disallowed
            )
        return self._orders[method]

    def wash_states(self, holding: Holding, method: Method | None) -> tuple[WashState, ...]:
        """Give what each lot of a holding would meet, sold in one order through its stop."""
        key = (method, holding.account, holding.asset)
        if key not in self._states:
            states = wash_states(holding, self.ahead)
            if holding.disallowed or any(each.washed > each.if_planned for each in states):
                found = pipeline.replaced_by(self.run, method, holding)
                states = wash_states(holding, self.ahead, found)
            self._states[key] = states
        return self._states[key]

    def sell_these(self, holdings: Iterable[Holding], method: Method | None) -> Realised:
        """Give what selling each of these through its stop comes to here, all together.

        They may be the holdings of other books of the same history; `None` sells by the orders in
        force.
        """
        return pipeline.sell_these(self.run, self._owner, method, holdings)

    def activity(self, year: int, until: Day | None = None) -> Activity:
        """Sum up a year on the return, or its days up to one: gains, income, contract results."""
        run, told = self.run, self.run.profile.years.get(year)
        last = last_day_of(year) if until is None else until
        spouses = []
        if run.profile.is_joint(year):
            spouses = on_return(run.books.income, self._spouses, year)
        did = activity_of(
            (row for row in self.form_rows.each(year) if row.sold <= last),
            (each for each in self.income(year) if each.on <= last),
            (each for each in self.results(year) if each.on <= last),
            run.assets,
            run.law,
            mining_is_business=told is not None and told.mining_is_business,
            spouses=(each for each in spouses if each.on <= last),
            order_unknown=any(each.on <= last for each in self.unsure),
        )
        return replace(did, apart=self._apart(year))

    def _apart(self, year: int) -> Money | None:
        """Give what the spouse gained net in a year without joint return, where one follows."""
        run = self.run
        if run.profile.is_joint(year) or not any(map(run.profile.is_joint, run.profile.years)):
            return 0
        if not any(map(spouses_part, run.accounts.described.values())):
            return 0
        results = on_return(run.books.results, self._spouses, year)
        return net_gain(self._spouses_rows.each(year), results)

    @cached_property
    def unsure(self) -> tuple[Unsure, ...]:
        """What went by cost beside a lot of unknown basis, of what is on the return."""
        of_all = self.run.books.unsure
        return tuple(each for each in of_all if self.returns.part(each.account, each.on))

    @cached_property
    def first_year(self) -> int | None:
        """Give the first year with anything of a return in the files or the profile."""
        books = self.run.books
        days = [
            *(each.sold_on for each in books.matches[:1]),
            *(each.on for each in books.income[:1]),
            *(each.on for each in books.results[:1]),
        ]
        return min((*map(year_of, days), *self.run.profile.years), default=None)

    def provisional_until(self, year: int | None) -> Day | None:
        """Give until when a year (`None`: the latest with a sale) is not final.

        It is final once the records themselves run past that day, whatever day it is.
        """
        return provisional_until(self._latest(year), self._told_until, self.run.law)

    def provisional_note(self, year: int | None) -> tuple[str, ...]:
        """Say that a year is not final, where it has a loss that may still be washed."""
        until = self.provisional_until(year)
        if until is None:
            return ()
        shorts = {closes_short(each) for each in self._reached_losses(self._latest(year))}
        return provisional_note(year, until, of_sales=False in shorts, of_shorts=True in shorts)

    def _latest(self, year: int | None) -> int:
        """Give the year, in place of `None` the latest with a sale."""
        if year is not None:
            return year
        return year_of(
            max((row.match.sold_on for row in self.gains(None)), default=self._told_until)
        )

    @property
    def _told_until(self) -> Day:
        """The last day of which the records tell, at most the day of the report."""
        moment, events = self.run.moment, self.run.events
        return min(moment.day, moment.zone.day(events[-1].time)) if events else moment.day

    def _reached_losses(self, year: int) -> list[Match]:
        """Give the losses of a year that the wash-sale rule reaches."""
        run = self.run
        matches = (row.match for row in self.gains(year))
        return [
            match
            for match in matches
            if is_loss(match)
            and loss_reached(match, match.sold_on, run.stance, run.assets, run.law)
        ]

    @cached_property
    def ahead(self) -> LookAhead:
        """What a loss sale made today would meet."""
        run = self.run
        return look_ahead(
            run.books,
            run.events,
            run.reading.household.accounts.planned,
            run.accounts,
            run.assets,
            run.stance,
            run.law,
            run.moment,
        )

    @cached_property
    def account_names(self) -> list[str]:
        """Every account the files or accounts.toml know, by name."""
        run = self.run
        names = run.state.accounts | run.accounts.described.keys()
        return sorted(
            name
            for name in names
            if not is_pool_name(name) and not run.accounts.named(name).on_the_way
        )

    def price_problems(self, order: SellingOrder) -> list[Problem]:
        """Give what is to be mended in the prices a sale would need."""
        quotes = [(each.asset, each.quote) for each in order.holdings]
        day = self.run.moment.day
        return [*missing_prices(quotes, day), *stale_prices(quotes, day), *self._doubtful(quotes)]

    def stale_prices(self, valued: list[LotValue]) -> tuple[Problem, ...]:
        """Give the problems of the books, and which prices are too old to be believed."""
        quotes = [(each.lot.asset, each.quote) for each in valued]
        stale = stale_prices(quotes, self.run.moment.day)
        return (*self.run.problems, *stale, *self._doubtful(quotes))

    def _doubtful(self, quotes: Iterable[tuple[str, Quote | None]]) -> list[Problem]:
        """Give the prices of what is held that can hardly be right and were not told of before."""
        run = self.run
        told = {use.quote for use in run.uses.values()}
        new = {quote for _, quote in quotes if quote is not None} - told
        stated = stated_near(new, run.events, run.uses, run.accounts)
        return outlying_prices(new, run.moment.prices, stated)

    @cached_property
    def figures(self) -> Figures:
        """Answers for the figures of the books."""
        run = self.run
        asked = (run.books, run.events, run.uses, run.law, self.returns, run.rules)
        return Figures(*asked, run.assets)

    @cached_property
    def harvest_figures(self) -> HarvestFigures:
        """Answers for the figures of the harvesting sheets."""
        run = self.run
        asked = (self.orders, run.events, run.uses, run.law, run.moment.zone, run.rules)
        return HarvestFigures(*asked)
