"""The order in which a method would sell what is held now, and the best place to stop.

Each account's holding of an asset is sold in full at its price, in the fold itself: a continuation
of the one history, so nothing here computes a gain of its own. What was sold before stays matched
as it was; only the order of what is held now differs between FIFO and LIFO.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from harvestry.events.account import Method
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.events.prices import PriceBook, Quote, is_stale
from harvestry.ledger.fold import fold
from harvestry.ledger.match import Match, Term
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import PoolKey, State
from harvestry.tax.whose_return import Returns, portion
from harvestry.units.days import Day, Instant, day_text
from harvestry.units.exact import Money, Quantity, value_at
from harvestry.units.problems import Problem, Severity
from harvestry.units.source_ref import SourceFile, SourceRef

_PLANNED: Final = SourceRef(SourceFile("planned sale", ""), (1,))


@dataclass(frozen=True, slots=True)
class Step:
    """One lot in the order it would be sold, with what selling through it would have come to.

    `gain` and `cumulative` are `None` from the first lot of unknown basis on.
    """

    match: Match
    cumulative_quantity: Quantity
    gain: Money | None
    cumulative: Money | None


@dataclass(frozen=True, slots=True)
class Holding:
    """One asset in one account, its lots in selling order, and the best place to stop.

    `stop` counts the lots to sell; 0 where no prefix of them is a loss. `quote` is `None` without a
    price, and then no gain is known.
    """

    account: str
    asset: str
    quote: Quote | None
    steps: tuple[Step, ...]
    stop: int

    @property
    def lockable(self) -> Money:
        """The gain (below zero: the loss) of selling through the best place to stop."""
        return 0 if not self.stop else self.steps[self.stop - 1].cumulative or 0

    @property
    def quantity_to_sell(self) -> Quantity:
        """The units to sell for it."""
        return 0 if not self.stop else self.steps[self.stop - 1].cumulative_quantity

    @property
    def quantity(self) -> Quantity:
        """All units held."""
        return self.steps[-1].cumulative_quantity if self.steps else 0

    @property
    def quantity_unknown(self) -> Quantity:
        """The units whose basis is unknown."""
        return sum(step.match.quantity for step in self.steps if step.match.basis is None)

    def losses(self, term: Term) -> Money | None:
        """Give the sum of the losses of that term over lots of known basis; `None` unpriced."""
        gains = (step.gain for step in self.steps if step.match.term is term)
        return self._sum(gains, below=True)

    def gains(self) -> Money | None:
        """Give the sum of the gains over lots of known basis; `None` without a price."""
        return self._sum((step.gain for step in self.steps), below=False)

    def _sum(self, gains: Iterable[Money | None], *, below: bool) -> Money | None:
        if self.quote is None:
            return None
        return sum(gain for gain in gains if gain is not None and (gain < 0) is below)


@dataclass(frozen=True, slots=True)
class Moment:
    """When and at what prices to sell."""

    as_of: Instant
    day: Day
    prices: PriceBook

    def quote(self, asset: str) -> Quote | None:
        """Give the last quote of an asset, however old: the tables say its time."""
        return self.prices.last(asset, self.as_of, self.day)


def selling_order(state: State, returns: Returns, moment: Moment, method: Method) -> list[Holding]:
    """Give every holding on the taxpayer's return in the order `method` would sell it.

    Args:
        state: the books as of the moment.
        returns: whose accounts count; holdings that are not on the return are left out.
        moment: the time and prices of the sale.
        method: the order to sell in; history stays matched as it was.
    """
    keys = [
        key
        for key, pool in sorted(state.pools.items())
        if pool.held and returns.part(key[0], moment.day)
    ]
    sales = [_sale(state, key, moment) for key in keys]
    sold = fold(state, sales, Rules(returns.accounts, method))
    by_sale = _by_disposal(sold.chapters[-1].matches)
    holdings = []
    for (account, asset), sale in zip(keys, sales, strict=True):
        part = returns.part(account, moment.day)
        matches = [portion(match, part) for match in by_sale[sale.id]]
        holdings.append(_holding(account, asset, moment.quote(asset), matches))
    return holdings


def _sale(state: State, key: PoolKey, moment: Moment) -> Event:
    account, asset = key
    quantity = state.pools[key].held
    quote = moment.quote(asset)
    return Event(
        id=f"sale:{account}:{asset}",
        time=max(moment.as_of, state.last or moment.as_of),
        account=account,
        kind=Kind.SELL,
        asset=asset,
        quantity=quantity,
        usd=None if quote is None else value_at(quantity, quote.price),
        source=_PLANNED,
    )


def _by_disposal(matches: Iterable[Match]) -> Mapping[str, list[Match]]:
    by_disposal: dict[str, list[Match]] = {}
    for match in matches:
        by_disposal.setdefault(match.disposal, []).append(match)
    return by_disposal


def _holding(account: str, asset: str, quote: Quote | None, matches: list[Match]) -> Holding:
    steps = []
    sold, cumulative = 0, 0
    known = True
    stop, least = 0, 0
    for n, match in enumerate(matches, start=1):
        sold += match.quantity
        gain = match.gain
        known = known and gain is not None
        if gain is not None and known:
            cumulative += gain
            if cumulative < least:
                stop, least = n, cumulative
        steps.append(Step(match, sold, gain, cumulative if known else None))
    return Holding(account, asset, quote, tuple(steps), stop)


def price_problems(holdings: Iterable[Holding], day: Day) -> list[Problem]:
    """Give a problem for each asset held without a price, or with one older than two days."""
    quotes = {holding.asset: holding.quote for holding in holdings}
    problems = []
    for asset, quote in sorted(quotes.items()):
        if quote is None:
            message = (
                f"No price of {asset} is known, so what a sale would lock in is unknown; add a "
                f"line `{day_text(day)},{asset},PRICE` to your price file, given with --prices."
            )
            problems.append(Problem("no-current-price", Severity.ERROR, message))
        elif is_stale(quote, day):
            message = (
                f"The last price of {asset} is of {day_text(quote.day)}, {day - quote.day} days "
                f"before {day_text(day)}; add a newer one to your price file."
            )
            problems.append(Problem("stale-price", Severity.WARNING, message))
    return problems
