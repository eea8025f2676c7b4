"""The order in which a method would sell what is held now.

Each account's holding of an asset is sold in full at its price, in the fold itself: a continuation
of the one history, so nothing here computes a gain of its own. What was sold before stays matched
as it was; only the order of what is held now differs between FIFO and LIFO.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final, NamedTuple

from harvestry.events.account import Method
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.events.prices import PriceBook, Quote
from harvestry.events.valuation import PriceUse
from harvestry.harvest.holding import NOTHING, ByTerm, Holding, holding_of
from harvestry.ledger.fold import fold
from harvestry.ledger.identification import order_in_force
from harvestry.ledger.lot import OpenLot
from harvestry.ledger.match import Match, Term
from harvestry.ledger.pool import PoolKey
from harvestry.ledger.rules import Rules, desk
from harvestry.ledger.state import State
from harvestry.ledger.wash_reach import Reach
from harvestry.tax.whose_return import Returns, portion
from harvestry.units.days import Day, Instant, Zone, zone
from harvestry.units.exact import Money, Quantity, share, value_at
from harvestry.units.source_ref import SourceFile, SourceRef

PLANNED: Final = SourceRef(SourceFile("planned sale", ""), (1,))
"""Where the sales of a continuation come from: no file."""
_MOST_STOPS: Final = 24
"""So many other stopping points are tried where washes take from the greatest loss."""
_EARLIEST_FIRST: Final = frozenset({Method.FIFO, Method.SPECIFIC})


_UTC: Final = zone("UTC")


@dataclass(frozen=True, slots=True)
class Moment:
    """When and at what prices to sell; `zone` is the household's."""

    as_of: Instant
    day: Day
    prices: PriceBook
    zone: Zone = _UTC

    def quote(self, asset: str) -> Quote | None:
        """Give the last quote of an asset, however old: the tables say its time."""
        return self.prices.last(asset, self.as_of, self.day)


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


def selling_order(
    state: State,
    returns: Returns,
    moment: Moment,
    method: Method | None,
    rules: Rules | None = None,
    known: dict[Sale, ByTerm] | None = None,
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
    sales = [_sale(state, key, moment, n) for n, key in enumerate(keys, start=1)]
    rules = Rules(returns.accounts, method) if rules is None else rules
    sold = fold(state, sales, replace(rules, wash=None))
    by_sale = _by_disposal(sold.chapters[-1].matches if sales else ())
    holdings = []
    uses = {}
    orders = {}
    for key, sale in zip(keys, sales, strict=True):
        account, asset = key
        part = returns.part(account, moment.day)
        matches = [portion(match, part, units=False) for match in by_sale[sale.id]]
        quote = moment.quote(asset)
        order = order_in_force(desk(rules, account), asset, moment.day)
        orders[key] = order
        undated = order in _EARLIEST_FIRST and any(_is_undated(lot) for lot in state.pools[key])
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
    part: Fraction
    known: dict[Sale, ByTerm]

    def best(self, holding: Holding) -> Holding:
        """Give the holding with the stopping point that leaves the greatest loss.

        Where washes leave none, the point is that of the greatest loss before them.
        """
        before = self._at(holding, holding.stop)
        best = before
        if before.disallowed:
            for stop in holding.other_stops(_MOST_STOPS):
                each = self._at(holding, stop)
                best = min(best, each, key=_left)
        return best if best.left < 0 else before

    def _at(self, holding: Holding, stop: int) -> Holding:
        holding = replace(holding, stop=stop)
        asked = Sale(self.sale.account, self.sale.asset, self.order, holding.quantity_to_sell)
        if asked not in self.known:
            self.known[asked] = self._disallowed(holding)
        whole = self.known[asked]
        mine = (share(each, self.part.numerator, self.part.denominator) for each in whole)
        return replace(holding, washed=ByTerm(*mine))

    def _disallowed(self, holding: Holding) -> ByTerm:
        """Give what is disallowed of selling through the stopping point, in the fold itself.

        What joins the basis of units that the same sale gives up comes back with them.
        """
        sale, rules, quantity = self.sale, self.rules, holding.quantity_to_sell
        if not quantity or rules.wash is None or holding.quote is None:
            return NOTHING
        reach = Reach(rules.wash, rules.accounts.named)
        if not reach.covers((sale.account, sale.asset), reach.zone.day(sale.time)):
            return NOTHING
        alone = replace(sale, quantity=quantity, usd=value_at(quantity, holding.quote.price))
        before = holding.before_washes()
        if before is None or self.part != 1:  # the holding tells the taxpayer's part alone
            before = self._gain(alone, replace(rules, wash=None))
        after = self._gain(alone, rules)
        return ByTerm(after.short - before.short, after.long - before.long)

    def _gain(self, sale: Event, rules: Rules) -> ByTerm:
        """Give what a sale gains by the rules, of lots of known basis."""
        after = fold(self.state, [sale], rules)
        last = after.chapters[-1]
        earlier = after.match_count - len(last.matches)
        long: dict[int, bool] = {}
        sums = [0, 0]
        for n, match in enumerate(last.matches, earlier):
            if match.disposal == sale.id:
                long[n] = match.term is Term.LONG
                sums[long[n]] += match.gain or 0
        for wash in last.washes:
            if wash.match in long:
                sums[long[wash.match]] += wash.amount
        return ByTerm(*sums)


def _left(holding: Holding) -> tuple[Money, int]:
    return holding.left, holding.stop


def _is_undated(lot: OpenLot) -> bool:
    return lot.acquired_on is None


def _sale(state: State, key: PoolKey, moment: Moment, n: int) -> Event:
    account, asset = key
    quantity = state.pools[key].held
    quote = moment.quote(asset)
    return Event(
        id=f"sale:{n}:{account}:{asset}",
        time=max(moment.as_of, state.last or moment.as_of),
        account=account,
        kind=Kind.SELL,
        asset=asset,
        quantity=quantity,
        usd=None if quote is None else value_at(quantity, quote.price),
        source=PLANNED,
    )


def _by_disposal(matches: Iterable[Match]) -> Mapping[str, list[Match]]:
    by_disposal: dict[str, list[Match]] = {}
    for match in matches:
        by_disposal.setdefault(match.disposal, []).append(match)
    return by_disposal
