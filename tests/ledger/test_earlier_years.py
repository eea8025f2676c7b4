"""Sales of earlier years told in sum: by account, asset, year and term all is what it was."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from harvestry.events.account import Owner
from harvestry.events.event import NO_DETAIL
from harvestry.law.regime import Regime
from harvestry.ledger.books import Books, books_of
from harvestry.ledger.earlier_years import EarlierYears
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.joined_books import JoinedBooks
from harvestry.ledger.match import Match
from harvestry.ledger.rules import Rules
from harvestry.ledger.stretches import fold_and_tell, told
from harvestry.units.days import year_of
from properties.wash_engine import the_wash_engine
from properties.wash_lives import wash_life

NEVER = 1 << 40
SEEDS = range(200)
Key = tuple[object, ...]


def lives(order: str | None) -> Iterator[tuple[list, Rules, int]]:  # type: ignore[type-arg]
    """Give histories whose coins are covered from half of their sales on."""
    engine = the_wash_engine()
    for seed in SEEDS:
        lived = wash_life(f"earlier {seed}")
        accounts = engine.accounts(lived.accounts)
        events = engine.happened(lived, accounts)
        rules = engine.wash_rules(lived, accounts, order)
        assert rules.wash is not None
        days = [match.sold_on for match in fold(EMPTY, events, rules).matches]
        if days:
            day = days[len(days) // 2]
            yield events, replace(rules, wash=replace(rules.wash, regime=Regime(day))), day - 1


def in_sum(events: list, rules: Rules, until: int, cut: int) -> tuple[Books, Books]:  # type: ignore[type-arg]
    """Give the same books twice, gone on with from one state in the middle."""
    assert rules.wash is not None
    earlier = EarlierYears(rules.accounts, rules.wash.assets, until)
    written = JoinedBooks(rules.accounts, NEVER, (), earlier)
    state = fold_and_tell(fold, EMPTY, events[:cut], rules, written.tell)
    both = []
    for books in (written.copy(), written):
        after = fold_and_tell(fold, state, events[cut:], rules, books.tell)
        both.append(books.books(told(after, books.tell)))
    return both[0], both[1]


def day_begins(events: list, rules: Rules) -> int:  # type: ignore[type-arg]
    """Give the place of an event in the middle with which a day begins."""
    assert rules.wash is not None
    day = rules.wash.zone.day
    half = range(len(events) // 2, len(events))
    return next(
        (n for n in half if n and day(events[n].time) != day(events[n - 1].time)), len(events)
    )


def by_year(books: Books) -> dict[Key, tuple[int, ...]]:
    sums: dict[Key, list[int]] = defaultdict(lambda: [0] * 5)
    for match in books.matches:
        key = match.event.account, match.asset, match.term, year_of(match.sold_on)
        unknown = match.quantity if match.gain is None else 0
        amounts = match.quantity, match.proceeds, match.basis, match.disallowed, unknown
        for n, amount in enumerate(amounts):
            sums[key][n] += amount or 0
    return {key: tuple(each) for key, each in sums.items()}


def lately(books: Books, until: int) -> dict[Key, int]:
    units: dict[Key, int] = defaultdict(int)
    for match in books.matches:
        if match.sold_on >= until:
            units[match.disposal, match.lot, match.term, match.acquired_on] += match.quantity
    return units


def one_by_one(matches: tuple[Match, ...], until: int, rules: Rules) -> list[str]:
    """Give the earlier sales that are never summed: of a joint account, or not digital."""
    assert rules.wash is not None
    asset, account = rules.wash.assets.named, rules.accounts.named
    return [
        match.disposal
        for match in matches
        if match.sold_on < until
        and (
            not asset(match.asset).is_digital
            or account(match.event.account).owner is Owner.JOINT
            or match.event.detail is not NO_DETAIL
        )
    ]


def test_each_year_sums_up_to_what_its_pieces_do() -> None:
    fewer = 0
    for order in (None, "hifo"):
        for events, rules, until in lives(order):
            whole = books_of(fold(EMPTY, events, rules))
            one, other = in_sum(events, rules, until, day_begins(events, rules))
            assert one == other
            assert by_year(one) == by_year(whole)
            assert lately(one, until) == lately(whole, until)
            assert set(one_by_one(one.matches, until, rules)) == set(
                one_by_one(whole.matches, until, rules)
            )
            assert sum(wash.amount for wash in one.washes) == sum(
                wash.amount for wash in whole.washes
            )
            times = [match.event.time for match in one.matches]
            assert times == sorted(times)
            fewer += len({m.disposal for m in whole.matches} - {m.disposal for m in one.matches})
    assert fewer > len(SEEDS) // 10
