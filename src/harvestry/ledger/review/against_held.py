"""Short sales of what is held: what IRC 1233(b), (d) and 1259 say of them is told, not worked out.

Reached are securities alone (IRC 1233(e)(2)(A)), of oneself or one's spouse (1233(e)(2)(C)): no
coin, no retirement account, no entity. A put that is bought counts as a short sale (1233(b)).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from harvestry.events.account import Account, Owner, Treatment
from harvestry.events.asset import Asset, AssetClass
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.ledger.books import Books
from harvestry.ledger.holding import term_of
from harvestry.ledger.lot import Origin
from harvestry.ledger.match import Term, closes_short
from harvestry.ledger.wash.identical import group_beneath
from harvestry.ledger.wash.rules import WashRules
from harvestry.units.days import NEVER, Day, Instant, day_text
from harvestry.units.exact import quantity_text
from harvestry.units.problems import Problem, Severity

_RESTART: Final = (
    "IRC 1233(b)(2) may begin the holding period of as many units anew when the short sale is "
    "closed"
)
_LONG: Final = "IRC 1233(d) may make a loss on closing it long-term"
_CONSTRUCTIVE: Final = "IRC 1259 may tax the gain on what is held at once"


class _Held(NamedTuple):
    """Units of one lot held from an instant to another, in one account."""

    since: Instant
    lot: str
    account: str
    asset: str
    until: Instant
    holding_from: Day | None
    origin: Origin | None


def against_held(
    books: Books,
    events: Sequence[Event],
    rules: WashRules,
    account: Callable[[str], Account],
) -> Iterable[Problem]:
    """Warn of every short sale of a security of which some is held, or bought before it is closed.

    Args:
        books: those of the fold.
        events: all that happened; a lot is held from the event that brought it.
        rules: what is substantially identical with what.
        account: gives an account by name.
    """
    entered = [each for each in events if _is_short_sale(each, rules, account)]
    if entered:
        yield from _Watch(books, events, rules, account).problems(entered)


def _is_short_sale(event: Event, rules: WashRules, account: Callable[[str], Account]) -> bool:
    if event.kind is not Kind.SHORT and event.kind is not Kind.BUY:
        return False
    asset = rules.assets.named(event.asset)
    is_security = event.kind is Kind.SHORT and asset.asset_class is AssetClass.SECURITY
    bought_put = event.kind is Kind.BUY and asset.is_put
    return (is_security or bought_put) and _is_ours(account(event.account))


def _is_ours(account: Account) -> bool:
    return account.treatment is Treatment.TAXABLE and account.owner is not Owner.ENTITY


class _Watch:
    """What is held of each group of securities, and until when each short sale is open."""

    def __init__(
        self,
        books: Books,
        events: Iterable[Event],
        rules: WashRules,
        account: Callable[[str], Account],
    ) -> None:
        self._books = books
        self._rules = rules
        self._account = account
        self._came = {event.id: event.time for event in events}
        self._held: Mapping[str | None, list[_Held]] = self._all_held()
        self._closed: dict[str, list[Instant]] = defaultdict(list)
        self._closed_units: dict[str, int] = defaultdict(int)
        for match in filter(closes_short, books.matches):
            self._closed[match.lot or ""].append(match.event.time)
            self._closed_units[match.lot or ""] += match.quantity

    def problems(self, entered: Iterable[Event]) -> Iterator[Problem]:
        for event in entered:
            asset = self._rules.assets.named(event.asset)
            until = self._until(event, asset)
            near = [
                each
                for each in self._held[self._group(asset)]
                if each.since <= until and each.until > event.time
            ]
            day = self._account(event.account).zone.day(event.time)
            if asset.is_put:  # IRC 1233(d) does not speak of puts
                near = [each for each in near if not self._was_long(each, event, day)]
            if near:
                yield self._problem(event, asset, near, day)

    def _problem(self, event: Event, asset: Asset, near: Sequence[_Held], day: Day) -> Problem:
        first, others = near[0], len({each.lot for each in near}) - 1
        more = f" and {others} more" if others else ""
        when = "is held" if first.since <= event.time else "was bought before that was closed"
        what = "bought" if asset.is_put else "sold short"
        long = [self._was_long(each, event, day) for each in near]
        may = [_RESTART] if not all(long) else []
        may += [_LONG] if any(long) else []
        may += [] if asset.is_put else [_CONSTRUCTIVE]  # IRC 1259(c)(1) names no option to sell
        message = (
            f"{event.account} {what} {quantity_text(event.quantity)} {event.asset} on "
            f"{day_text(day)} while {first.asset} {when} ({first.lot} in {first.account}{more}): "
            f"{'; '.join(may)}. None of this is worked out: ask before filing."
        )
        where = event.source
        return Problem(
            "short-against-held",
            Severity.WARNING,
            message,
            where.file.name,
            where.rows[0],
            about=event.id,
        )

    def _was_long(self, held: _Held, event: Event, day: Day) -> bool:
        """Tell whether units had been held for more than a year when the short sale was entered."""
        if held.since > event.time:
            return False
        return term_of(held.holding_from, day, held.origin) is Term.LONG

    def _until(self, event: Event, asset: Asset) -> Instant:
        """Give the instant of closing; of a put, that at which the last of it went."""
        if asset.is_put:
            own = self._held[event.asset]
            return max((each.until for each in own if each.lot == event.id), default=NEVER)
        if self._closed_units[event.id] < event.quantity:
            return NEVER
        return max(self._closed[event.id])

    def _group(self, asset: Asset) -> str | None:
        return group_beneath(asset, self._rules.assets, self._rules.positions)

    def _all_held(self) -> Mapping[str | None, list[_Held]]:
        """Give what was held of each group of securities; of a put under its own symbol."""
        found: dict[str | None, list[_Held]] = defaultdict(list)
        for each in sorted(self._pieces(), key=lambda held: held[:5]):
            asset = self._rules.assets.named(each.asset)
            if asset.is_put:
                found[asset.symbol].append(each)
            elif asset.asset_class is AssetClass.SECURITY and _is_ours(self._account(each.account)):
                found[self._group(asset)].append(each)
        return found

    def _pieces(self) -> Iterator[_Held]:
        books, came = self._books, self._came
        for lot in books.lots:
            since = came.get(lot.lot, lot.acquired)
            yield _Held(since, lot.lot, lot.account, lot.asset, NEVER, lot.holding_from, lot.origin)
        for match in books.matches:
            if match.lot is not None and not closes_short(match):
                where, gone = match.event.account, match.event.time
                since, start = came.get(match.lot, 0), match.holding_from
                yield _Held(since, match.lot, where, match.asset, gone, start, None)
        for went in books.departures:
            if went.lot is not None:
                where, gone = went.event.account, went.event.time
                yield _Held(came.get(went.lot, 0), went.lot, where, went.asset, gone, None, None)
