"""The fold as the tests drive it: rows in, plain comparable records out.

`the_engine()` is the program as it is; `engine_with(...)` is a fresh set of its modules, one of
which was changed on the way in, so that a fault can be planted without touching a file.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

from oracle.naive_pools import Household

Row = Mapping[str, str]

MODULES = (
    "units.exact",
    "units.days",
    "units.natural_order",
    "units.source_ref",
    "events.account",
    "events.account_plans",
    "events.asset",
    "events.event",
    "events.kind",
    "events.ordering",
    "law.load",
    "law.positions",
    "ledger.allocating",
    "ledger.fold",
    "ledger.match",
    "ledger.pool",
    "ledger.pool_rules",
    "ledger.rules",
)
TOLD = (
    *("gift-no-donor-date", "inherit-no-date"),
    *("gift-no-donor-records", "lots-not-there", "not-enough-lots", "not-identified"),
    *("lots-beyond-sale", "lots-name-a-part", "order-of-unknown-basis"),
    *("identified-late", "allocation-not-complete", "broker-order-controls"),
    *("books-no-longer-identify", "books-do-not-identify", "pool-totals-differ"),
)
"""The problems of the fold that the pages in docs/spec/ ask for by name."""


@dataclass
class Plain:
    """Books in plain words and integers, so that two of them can be compared field by field."""

    matches: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    moves: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    departures: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    income: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    closed: dict[str, list[tuple[Any, ...]]] = field(default_factory=lambda: defaultdict(list))
    results: dict[str, tuple[Any, ...]] = field(default_factory=dict)
    open_lots: dict[tuple[str, str, str], list[tuple[Any, ...]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    problems: Counter[str] = field(default_factory=Counter)


class Engine:
    """One set of the program's modules, and the words to speak to it."""

    def __init__(self, modules: Mapping[str, ModuleType]) -> None:
        self.modules = modules
        self.fold = modules["ledger.fold"].fold
        self.empty = modules["ledger.fold"].EMPTY
        self.in_order = modules["events.ordering"].in_order
        self._source = modules["units.source_ref"].SourceRef(
            modules["units.source_ref"].SourceFile("life.csv", "0" * 64), (1,)
        )

    def accounts(self, settings: Mapping[str, Row]) -> Any:
        """Describe the accounts."""
        account = self.modules["events.account"]
        day_of = self.modules["units.days"].day_of
        described = {}
        for name, setting in settings.items():
            since = setting.get("lots_from", "")
            order = account.StandingOrder(
                account.Method(setting.get("lots", "fifo")),
                day_of(since) if since else None,
                account.Told(setting.get("lots_told", "books")),
                recorded="lots" in setting,
            )
            described[name] = account.Account(
                name,
                owner=account.Owner(setting.get("owner", "self")),
                treatment=account.Treatment(setting.get("treatment", "taxable")),
                kind=account.AccountKind(setting.get("kind", "wallet")),
                venue_lots=tuple(map(account.Method, setting.get("venue_lots", "").split())),
                order=order,
                time_zone=setting.get("time_zone", "UTC"),
                described=True,
            )
        return account.Accounts(described)

    def rules(
        self,
        accounts: Any,
        rematch: str | None = None,
        household: Household | None = None,
        events: Sequence[Any] = (),
    ) -> Any:
        method = None if rematch is None else self.modules["events.account"].Method(rematch)
        pools = None if household is None else self.pools(accounts, household, events)
        return self.modules["ledger.rules"].Rules(accounts, method, pools=pools)

    def pools(self, accounts: Any, household: Household, events: Sequence[Any]) -> Any:
        asset, pool_rules = self.modules["events.asset"], self.modules["ledger.pool_rules"]
        assets = asset.Assets(
            {
                name: asset.Asset(name, asset.AssetClass(word))
                for name, word in household.classes.items()
            }
        )
        plans = self.modules["events.account_plans"]
        before = plans.PoolRule(household.before_2025)
        law = self.modules["law.load"].load()
        settings = plans.PoolSettings(before, True, self._allocations(household))
        positions = self.modules["law.positions"].Positions(
            {"self_custody_pool": household.self_custody_pool, "transfer_fee": "disposal"}
        )
        allocations, _ = self.modules["ledger.allocating"].possible_allocations(
            settings, events, accounts, assets, law, positions
        )
        first_day = pool_rules.first_day_apart(law)
        until = self.modules["units.days"].zone(household.time_zone).start_of_day(first_day)
        newer = self.modules["ledger.allocating"].not_reached(allocations, events, until)
        return pool_rules.PoolRules(
            before, assets, law, positions, first_day, until, allocations, newer=newer
        )

    def _allocations(self, household: Household) -> tuple[Any, ...]:
        plans, exact = self.modules["events.account_plans"], self.modules["units.exact"]
        day_of = self.modules["units.days"].day_of
        made = []
        for each in household.allocations:
            days = {key: each.get(key, "") for key in ("described", "completed")}
            listed = household.placings.get(each["asset"], ()) if each["rule"] == "file" else ()
            rows = tuple(
                plans.AllocationRow(n, account, lot, exact.quantity_of(quantity))
                for n, (account, lot, quantity) in enumerate(listed, 1)
            )
            allocation = plans.Allocation(
                each["asset"],
                plans.AllocationKind(each["kind"]),
                plans.AllocationRule(each["rule"]),
                **{key: day_of(text) if text else None for key, text in days.items()},
                file="list.csv" if each["rule"] == "file" else None,
                rows=rows,
            )
            made.append(allocation)
        return tuple(made)

    def events(self, rows: Sequence[Row], accounts: Any) -> list[Any]:
        """Make events of rows, in the order of the rows."""
        return [self._event(row, accounts) for row in rows]

    def _event(self, row: Row, accounts: Any) -> Any:
        exact, event = self.modules["units.exact"], self.modules["events.event"]
        get = row.get

        def quantity(text: str | None) -> int | None:
            return exact.quantity_of(text) if text else None

        def money(text: str | None) -> int | None:
            return exact.money_of(text) if text else None

        detail = event.NO_DETAIL
        if get("acquired") or get("fmv_usd") or get("lots"):
            zone = accounts.named(row["account"]).zone
            names = [part.rpartition(":") for part in get("lots", "").split(";") if part]
            detail = event.Detail(
                acquired=self.instant(get("acquired", ""), zone),
                fmv_usd=money(get("fmv_usd")),
                lots=tuple((name, exact.quantity_of(part)) for name, _, part in names),
                lots_at=self.instant(get("lots_at", ""), zone),
                lots_told=get("lots_told") or None,
            )
        return event.Event(
            row["id"],
            self.instant(row["time"]),
            row["account"],
            self.modules["events.kind"].Kind(row["kind"]),
            row["asset"],
            exact.quantity_of(row["quantity"]),
            money(get("usd")),
            self._source,
            get("fee_asset") or None,
            quantity(get("fee_quantity")),
            money(get("fee_usd")),
            get("to_account") or None,
            get("got_asset") or None,
            quantity(get("got_quantity")),
            detail,
        )

    def instant(self, text: str, zone: Any = None) -> int | None:
        if not text:
            return None
        if len(text) == len("2025-01-01"):
            return zone.noon(date.fromisoformat(text).toordinal())
        return self.modules["units.days"].instant_of(datetime.fromisoformat(text))

    def plain(self, state: Any) -> Plain:
        """Put a state into plain words."""
        plain = Plain()
        for match in state.matches:
            if is_cover(match):
                plain.closed[match.disposal].append(
                    (match.lot, match.quantity, match.proceeds, match.basis)
                )
                continue
            plain.matches[match.disposal].append(
                (*match[2:9], match.term.value, match.proceeds, match.basis)
            )
        for move in state.moves:
            plain.moves[move.event.id].append(tuple(move[1:7]))
        for gone in state.departures:
            plain.departures[gone.event.id].append(
                (gone.asset, gone.lot, gone.piece, gone.quantity, gone.basis, gone.on)
            )
        for income in state.income:
            assert income.event.id not in plain.income, "income written down twice"
            plain.income[income.event.id] = (income.on, income.usd)
        for result in state.results:
            plain.results[result.event.id] = (result.on, result.usd)
        for (account, asset), pool in state.pools.items():
            for lot in pool:
                plain.open_lots[account, asset, lot.piece].append(plain_lot(lot))
        plain.problems.update(problem.code for problem in state.problems if problem.code in TOLD)
        plain.problems.update("order-of-unknown-basis" for _ in state.unsure)
        return plain

    def run(
        self,
        rows: Sequence[Row],
        accounts: Mapping[str, Row],
        rematch: str | None,
        household: Household | None = None,
    ) -> Plain:
        """Fold the rows from the beginning and put the outcome into plain words."""
        described = self.accounts(accounts)
        events = self.in_order(self.events(rows, described))
        rules = self.rules(described, rematch, household, events)
        return self.plain(self.fold(self.empty, events, rules))


