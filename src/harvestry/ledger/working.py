"""The fold's workbench: copies of the pools it touches, and the chapter it writes."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial

from harvestry.events.event import Event
from harvestry.ledger.likeness import Likeness
from harvestry.ledger.lot import OpenLot
from harvestry.ledger.match import Match
from harvestry.ledger.pool import Pool, PoolKey
from harvestry.ledger.pooled import Pooled
from harvestry.ledger.rules import Desk, Rules, desk
from harvestry.ledger.state import Chapter, State
from harvestry.ledger.wash.bench import WashBench
from harvestry.ledger.wash.notes import WashNotes
from harvestry.ledger.wash.reach import Reach
from harvestry.units.days import Day, Instant
from harvestry.units.exact import Quantity
from harvestry.units.problems import Problem, Severity


class _Pools(dict[PoolKey, Pool]):
    """The pools touched so far; one not touched yet is copied from the state, or begun.

    Where `home` says that a pool stands for several accounts, it is found under the name of each;
    `homes` tells which names those are.
    """

    def __init__(
        self, before: Mapping[PoolKey, Pool], home: Callable[[PoolKey], PoolKey] | None = None
    ) -> None:
        super().__init__()
        self._before = before
        self._home = home
        self.are_shared = home is not None
        self.homes: dict[PoolKey, PoolKey] = {}

    def at(self, key: PoolKey) -> PoolKey:
        """Give the key of the pool itself: that of several accounts under its own name."""
        return key if self._home is None else self._home(key)

    def __missing__(self, key: PoolKey) -> Pool:
        at = self.at(key)
        if at != key:
            self.homes[key] = at
            pool = self[key] = self[at]
            return pool
        before = self._before.get(key)
        pool = self[key] = Pool() if before is None else before.copy()
        return pool


class _Desks(dict[str, Desk]):
    """The accounts met so far, each looked up once."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, account: str) -> Desk:
        found = self[account] = desk(self._rules, account)
        return found


def _home(rules: Rules, key: PoolKey) -> PoolKey:
    """Give the key under which a pool lies by the rules."""
    account, asset = key
    assert rules.pools is not None
    return rules.pools.pool_name(rules.accounts.named(account), asset), asset


class Working:
    """A state opened for change. Handlers take from it and add to it; `close` gives the new state.

    `pools[account, asset]` and `shorts[account, asset]` are ready to be changed, whether touched
    before or not; `desks[account]` has the account's zone and order. `notes` takes note of what
    bears on washes, `wash` works it off when a day is over: both `None` where none is asked.
    """

    __slots__ = (
        "_likeness",
        "_state",
        "chapter",
        "desks",
        "fee_joins_basis",
        "notes",
        "numbers",
        "pools",
        "shorts",
        "wash",
    )

    def __init__(self, state: State, rules: Rules) -> None:
        self._state = state
        # Neither function knows the bench: a cycle would outlive it, with all that was written.
        self.pools = _Pools(state.pools, None if rules.pools is None else partial(_home, rules))
        self.shorts = _Pools(state.shorts)
        self.desks = desks = _Desks(rules)
        self.numbers = dict(state.numbers)
        self.chapter = Chapter()
        # Account by account (ledger.eras) no wash sales are worked out, yet units go the same ways.
        told = rules.wash or rules.pools
        self.fee_joins_basis = told is not None and told.positions["transfer_fee"] == "basis"
        self._likeness = None if told is None else Likeness(told.assets, told.positions)
        self.wash: WashBench | None = None
        self.notes: WashNotes | None = None
        if rules.wash is not None:
            reach = Reach(rules.wash, lambda name: desks[name].account)
            self.wash = WashBench(reach, state, self.pools, self.chapter)
            self.notes = self.wash.notes

    def go_by(self, rules: Rules) -> None:
        """Match what comes by the orders of these rules, which differ in nothing else."""
        self.desks = _Desks(rules)

    def day(self, event: Event) -> Day:
        """Give the tax date of an event: the local day in its account's zone."""
        return self.desks[event.account].zone.day(event.time)

    def only_renames(self, event: Event) -> bool:
        """Tell whether a trade is no exchange: what is received stands for what is given."""
        likeness = self._likeness
        return likeness is not None and likeness.same(event.asset, event.got_asset)

    def next_number(self, root: str) -> int:
        """Give the next piece number of a root."""
        number = self.numbers.get(root, 0) + 1
        self.numbers[root] = number
        return number

    def lot_of_unknown_date(self, event: Event, quantity: int) -> OpenLot:
        """Give a piece for units whose acquisition nobody has told."""
        return OpenLot(event.id, 0, quantity, None, event.time, None, None, None)

    def write(self, match: Match) -> None:
        """Write down a match that takes nothing out of a pool."""
        self.chapter.matches.append(match)
        if self.notes is not None:
            self.notes.went.taken.append(None)

    def report(
        self,
        code: str,
        severity: Severity,
        message: str,
        event: Event,
        *,
        units: Quantity | None = None,
        of_fee: bool = False,
    ) -> None:
        """Write down a problem at the row the event came from, `of_fee` where its fee has it."""
        where = event.source
        problem = Problem(
            *(code, severity, message, where.file.name, where.rows[0]),
            about=f"{event.id}:fee" if of_fee else event.id,
            units=units,
        )
        self.chapter.problems.append(problem)

    def close(self, last: Instant | None) -> State:
        """Check that nothing was lost or made, and give the new state."""
        for pool in self.pools.values():
            pool.assert_conserved()
        for pool in self.shorts.values():
            pool.assert_conserved()
        state = self._state
        return State(
            pools={
                **state.pools,
                **{at: pool for at, pool in self.pools.items() if at not in self.pools.homes},
            },
            shorts={**state.shorts, **self.shorts},
            numbers=self.numbers,
            chapters=(*state.chapters, self.chapter),
            last=last,
            wash=state.wash if self.wash is None else self.wash.state(),
            pooled=self._pooled(),
            apart=state.apart,
            written=state.written,
        )

    def _pooled(self) -> Pooled | None:
        pooled, homes = self._state.pooled, self.pools.homes
        if pooled is None or not homes:
            return pooled
        if pooled.ended:
            return replace(pooled, after={**pooled.after, **homes})
        return replace(pooled, before={**pooled.before, **homes})
