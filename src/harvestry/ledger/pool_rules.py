"""The rules of pools and identification: what stood together when, and what the law says of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeAlias

from harvestry.events.account import Account, AccountKind, Accounts, Owner, Treatment
from harvestry.events.account_plans import Allocation, AllocationKind, PoolRule
from harvestry.events.asset import Assets
from harvestry.events.pool_names import UNIVERSAL, WALLETS, is_pool_name
from harvestry.law.load import Law
from harvestry.law.positions import Positions
from harvestry.units.days import Day, Instant

Holder: TypeAlias = tuple[Owner, str]
"""(owner, asset): whose universal pool of what."""


class Era(StrEnum):
    """Which accounts of an owner stand together: before the boundary, or from it on.

    `APART` is the time before it account by account, which tells what each account holds.
    """

    BEFORE = "before"
    APART = "apart"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class PoolRules:
    """How units are pooled and identified (docs/spec/pools-and-identification.md).

    `first_day` is the first without universal pools, `until` its beginning. `allocations` are the
    valid ones by owner and asset, `newer` the lots they do not reach. `era` is set by the fold.
    """

    before: PoolRule
    assets: Assets
    law: Law
    positions: Positions
    first_day: Day
    until: Instant
    allocations: Mapping[Holder, Allocation] = field(default_factory=dict)
    era: Era | None = None
    newer: frozenset[str] = frozenset()

    def at(self, era: Era) -> "PoolRules":
        """Give the same rules for one era."""
        return replace(self, era=era)

    @property
    def one_wallet_pool(self) -> bool:
        """Tell whether an owner's wallets are one pool once universal pools have ended."""
        return self.positions["self_custody_pool"] == "one"

    def pool_name(self, account: Account, asset: str) -> str:
        """Give the name of the pool that units of an asset in an account belong to."""
        if is_pool_name(account.name) or not pools_with_others(account):
            return account.name
        if self.era is Era.BEFORE and self.before is PoolRule.UNIVERSAL:
            prefix = UNIVERSAL
        elif self.era is Era.AFTER and account.kind is AccountKind.WALLET and self.one_wallet_pool:
            prefix = WALLETS
        else:
            return account.name
        return f"{prefix}{account.owner}" if self.assets.named(asset).is_digital else account.name

    def is_incomplete(self, account: Account, asset: str, on: Day) -> bool:
        """Tell whether a global allocation that reaches an account was not complete on a day."""
        allocation = self.allocations.get((account.owner, asset))
        if allocation is None or allocation.kind is not AllocationKind.GLOBAL:
            return False
        if not pools_with_others(account):  # it was in no universal pool
            return False
        return allocation.completed is None or on < allocation.completed


def first_day_apart(law: Law) -> Day:
    """Give the first day on which each account is a pool of its own by law."""
    history = law.rules["pools"].history
    return next(each.since for each in history if each.values["pool"] == "account")


def pools_with_others(account: Account) -> bool:
    """Tell whether an account may be one of several in a pool: taxable, and a person's."""
    return account.treatment is Treatment.TAXABLE and account.owner is not Owner.ENTITY


def naming_pools(accounts: Accounts) -> Accounts:
    """Give the accounts with the pools of several among them, each its owner's.

    A joint pool has the share of the first joint account by name.
    """
    pools: dict[str, Account] = {}
    for _, account in sorted(accounts.described.items()):
        if pools_with_others(account) and account.owner is not Owner.SELF:
            for prefix in (UNIVERSAL, WALLETS):
                name = f"{prefix}{account.owner}"
                pool = Account(name, account.owner, account.share, time_zone=accounts.time_zone)
                pools.setdefault(name, pool)
    return replace(accounts, described={**pools, **accounts.described})