def plain_lot(lot: Any) -> tuple[Any, ...]:
    """Say what is left of an open piece, with all that later decides about it."""
    origin = lot.origin
    left = lot.quantity - lot.used
    return (
        lot.root,
        left,
        None if lot.basis is None else lot.basis - lot.used_basis,
        lot.loss_basis_of(lot.used, left),
        lot.acquired_on,
        lot.acquired,
        None if origin is None else origin.loss_from,
        origin is not None and origin.inherited,
    )


@cache
def the_engine() -> Engine:
    """Give the program as it is."""
    return Engine({name: import_module(f"harvestry.{name}") for name in MODULES})


Changes = Mapping[str, Sequence[tuple[str, str]]]
"""By module, texts to replace and what to put in their place."""


def engine_with(changes: Changes) -> Engine:
    """Give a fresh copy of the program with some texts of its modules replaced."""
    return Engine(modules_with(sources_with(changes), MODULES))


def sources_with(changes: Changes) -> dict[str, str]:
    """Give the text of each module that is changed, by its full name.

    Raises:
        LookupError: a text to replace does not stand there exactly once.
    """
    sources = {}
    for module, texts in changes.items():
        name = f"harvestry.{module}"
        source = path_of(name).read_text(encoding="utf-8")
        for old, new in texts:
            if source.count(old) != 1:
                raise LookupError(f"{name} has {source.count(old)} times {old!r}: adapt the fault")
            source = source.replace(old, new)
        sources[name] = source
    return sources


