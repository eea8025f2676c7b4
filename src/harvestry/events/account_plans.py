"""Plans and elections around accounts: pools before 2025, their allocation, purchases to come."""

from dataclasses import dataclass
from enum import StrEnum

from harvestry.units.days import Day
from harvestry.units.exact import Money, Quantity


class PoolRule(StrEnum):
    """How basis was kept before 2025-01-01."""

    UNIVERSAL = "universal"
    ACCOUNT = "account"


class AllocationKind(StrEnum):
    """The two ways of Rev. Proc. 2024-28 to spread unused basis over wallets."""

    SPECIFIC_UNIT = "specific-unit"
    GLOBAL = "global"


class AllocationRule(StrEnum):
    """Which units of unused basis went where."""

    HISTORY = "history"
    LOWEST_TO_LARGEST = "lowest-to-largest"
    HIGHEST_TO_LARGEST = "highest-to-largest"
    FILE = "file"


class Every(StrEnum):
    """How often a planned purchase comes back."""

    ONCE = "once"
    WEEK = "week"
    TWO_WEEKS = "2weeks"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class AllocationRow:
    """Row `number` of an explicit list: so many units of a lot, by its root id, into an account."""

    number: int
    account: str
    lot: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Allocation:
    """One asset's allocation under Rev. Proc. 2024-28, as the taxpayer made it.

    `described` and `completed` are the days of the writing and of the finished allocation, `None`
    where not told. `file` names the explicit list, with the rule `FILE` only; `rows` are its rows.
    """

    asset: str
    kind: AllocationKind
    rule: AllocationRule
    described: Day | None = None
    completed: Day | None = None
    file: str | None = None
    rows: tuple[AllocationRow, ...] = ()


@dataclass(frozen=True, slots=True)
class PoolSettings:
    """How lots were pooled before 2025, and how they were spread over the accounts after.

    `given` tells whether the taxpayer said so; else the rule is the default and is said aloud.
    """

    before_2025: PoolRule = PoolRule.UNIVERSAL
    given: bool = False
    allocations: tuple[Allocation, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedPurchase:
    """A purchase to come, for the wash look-ahead: exactly one of `usd` and `quantity` is given.

    It comes on `first` and then `every` so often, up to and on `until`. `skippable` tells whether
    a plan may propose to leave it out.
    """

    account: str
    asset: str
    every: Every
    first: Day
    until: Day
    usd: Money | None = None
    quantity: Quantity | None = None
    skippable: bool = False
