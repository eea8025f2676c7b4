"""What stands near a loss and is not counted, or only by one calendar: said, not worked out.

Puts written (Rev. Rul. 85-87), purchases that close a short sale, and purchases that one calendar
has in the window and another not (docs/spec/wash-sales.md 2, 4).
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from harvestry.events.account import Account
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.match import Match
from harvestry.ledger.review.reached_losses import ReachedLoss, reached_losses
from harvestry.ledger.wash.identical import group_beneath
from harvestry.ledger.wash.reach import Reach
from harvestry.ledger.wash.rules import WashRules
from harvestry.units.days import Day, day_text
from harvestry.units.exact import quantity_text
from harvestry.units.problems import Problem, Severity


def near_losses(
    matches: Sequence[Match],
    events: Sequence[Event],
    rules: WashRules,
    account: Callable[[str], Account],
) -> Iterable[Problem]:
    """Give what is told of events near a loss; nothing where there is none that could be.

    Args:
        matches: those of the books.
        events: all that happened.
        rules: the regime and positions in force.
        account: gives an account by name.
    """
    asked = [event for event in events if _is_asked(event, rules)]
    several_zones = any(account(name).zone.name != rules.zone.name for name in _accounts(events))
    if not asked and not several_zones:
        return
    losses = _Losses(matches, rules, account)
    for event in asked:
        yield from losses.beside(event)
    if several_zones:
        yield from losses.at_the_edge(events)


def _is_asked(event: Event, rules: WashRules) -> bool:
    """Tell whether an event is a put written, or buys what closes a short sale."""
    if event.kind is Kind.SHORT:
        return rules.assets.named(event.asset).is_put
    return event.kind is Kind.COVER


def _accounts(events: Iterable[Event]) -> set[str]:
    return {event.account for event in events}


class _Losses:
    """The losses of each group that the rule reaches, and what is told of events near them."""

    def __init__(
        self, matches: Sequence[Match], rules: WashRules, account: Callable[[str], Account]
    ) -> None:
        self._rules = rules
        self._account = account
        self._reach = Reach(rules, account)
        self._by_group = self._all(matches)

    def _all(self, matches: Iterable[Match]) -> Mapping[str | None, list[ReachedLoss]]:
        found: dict[str | None, list[ReachedLoss]] = defaultdict(list)
        for loss in reached_losses(matches, self._reach, lambda _: True):
            found[self._reach.group(loss.match.asset)].append(loss)
        for losses in found.values():
            losses.sort(key=_day)
        return found

    def _near(self, group: str | None, day: Day, days: int) -> Sequence[ReachedLoss]:
        losses = self._by_group.get(group, ())
        return losses[
            bisect_left(losses, day - days, key=_day) : bisect_right(losses, day + days, key=_day)
        ]

    def beside(self, event: Event) -> Iterator[Problem]:
        """Tell of a put that was written, or of a cover, where a loss is near."""
        rules, is_cover = self._rules, event.kind is Kind.COVER
        asset, on = rules.assets.named(event.asset), self._reach.zone.day(event.time)
        group = self._reach.group(event.asset)
        if not is_cover:
            group = group_beneath(asset, rules.assets, rules.positions)
        near = self._near(group, on, self._reach.window(on))
        if not near:
            return
        sold = near[0].match
        loss = f"within {self._reach.window(on)} days of a loss on {sold.asset} ({sold.disposal})"
        what = f"{quantity_text(event.quantity)} {event.asset} on {day_text(on)}, {loss}"
        if is_cover:
            message = (
                f"{event.account} bought {what}, to close a short sale: units delivered at once "
                "are taken to replace none. IRC 1091(a) can be read to count them as bought."
            )
            yield _problem("cover-near-loss", message, event)
        else:
            message = (
                f"{event.account} wrote {what}: a put so deep in the money that its exercise is "
                "all but sure is a contract to acquire (Rev. Rul. 85-87). It is not counted, "
                "whatever its price; ask before filing if it was."
            )
            yield _problem("written-put", message, event)

    def at_the_edge(self, events: Iterable[Event]) -> Iterator[Problem]:
        """Tell of purchases that one calendar has in the window of a loss and another has not."""
        for event in events:
            if event.kind is not Kind.BUY and event.kind is not Kind.TRADE:
                continue
            symbol = event.asset if event.kind is Kind.BUY else event.got_asset
            if symbol is None or not self._reach.counts(event.account):
                continue
            on, group = self._reach.zone.day(event.time), self._reach.group(symbol)
            days = self._reach.window(on)
            near = self._near(group, on, days + 2) if days else ()
            told = (note for loss in near if (note := self._apart(event, symbol, on, loss)))
            yield from islice(told, 1)  # of one purchase one note

    def _apart(self, event: Event, symbol: str, on: Day, loss: ReachedLoss) -> Problem | None:
        """Tell of one purchase and one loss, if their accounts' calendars say otherwise."""
        match, window = loss.match, self._reach.window(loss.on)
        bought = self._account(event.account).zone.day(event.time)
        days, own_days = abs(on - loss.on), abs(bought - match.sold_on)
        if (days <= window) is (own_days <= window):
            return None
        message = (
            f"{match.event.account} sold {match.asset} at a loss on {day_text(match.sold_on)} "
            f"({match.disposal}) and {event.account} bought {symbol} on {day_text(bought)}, "
            f"{own_days} days apart by the accounts' zones; by the household's, "
            f"{self._reach.zone.name}, {day_text(loss.on)} and {day_text(on)}, {days} days. The "
            f"household's counts, so it is {'in' if days <= window else 'outside'} the window of "
            f"{window} days."
        )
        return _problem("window-edge", message, event)


def _problem(code: str, message: str, event: Event) -> Problem:
    where = event.source
    return Problem(code, Severity.NOTE, message, where.file.name, where.rows[0], about=event.id)


def _day(loss: ReachedLoss) -> Day:
    return loss.on