def modules_with(sources: Mapping[str, str], names: Sequence[str]) -> dict[str, ModuleType]:
    """Give a fresh set of modules, some of them made of another text; no file is touched."""
    with program_with(sources):
        return {name: import_module(f"harvestry.{name}") for name in names}


def program_with(sources: Mapping[str, str]) -> AbstractContextManager[None]:
    """Give a stretch in which the program is imported anew, some modules of another text."""
    loaders = {name: _Changed(name, str(path_of(name)), text) for name, text in sources.items()}
    return _fresh_modules(_Changing(loaders))


def path_of(name: str) -> Path:
    """Give the file of a module of the program."""
    path = import_module(name).__file__
    assert path is not None
    return Path(path)


class _Changed(SourceFileLoader):
    """Loads a module from a changed text, never from its cache."""

    def __init__(self, name: str, path: str, source: str) -> None:
        super().__init__(name, path)
        self._source = source

    def path_stats(self, path: Any) -> Mapping[str, Any]:
        raise OSError(path)

    def get_data(self, _path: Any) -> bytes:
        return self._source.encode()

    def source_to_code(self, data: Any, _path: Any, **_: Any) -> CodeType:
        return compile(data, "<planted>", "exec", dont_inherit=True)


class _Changing(MetaPathFinder):
    """Finds the modules that are changed; every other is found as always."""

    def __init__(self, loaders: Mapping[str, _Changed]) -> None:
        self._loaders = loaders

    def find_spec(self, fullname: str, _path: Any, _target: Any = None) -> ModuleSpec | None:
        loader = self._loaders.get(fullname)
        return loader and spec_from_file_location(fullname, loader.path, loader=loader)


@contextmanager
def _fresh_modules(finder: MetaPathFinder) -> Iterator[None]:
    """Import the program anew inside; outside nothing has changed."""
    mine = {name: sys.modules.pop(name) for name in list(sys.modules) if _is_ours(name)}
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in list(sys.modules):
            if _is_ours(name):
                del sys.modules[name]
        sys.modules.update(mine)


def _is_ours(name: str) -> bool:
    return name == "harvestry" or name.startswith("harvestry.")


def is_cover(match: Any) -> bool:
    """Tell whether a match closes a short; the units of a cover's fee are sold like any."""
    return match.event.kind.value == "cover" and match.disposal == match.event.id
