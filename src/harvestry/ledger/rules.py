"""The rules a fold runs under: whose accounts, and whether history is re-matched as a what-if."""

from dataclasses import dataclass

from harvestry.events.account import Account, Accounts, Method
from harvestry.ledger.pool_rules import PoolRules
from harvestry.ledger.wash.rules import WashRules
from harvestry.units.days import Day, Zone


@dataclass(frozen=True, slots=True)
class Rules:
    """The accounts with their standing orders; `rematch` replaces them all for a what-if.

    Without `wash` no loss is disallowed. Without `pools` each account is a pool at all times, and
    every order and naming counts, whenever and to whomever it was told.
    """

    accounts: Accounts
    rematch: Method | None = None
    wash: WashRules | None = None
    pools: PoolRules | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """An account as the fold meets it at every event: its zone and the order in force by day.

    `always` is the order that decides every sale without names, whatever the day, if there is one.
    `pools` has the law of identification, where it is asked.
    """

    account: Account
    zone: Zone
    rematch: Method | None
    always: Method | None = None
    pools: PoolRules | None = None

    def order_on(self, day: Day) -> Method:
        """Give the order that decides a sale made on `day`."""
        return self.account.order_on(day) if self.rematch is None else self.rematch

    @property
    def honours_names(self) -> bool:
        """Tell whether a sale's own naming of lots counts: not when history is re-matched."""
        return self.rematch is None or self.rematch is Method.SPECIFIC


def desk(rules: Rules, account_name: str) -> Desk:
    """Give the desk of an account, described or not."""
    account = rules.accounts.named(account_name)
    is_fifo = account.order.method is Method.FIFO and account.sole_order is None
    always = Method.FIFO if is_fifo else None
    return Desk(account, account.zone, rules.rematch, rules.rematch or always, rules.pools)
