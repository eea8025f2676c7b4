"""What a choice comes to: pools that nobody told, and orders that changed between years."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from harvestry.events.account import Accounts, Method
from harvestry.events.account_plans import PoolRule
from harvestry.events.asset import Assets
from harvestry.events.event import Event
from harvestry.events.kind import DEPARTURES, SALES, Kind
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.identification import order_in_force
from harvestry.ledger.match import Match
from harvestry.ledger.pool_rules import Era, PoolRules, pools_with_others
from harvestry.ledger.rules import Rules, desk
from harvestry.ledger.state import State
from harvestry.ledger.stretches import Places, fold_and_tell
from harvestry.units.days import Day, Instant, year_of
from harvestry.units.exact import CENT, Money, money_text
from harvestry.units.problems import Problem, Severity

GIVING: Final = SALES | DEPARTURES | {Kind.WITHDRAWAL}


def pools_may_matter(events: Iterable[Event], accounts: Accounts, pools: PoolRules) -> bool:
    """Tell whether an owner gave up a digital asset held in several accounts while pools lasted.

    Cheap, and never wrong where it says no: with one account there is one pool either way, and
    where nothing was given up every lot stays where its units are.
    """
    before = pools.at(Era.BEFORE)
    homes: dict[tuple[str, str], tuple[str, str]] = {}
    given: set[tuple[str, str]] = set()
    for event in events:
        if event.time >= pools.until:
            break
        for key in _touched(event):
            if key not in homes:
                account, asset = key
                homes[key] = before.pool_name(accounts.named(account), asset), asset
        if event.kind in GIVING:
            given.add(homes[event.account, event.asset])
        if event.fee_asset is not None:
            given.add(homes[event.account, event.fee_asset])
    members = Counter(home for key, home in homes.items() if home != key)
    return any(members[home] > 1 for home in given)


def _touched(event: Event) -> Iterable[tuple[str, str]]:
    yield event.account, event.asset
    if event.to_account is not None:
        yield event.to_account, event.asset
    if event.fee_asset is not None:
        yield event.account, event.fee_asset
    if event.got_asset is not None:
        yield event.account, event.got_asset


class Gains:
    """The gains of each year on taxable accounts, by term, together, and units of unknown gain.

    Only those of digital assets: nothing else was ever pooled over accounts. `until` is the last
    instant of the history they are of, `None` where it has no end.
    """

    def __init__(self, accounts: Accounts, assets: Assets, until: Instant | None = None) -> None:
        self.accounts = accounts
        self.assets = assets
        self.until = until
        self._taxed: dict[tuple[str, str], bool] = {}
        self._days: dict[Day, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self._places: Places[Match] = Places()

    def add(self, matches: Iterable[Match]) -> None:
        """Add what these matches gained."""
        taxed = self._taxed
        for match in matches:
            key = match.event.account, match.asset
            if key not in taxed:
                taxed[key] = (
                    pools_with_others(self.accounts.named(key[0]))
                    and self.assets.named(key[1]).is_digital
                )
            if taxed[key]:
                gain = match.gain
                if gain is None:
                    self._days[match.sold_on]["unknown"] += match.quantity
                else:
                    self._days[match.sold_on][match.term] += gain

    def tell(self, state: State) -> None:
        """Add what the matches of a state's chapters gained, and what its washes disallow."""
        matches = tuple(state.matches)
        self.add(matches)
        self._places.put(state.written, matches)
        for wash in state.washes:
            match = self._places[wash.match]
            if self._taxed[match.event.account, match.asset]:
                self._days[match.sold_on][match.term] += wash.amount
        self._places.keep(state)

    def years(self) -> Mapping[int, Mapping[str, int]]:
        """Give the sums by year; what is zero is left out."""
        years: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        for day, sums in self._days.items():
            year = years[year_of(day)]
            for what, amount in sums.items():
                year[what] += amount
                if what != "unknown":
                    year["all"] += amount
        return {year: {k: v for k, v in sums.items() if v} for year, sums in years.items()}


def gains_by_account(events: Sequence[Event], rules: Rules) -> Gains:
    """Give the gains of a history with a pool an account at all times, keeping no more of it."""
    assert rules.pools is not None
    by_account = replace(rules.pools, before=PoolRule.ACCOUNT, allocations={})
    rules = replace(rules, pools=by_account)
    gains = Gains(rules.accounts, by_account.assets, events[-1].time if events else None)
    fold_and_tell(fold, EMPTY, events, rules, gains.tell)
    return gains


def pools_not_told(matches: Iterable[Match], other: Gains) -> Iterable[Problem]:
    """Say by how much the gain of each year differs with account pools, where it does.

    `other` may know the history up to an instant only: no match after it is looked at.
    """
    until = other.until
    gains = Gains(other.accounts, other.assets, until)
    gains.add(match for match in matches if until is None or match.event.time <= until)
    one, other_years = gains.years(), other.years()
    parts = []
    for year in sorted(one.keys() | other_years.keys()):
        difference = other_years.get(year, {}).get("all", 0) - one.get(year, {}).get("all", 0)
        if one.get(year) == other_years.get(year):
            continue
        much = "more" if difference > 0 else "less"
        what = f"{_dollars(abs(difference))} {much}" if difference else "short and long differ"
        parts.append(f"{year}: {what}")
    if parts:
        message = (
            "Nobody told how coins were pooled before 2025, so one pool an owner was assumed; with "
            f"a pool an account the gain would be another ({'; '.join(parts)}). Put `before_2025` "
            'under [pools] into accounts.toml, "universal" or "account", as your returns were '
            "filed (Rev. Proc. 2024-28 s. 2)."
        )
        yield Problem("pools-not-told", Severity.ERROR, message, "accounts.toml")


def _dollars(amount: Money) -> str:
    cents = (amount + CENT // 2) // CENT
    return f"${cents // 100:,}.{cents % 100:02}" if cents else f"${money_text(amount)}"


def method_changes(matches: Iterable[Match], rules: Rules) -> Iterable[Problem]:
    """Say of each account whose order for coins differed between years that this is allowed.

    An order is no accounting method and may change freely (Reg. 1.1012-1(j)(4)).
    """
    pools = rules.pools
    if pools is None or rules.rematch is not None:
        return
    used: dict[str, dict[int, set[Method]]] = defaultdict(lambda: defaultdict(set))
    for match in matches:
        name = match.event.account
        order = rules.accounts.named(name).order
        if order.method is Method.FIFO or not pools.assets.named(match.asset).is_digital:
            continue
        method = order_in_force(desk(rules, name), match.asset, match.sold_on)
        used[name][year_of(match.sold_on)].add(method)
    for name, years in sorted(used.items()):
        if len(set().union(*years.values())) == 1:
            continue
        told = "; ".join(
            f"{year}: {' then '.join(sorted(each.upper() for each in methods))}"
            for year, methods in sorted(years.items())
        )
        message = (
            f"The order of {name} differed between years ({told}). That is allowed for coins: it "
            "is no accounting method (Reg. 1.1012-1(j)(4); Notice 2026-20 s. 2)."
        )
        yield Problem("method-changed", Severity.NOTE, message, "accounts.toml")
