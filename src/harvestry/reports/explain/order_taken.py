"""By which order a lot was the next: an account's own, or that of a what-if."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from harvestry.events.account import EARLIEST_FIRST, Method
from harvestry.ledger.identification import order_in_force
from harvestry.ledger.match import Match
from harvestry.ledger.rules import Rules, desk


class OrderTaken(NamedTuple):
    """The order of a sale, and whose it was in words."""

    method: Method
    whose: str

    @property
    def law(self) -> str:
        """The law file that gives the order: what holds anyhow, or what was identified."""
        return "default-order" if self.method in EARLIEST_FIRST else "identification"


OrderOf: TypeAlias = Callable[[Match], OrderTaken]


def orders_of(rules: Rules) -> OrderOf:
    """Give what tells the order of past sales: the one in force, or that of a what-if."""

    def order_of(match: Match) -> OrderTaken:
        account = match.event.account
        method = order_in_force(desk(rules, account), match.asset, match.sold_on)
        return OrderTaken(method, _whose(rules, account))

    return order_of


def planned_orders(sales: Mapping[str, Method], rules: Rules) -> OrderOf:
    """Give the same where some sales, by id, are planned in an order of their own."""
    past = orders_of(rules)

    def order_of(match: Match) -> OrderTaken:
        method = sales.get(match.disposal)
        return past(match) if method is None else OrderTaken(method, "the order of this plan")

    return order_of


def _whose(rules: Rules, account: str) -> str:
    return f"{account}'s order" if rules.rematch is None else "the order of this what-if"
