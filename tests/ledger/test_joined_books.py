"""Books that tell the pieces of a lot as one: every sum is what it is piece by piece."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest

from harvestry.events.kind import Kind
from harvestry.ledger import stretches
from harvestry.ledger.books import Books, books_of, open_lots
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.joined_books import JoinedBooks
from harvestry.ledger.match import Match
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import State
from harvestry.ledger.stretches import fold_and_tell, told
from harvestry.ledger.wash.losses import key_of
from properties.wash_engine import the_wash_engine
from properties.wash_lives import wash_life

SEEDS = range(120)
NEVER = 1 << 40
WRITTEN = ("matches", "washes", "moves", "departures", "income", "results", "problems")
Sums = dict[tuple[object, ...], list[int]]


def lives(order: str | None = None) -> Iterator[tuple[list, Rules]]:  # type: ignore[type-arg]
    engine = the_wash_engine()
    for seed in SEEDS:
        lived = wash_life(f"joined {seed}")
        accounts = engine.accounts(lived.accounts)
        yield engine.happened(lived, accounts), engine.wash_rules(lived, accounts, order)


def joined(events: list, rules: Rules, recent: int) -> tuple[State, Books]:  # type: ignore[type-arg]
    written = JoinedBooks(rules.accounts, recent)
    state = told(fold_and_tell(fold, EMPTY, events, rules, written.tell), written.tell)
    return state, written.books(state)


def carried(state: State, since: int = 0) -> tuple[object, ...]:
    """Give what a fold goes on from; purchases before an instant no loss to come asks about."""
    wash = state.wash
    return (
        list(open_lots(state)),
        state.match_count,
        state.numbers,
        [
            replace(loss, key=(*key_of(loss)[:2], 0, 0))  # then as written
            for loss in wash.open_losses
        ],
        [(lot.piece, lot.fresh_left, lot.fresh_in) for lot in wash.gone if lot.acquired >= since],
        wash.orders,
    )


def added(parts: Iterable[tuple[tuple[object, ...], tuple[int | None, ...]]]) -> Sums:
    sums: Sums = defaultdict(list)
    for key, amounts in parts:
        before = sums[key] or [0] * len(amounts)
        sums[key] = [one + (other or 0) for one, other in zip(before, amounts, strict=True)]
    return sums


def kind_of(match: Match) -> tuple[object, ...]:
    loses = None if match.gain is None else match.gain - match.disallowed < 0
    return match.disposal, match.lot, match.term, match.sold_on, match.acquired_on, loses


def sums_of(books: Books) -> tuple[Sums, Sums]:
    matches = added(
        (kind_of(each), (each.quantity, each.proceeds, each.basis, each.disallowed))
        for each in books.matches
    )
    washes = added(
        (
            (*kind_of(books.matches[each.match]), each.lot, each.account, each.outcome, each.rule),
            (each.quantity, each.amount, each.replacing),
        )
        for each in books.washes
    )
    return matches, washes


@pytest.mark.parametrize("order", [None, "hifo"])
@pytest.mark.parametrize("length", [1, 7, 1000])
def test_sums_are_those_of_the_pieces(
    order: str | None, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stretches, "_TOLD_AT_ONCE", length)
    fewer = 0
    for events, rules in lives(order):
        state = fold(EMPTY, events, rules)
        whole = books_of(state)
        after, few = joined(events, rules, NEVER)
        assert sums_of(few) == sums_of(whole)
        same = ("lots", "moves", "departures", "income", "results", "problems", "pooled")
        assert all(getattr(few, name) == getattr(whole, name) for name in same)
        assert rules.wash is not None
        zone = rules.wash.zone
        since = zone.start_of_day(zone.day(events[-1].time) - 30)
        assert carried(after, since) == carried(state, since)
        assert not after.chapters
        fewer += len(whole.matches) - len(few.matches)
    assert fewer > 0


def starts_of(books: Books) -> dict[tuple[object, ...], set[int]]:
    starts: dict[tuple[object, ...], set[int]] = defaultdict(set)
    for each in books.matches:
        if each.holding_from is not None:
            starts[kind_of(each)].add(each.holding_from)
    return starts


def test_joined_pieces_are_held_from_the_earliest_of_their_days() -> None:
    """Days are tacked to the pieces that replaced, so those of one lot begin on several."""
    joined_ones = 0
    for events, rules in lives():
        whole = starts_of(books_of(fold(EMPTY, events, rules)))
        few = starts_of(joined(events, rules, NEVER)[1])
        assert {kind: min(days) for kind, days in few.items()} == {
            kind: min(days) for kind, days in whole.items()
        }
        joined_ones += sum(len(days) > len(few[kind]) for kind, days in whole.items())
    assert joined_ones > 0


def test_a_copy_tells_what_the_books_do_and_goes_its_own_way() -> None:
    found = set()
    for others, rules in lives():
        last = others[-1]
        won = replace(last, id=f"{last.id} won", kind=Kind.RESULT_1256, usd=5, fee_asset=None)
        events = [*others, won]
        written = JoinedBooks(rules.accounts, NEVER)
        state = told(fold_and_tell(fold, EMPTY, events, rules, written.tell), written.tell)
        twin, whole = written.copy(), written.books(state)
        assert twin.books(state) == whole
        found |= {name for name in WRITTEN if getattr(whole, name)}
        twin.tell(fold(EMPTY, events, rules))
        assert written.books(state) == whole
    assert found == set(WRITTEN), "no life has some of what is written down"


def test_pieces_bought_lately_are_told_each() -> None:
    for events, rules in lives():
        whole = books_of(fold(EMPTY, events, rules))
        few = joined(events, rules, 0)[1]

        def by_piece(books: Books) -> Sums:
            return added(
                ((each.account, each.piece, each.bought_on), (each.quantity, each.amount))
                for each in books.washes
            )

        assert by_piece(few) == by_piece(whole)


def test_what_a_fold_goes_on_to_is_the_same_without_chapters() -> None:
    for events, rules in lives():
        cut = len(events) // 2
        state = fold(EMPTY, events[:cut], rules)
        bare = fold(state.without_chapters(), events[cut:], rules)
        full = fold(state, events[cut:], rules)
        told_now = list(bare.washes)
        assert told_now == list(full.washes)[len(list(full.washes)) - len(told_now) :]
        assert carried(bare) == carried(full)
