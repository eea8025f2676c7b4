"""The order in which a method would sell what is held now.

Each account's holding of an asset is sold in full at its price, in the fold itself: a continuation
of the one history, so nothing here computes a gain of its own. What was sold before stays matched
as it was; only the order of what is held now differs between FIFO and LIFO.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, NamedTuple, TypeAlias

from harvestry.events.account import EARLIEST_FIRST, Method
from harvestry.events.event import Event
from harvestry.events.valuation import PriceUse
from harvestry.harvest.holding import NOTHING, ByTerm, Holding, holding_of
from harvestry.harvest.planned_sales import Moment, came_to, sale_at
from harvestry.ledger.fold import fold
from harvestry.ledger.identification import order_in_force
from harvestry.ledger.lot import OpenLot
from harvestry.ledger.match import Match
from harvestry.ledger.pool import PoolKey
from harvestry.ledger.rules import Rules, desk
from harvestry.ledger.state import State
from harvestry.ledger.wash.reach import Reach
from harvestry.tax.whose_return import Returns, portion
from harvestry.units.exact import Money, Quantity, share, value_at

_MOST_STOPS: Final = 24
"""So many other stopping points are tried where washes take from the greatest loss."""


Washed: TypeAlias = Mapping[str, ByTerm]
"""What more washes disallow of an account's losses, by account."""


class Sale(NamedTuple):
    """A sale of so much, out of one holding in one order."""

    account: str
    asset: str
    order: Method
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class SellingOrder:
    """Everything held, sold in one order: the holdings, the sales, the books after them.

    `uses` are the prices that gave the sales their value, `orders` what each holding was sold by.
    """

    holdings: tuple[Holding, ...]
    sales: tuple[Event, ...]
    uses: Mapping[tuple[str, str], PriceUse]
    sold: State
    orders: Mapping[PoolKey, Method]

    @property
    def sells(self) -> bool:
        """Tell whether it proposes any sale."""
        return any(each.stop for each in self.holdings)


def selling_order(
    state: State,
    returns: Returns,
    moment: Moment,
    method: Method | None,
    rules: Rules | None = None,
    known: dict[Sale, Washed] | None = None,
) -> SellingOrder:
    """Give every holding on the taxpayer's return in the order `method` would sell it.

    Args:
        state: the books as of the moment.
        returns: whose accounts count; holdings that are not on the return are left out.
        moment: the time and prices of the sale.
        method: the order to sell in, `None` for the orders in force; history stays as matched.
        rules: what else the fold goes on by; without, every order in the settings counts. Where
            washes are worked out, each holding tells what they disallow of its own sale alone,
            and stops where they leave the greatest loss; gains and losses are before them.
        known: what washes disallow of sales asked about before; those of this order join it.
    """
    known = {} if known is None else known
    keys = [
        key
        for key, pool in sorted(state.pools.items())
        if pool.held and returns.part(key[0], moment.day)
    ]
    held = ((key, state.pools[key].held) for key in keys)
    sales = [sale_at(moment, state, key, units, n) for n, (key, units) in enumerate(held, 1)]
    rules = Rules(returns.accounts, method) if rules is None else rules
    sold = fold(state, sales, replace(rules, wash=None))
    by_sale = _by_disposal(sold.chapters[-1].matches if sales else ())

    def part(account: str) -> Fraction:
        return returns.part(account, moment.day)

    holdings = []
    uses = {}
    orders = {}
    for key, sale in zip(keys, sales, strict=True):
        account, asset = key
        matches = [portion(match, part(account), units=False) for match in by_sale[sale.id]]
        quote = moment.quote(asset)
        order = order_in_force(desk(rules, account), asset, moment.day)
        orders[key] = order
        undated = order in EARLIEST_FIRST and any(_is_undated(lot) for lot in state.pools[key])
        holding = holding_of(account, asset, quote, matches, undated_first=undated)
        wash = _Washing(state, rules, sale, order, part, known)
        holdings.append(wash.best(holding))
        if quote is not None:
            uses[sale.id, "usd"] = PriceUse(sale.id, "usd", sale.quantity, quote, moment.day)
    return SellingOrder(tuple(holdings), tuple(sales), uses, sold, orders)


@dataclass(frozen=True, slots=True)
class _Washing:
    """What the wash-sale rule leaves of one holding's sale, all else kept.

    Only purchases made before the sale are known here; those to come are the look-ahead's.
    """

    state: State
    rules: Rules
    sale: Event
    order: Method
    part: Callable[[str], Fraction]
    known: dict[Sale, Washed]

    def best(self, holding: Holding) -> Holding:
        """Give the holding with the stopping point that leaves the greatest loss.

        Where washes leave none, the point is that of the greatest loss before them; where they
        leave a gain there, nothing is to be sold.
        """
        before = self._at(holding, holding.stop)
        best = before
        if before.disallowed:
            for stop in holding.other_stops(_MOST_STOPS):
                each = self._at(holding, stop)
                best = min(best, each, key=_left)
        if best.left < 0:
            return best
        return replace(holding, stop=0, held_up=holding.stop) if before.left > 0 else before

    def _at(self, holding: Holding, stop: int) -> Holding:
        holding = replace(holding, stop=stop)
        asked = Sale(self.sale.account, self.sale.asset, self.order, holding.quantity_to_sell)
        if asked not in self.known:
            self.known[asked] = self._disallowed(holding)
        short, long = 0, 0
        for account, each in self.known[asked].items():
            part = self.part(account)
            short += share(each.short, part.numerator, part.denominator)
            long += share(each.long, part.numerator, part.denominator)
        return replace(holding, washed=ByTerm(short, long))

    def _disallowed(self, holding: Holding) -> Washed:
        """Give what is disallowed of selling through the stopping point, in the fold itself.

        What joins the basis of units that the same sale gives up comes back with them, and so does
        what is disallowed no more of losses taken earlier that day.
        """
        sale, rules, quantity = self.sale, self.rules, holding.quantity_to_sell
        if not quantity or rules.wash is None or holding.quote is None:
            return {}
        reach = Reach(rules.wash, rules.accounts.named)
        if not reach.covers((sale.account, sale.asset), reach.zone.day(sale.time)):
            return {}
        alone = replace(sale, quantity=quantity, usd=value_at(quantity, holding.quote.price))
        before = holding.before_washes()
        if before is None or self.part(sale.account) != 1:  # it tells the taxpayer's part alone
            unwashed = came_to(self.state, [alone], replace(rules, wash=None))
            before = ByTerm(*unwashed.sales[sale.id].sums)
        came = came_to(self.state, [alone], rules)
        short, long = came.sales[sale.id].sums
        washed = dict(came.earlier)
        more = washed.get(sale.account, NOTHING)
        own = ByTerm(more.short + short - before.short, more.long + long - before.long)
        return {**washed, sale.account: own}


def _left(holding: Holding) -> tuple[Money, int]:
    return holding.left, holding.stop


def _is_undated(lot: OpenLot) -> bool:
    return lot.acquired_on is None


def _by_disposal(matches: Iterable[Match]) -> Mapping[str, list[Match]]:
    by_disposal: dict[str, list[Match]] = {}
    for match in matches:
        by_disposal.setdefault(match.disposal, []).append(match)
    return by_disposal
