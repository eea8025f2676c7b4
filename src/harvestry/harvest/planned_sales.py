"""Sales at the moment's prices, and what they come to: a continuation of the one history.

The fold itself says what purchases already made would disallow of their losses, so that nothing
here computes a gain or a wash of its own. A state is gone on from under the rules it was made with.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.events.prices import PriceBook, Quote
from harvestry.harvest.holding import ByTerm, Holding
from harvestry.ledger.fold import fold, last_day
from harvestry.ledger.match import Term
from harvestry.ledger.pool import PoolKey
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import Chapter, State
from harvestry.tax.whose_return import Returns
from harvestry.units.days import Day, Instant, Zone, zone
from harvestry.units.exact import Money, Quantity, share, value_at
from harvestry.units.source_ref import SourceFile, SourceRef

PLANNED: Final = SourceRef(SourceFile("planned sale", ""), (1,))
"""Where the sales of a continuation come from: no file."""
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


@dataclass(slots=True)
class Came:
    """What one sale of an account came to after washes: the known gains, and whether that is all.

    A lot of unknown term stands with the short ones in `sums`.
    """

    account: str
    short: Money = 0
    long: Money = 0
    known: bool = True
    dated: bool = True

    @property
    def sums(self) -> tuple[Money, Money]:
        """The known gain, short and long."""
        return self.short, self.long

    def add(self, amount: Money, *, long: bool) -> None:
        """Add a gain, or what is disallowed of a loss."""
        if long:
            self.long += amount
        else:
            self.short += amount


class Coming(NamedTuple):
    """What sales come to, by id, and how much more those made earlier that day do, by account."""

    sales: Mapping[str, Came]
    earlier: Mapping[str, ByTerm]


class Realised(NamedTuple):
    """What sales put on the taxpayer's return after washes: in all and by term, `None` if unknown.

    A loss is below zero.
    """

    total: Money | None
    by_term: ByTerm | None


def sale_at(moment: Moment, state: State, key: PoolKey, quantity: Quantity, n: int) -> Event:
    """Give the `n`-th sale of a continuation: so many units of a holding at the moment's price."""
    account, asset = key
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


def came_to(state: State, sales: Sequence[Event], rules: Rules) -> Coming:
    """Give what these sales come to, all of them made at one moment.

    Losses of a day go for the same purchases, in order of acquisition: where some were sold earlier
    that day, less may be disallowed of theirs.
    """
    came = {sale.id: Came(sale.account) for sale in sales}
    if not sales:
        return Coming(came, {})
    after = fold(state, sales, rules)
    told = _told_of(after.chapters[-1], after.match_count)
    earlier: dict[str, ByTerm] = {}
    if told.keys() - came.keys():
        before = _told_of(last_day(state), state.match_count)
        earlier = _changes(
            {each: before[each] for each in before if each not in came},
            {each: told[each] for each in told if each not in came},
        )
    return Coming({**came, **{each: told[each] for each in came if each in told}}, earlier)


def _told_of(chapter: Chapter, written: int) -> dict[str, Came]:
    """Give what each disposal of a chapter came to; `written` are all matches with its last."""
    begin = written - len(chapter.matches)
    told: dict[str, Came] = {}
    for match in chapter.matches:
        each = told.setdefault(match.disposal, Came(match.event.account))
        each.add(match.gain or 0, long=match.term is Term.LONG)
        each.known = each.known and match.gain is not None
        each.dated = each.dated and match.term is not Term.UNKNOWN
    for wash in chapter.washes:
        if wash.match >= begin:
            match = chapter.matches[wash.match - begin]
            told[match.disposal].add(wash.amount, long=match.term is Term.LONG)
    return told


def _changes(before: Mapping[str, Came], after: Mapping[str, Came]) -> dict[str, ByTerm]:
    """Give by how much more of each term the same disposals came to, by account, if at all."""
    changes: dict[str, ByTerm] = defaultdict(ByTerm)
    for disposal, each in after.items():
        once, so_far = before[disposal], changes[each.account]
        changes[each.account] = ByTerm(
            so_far.short + each.short - once.short, so_far.long + each.long - once.long
        )
    return {account: change for account, change in changes.items() if any(change)}


def realised(
    state: State, rules: Rules, returns: Returns, moment: Moment, holdings: Iterable[Holding]
) -> Realised:
    """Give what selling each of these holdings through its stopping point comes to, all together.

    Args:
        state: the books as of the moment, under the same rules.
        rules: whose accounts, the order to sell in, and how losses are washed.
        returns: whose part of each account counts.
        moment: the time and prices of the sales.
        holdings: what is sold: only their account, asset and quantity are looked at, so that the
            same sales can be made in other books.
    """
    sales = [
        sale_at(moment, state, (each.account, each.asset), each.quantity_to_sell, n)
        for n, each in enumerate((each for each in holdings if each.stop), 1)
    ]
    came, earlier = came_to(state, sales, rules)
    put = [(sale.account, came[sale.id].sums) for sale in sales]
    short, long = 0, 0
    for account, sums in (*put, *earlier.items()):
        part = returns.part(account, moment.day)
        short += share(sums[0], part.numerator, part.denominator)
        long += share(sums[1], part.numerator, part.denominator)
    if not all(each.known for each in came.values()):
        return Realised(None, None)
    dated = all(each.dated for each in came.values())
    return Realised(short + long, ByTerm(short, long) if dated else None)
