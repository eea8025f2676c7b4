"""The end of universal pools: their unused lots are placed into accounts, each lot whole in basis.

Treas. Reg. 1.1012-1(j); Rev. Proc. 2024-28 (docs/spec/pools-and-identification.md section 2).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from harvestry.events.account_plans import Allocation, PoolRule
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.events.pool_names import WALLETS
from harvestry.ledger.lot import OpenLot
from harvestry.ledger.match import Departure, Move, Unsure
from harvestry.ledger.moving import arriving
from harvestry.ledger.placing import BY_BASIS, Plan, follow
from harvestry.ledger.pool import Pool, PoolKey
from harvestry.ledger.pool_rules import Era, PoolRules, pools_with_others
from harvestry.ledger.pooled import PLACED
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import State
from harvestry.ledger.working import Working
from harvestry.units.exact import Quantity, quantity_text
from harvestry.units.problems import Problem, Severity


@dataclass(frozen=True, slots=True)
class _Ending:
    """A pool that ends: where its units go, `homes`, and by the name of which account."""

    pool: Pool
    key: PoolKey
    homes: Mapping[str, PoolKey]

    @property
    def asset(self) -> str:
        return self.key[1]


def placed(state: State, rules: Rules) -> State:
    """Give the state with every pool that ends placed into the pools that follow it."""
    pools = rules.pools
    assert pools is not None
    # Account by account no name stands for another: what ends and what begins are both at hand.
    work = Working(state, replace(rules, pools=pools.at(Era.APART)))
    after: dict[PoolKey, PoolKey] = {}
    for key, names in sorted(_ending(state, rules, pools).items()):
        asset = key[1]
        homes = {
            name: (pools.pool_name(rules.accounts.named(name), asset), asset) for name in names
        }
        after |= {(name, asset): home for name, home in homes.items() if home[0] != name}
        ending = _Ending(work.pools[key], key, homes)
        allocation = _allocation(ending, rules, pools)
        plan = _plan(ending, state.apart, allocation)
        _note_unknown(work, ending, plan, allocation, pools)
        if len({homes[name] for name in plan.by_name}) > 1:
            work.chapter.problems.append(_placed_by_name(ending, plan, allocation))
        _place(work, ending, plan, pools)
    closed = work.close(state.last)
    assert closed.pooled is not None
    return replace(closed, pooled=replace(closed.pooled, after=after))


def _ending(state: State, rules: Rules, pools: PoolRules) -> dict[PoolKey, list[str]]:
    """Give every pool that ends, with the accounts it is placed into."""
    assert state.pooled is not None
    ending: dict[PoolKey, list[str]] = defaultdict(list)
    for key, home in sorted(state.pooled.before.items()):
        ending[home].append(key[0])
    if pools.before is PoolRule.ACCOUNT:
        for account, asset in state.pools:
            if pools.pool_name(rules.accounts.named(account), asset).startswith(WALLETS):
                ending[account, asset].append(account)
    return ending


def _plan(ending: _Ending, apart: State | None, allocation: Allocation | None) -> Plan:
    """Settle what goes where; where an account was its own pool, all of it goes on."""
    pool, asset = ending.pool, ending.asset
    own: dict[tuple[str, str], Quantity] = defaultdict(int)
    held = dict.fromkeys(ending.homes, pool.held)
    if apart is not None:
        for name in ending.homes:
            mine = apart.pools.get((name, asset), Pool())
            held[name] = mine.held
            for lot in mine:
                own[lot.root, name] += lot.quantity - lot.used
    plan = Plan(asset, list(pool), held)
    follow(plan, allocation, own)
    return plan


def _note_unknown(
    work: Working, ending: _Ending, plan: Plan, allocation: Allocation | None, pools: PoolRules
) -> None:
    """Take note where an allocation by cost places a lot of unknown basis among others."""
    if allocation is None or allocation.rule not in BY_BASIS or len(plan.pieces) == 1:
        return
    unknown = next((lot for lot in plan.pieces if lot.basis is None), None)
    accounts = sorted({name for _, name in plan.given})
    if unknown is None or len(accounts) == 1:
        return
    event = _placing(ending, accounts[0], unknown.quantity - unknown.used, pools)
    order = f"the allocation, {allocation.rule},"
    work.chapter.unsure.append(
        Unsure(event, accounts[0], ending.asset, unknown.root, pools.first_day, order)
    )


def _placed_by_name(ending: _Ending, plan: Plan, allocation: Allocation | None) -> Problem:
    """Say that nothing told which of some accounts got which lots."""
    names = sorted(plan.by_name)
    by = (
        "No record tells"
        if allocation is None
        else f"The allocation, {allocation.rule}, leaves open"
    )
    message = (
        f"{by} which unused lots of {ending.asset} went to which of {', '.join(names)} as 2025 "
        "began, so the order of their names decided; gain and term of what is sold there since "
        'hang on it. If you settled it in time (Rev. Proc. 2024-28), say how: `rule = "file:..."` '
        "under [[pools.allocation]]; else go through it with an adviser and keep to it."
    )
    about = f"{names[0]}:{ending.asset}"
    return Problem("placed-by-name", Severity.WARNING, message, "accounts.toml", about=about)


def _allocation(ending: _Ending, rules: Rules, pools: PoolRules) -> Allocation | None:
    """Give the allocation of a pool, of an explicit list the rows about its owner's accounts.

    A list is of the lots that the real orders left: a what-if has others, and goes by history.
    """
    owner = rules.accounts.named(next(iter(ending.homes))).owner
    allocation = pools.allocations.get((owner, ending.asset))
    if allocation is None or (rules.rematch is not None and allocation.file is not None):
        return None

    def is_anothers(name: str) -> bool:
        account = rules.accounts.named(name)
        return account.owner is not owner and pools_with_others(account)

    rows = tuple(row for row in allocation.rows if not is_anothers(row.account))
    return replace(allocation, rows=rows)


def _place(work: Working, ending: _Ending, plan: Plan, pools: PoolRules) -> None:
    """Move what a plan gives; what an account holds beyond it is of unknown basis."""
    pool, asset = ending.pool, ending.asset
    parts = sorted(plan.given.items())
    into: dict[str, Quantity] = defaultdict(int, plan.room)
    for (_, name), units in parts:
        into[name] += units
    assert sum(into.values()) - sum(plan.room.values()) + sum(plan.left) == pool.held
    events = {name: _placing(ending, name, units, pools) for name, units in into.items()}
    for (n, name), units in parts:
        lot = plan.pieces[n]
        part = pool.cut(lot, units)
        piece = arriving(work, part)
        piece.fresh_in = lot.fresh_in  # what was bought may still replace units sold at a loss
        work.chapter.moves.append(
            Move(events[name], asset, lot.root, lot.piece, piece.piece, units, part[2])
        )
        work.pools[ending.homes[name]].add(piece)
    for n, left in enumerate(plan.left):
        if left:
            _leave(work, ending, plan.pieces[n], pools)
    assert not pool.held, "units were left where no pool is"
    assert pool.given_basis == pool.received_basis, "basis was left where no pool is"
    for name, units in sorted(plan.room.items()):
        if units:
            _add_unknown(work, ending.homes[name], events[name], units)


def _placing(ending: _Ending, name: str, units: Quantity, pools: PoolRules) -> Event:
    """Give the event that stands for an account's part of a pool."""
    return Event(
        id=f"placed:{name}:{ending.asset}",
        time=pools.until,
        account=ending.key[0],
        kind=Kind.TRANSFER,
        asset=ending.asset,
        quantity=units,
        usd=None,
        source=PLACED,
        to_account=name,
    )


