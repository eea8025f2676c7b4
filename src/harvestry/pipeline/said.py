"""What settings and rows say that cannot be believed, or is not worked out."""

from collections.abc import Iterable

from harvestry.events.account import Accounts
from harvestry.events.account_problems import order_problems
from harvestry.events.event import NO_DETAIL, Event
from harvestry.units.problems import Problem, Severity


def settings_problems(accounts: Accounts) -> Iterable[Problem]:
    """Give what the settings say that cannot be believed, or is not worked out."""
    for account in accounts.described.values():
        yield from order_problems(account)
    unused = [word for word, given in _unused(accounts) if given]
    if unused:
        message = (
            f"accounts.toml sets {', '.join(unused)}, which this version does not work out: what "
            "can be locked in is before selling fees and the venue's sizes."
        )
        yield Problem("setting-not-used", Severity.NOTE, message, "accounts.toml")


def _unused(accounts: Accounts) -> Iterable[tuple[str, bool]]:
    described = accounts.described.values()
    yield "`fee_rate`", any(account.fee_rate for account in described)
    yield "`minimum`", any(account.minimum for account in described)
    yield "`step`", any(account.step for account in described)


def event_problems(events: Iterable[Event]) -> Iterable[Problem]:
    """Give what rows say of Form 8949 that is not worked out yet: never let it pass for zero."""
    for event in events:
        detail = event.detail
        if detail is NO_DETAIL or not (
            detail.adjust or detail.related or detail.prior_disallowed is not None
        ):
            continue
        message = (
            f"{event.id} in {event.account} sets `adjust`, `related` or `prior_disallowed`, which "
            "this version does not work out: its gain is without them."
        )
        where = event.source
        yield Problem("column-not-used", Severity.ERROR, message, where.file.name, where.rows[0])
