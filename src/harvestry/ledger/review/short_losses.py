"""Losses on closed short sales: IRC 1091(e), worked out on the books (spec wash-sales.md 8).

A short position is never a lot, so nothing of it bears on what the fold matches: this step comes
when the fold is done and only changes matches that close shorts.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Final, TypeAlias

from harvestry.events.account import Account
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.books import Books
from harvestry.ledger.likeness import Likeness
from harvestry.ledger.match import SHORT_SALES, Match, Outcome, Wash, closes_short
from harvestry.ledger.wash.reach import Reach
from harvestry.ledger.wash.rules import WashRules
from harvestry.units.days import Day, Instant, day_text
from harvestry.units.exact import Money, Quantity, money_text, share_after
from harvestry.units.natural_order import NaturalKey, natural_key
from harvestry.units.problems import Problem, Severity

_Order: TypeAlias = tuple[Day, Instant, Instant, int]
_DAY: Final = attrgetter("day")


@dataclass(slots=True)
class _Part:
    """Units of a short sale closed by one match, or not yet: `place` is `None`."""

    place: int | None
    closed: Day | None
    free: Quantity


@dataclass(slots=True)
class _Entered:
    """A sale, or a short sale with its parts in the order in which they were closed."""

    event: Event
    asset: str
    day: Day
    is_short: bool
    parts: list[_Part] = field(default_factory=list)


def with_short_losses(
    books: Books,
    events: Sequence[Event],
    rules: WashRules,
    account: Callable[[str], Account],
) -> Books:
    """Give the books with what IRC 1091(e) disallows of losses on closed short sales.

    Args:
        books: those of the fold, in which these losses count in full.
        events: all that happened; short sales that are still open are among them.
        rules: the regime and positions in force.
        account: gives an account by name.
    """
    if not any(event.kind is Kind.COVER for event in events):
        return books
    return _ShortLosses(books, events, rules, account).books()


def short_loss_problems(books: Books) -> Iterable[Problem]:
    """Say which losses on closed shorts are lost because the same was sold near."""
    for wash in books.washes:
        if wash.rule != SHORT_SALES or wash.outcome is not Outcome.LOST:
            continue
        match = books.matches[wash.match]
        message = (
            f"{match.event.account} covered {match.asset} at a loss on {day_text(match.sold_on)} "
            f"and {wash.asset} was sold on {day_text(wash.bought_on)} ({wash.lot}): IRC 1091(e)(1) "
            f"disallows the loss on as many units, ${money_text(wash.amount)}. No text says where "
            "such a loss goes, so it is taken as lost; ask before filing."
        )
        where = match.event.source
        yield Problem(
            "short-loss-near-sale",
            Severity.WARNING,
            message,
            where.file.name,
            where.rows[0],
            about=match.event.id,
        )


class _ShortLosses:
    """The closed short sales of one set of books, and what stands near them."""

    def __init__(
        self,
        books: Books,
        events: Sequence[Event],
        rules: WashRules,
        account: Callable[[str], Account],
    ) -> None:
        self.before = books
        self.rules = rules
        self.reach = Reach(rules, account)
        self.likeness = Likeness(rules.assets, rules.positions)
        self.matches = list(books.matches)
        self.roots = {event.id: event for event in events if event.kind is Kind.SHORT}
        self.raised: dict[int, Money] = defaultdict(int)
        self.washes: list[Wash] = []
        self.done: set[int] = set()
        self.covers = [n for n, match in enumerate(self.matches) if closes_short(match)]
        self.entered = self._entered(events)

    def books(self) -> Books:
        """Let each loss in its order find what takes the place of its units."""
        for place in sorted(self.covers, key=self._order):
            self.done.add(place)
            self._work_out(place)
        washes = (*self.before.washes, *self.washes)
        raised = {place: amount for place, amount in self.raised.items() if amount}
        return replace(self.before, matches=tuple(self.matches), washes=washes, raised=raised)

    def _is_sale(self, event: Event) -> bool:
        """Tell whether an event sells units or exchanges them; one that only renames does not."""
        if event.kind is not Kind.TRADE or event.got_asset is None:
            return event.kind is Kind.SELL
        return not self.likeness.same(event.asset, event.got_asset)

    def _entered(self, events: Iterable[Event]) -> Mapping[str | None, list[_Entered]]:
        zone = self.rules.zone
        found: dict[str, _Entered] = {}
        for event in self.roots.values():
            found[event.id] = _Entered(event, event.asset, zone.day(event.time), is_short=True)
        for place in self.covers:
            match = self.matches[place]
            part = _Part(place, zone.day(match.event.time), match.quantity)
            found[match.lot or ""].parts.append(part)
        for event in filter(self._is_sale, events):
            day = zone.day(event.time)
            whole = _Part(None, None, event.quantity)
            found[event.id] = _Entered(event, event.asset, day, is_short=False, parts=[whole])
        by_group: dict[str | None, list[_Entered]] = defaultdict(list)
        for each in sorted(found.values(), key=_earliest_first):
            if each.is_short:
                left = each.event.quantity - sum(part.free for part in each.parts)
                each.parts.append(_Part(None, None, left))
            by_group[self.reach.group(each.asset)].append(each)
        return by_group

    def _order(self, place: int) -> _Order:
        """Give the place of a loss among all: as spec section 3, by the day of closing."""
        match = self.matches[place]
        at = match.event.time if self.reach.losses_go_by_time else 0
        root = self.roots[match.lot or ""]
        day = self.rules.zone.day(match.event.time)
        return day, at, root.time, place

    def _work_out(self, place: int) -> None:
        match = self.matches[place]
        day = self.rules.zone.day(match.event.time)
        if self._is_written(match.asset):
            return
        if not self.reach.covers((match.event.account, match.asset), day):
            return
        loss = 0 if match.gain is None else -match.gain
        window = self.reach.window(day)
        entered = self.entered.get(self.reach.group(match.asset), []) if loss > 0 else []
        first = bisect_left(entered, day - window, key=_DAY)
        last = bisect_right(entered, day + window, key=_DAY)
        used, before = 0, len(self.washes)
        for each in entered[first:last]:
            if self._is_another(each, match, day):
                used = self._replace(place, each, loss, used)
        disallowed = sum(wash.amount for wash in self.washes[before:])
        assert disallowed <= max(loss, 0), "more was disallowed than lost"
        self.matches[place] = self.matches[place]._replace(disallowed=disallowed)

    def _is_written(self, asset: str) -> bool:
        """Tell whether a short position is one in options: these are written, and no short sale.

        What ends one is a closing transaction of IRC 1234(b)(2)(A), which 1091(e) does not name.
        """
        return self.rules.assets.named(asset).is_option

    def _is_another(self, each: _Entered, match: Match, day: Day) -> bool:
        """Tell whether it is another sale than the short one that was closed, by the positions."""
        own = self.roots[match.lot or ""]
        if each.event.id == own.id or not self.reach.counts(each.event.account):
            return False
        if each.is_short and self._is_written(each.asset):
            return False
        if not self.reach.may_stand_for(match.asset, each.asset, day):
            return False
        if self.reach.same_order_exempt and each.is_short and _is_one_order(each.event, own):
            return False
        return self.reach.older_lot_counts or each.event.time > own.time

    def _replace(self, place: int, each: _Entered, loss: Money, used: Quantity) -> Quantity:
        """Let units of a sale or short sale replace those of a loss; give how many are replaced."""
        match = self.matches[place]
        day = max(self.rules.zone.day(match.event.time), each.day)
        account = each.event.account
        outcome, rule = self.reach.outcomes[match.event.account, account]
        if rule == "wash-basis":
            rule = SHORT_SALES
        if not each.is_short:
            outcome, rule = Outcome.LOST, SHORT_SALES
        begun, taken = used, 0
        for part in each.parts:
            # What was closed before, or of a loss that had its turn, stands for nothing.
            if part.place in self.done or not part.free or used == match.quantity:
                continue
            sold, units = self.reach.units_for(
                match.asset, match.quantity - used, each.asset, part.free
            )
            part.free -= units
            if outcome is Outcome.DEFERRED and part.place is not None:
                self._raise(part.place, share_after(loss, used, sold, match.quantity))
            used, taken = used + sold, taken + units
        if used > begun:
            self._write(place, each, (begun, used, taken), loss, (outcome, rule))
        return self._replace_by_gone(place, each, loss, used, day)

    def _replace_by_gone(
        self, place: int, each: _Entered, loss: Money, used: Quantity, day: Day
    ) -> Quantity:
        """Let a short sale closed before the loss take it for good, where such count."""
        match, begun, taken = self.matches[place], used, 0
        for part in each.parts if self.reach.sold_before_counts else ():
            if part.closed is None or part.closed >= day or not part.free:
                continue
            left = match.quantity - used
            sold, units = self.reach.units_for(match.asset, left, each.asset, part.free)
            part.free -= units
            used, taken = used + sold, taken + units
        if used > begun:
            how = Outcome.LOST, "sold_before_loss"
            self._write(place, each, (begun, used, taken), loss, how)
        return used

    def _raise(self, place: int, amount: Money) -> None:
        match = self.matches[place]
        self.raised[place] += amount
        if match.basis is not None:
            self.matches[place] = match._replace(basis=match.basis + amount)

    def _write(
        self,
        place: int,
        each: _Entered,
        units: tuple[Quantity, Quantity, Quantity],
        loss: Money,
        how: tuple[Outcome, str],
    ) -> None:
        begun, used, taken = units
        amount = share_after(loss, begun, used - begun, self.matches[place].quantity)
        self.washes.append(
            Wash(
                place,
                each.asset,
                each.event.id,
                each.event.id,
                each.event.account,
                used - begun,
                amount,
                *how,
                each.day,
                contracts=None if taken == used - begun else taken,
            )
        )


def _earliest_first(each: _Entered) -> tuple[Instant, NaturalKey]:
    return each.event.time, natural_key(each.event.id)


def _is_one_order(one: Event, other: Event) -> bool:
    order = one.detail.order
    return order is not None and (one.account, order) == (other.account, other.detail.order)
