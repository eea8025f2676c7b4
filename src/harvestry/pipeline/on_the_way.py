"""Joined transfers told as two moves, where what has left is not to be sold before it arrives.

docs/spec/transfers.md section 6: what is on the way is held in neither account (Treas. Reg.
1.1012-1(j)(2)(ii), (3)(i)), so a sale in between takes other units.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from harvestry.events.account import Account, AccountKind, Accounts, Owner, Treatment
from harvestry.events.event import NO_DETAIL, Event
from harvestry.events.flows import Place, flows
from harvestry.events.kind import Kind
from harvestry.events.pool_names import WALLETS
from harvestry.units.days import Instant


@dataclass(frozen=True, slots=True)
class PlacedByRule:
    """Assets whose units an allocation places `until` an instant, other than by history."""

    assets: Collection[str]
    until: Instant


def told_apart(
    events: Sequence[Event], accounts: Accounts, as_of: Instant, placed: PlacedByRule
) -> tuple[list[Event], Accounts]:
    """Give the events with transfers told as two where it can matter, and the accounts between.

    Args:
        events: joined, in any order.
        accounts: of the household.
        as_of: the end of the day worked out as of: what arrives later had not arrived.
        placed: what is placed otherwise than by history, which stays one over that instant.
    """
    later = [event for event in events if event.detail.arrived is not None]
    later = [event for event in later if not _is_placed_on_the_way(event, placed)]
    if not later:
        return list(events), accounts
    given = _given_up(events, accounts, {event.asset for event in later})
    apart = [event for event in later if _matters(event, accounts, given, as_of)]
    if not apart:
        return list(events), accounts
    ways = _Ways({name for event in events for name in (event.account, event.to_account)})
    names = {event.id: ways.name(event) for event in sorted(apart, key=_departure)}
    between = {names[event.id]: _between(names[event.id], event, accounts) for event in apart}
    told = [part for event in events for part in _parts(event, names.get(event.id))]
    return told, replace(accounts, described={**accounts.described, **between})


def _is_placed_on_the_way(event: Event, placed: PlacedByRule) -> bool:
    arrived = event.detail.arrived
    assert arrived is not None
    return event.asset in placed.assets and event.time < placed.until <= arrived


def _given_up(
    events: Iterable[Event], accounts: Accounts, assets: Collection[str]
) -> Mapping[Place, Sequence[Instant]]:
    """Give the instants, in order, at which each place gave up units of these assets.

    All the wallets of an owner, which may be one pool, are a place besides.
    """
    given: dict[Place, set[Instant]] = defaultdict(set)
    for event in events:
        if event.asset not in assets and event.fee_asset not in assets:
            continue
        for account, asset in _places_giving(event):
            if asset in assets:
                given[account, asset].add(event.time)
                if (found := accounts.named(account)).kind is AccountKind.WALLET:
                    given[f"{WALLETS}{found.owner}", asset].add(event.time)
    return {place: sorted(times) for place, times in given.items()}


def _places_giving(event: Event) -> Iterator[tuple[str, str]]:
    yield from (flow.place for flow in flows(event) if flow.quantity < 0)
    if event.fee_asset is not None:  # that of a short sale, too, which itself moves no units
        yield event.account, event.fee_asset


def _matters(
    event: Event, accounts: Accounts, given: Mapping[Place, Sequence[Instant]], as_of: Instant
) -> bool:
    """Tell whether units could be given up that had left and not arrived."""
    arrived, to_account = event.detail.arrived, event.to_account
    assert arrived is not None
    assert to_account is not None
    if event.time <= as_of < arrived:
        return True
    source, target = accounts.named(event.account), accounts.named(to_account)
    places = [(to_account, event.asset)]
    if target.kind is AccountKind.WALLET and not _are_wallets_of_one(source, target):
        places.append((f"{WALLETS}{target.owner}", event.asset))
    return any(_any_within(given.get(place, ()), event.time, arrived) for place in places)


def _are_wallets_of_one(source: Account, target: Account) -> bool:
    """Tell whether both ends would be one pool if wallets were pooled."""
    return source.kind is target.kind is AccountKind.WALLET and source.owner is target.owner


def _any_within(times: Sequence[Instant], begin: Instant, end: Instant) -> bool:
    at = bisect_left(times, begin)
    return at < len(times) and times[at] < end


@dataclass(slots=True)
class _Ways:
    """The names of what is on the way: two transfers of one asset that overlap have not the same.

    `taken` are names of accounts, `busy` until when units of an asset are on a way.
    """

    taken: Collection[str | None]
    busy: dict[tuple[str, str], Instant] = field(default_factory=dict)

    def name(self, event: Event) -> str:
        """Give the name for a transfer; they are asked in the order in which units left."""
        arrived = event.detail.arrived
        assert arrived is not None
        number = 1
        while not self._is_free(name := _name(event, number), event):
            number += 1
        self.busy[name, event.asset] = arrived
        return name

    def _is_free(self, name: str, event: Event) -> bool:
        if name in self.taken:
            return False
        until = self.busy.get((name, event.asset))
        return until is None or until < event.time


def _name(event: Event, number: int) -> str:
    which = "" if number == 1 else f", {number}"
    return f"{event.to_account} (on the way from {event.account}{which})"


def _departure(event: Event) -> tuple[Instant, str]:
    return event.time, event.id


def _between(name: str, event: Event, accounts: Accounts) -> Account:
    """Give what units are in until they arrive: no wallet, unless it lies between two of one owner.

    A move out of ownership is told at the row the units left by, as it is where a transfer is one.
    """
    source, target = accounts.named(event.account), accounts.named(event.to_account or "")
    like = source if _regime(source) == _regime(target) else target
    return Account(
        name,
        like.owner,
        like.share,
        like.treatment,
        AccountKind.WALLET if _are_wallets_of_one(source, target) else AccountKind.EXCHANGE,
        time_zone=target.time_zone,
        on_the_way=True,
    )


def _regime(account: Account) -> tuple[Treatment, bool]:
    """Give what must be the same at both ends of a transfer of one's own."""
    return account.treatment, account.owner is Owner.ENTITY


def _parts(event: Event, way: str | None) -> Iterator[Event]:
    """Give a transfer as it left and as it arrived, by a way; any other event as it is."""
    detail = event.detail
    if way is None or detail.arrived is None or detail.arrival is None:
        yield event
        return
    yield replace(event, to_account=way)
    yield Event(
        id=f"{event.id}:arrived",
        time=detail.arrived,
        account=way,
        kind=Kind.TRANSFER,
        asset=event.asset,
        quantity=event.quantity,
        usd=None,
        source=detail.arrival,
        to_account=event.to_account,
        detail=replace(NO_DETAIL, hash=detail.hash, decision=detail.decision),
    )