def _leave(work: Working, ending: _Ending, lot: OpenLot, pools: PoolRules) -> None:
    """Let units leave that no account has room for."""
    _, units, basis, _ = ending.pool.cut(lot, lot.quantity - lot.used)
    event = _placing(ending, ending.key[0], units, pools)
    gone = Departure(event, ending.asset, lot.root, lot.piece, units, basis, pools.first_day)
    work.chapter.departures.append(gone)
    message = (
        f"The pool {ending.key[0]} had unused lots for {quantity_text(units)} {ending.asset} more "
        f"({lot.piece}) at the end of 2024 than its accounts held, and they were left out; add the "
        "missing file."
    )
    about = f"{ending.key[0]}:{ending.asset}"
    work.chapter.problems.append(
        Problem("pool-totals-differ", Severity.ERROR, message, about=about)
    )


def _add_unknown(work: Working, home: PoolKey, event: Event, units: Quantity) -> None:
    """Let an account have what it holds and no unused lot is there for."""
    work.pools[home].add(work.lot_of_unknown_date(event, units))
    message = (
        f"{event.to_account} held {quantity_text(units)} {event.asset} more at the end of 2024 "
        "than its owner's accounts together had unused lots for, so their basis is unknown: more "
        "was given up before than the files show; add the missing file or the purchase."
    )
    about = f"{event.to_account}:{event.asset}"
    work.chapter.problems.append(
        Problem("pool-totals-differ", Severity.ERROR, message, about=about)
    )
