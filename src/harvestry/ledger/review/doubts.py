"""What may be a wash sale, though no file tells: said beside the books (spec wash-sales.md 6).

Each kind of doubt is told once an account and asset: its first case is named, the others counted.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeAlias

from harvestry.events.account import Account
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, Kind
from harvestry.ledger.books import Books
from harvestry.ledger.match import Match, closes_short
from harvestry.ledger.review.reached_losses import reached_losses
from harvestry.ledger.review.ties import ties
from harvestry.ledger.review.told_once import Case, once, problem_of
from harvestry.ledger.wash.purchase_kinds import bought, bought_at, bought_before, income_bought
from harvestry.ledger.wash.reach import Reach
from harvestry.ledger.wash.rules import WashRules
from harvestry.units.days import Day, day_text
from harvestry.units.exact import Quantity, quantity_text
from harvestry.units.problems import Problem, Severity

_RECEIVING: Final = INCOME | {Kind.BUY, Kind.OPENING, Kind.INHERIT, Kind.GIFT_IN, Kind.DEPOSIT}
_EVER: Final[Day] = 0


class _Near(NamedTuple):
    """A purchase or a loss on a day, of which lot, in words."""

    on: Day
    lot: str
    words: str


_ByGroup: TypeAlias = Mapping[str | None, Sequence[_Near]]


def wash_doubts(
    books: Books,
    events: Collection[Event],
    rules: WashRules,
    account: Callable[[str], Account],
) -> Iterator[Problem]:
    """Say which sales may have lost near a purchase, what may have replaced, and what was a tie.

    Args:
        books: those of the fold, with what was washed.
        events: all that happened, for what was bought and what came.
        rules: the regime and positions in force.
        account: gives an account by name.
    """
    reach = Reach(rules, account)
    for case, more in once(_unknown(books, events, rules, reach)):
        yield problem_of("loss-not-known", Severity.WARNING, case, more)
    for case, more in once(ties(books, events, rules, reach)):
        yield problem_of("wash-tie", Severity.NOTE, case, more)
    came = [
        event
        for event in events
        if event.kind is Kind.DEPOSIT or event.kind is Kind.OPENING
        if reach.counts(event.account) and reach.group(event.asset) is not None
    ]
    if not came:
        return
    losses = _losses_left(books, {reach.group(event.asset) for event in came}, reach)
    for case, more in once(_may_be(came, losses, reach)):
        yield problem_of("may-be-replacement", Severity.WARNING, case, more)
    for case, more in once(_late(came, losses, reach)):
        yield problem_of("replacement-told-late", Severity.ERROR, case, more)


# Sales that may have lost


def _unknown(
    books: Books, events: Iterable[Event], rules: WashRules, reach: Reach
) -> Iterator[Case]:
    """Give the sales of unknown gain in whose window something of their group was bought."""
    unknown = [match for match in books.matches if match.gain is None and _may_lose(match, reach)]
    if not unknown:
        return
    groups = {reach.group(match.asset) for match in unknown}
    purchases = _purchases(events, groups, rules, reach)
    for match in unknown:
        on = reach.zone.day(match.event.time)
        around = on - reach.window(on), on + reach.window(on)
        near = _first(purchases.get(reach.group(match.asset), ()), *around, match.lot)
        if near is not None:
            yield Case(match.event, match.asset, _may_have_lost(match, near, reach.window(on)))


def _may_lose(match: Match, reach: Reach) -> bool:
    """Tell whether a match of unknown gain could be a loss that the rule reaches.

    Units withheld from what was received are given up for what they cost: they lose nothing.
    """
    event = match.event
    got = event.asset if event.kind in _RECEIVING else event.got_asset
    withheld = match.disposal != event.id and match.asset == got
    if withheld or closes_short(match):
        return False
    return reach.covers((event.account, match.asset), reach.zone.day(event.time))


def _purchases(
    events: Iterable[Event], groups: Container[str | None], rules: WashRules, reach: Reach
) -> _ByGroup:
    found: dict[str | None, list[_Near]] = defaultdict(list)
    income = income_bought(rules.positions)
    for event in events:
        symbol = bought(event, income)
        if symbol is None or not reach.counts(event.account):
            continue
        group = reach.group(symbol)
        if group in groups:
            words = f"{event.id}, {symbol} in {event.account}"
            found[group].append(_Near(reach.zone.day(bought_at(event)), event.id, words))
    return {group: sorted(some) for group, some in found.items()}


def _may_have_lost(match: Match, near: _Near, days: int) -> str:
    both = (("proceeds", match.proceeds), ("basis", match.basis))
    unknown = [name for name, amount in both if amount is None]
    of = "units that nothing shows" if match.lot is None else f"lot {match.lot}"
    return (
        f"{match.asset} given up in {match.event.account} on {day_text(match.sold_on)} "
        f"({match.disposal}, of {of}) may have lost, for its {' and '.join(unknown)} "
        f"{'is' if unknown == ['basis'] else 'are'} unknown, and within {days} days "
        f"more was bought on {day_text(near.on)} ({near.words}): a loss would be disallowed as far "
        "as it was replaced and join basis and holding period of what was bought, which are shown "
        "without it (IRC 1091(a), (d)); fill in what is unknown"
    )


# What may have replaced a loss


def _losses_left(books: Books, groups: Container[str | None], reach: Reach) -> _ByGroup:
    """Give the losses of some groups that the rule reaches and of which units are not replaced."""
    replaced: dict[int, Quantity] = defaultdict(int)
    for wash in books.washes:
        replaced[wash.match] += wash.quantity
    found: dict[str | None, list[_Near]] = defaultdict(list)
    for place, match, on in reached_losses(
        books.matches, reach, lambda asset: reach.group(asset) in groups
    ):
        if replaced.get(place, 0) != match.quantity:
            words = f"{match.disposal}, {match.asset} in {match.event.account}"
            found[reach.group(match.asset)].append(_Near(on, match.lot or "", words))
    return {group: sorted(some) for group, some in found.items()}


def _may_be(came: Iterable[Event], losses: _ByGroup, reach: Reach) -> Iterator[Case]:
    """Give what came, bought nobody knows when or for what, and may lie in a loss's window.

    Of a deposit only near it: the problem about it says already that its day is unknown.
    """
    for event in came:
        if bought_before(event):
            continue
        acquired, on = event.detail.acquired, reach.zone.day(event.time)
        if acquired is not None:
            on = reach.zone.day(acquired)
        window = reach.window(on)
        is_ever = event.kind is Kind.OPENING and acquired is None
        since = _EVER if is_ever else on - window
        near = _first(losses.get(reach.group(event.asset), ()), since, on + window, event.id)
        if near is not None:
            what = "opening lot" if event.kind is Kind.OPENING else "deposit"
            yield Case(event, event.asset, _may_replace(event, what, near, window))


def _may_replace(event: Event, what: str, near: _Near, days: int) -> str:
    return (
        f"The {what} of {quantity_text(event.quantity)} {event.asset} in {event.account} "
        f"({event.id}) may have been bought within {days} days of the loss of {day_text(near.on)} "
        f"({near.words}), which it would disallow (IRC 1091(a)); it is taken as no purchase, for "
        "when it was bought and for what is not told: say so"
    )


def _late(came: Iterable[Event], losses: _ByGroup, reach: Reach) -> Iterator[Case]:
    """Give the lots bought in the window of a loss whose rows come when it is over."""
    for event in came:
        if not bought_before(event):
            continue
        on, row = reach.zone.day(bought_at(event)), reach.zone.day(event.time)
        window = reach.window(on)
        # Of losses that were open when the row came it replaced what it could, unless it is odd.
        upto = on + window if on > row else min(on + window, row - window - 1)
        near = _first(losses.get(reach.group(event.asset), ()), on - window, upto, event.id)
        if near is not None:
            yield Case(event, event.asset, _too_late(event, on, row, near, window))


def _too_late(event: Event, on: Day, row: Day, near: _Near, days: int) -> str:
    return (
        f"{quantity_text(event.quantity)} {event.asset} in {event.account} ({event.id}) were "
        f"bought on {day_text(on)}, within {days} days of the loss of {day_text(near.on)} "
        f"({near.words}), but their row is of {day_text(row)}: that late they replace nothing, so "
        "the loss is allowed in full where IRC 1091(a) disallows it; date the row when they were "
        "bought, or tell the purchase and how they came"
    )


def _first(some: Sequence[_Near], since: Day, upto: Day, lot: str | None) -> _Near | None:
    """Give the first from one day to another that is not of a lot."""
    for n in range(bisect_left(some, since, key=_day), bisect_right(some, upto, key=_day)):
        if some[n].lot != lot:
            return some[n]
    return None


def _day(near: _Near) -> Day:
    return near.on
