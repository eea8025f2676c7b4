"""Read accounts.toml: whose accounts there are, their files, their orders, and what is planned."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from harvestry.events.account import (
    Account,
    AccountKind,
    Accounts,
    Method,
    Owner,
    StandingOrder,
)
from harvestry.events.account_plans import PlannedPurchase, PoolSettings
from harvestry.events.pool_names import ANOTHER, RESERVED, is_pool_name
from harvestry.sources.settings import account_keys as keys
from harvestry.sources.settings.plans import PLANNED_KEYS, POOL_KEYS, planned_of, pools_of
from harvestry.sources.settings.table import Table
from harvestry.sources.settings.toml_file import load


@dataclass(frozen=True, slots=True)
class AccountSettings:
    """What accounts.toml says.

    `bindings` lead from patterns of file names to accounts, in the order of the file.
    `without_kind` names the accounts whose kind is left to their files, `without_venue_lots` those
    whose venue's orders are left to their kind.
    """

    accounts: Accounts
    bindings: Mapping[str, str] = field(default_factory=dict)
    pools: PoolSettings = field(default_factory=PoolSettings)
    planned: tuple[PlannedPurchase, ...] = ()
    without_kind: frozenset[str] = frozenset()
    without_venue_lots: frozenset[str] = frozenset()

    def knowing(self, kinds: Mapping[str, AccountKind]) -> Accounts:
        """Give the accounts with the kinds that file formats imply, where the file gave none."""
        described = dict(self.accounts.described)
        for name in self.without_kind & kinds.keys():
            kind = kinds[name]
            venue_lots = described[name].venue_lots
            if name in self.without_venue_lots:
                venue_lots = _usual_venue_lots(kind)
            described[name] = replace(described[name], kind=kind, venue_lots=venue_lots)
        return replace(self.accounts, described=described).knowing(kinds)


def read_accounts(path: Path, default_zone: str) -> AccountSettings:
    """Give what accounts.toml says; an account without a zone takes `default_zone`.

    Raises:
        SettingsError: the file cannot be read, or says what cannot be.
    """
    file = str(path)
    top = Table(file, "", load(path), (), ("account", "pools", "planned"))
    tables = {
        name: Table(file, f"[account.{name}]", value, keys.ACCOUNT_KEYS)
        for name, value in top.inner("account").items()
    }
    pools = Table(file, "[pools]", top.inner("pools"), POOL_KEYS, ("allocation",))
    planned = tuple(
        planned_of(Table(file, f"[[planned]] number {n}", row, PLANNED_KEYS))
        for n, row in enumerate(top.rows("planned"), 1)
    )
    return AccountSettings(
        accounts=Accounts(
            {name: _account(name, table, default_zone) for name, table in tables.items()},
            time_zone=default_zone,
        ),
        bindings=_bindings(tables),
        pools=pools_of(file, pools),
        planned=planned,
        without_kind=frozenset(n for n, table in tables.items() if not table.gives(keys.KIND)),
        without_venue_lots=frozenset(n for n, t in tables.items() if not t.gives(keys.VENUE_LOTS)),
    )


def _account(name: str, table: Table, default_zone: str) -> Account:
    if not name.strip():
        table.refuse("", "an account needs a name", 'write it as [account."NAME"]')
    if is_pool_name(name):
        table.refuse("", f"its name {RESERVED}", ANOTHER)
    owner = table.need(keys.OWNER)
    kind = table.find(keys.KIND) or AccountKind.WALLET
    share = table.find(keys.SHARE)
    if share is None:
        share = Fraction(1, 2) if owner is Owner.JOINT else Fraction(1)
    venue_lots = table.find(keys.VENUE_LOTS)
    form = table.find(keys.FORM)
    return Account(
        name=name,
        owner=owner,
        share=share,
        treatment=table.need(keys.TREATMENT),
        kind=kind,
        order=StandingOrder(
            table.need(keys.LOTS),
            table.find(keys.LOTS_FROM),
            table.need(keys.LOTS_TOLD),
            recorded=table.find(keys.LOTS) is not None,
        ),
        venue_lots=_usual_venue_lots(kind) if venue_lots is None else venue_lots,
        form=None if form is None else form.value,
        form_basis_reported=table.need(keys.FORM_BASIS_REPORTED),
        time_zone=table.find(keys.TIME_ZONE) or default_zone,
        fee_rate=table.need(keys.FEE),
        minimum=table.need(keys.MINIMUM),
        step=table.need(keys.STEP),
        described=True,
    )


def _usual_venue_lots(kind: AccountKind) -> tuple[Method, ...]:
    return () if kind is AccountKind.WALLET else (Method.FIFO,)


def _bindings(tables: Mapping[str, Table]) -> Mapping[str, str]:
    bound: dict[str, str] = {}
    for name, table in tables.items():
        for pattern in table.need(keys.FILES):
            if bound.setdefault(pattern, name) != name:
                table.refuse(
                    "files",
                    f'"{pattern}" is bound to account {bound[pattern]} already',
                    "a file belongs to one account",
                )
    return bound
