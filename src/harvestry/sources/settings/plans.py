"""The parts of accounts.toml beside the accounts: pools before 2025 and planned purchases."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from harvestry.events.account_plans import (
    Allocation,
    AllocationKind,
    AllocationRule,
    Every,
    PlannedPurchase,
    PoolRule,
    PoolSettings,
)
from harvestry.sources.settings.amounts import DOLLARS, QUANTITY
from harvestry.sources.settings.errors import UnfitError, suggestion
from harvestry.sources.settings.forms import ACCOUNT_NAME, DAY, TEXT, YES_NO, Form, choice_of
from harvestry.sources.settings.table import REQUIRED, Key, Table
from harvestry.sources.settings.toml_file import shown

_FILE_PREFIX: Final = "file:"
_RULE_WORDS: Final = (*(rule.value for rule in AllocationRule if rule != "file"), "file:NAME.csv")


def _rule(value: object) -> tuple[AllocationRule, str | None]:
    if isinstance(value, str):
        if value in _RULE_WORDS[:-1]:
            return AllocationRule(value), None
        name = value.removeprefix(_FILE_PREFIX)
        if name and name != value:
            return AllocationRule.FILE, name
        raise UnfitError(f"{shown(value)} is none of its words", suggestion(value, _RULE_WORDS))
    raise UnfitError(f"{shown(value)} is none of its words")


BEFORE_2025: Final = Key("before_2025", choice_of(PoolRule), "universal")
POOL_KEYS: Final[tuple[Key[object], ...]] = (BEFORE_2025,)

ASSET: Final = Key("asset", TEXT, otherwise=REQUIRED)
ALLOCATION_KIND: Final = Key("kind", choice_of(AllocationKind), otherwise=REQUIRED)
DESCRIBED: Final = Key("described", DAY)
COMPLETED: Final = Key("completed", DAY)
RULE: Final = Key(
    "rule", Form(" or ".join(f'"{word}"' for word in _RULE_WORDS), _rule), otherwise=REQUIRED
)
ALLOCATION_KEYS: Final[tuple[Key[object], ...]] = (
    ASSET,
    ALLOCATION_KIND,
    DESCRIBED,
    COMPLETED,
    RULE,
)

ACCOUNT: Final = Key("account", ACCOUNT_NAME, otherwise=REQUIRED)
USD: Final = Key("usd", DOLLARS, otherwise="required without quantity")
PLANNED_QUANTITY: Final = Key("quantity", QUANTITY, otherwise="required without usd")
EVERY: Final = Key("every", choice_of(Every), "once")
FROM: Final = Key("from", DAY, otherwise=REQUIRED)
UNTIL: Final = Key("until", DAY, otherwise="required unless once")
SKIPPABLE: Final = Key("skippable", YES_NO, default=False)
PLANNED_KEYS: Final[tuple[Key[object], ...]] = (
    ACCOUNT,
    ASSET,
    USD,
    PLANNED_QUANTITY,
    EVERY,
    FROM,
    UNTIL,
    SKIPPABLE,
)


def pools_of(file: str, pools: Table) -> PoolSettings:
    """Give what [pools] and its allocations say."""
    allocations = tuple(
        _allocation(Table(file, f"[[pools.allocation]] number {n}", row, ALLOCATION_KEYS))
        for n, row in enumerate(pools.rows("allocation"), 1)
    )
    return PoolSettings(pools.need(BEFORE_2025), pools.gives(BEFORE_2025), allocations)


def planned_of(table: Table) -> PlannedPurchase:
    """Give one planned purchase."""
    usd, quantity = table.find(USD), table.find(PLANNED_QUANTITY)
    if (usd is None) == (quantity is None):
        table.refuse("", "one of usd and quantity is needed", "give the one or the other")
    every, first = table.need(EVERY), table.need(FROM)
    until = table.find(UNTIL)
    if until is None:
        if every is not Every.ONCE:
            table.refuse("until", "it is missing", "give the last day of a repeated purchase")
        until = first
    if until < first:
        table.refuse("until", "it lies before from", "give a day on or after it")
    return PlannedPurchase(
        account=table.need(ACCOUNT),
        asset=table.need(ASSET),
        every=every,
        first=first,
        until=until,
        usd=usd,
        quantity=quantity,
        skippable=table.need(SKIPPABLE),
    )


def under_symbols(
    planned: Iterable[PlannedPurchase], aliases: Mapping[str, str]
) -> tuple[PlannedPurchase, ...]:
    """Give planned purchases with their assets under their symbols by `aliases`.

    A ticker in small letters counts for the one in capitals, too, as in a price file.
    """
    found = []
    for plan in planned:
        spellings = {plan.asset, plan.asset.upper()} if plan.asset.islower() else {plan.asset}
        symbols = {aliases[each] for each in spellings if each in aliases} or spellings
        found += [replace(plan, asset=symbol) for symbol in sorted(symbols)]
    return tuple(found)


def _allocation(table: Table) -> Allocation:
    rule, file = table.need(RULE)
    described, completed = table.find(DESCRIBED), table.find(COMPLETED)
    if described is not None and completed is not None and completed < described:
        table.refuse("completed", "it lies before described", "give a day on or after it")
    return Allocation(
        asset=table.need(ASSET),
        kind=table.need(ALLOCATION_KIND),
        rule=rule,
        described=described,
        completed=completed,
        file=file,
    )
