"""Accounts: who owns what is held where, how it is taxed, and which lots a sale there takes."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction
from typing import Final

from harvestry.units.days import Day, Zone, zone
from harvestry.units.exact import Money, Price, Quantity


class Owner(StrEnum):
    """Whose account it is."""

    SELF = "self"
    SPOUSE = "spouse"
    JOINT = "joint"
    ENTITY = "entity"


class Treatment(StrEnum):
    """How the account is taxed. Everything but `taxable` is a retirement or health account."""

    TAXABLE = "taxable"
    TRADITIONAL_IRA = "traditional-ira"
    ROTH_IRA = "roth-ira"
    HSA = "hsa"
    K401 = "401k"


class AccountKind(StrEnum):
    """Who keeps the coins: a broker under Reg. 1.6045-1(a)(1), or the owner."""

    EXCHANGE = "exchange"
    WALLET = "wallet"
    BROKERAGE = "brokerage"


class Method(StrEnum):
    """The order in which lots are given up."""

    FIFO = "fifo"
    LIFO = "lifo"
    HIFO = "hifo"
    SPECIFIC = "specific"

    __hash__ = str.__hash__  # the enum's own is Python code, and the fold asks often


EARLIEST_FIRST: Final = frozenset({Method.FIFO, Method.SPECIFIC})
"""Orders that identify nothing: FIFO is what holds anyhow, and `specific` points out no units."""


class Told(StrEnum):
    """Where an identification stands."""

    BOOKS = "books"
    BROKER = "broker"


@dataclass(frozen=True, slots=True)
class StandingOrder:
    """An account's standing order: it counts from the start of the day it was recorded.

    `since` is `None` where the order was always in force. Before that day sales are FIFO.
    `recorded` tells whether anyone wrote it down: first in, first out holds without it.
    """

    method: Method = Method.FIFO
    since: Day | None = None
    told: Told = Told.BOOKS
    recorded: bool = False

    def is_in_force(self, day: Day) -> bool:
        """Tell whether the order counts on a day."""
        return self.since is None or day >= self.since


@dataclass(frozen=True, slots=True)
class Account:
    """One account, exchange or wallet, as accounts.toml describes it.

    `share` is self's part of a joint account. `venue_lots` are the orders the venue itself can
    carry out; empty means any. `fee_rate`, `minimum` and `step` are the venue's selling rules.
    `on_the_way` marks what is no account of anyone's: units of a transfer that have not arrived.
    """

    name: str
    owner: Owner = Owner.SELF
    share: Fraction = Fraction(1)
    treatment: Treatment = Treatment.TAXABLE
    kind: AccountKind = AccountKind.WALLET
    order: StandingOrder = field(default_factory=StandingOrder)
    venue_lots: tuple[Method, ...] = ()
    form: str | None = None
    form_basis_reported: bool = False
    time_zone: str = "UTC"
    fee_rate: Price = 0
    minimum: Money = 0
    step: Quantity = 0
    described: bool = False
    on_the_way: bool = False

    def order_on(self, day: Day) -> Method:
        """Give the order in force on a day.

        A standing order counts from the day it was recorded; before it, and without one, units
        leave first in, first out (Reg. 1.1012-1(j)(2)(ii), (j)(3)(ii)).
        """
        return self.order.method if self.order.is_in_force(day) else Method.FIFO

    @property
    def sole_order(self) -> Method | None:
        """The one order the venue offers, where that is another than first in, first out."""
        offered = self.venue_lots
        if len(offered) != 1 or self.kind is AccountKind.WALLET or offered[0] in EARLIEST_FIRST:
            return None
        return offered[0]

    @property
    def zone(self) -> Zone:
        """The zone in which this account's tax dates are counted."""
        return zone(self.time_zone)


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts of a household: those described, and a default for any other name.

    `kinds` tells the kind of an undescribed account that a file format implies, by account name.
    """

    described: Mapping[str, Account] = field(default_factory=dict)
    time_zone: str = "UTC"
    kinds: Mapping[str, AccountKind] = field(default_factory=dict)
    _undescribed: dict[str, Account] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def named(self, name: str) -> Account:
        """Give the account of that name, described or default."""
        found = self.described.get(name) or self._undescribed.get(name)
        if found is None:
            found = self._undescribed[name] = self._default(name)
        return found

    def _default(self, name: str) -> Account:
        kind = self.kinds.get(name, AccountKind.WALLET)
        venue_lots = () if kind is AccountKind.WALLET else (Method.FIFO,)
        return Account(name, kind=kind, venue_lots=venue_lots, time_zone=self.time_zone)

    def knowing(self, kinds: Mapping[str, AccountKind]) -> "Accounts":
        """Give the same accounts with more kinds learnt from file formats."""
        return replace(self, kinds={**kinds, **self.kinds})
