"""Which units a sale gives up by right: named lots or a standing order, told in time and place.

Treas. Reg. 1.1012-1(c), (j); Notices 2025-7 and 2026-20; Rev. Proc. 2024-28
(docs/spec/pools-and-identification.md section 3). Only sales with names, and accounts with an order
other than FIFO, come here.
"""

from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import Final, NamedTuple, TypeAlias

from harvestry.events.account import EARLIEST_FIRST, Account, AccountKind, Method, Told
from harvestry.events.asset import AssetClass
from harvestry.events.event import Event
from harvestry.ledger.pool_rules import PoolRules
from harvestry.ledger.rules import Desk
from harvestry.ledger.working import Working
from harvestry.units.days import Day, Instant, day_text, instant_text, year_of
from harvestry.units.exact import Quantity
from harvestry.units.problems import Severity

Names: TypeAlias = Sequence[tuple[str, Quantity]]

UNHEEDED: Final = frozenset(
    {
        "identified-late",
        "allocation-not-complete",
        "books-no-longer-identify",
        "books-do-not-identify",
        "broker-order-controls",
    }
)
"""The problems by which an identification does not count."""
_OWED_TO_BROKER: Final = frozenset({AssetClass.SECURITY, AssetClass.OPTION, AssetClass.FUTURE_1256})


class Addressee(StrEnum):
    """To whom an identification must be told, as the law file says."""

    BOOKS = "books"
    BROKER_ELSE_BOOKS = "broker-else-books"
    BROKER = "broker"


class Remark(NamedTuple):
    """Why an identification does not count: the code of the problem, and the reason in words."""

    code: str
    because: str


def identified(
    work: Working,
    event: Event,
    asset: str,
    quantity: Quantity,
    on: Day,
    names: Names,
    *,
    of_event: bool = True,
    departs: bool = False,
) -> tuple[Method, Names]:
    """Give the names that count and the order all else follows; say which do not count.

    A fee that an event pays in units (not `of_event`) follows the order and tells of nothing. A
    what-if leaves names aside, but for a departure's, and asks nothing else.
    """
    desk = work.desks[event.account]
    if desk.pools is None or desk.rematch is not None:
        return desk.order_on(on), names if departs or desk.honours_names else ()
    counting: Names = ()
    if names:
        counting, objection = _that_count(desk.account, desk.pools, event, on, names)
        if objection is not None:
            _report(work, event, "the lots it names", objection)
    method, objection = _standing(desk, desk.pools, asset, on)
    if objection is not None and of_event and _leaves_open(names, counting, quantity):
        _report(work, event, f"the order {desk.order_on(on).upper()} of the account", objection)
    return method, counting


def _leaves_open(names: Names, counting: Names, quantity: Quantity) -> bool:
    """Tell whether an order has anything to decide that is not said of names already."""
    return not names or 0 < sum(units for _, units in counting) < quantity


def order_in_force(desk: Desk, asset: str, on: Day) -> Method:
    """Give the order that a sale without names would follow on a day."""
    if desk.pools is None or desk.rematch is not None:
        return desk.order_on(on)
    return _standing(desk, desk.pools, asset, on)[0]


def objection_to_order(desk: Desk, asset: str, on: Day) -> str | None:
    """Say why the account's own order would not decide a sale without names on a day, if so."""
    if desk.pools is None or desk.rematch is not None:
        return None
    objection = _standing(desk, desk.pools, asset, on)[1]
    return None if objection is None else objection.because


def _standing(desk: Desk, pools: PoolRules, asset: str, on: Day) -> tuple[Method, Remark | None]:
    """Give the order that decides what no name does, and why the account's own does not count.

    Where nothing was told to a broker that offers one order alone, nor in time to books that
    suffice, that one stands (Reg. 1.1012-1(j)(3)(ii); Notice 2026-20 s. 4.03); else what is not
    identified goes first in, first out.
    """
    account = desk.account
    method = desk.order_on(on)
    objection = _against_order(account, pools, asset, method, on)
    told_broker = account.order.told is Told.BROKER and account.order.is_in_force(on)
    if objection is None and (method not in EARLIEST_FIRST or told_broker):
        return method, None
    sole = account.sole_order
    if sole is not None and _sole_stands(account, pools, asset, on):
        return sole, objection
    return method if objection is None else Method.FIFO, objection


def _sole_stands(account: Account, pools: PoolRules, asset: str, on: Day) -> bool:
    """Tell whether the one order of a broker stands where no other order than FIFO counts.

    First in, first out that was recorded in the books is a standing order too, where books suffice.
    """
    if not pools.assets.named(asset).is_digital:
        return False
    if pools.law.on("identification-sole-order", on).values["identifies"] is not True:
        return False
    order = account.order
    in_books = order.recorded and order.method is Method.FIFO and order.is_in_force(on)
    return not in_books or addressee(account, pools, asset, on) is Addressee.BROKER


def addressee(account: Account, pools: PoolRules, asset: str, on: Day) -> Addressee:
    """Give to whom an identification in an account must be told on a day.

    Who relies on Rev. Proc. 2024-28 has the relief by which books suffice at a broker only once a
    global allocation is complete (Notice 2026-20 s. 2, 4.04).
    """
    if pools.assets.named(asset).asset_class in _OWED_TO_BROKER:
        return Addressee.BROKER
    if account.kind is AccountKind.WALLET:
        return Addressee.BOOKS
    told = Addressee(str(pools.law.on("identification-addressee", on).values["addressee"]))
    if told is Addressee.BROKER_ELSE_BOOKS and pools.is_incomplete(account, asset, on):
        return Addressee.BROKER
    return told


