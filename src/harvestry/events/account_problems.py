"""What accounts.toml says of an account that cannot be believed as it stands."""

from collections.abc import Iterable

from harvestry.events.account import Account, Method
from harvestry.units.problems import Problem, Severity


def order_problems(account: Account) -> Iterable[Problem]:
    """Warn of an order other than FIFO without the day it was recorded.

    An identification made after a sale does not count (Reg. 1.1012-1(j)(2)(i), (j)(3)(i)), so an
    order must say from when it stood.
    """
    order = account.order
    if order.method is Method.FIFO or order.since is not None:
        return
    message = (
        f'[account.{account.name}] sets `lots = "{order.method}"` without `lots_from`, the day it '
        "was recorded; it was taken to stand from the beginning. Orders recorded after a sale do "
        "not count for it: add the day."
    )
    yield Problem("order-without-date", Severity.WARNING, message, "accounts.toml")
