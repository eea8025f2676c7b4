"""The stage of the fold: books under a stance; and the continuation that sells."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from harvestry.events.account import Method, Owner
from harvestry.events.days_prices import said_of_prices
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.harvest.holding import Holding
from harvestry.harvest.planned_sales import Realised, realised
from harvestry.harvest.replaced import Replaced, replaced
from harvestry.harvest.selling_order import Sale, SellingOrder, Washed, selling_order
from harvestry.harvest.wallet_pools import selling_wallets
from harvestry.law.load import Law
from harvestry.ledger.allocating import never_completed, not_reached, possible_allocations
from harvestry.ledger.books import Books, books_of
from harvestry.ledger.eras import brought_to
from harvestry.ledger.fold import fold
from harvestry.ledger.likeness import Likeness
from harvestry.ledger.pool_rules import PoolRules, first_day_apart
from harvestry.ledger.review.against_held import against_held
from harvestry.ledger.review.choices import (
    Gains,
    gains_by_account,
    method_changes,
    pools_may_matter,
    pools_not_told,
)
from harvestry.ledger.review.doubts import wash_doubts
from harvestry.ledger.review.greys import greys_of
from harvestry.ledger.review.near_losses import near_losses
from harvestry.ledger.review.short_losses import short_loss_problems, with_short_losses
from harvestry.ledger.review.unknown_orders import unknown_orders
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import State
from harvestry.ledger.stretches import fold_and_tell, told
from harvestry.ledger.wash.rules import WashRules
from harvestry.pipeline.deciding import problems_told
from harvestry.pipeline.followed import settings_followed
from harvestry.pipeline.joined import joined_books
from harvestry.pipeline.preparing import prepare
from harvestry.pipeline.records import Prepared, Progress, Reading, Run, silent
from harvestry.pipeline.said import rights_missing, sizes_missing
from harvestry.pipeline.trunk import Trunk
from harvestry.tax.joint_washes import joint_washes
from harvestry.tax.stance import Stance
from harvestry.tax.whose_return import status_problems
from harvestry.units.collector import collector_paused
from harvestry.units.days import Day, Instant, zone
from harvestry.units.problems import Problem


def run(reading: Reading, law: Law, progress: Progress = silent) -> Run:
    """Join, value and fold what was read into books as of a day, as past returns were filed."""
    prepared = prepare(reading, progress)
    return match(prepared, law, prepared.filed, progress)


@settings_followed()
def trunk_of(prepared: Prepared, law: Law, stance: Stance, *, joined: bool = False) -> Trunk:
    """Give what the books of this stance and of current law have in common: all before it begins.

    One that is `joined` serves books that tell the pieces of a lot as one.

    Raises:
        SettingsError: what settings say cannot be followed, or is not all there.
    """
    since = stance.regime.coins_from
    if since is None:
        return Trunk.of_all(prepared.events)
    rules, _ = rules_of(prepared, law, stance)
    begin = prepared.moment.zone.start_of_day(since) if since > 1 else 0
    if joined:
        books = joined_books(prepared, rules)
        return Trunk.told_until(begin, prepared.events, rules, books)
    return Trunk.until(begin, prepared.events, rules)


@settings_followed()
def match(
    prepared: Prepared,
    law: Law,
    stance: Stance,
    progress: Progress = silent,
    trunk: Trunk | None = None,
    *,
    beside: bool = False,
    joined: bool = False,
    figures_alone: bool = False,
) -> Run:
    """Fold what was prepared into books, under one stance; on from the trunk it shares, if any.

    Books that only stand `beside` others do not say again how coins were pooled. Those that are
    `joined` tell the pieces of a lot as one, and the run's state keeps nothing that was written. Of
    those that `figures_alone` are asked of no problems are looked for.

    Raises:
        SettingsError: what settings say cannot be followed, or is not all there.
    """
    reading = prepared.reading
    household, accounts = reading.household, reading.accounts
    profile, assets = household.profile, household.assets.assets
    progress("matching lots")
    rules, impossible = rules_of(prepared, law, stance)
    by_account = None if beside else _other_pools(reading, prepared, rules)
    trunk = trunk or Trunk.of_all(prepared.events)
    if joined:
        state, books = _joined(trunk, rules, prepared)
    else:
        state = fold(trunk.state, trunk.after, rules)
        state = brought_to(state, rules, prepared.moment.as_of)
        books = books_of(state)
    assert rules.wash is not None
    books = with_short_losses(books, prepared.events, rules.wash, accounts.named)
    greys = greys_of(books.matches, prepared.events, rules.wash, accounts.named)
    books = replace(books, greys=greys)
    pools = () if by_account is None else pools_not_told(books.matches, by_account)
    problems: tuple[Problem, ...] = ()
    if not figures_alone:
        noticed = _noticed(prepared, books, rules, stance, (*impossible, *books.problems), pools)
        problems = problems_told((*prepared.problems, *noticed), reading)
    return Run(
        reading,
        stance,
        accounts,
        profile,
        assets,
        law,
        prepared.events,
        prepared.uses,
        rules,
        state,
        books,
        prepared.moment,
        problems,
    )


def _noticed(
    prepared: Prepared,
    books: Books,
    rules: Rules,
    stance: Stance,
    of_fold: Iterable[Problem],
    pools: Iterable[Problem],
) -> Iterator[Problem]:
    """Give what was noticed in the fold, of pools, and of the books it came to."""
    wash = rules.wash
    assert wash is not None
    household, events = prepared.reading.household, prepared.events
    accounts, assets, profile = (
        prepared.reading.accounts,
        household.assets.assets,
        household.profile,
    )
    yield from _said_of_values(prepared, Likeness(assets, stance.positions))
    yield from of_fold
    yield from method_changes(books.matches, rules)
    yield from pools
    yield from unknown_orders(books.unsure, accounts.named)
    yield from short_loss_problems(books)
    yield from against_held(books, events, wash, accounts.named)
    yield from near_losses(books.matches, events, wash, accounts.named)
    yield from rights_missing(events, assets)
    yield from sizes_missing(events, wash)
    yield from wash_doubts(books, events, wash, accounts.named)
    yield from status_problems(accounts, profile, _taxed(books))
    yield from joint_washes(books, accounts, profile)


def _joined(trunk: Trunk, rules: Rules, prepared: Prepared) -> tuple[State, Books]:
    """Fold on from a trunk and take down what is written as it comes, joined."""
    written = joined_books(prepared, rules) if trunk.written is None else trunk.written.copy()
    with collector_paused():
        state = fold_and_tell(fold, trunk.state, trunk.after, rules, written.tell)
        state = told(brought_to(state, rules, prepared.moment.as_of), written.tell)
        return state, written.books(state)


def _said_of_values(prepared: Prepared, likeness: Likeness) -> Iterable[Problem]:
    """Say which trades lack a value that something hangs on, and which values a price filled in."""
    zones = prepared.reading.accounts.named
    yield from (said for trade, said in prepared.trades if not _only_renames(trade, likeness))
    yield from said_of_prices(
        prepared.events,
        prepared.uses,
        lambda name: zones(name).zone,
        lambda event: _only_renames(event, likeness),
    )


def _only_renames(event: Event, likeness: Likeness) -> bool:
    """Tell whether an event is a trade whose value nothing hangs on.

    One that only renames a coin has no proceeds; but a fee in either coin is worth its part of it.
    """
    if event.kind is not Kind.TRADE:
        return False
    fee_needs_it = event.fee_usd is None and event.fee_asset in (event.asset, event.got_asset)
    return not fee_needs_it and likeness.same(event.asset, event.got_asset)


def rules_of(prepared: Prepared, law: Law, stance: Stance) -> tuple[Rules, list[Problem]]:
    """Give the rules of the fold, and which allocations do not count or may not."""
    reading, events = prepared.reading, prepared.events
    household, accounts = reading.household, reading.accounts
    assets = household.assets.assets
    settings = household.accounts.pools
    allocations, problems = possible_allocations(
        settings, events, accounts, assets, law, stance.positions
    )
    day = prepared.moment.day
    problems += never_completed(allocations, events, accounts, law, stance.positions, day)
    first_day = first_day_apart(law)
    calendar = zone(household.profile.time_zone)
    wash = WashRules(stance.regime, assets, stance.positions, law, calendar)
    until = calendar.start_of_day(first_day)
    pools = PoolRules(
        settings.before_2025,
        assets,
        law,
        stance.positions,
        first_day,
        until,
        allocations,
        newer=not_reached(allocations, events, until),
    )
    return Rules(accounts, reading.inputs.rematch, wash, pools), problems


def _other_pools(reading: Reading, prepared: Prepared, rules: Rules) -> Gains | None:
    """Give the gains with a pool an account, where nobody told and it may matter.

    They are worked out before the books, so that both are never held at one time; of a regime that
    begins on a day, up to that day, as the returns before it were filed.
    """
    assert rules.pools is not None
    assert rules.wash is not None
    events, until = prepared.events, rules.wash.regime.coins_from
    if until is not None and until > 1:
        begin = prepared.moment.zone.start_of_day(until)
        events = events[: bisect_left(events, begin, key=_time)]
    settings = reading.household.accounts.pools
    if settings.given or not pools_may_matter(events, rules.accounts, rules.pools):
        return None
    return gains_by_account(events, rules)


def _time(event: Event) -> Instant:
    return event.time


def selling_rules(run: Run, method: Method | None) -> Rules:
    """Give the rules to go on from a run's books by; `None` sells by the orders in force.

    A pool of wallets is sold by the order that they share.
    """
    accounts = selling_wallets(run.state, run.rules.accounts, run.moment.day)
    return replace(run.rules, accounts=accounts, rematch=method)


@settings_followed()
def sell_everything(
    run: Run, owner: Owner | None, method: Method | None, known: dict[Sale, Washed]
) -> SellingOrder:
    """Continue the books by selling everything held; `None` sells by the orders in force.

    `known` remembers what washes disallow of the sales in each order.
    """
    rules = selling_rules(run, method)
    return selling_order(run.state, run.returns(owner), run.moment, method, rules, known)


@settings_followed()
def sell_these(
    run: Run, owner: Owner | None, method: Method | None, holdings: Iterable[Holding]
) -> Realised:
    """Continue the books by selling each of these through its stopping point, all at one moment.

    They may be the holdings of other books of the same history: the same is sold in these.
    """
    rules = selling_rules(run, method)
    return realised(run.state, rules, run.returns(owner), run.moment, holdings)


@settings_followed()
def replaced_by(run: Run, method: Method | None, holding: Holding) -> Replaced:
    """Give what replaces the losses of selling one holding through its stopping point, alone."""
    return replaced(run.state, selling_rules(run, method), run.moment, holding)


def _taxed(books: Books) -> Iterable[tuple[str, Day]]:
    """Give every account and day on which something is taxed."""
    yield from ((match.event.account, match.sold_on) for match in books.matches)
    yield from ((each.event.account, each.on) for each in books.income)