def _against_order(
    account: Account, pools: PoolRules, asset: str, method: Method, on: Day
) -> Remark | None:
    """Say why an order in force does not count, if it does not."""
    if method in EARLIEST_FIRST or account.order.told is Told.BROKER:
        return None
    if addressee(account, pools, asset, on) is not Addressee.BROKER:
        return None
    return _only_in_books(pools, asset, on)


def _that_count(
    account: Account, pools: PoolRules, event: Event, on: Day, names: Names
) -> tuple[Names, Remark | None]:
    """Give the names that count, and why others do not.

    While a global allocation is not complete they point at units it does not reach, if at any.
    """
    remark = _against_all(account, pools, event, on)
    if remark is not None and remark.code == "identified-late":
        return (), remark
    newer = names
    if event.time >= pools.until and pools.is_incomplete(account, event.asset, on):
        newer = [name for name in names if _is_of(name[0], pools.newer)]
    if len(newer) == len(names):
        return (() if remark else names), remark
    because = (
        f"the global allocation of {event.asset} was not complete then, and until it is only a "
        "standing order identifies units held when 2025 began (Rev. Proc. 2024-28 s. 5.02(5)(c), "
        "6 Example 4); put the day it was finished into `completed`"
    )
    return (() if remark else newer), Remark("allocation-not-complete", because)


def _is_of(name: str, lots: Collection[str]) -> bool:
    """Tell whether a name means one of these lots, or a piece of one."""
    return name in lots or name.rpartition("/")[0] in lots


def _against_all(account: Account, pools: PoolRules, event: Event, on: Day) -> Remark | None:
    """Say why no name of a sale counts: told too late, or not to whom it had to be told."""
    detail, asset, order = event.detail, event.asset, account.order
    if detail.lots_at is not None and detail.lots_at > event.time:
        because = (
            f"they were named at {instant_text(detail.lots_at)}, after the sale at "
            f"{instant_text(event.time)} (Reg. 1.1012-1(j)(2)(i), (j)(3)(i)); "
            f"{_mend_late(account, event, detail.lots_at)}"
        )
        return Remark("identified-late", because)
    told = order.told if detail.lots_told is None else Told(detail.lots_told)
    to_whom = addressee(account, pools, asset, on)
    if told is Told.BROKER or to_whom is Addressee.BOOKS:
        return None
    if to_whom is Addressee.BROKER:
        return _only_in_books(pools, asset, on)
    stands = order.is_in_force(on)
    if order.told is Told.BROKER and order.method is not Method.SPECIFIC and stands:
        because = (
            f"they stand in the books alone while an order, {order.method.upper()}, stood at the "
            "broker, and what the broker was told controls (Notice 2026-20 s. 4); put "
            '`lots_told = "broker"` into the row if the broker was told of them'
        )
        return Remark("broker-order-controls", because)
    return None


def _mend_late(account: Account, event: Event, named: Instant) -> str:
    """Say how to mend a naming that came late; a bare day stands for its noon.

    On the day of the sale it may be the time of day alone that is missing.
    """
    mend = "mend `lots_at` if it is wrong, or take `lots` out"
    day = account.zone.day(named)
    if named != account.zone.noon(day) or day != account.zone.day(event.time):
        return mend
    return (
        f"a bare day is read as noon in the zone of the account: if {day_text(day)} is all that "
        f"`lots_at` says, put the time of day into it, else {mend}"
    )


def _only_in_books(pools: PoolRules, asset: str, on: Day) -> Remark:
    if not pools.assets.named(asset).is_digital:
        because = (
            f"it was told to the books alone, and {asset} is no digital asset: it is identified to "
            'the broker (Reg. 1.1012-1(c)(3)); put `lots_told = "broker"` if the broker was told'
        )
        return Remark("books-do-not-identify", because)
    if pools.law.on("identification-addressee", on).values["addressee"] != Addressee.BROKER:
        because = (
            f"it was told to the books alone, while the global allocation of {asset} was not "
            "complete, and books identify units at a broker only once it is (Notice 2026-20 s. 2, "
            '4.04; Rev. Proc. 2024-28 s. 5.02(5)(c)); put `lots_told = "broker"` if the broker was '
            "told, or the day it was finished into `completed`"
        )
        return Remark("allocation-not-complete", because)
    because = (
        f"it was told to the books alone, which identify no units at a broker in {year_of(on)} any "
        'more (Reg. 1.1012-1(j)(3)(i); Notice 2026-20 s. 5); put `lots_told = "broker"` if the '
        "broker was told by the time of sale"
    )
    return Remark("books-no-longer-identify", because)


def _report(work: Working, event: Event, what: str, objection: Remark) -> None:
    message = (
        f"{event.kind.capitalize()} {event.id} in {event.account} on "
        f"{day_text(work.day(event))}: {what} did not decide which units went, because "
        f"{objection.because}."
    )
    work.report(objection.code, Severity.WARNING, message, event)
