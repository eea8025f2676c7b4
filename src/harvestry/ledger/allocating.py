"""Which allocations were possible: made in time, of what can be allocated (Rev. Proc. 2024-28).

An allocation is a taxpayer's, so it is judged for each owner by what that owner gave up first.
Dates stand in the law file `allocation`.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from harvestry.events.account import Accounts, Owner
from harvestry.events.account_plans import Allocation, AllocationKind, PoolRule, PoolSettings
from harvestry.events.asset import Assets
from harvestry.events.event import Event
from harvestry.events.kind import INCOME, SALES, Kind
from harvestry.law.load import Law
from harvestry.law.positions import Positions
from harvestry.ledger.pool_rules import Holder, first_day_apart, pools_with_others
from harvestry.units.days import Day, Instant, day_text
from harvestry.units.problems import Problem, Severity

_ACQUISITIONS: Final = INCOME | {Kind.BUY, Kind.GIFT_IN, Kind.INHERIT}
_TO_SOMEONE_ELSE: Final = SALES | {Kind.GIFT_OUT, Kind.DONATION}


class GivenUp(NamedTuple):
    """The first giving up of an asset by an owner: the day, and what did it in words."""

    day: Day
    by: str


def possible_allocations(
    settings: PoolSettings,
    events: Iterable[Event],
    accounts: Accounts,
    assets: Assets,
    law: Law,
    positions: Positions,
) -> tuple[Mapping[Holder, Allocation], list[Problem]]:
    """Give the allocations that count, by owner and asset, and why others do not."""
    valid: dict[Holder, Allocation] = {}
    problems: list[Problem] = []
    if not settings.allocations:
        return valid, problems
    seen: set[str] = set()
    firsts = first_given_up(events, accounts, law, positions)
    for allocation in settings.allocations:
        reason = _against(allocation, settings, assets, law)
        if reason is None and allocation.asset in seen:
            reason = f"{allocation.asset} has an allocation already, and one is irrevocable"
        seen.add(allocation.asset)
        if reason is not None:
            problems.append(_problem(allocation, reason))
            continue
        for owner in _owners(accounts):
            first = firsts.get((owner, allocation.asset))
            reason = _too_late(allocation, owner, first, law)
            if reason is not None:
                problems.append(_problem(allocation, reason, owner))
                continue
            valid[owner, allocation.asset] = allocation
            problems += _on_extension(allocation, owner, first, law)
    return valid, problems


def never_completed(
    allocations: Mapping[Holder, Allocation],
    events: Iterable[Event],
    accounts: Accounts,
    law: Law,
    positions: Positions,
    today: Day,
) -> Iterable[Problem]:
    """Say which global allocations were never told complete, once that is too late.

    Until then what is shown is right: units are placed by its rule, and names on them wait. After
    it either world is another: names count, or there is no safe harbour (s. 5.02(5)(b), (c)).
    """
    told = {key: each for key, each in allocations.items() if _is_open(each)}
    if not told:
        return
    firsts = first_given_up(events, accounts, law, positions)
    for (owner, asset), allocation in told.items():
        first = firsts.get((owner, asset))
        due = _due(law)
        if first is None or today < max(first.day, due):
            continue
        message = (
            f"The global allocation of {asset} by {owner} has no day on which it was completed, "
            f"and it had to be before {day_text(max(first.day, due))}. If it was, put the day into "
            "`completed`, and names of lots count from then on; if it never was, take the "
            "allocation out, and lots stay where their own units are (Rev. Proc. 2024-28 s. "
            f"5.02(5)). Till then the figures of {asset} since {day_text(first.day)} are those of "
            "neither."
        )
        about = f"{allocation.asset}:{owner}"
        yield Problem(
            "allocation-completion-not-told", Severity.ERROR, message, "accounts.toml", about=about
        )


def _is_open(allocation: Allocation) -> bool:
    return allocation.kind is AllocationKind.GLOBAL and allocation.completed is None


def not_reached(
    allocations: Mapping[Holder, Allocation], events: Iterable[Event], until: Instant
) -> frozenset[str]:
    """Give the lots acquired since pools ended, of assets with a global allocation.

    They are accounted for apart and follow Reg. 1.1012-1(j) alone (Rev. Proc. 2024-28 s. 4.01(2),
    5.02(3)): what an incomplete allocation forbids is said of units held as of 2025-01-01.
    """
    assets = {
        asset
        for (_, asset), allocation in allocations.items()
        if allocation.kind is AllocationKind.GLOBAL
    }
    if not assets:
        return frozenset()
    return frozenset(
        event.id for event in events if event.time >= until and _acquires(event) in assets
    )


def _acquires(event: Event) -> str | None:
    if event.kind is Kind.TRADE:
        return event.got_asset
    return event.asset if event.kind in _ACQUISITIONS else None


def first_given_up(
    events: Iterable[Event], accounts: Accounts, law: Law, positions: Positions
) -> Mapping[Holder, GivenUp]:
    """Give when an owner first gave an asset up to someone after universal pools.

    The network's fee of an own transfer is given up too, unless by position `transfer_fee` it is
    none; a move within one account is nothing (docs/spec/lots.md 7).
    """
    since = first_day_apart(law)
    fee_is_none = positions["transfer_fee"] == "basis"
    firsts: dict[Holder, GivenUp] = {}
    for event in events:
        account = accounts.named(event.account)
        if not pools_with_others(account):
            continue
        given = {event.asset: event.id} if event.kind in _TO_SOMEONE_ELSE else {}
        if event.fee_asset is not None and not (_is_move(event) and fee_is_none):
            given.setdefault(event.fee_asset, f"the fee of {event.kind} {event.id}")
        if not given or (_is_move(event) and event.to_account == event.account):
            continue
        day = account.zone.day(event.time)
        if day >= since:
            for asset, by in given.items():
                holder = account.owner, asset
                if holder not in firsts or day < firsts[holder].day:
                    firsts[holder] = GivenUp(day, by)
    return firsts


def _is_move(event: Event) -> bool:
    return event.kind is Kind.TRANSFER


def _owners(accounts: Accounts) -> Sequence[Owner]:
    described = {each.owner for each in accounts.described.values()}
    return [each for each in Owner if each in described or each is Owner.SELF]


def _against(
    allocation: Allocation, settings: PoolSettings, assets: Assets, law: Law
) -> str | None:
    """Say why an allocation cannot count for anyone, if it cannot."""
    if settings.before_2025 is PoolRule.ACCOUNT:
        return '`before_2025 = "account"` leaves nothing to allocate: each account had its own lots'
    if not assets.named(allocation.asset).is_digital:
        return f"{allocation.asset} is no digital asset"
    if allocation.kind is AllocationKind.GLOBAL:
        return _against_description(allocation, law)
    if allocation.completed is None:
        return (
            "nobody told when it was completed, which is before the first sale or transfer to "
            f"someone else from {day_text(first_day_apart(law))} on; put the day into `completed`"
        )
    limit = _due(law)
    if allocation.completed >= limit:
        return f"a specific-unit allocation is completed before {day_text(limit)}"
    return None


def _against_description(allocation: Allocation, law: Law) -> str | None:
    limit = _day(law.on("allocation", first_day_apart(law)).values["described_before"])
    if allocation.described is None or allocation.described >= limit:
        return f"a global allocation is described in the books before {day_text(limit)}"
    return None


def _too_late(allocation: Allocation, owner: Owner, first: GivenUp | None, law: Law) -> str | None:
    """Say why an allocation came too late for an owner, if it did.

    A specific-unit one is complete before the first giving up, a global one before that or the due
    date of the return, whichever is later (Rev. Proc. 2024-28 s. 5.02(4), (5)(b)).
    """
    completed = allocation.completed
    if first is None or completed is None:
        return None
    gave_up = (
        f"the first sale or transfer to someone else, which {owner} made on {day_text(first.day)} "
        f"({first.by})"
    )
    if allocation.kind is not AllocationKind.GLOBAL:
        in_time = completed < first.day
        return None if in_time else f"a specific-unit allocation is completed before {gave_up}"
    due = _due(law)
    if completed < max(first.day, due):
        return None
    return f"a global allocation is completed before the later of {day_text(due)} and {gave_up}"


def _on_extension(
    allocation: Allocation, owner: Owner, first: GivenUp | None, law: Law
) -> Iterable[Problem]:
    """Say where an allocation is in time only if the time to file the return was extended."""
    due = _day(law.on("allocation", first_day_apart(law)).values["without_extension"])
    completed = allocation.completed
    if completed is None or completed < due:
        return
    if allocation.kind is AllocationKind.GLOBAL and (first is None or completed < first.day):
        return
    message = (
        f"The {allocation.kind} allocation of {allocation.asset} by {owner} was completed on "
        f"{day_text(completed)}: that was in time only if the time to file the return was extended "
        f"beyond {day_text(due)} (Rev. Proc. 2024-28 s. 5.02(4), (5)(b)); take the allocation out "
        "if it was not."
    )
    yield Problem("allocation-on-extension", Severity.WARNING, message, "accounts.toml")


def _due(law: Law) -> Day:
    """Give the day on which the return of 2025 was due with the time to file it extended."""
    return _day(law.on("allocation", first_day_apart(law)).values["completed_before"])


def _day(value: object) -> Day:
    assert isinstance(value, date)
    return value.toordinal()


def _problem(allocation: Allocation, reason: str, owner: Owner | None = None) -> Problem:
    of_whom = "" if owner is None else f" for the units of {owner}"
    lots = "Lots" if owner is None else f"Lots of {owner}"
    message = (
        f"The {allocation.kind} allocation of {allocation.asset} in accounts.toml does not count"
        f"{of_whom}: {reason} (Rev. Proc. 2024-28 s. 4, 5). {lots} stay where their own units are "
        "instead; mend the days if they are wrong, or take the allocation out."
    )
    return Problem("allocation-not-valid", Severity.ERROR, message, "accounts.toml")
