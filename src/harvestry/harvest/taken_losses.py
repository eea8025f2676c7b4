"""Losses already taken that may still be disallowed: what not to buy, and not to sell, till when.

It asks of the day of each loss, as the fold does, whether the rule reaches it. A coin's loss that
today's regime would reach, had it begun before, is told apart: these books disallow nothing of it.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from harvestry.events.account import Accounts, Owner, Treatment
from harvestry.harvest.look_ahead import LookAhead
from harvestry.harvest.purchases import Purchase
from harvestry.ledger.books import Books
from harvestry.ledger.match import Match, closes_short
from harvestry.ledger.wash.losses import is_loss
from harvestry.tax.wash_reach import loss_reached, may_hold_a_replacement
from harvestry.units.days import Day
from harvestry.units.exact import Quantity


class Blocked(NamedTuple):
    """An asset to leave alone in an account up to and on a day, because of a loss already taken.

    Bought, it would replace what was sold at a loss; of a short sale closed at a loss, sold or sold
    short, it would stand for what was covered. `sold` is what the loss was on, the asset itself or
    one it stands for; `sold_in` and `sold_on` tell of the latest such loss, `disposal` names it.
    `is_covered` tells whether the rule reaches the loss. One it does not reach was taken before
    the regime begins: who holds that coins are covered today can hardly hold that they were not.
    An asset that `is_option` can be sold, but is written, not sold short.
    """

    asset: str
    account: str
    until: Day
    sold: str
    sold_in: str
    sold_on: Day
    disposal: str
    is_covered: bool = True
    is_option: bool = False


def blocked(
    books: Books, ahead: LookAhead, accounts: Accounts, names: Sequence[str]
) -> list[Blocked]:
    """Give what must not be bought until when, because of losses already taken (IRC 1091(a)).

    Any account of the household can hold the replacement; `names` are those that are known.
    """
    return _in_each_account(books, ahead, accounts, names, of_shorts=False)


def not_to_sell(
    books: Books, ahead: LookAhead, accounts: Accounts, names: Sequence[str]
) -> list[Blocked]:
    """Give what must not be sold or sold short until when, because a short was closed at a loss.

    A sale in any account of the household disallows such a loss (IRC 1091(e)).
    """
    return _in_each_account(books, ahead, accounts, names, of_shorts=True)


def plans_in_the_way(stopped: Iterable[Blocked], ahead: LookAhead) -> dict[Blocked, list[Purchase]]:
    """Give the planned purchases that would wash losses already taken, by what they block.

    Of an asset that is blocked in several accounts the first stands for all.
    """
    found = {}
    for each in firsts(stopped):
        replacing = ahead.standing(each.asset).replacing
        plans = [plan for plan in replacing if plan.is_planned and plan.day <= each.until]
        if plans:
            found[each] = plans
    return found


def firsts(stopped: Iterable[Blocked]) -> list[Blocked]:
    """Give one for each asset and reason, the first of those of its accounts."""
    by_reason: dict[tuple[str, bool], Blocked] = {}
    for each in stopped:
        by_reason.setdefault((each.asset, each.is_covered), each)
    return list(by_reason.values())


def _in_each_account(
    books: Books, ahead: LookAhead, accounts: Accounts, names: Sequence[str], *, of_shorts: bool
) -> list[Blocked]:
    """Give what the latest loss of each asset blocks, in each account that counts."""
    stance = ahead.stance
    counting = [name for name in names if may_hold_a_replacement(accounts.named(name), stance)]
    known = {match.asset for match in books.matches}
    until: dict[tuple[str, bool], Blocked] = {}
    for sold, latest in sorted(_latest(books, ahead, accounts, of_shorts=of_shorts).items()):
        then = _standing_for(latest, known, latest.sold_on, ahead)
        for asset in sorted({*then, *_standing_for(latest, known, ahead.day, ahead)}):
            each = Blocked(
                *(asset, "", _counted_on(latest, ahead) + ahead.days, sold),
                *(latest.event.account, latest.sold_on, latest.disposal),
                is_covered=asset in then,
                is_option=ahead.assets.named(asset).is_option,
            )
            before = until.get((asset, each.is_covered))
            if before is None or before.until < each.until:
                until[asset, each.is_covered] = each
    return [each._replace(account=name) for _, each in sorted(until.items()) for name in counting]


def _latest(
    books: Books, ahead: LookAhead, accounts: Accounts, *, of_shorts: bool
) -> dict[str, Match]:
    """Give the latest loss of each asset that may still be disallowed, in full or in part."""
    replaced: dict[int, Quantity] = {}
    for wash in books.washes:
        replaced[wash.match] = replaced.get(wash.match, 0) + wash.quantity
    latest: dict[str, Match] = {}
    for n, match in enumerate(books.matches):
        if _counted_on(match, ahead) < ahead.day - ahead.days:
            continue
        account = accounts.named(match.event.account)
        may_be_disallowed = (
            is_loss(match)
            and closes_short(match) is of_shorts
            and replaced.get(n, 0) < match.quantity
            and account.treatment is Treatment.TAXABLE
            and account.owner is not Owner.ENTITY
            and any(_is_reached(match, day, ahead) for day in (match.sold_on, ahead.day))
        )
        if may_be_disallowed:
            before = latest.get(match.asset, match)
            latest[match.asset] = max(before, match, key=lambda each: _order(each, ahead))
    return latest


def _order(match: Match, ahead: LookAhead) -> tuple[Day, str, str]:
    return _counted_on(match, ahead), match.event.account, match.disposal


def _counted_on(match: Match, ahead: LookAhead) -> Day:
    """Give the day from which a window is over for sure: the account's, or the household's."""
    return max(match.sold_on, ahead.zone.day(match.event.time))


def _standing_for(match: Match, known: Iterable[str], day: Day, ahead: LookAhead) -> Sequence[str]:
    """Give what would disallow a loss if it had been taken on a day."""
    return ahead.standing_for(match.asset, known, day) if _is_reached(match, day, ahead) else ()


def _is_reached(match: Match, day: Day, ahead: LookAhead) -> bool:
    return loss_reached(match, day, ahead.stance, ahead.assets, ahead.law)
