"""What always holds of wash sales (docs/spec/wash-sales.md section 7), whatever the history.

None of this asks the oracle: it is about the fold against itself and against plain addition.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest

from properties.amounts import COIN, DOLLAR, coins, dollars, units_of
from properties.engine import is_cover
from properties.lives import FULL_SIZE
from properties.rows import Row
from properties.scenes import METHODS
from properties.wash_engine import WashEngine, the_wash_engine
from properties.wash_lives import WashLife, wash_life

SEEDS = range(3000 if FULL_SIZE else 250)
ORDERS = (None, *METHODS)
PLAIN_KINDS = ("buy", "sell", "trade", "transfer", "chain", "income", "spend", "fee", "inherit")
"""Kinds whose lots have one known basis and whose giving up is all for dollars."""
SMALLEST_PART = COIN // 10**6
SECOND = "!"
NEARLY = DOLLAR // 10**12
"""What the rounding of many parts may come to."""
ROUNDED = 8
"""How many of the smallest units the basis of one piece may be off."""


def lives(seeds: Iterable[int] = SEEDS) -> Iterator[tuple[int, WashLife]]:
    return ((seed, wash_life(f"invariant {seed}")) for seed in seeds)


def is_plain(row: Row) -> bool:
    kind = row["kind"].partition(":")[0]
    known = bool(row.get("usd")) or kind == "transfer"
    return kind in PLAIN_KINDS and known and ("fee_asset" not in row or "fee_usd" in row)


def plain_lives(seeds: Iterable[int] = SEEDS) -> Iterator[tuple[int, WashLife]]:
    """Give lives in which every dollar is known."""
    for seed, lived in lives(seeds):
        yield seed, lived._replace(rows=[row for row in lived.rows if is_plain(row)])


def without_the_step(engine: WashEngine, lived: WashLife, order: str | None = None) -> Any:
    accounts = engine.accounts(lived.accounts)
    return engine.fold(
        engine.empty, engine.happened(lived, accounts), engine.rules(accounts, order)
    )


def test_a_realised_loss_is_allowed_deferred_or_lost() -> None:
    engine = the_wash_engine()
    for seed, lived in lives():
        for order in ORDERS:
            books = engine.books(engine.folded(lived, order))
            by_match = defaultdict(list)
            for wash in books.washes:
                assert wash.quantity > 0, seed
                assert wash.amount >= 0, seed
                assert wash.outcome.value in ("deferred", "lost"), seed
                by_match[wash.match].append(wash)
            for place, match in enumerate(books.matches):
                washes = by_match[place]
                assert match.disallowed == sum(wash.amount for wash in washes), seed
                assert sum(wash.quantity for wash in washes) <= match.quantity, seed
                if not washes:
                    continue
                assert not is_cover(match), seed
                loss = match.basis - match.proceeds
                assert 0 <= match.disallowed <= loss, seed
                assert match.gain == -(loss - match.disallowed), seed


def test_what_is_deferred_is_the_rise_of_basis() -> None:
    """All basis that came in, and all that was deferred, is in a match, a lot or what departed."""
    engine, risen = the_wash_engine(), 0
    for seed, lived in plain_lives():
        for order in ORDERS:
            books = engine.books(engine.folded(lived, order))
            deferred = total(wash.amount for wash in books.washes if is_deferred(wash))
            before = all_basis(engine.books(without_the_step(engine, lived, order)))
            assert all_basis(books) == before + deferred, seed
            risen += deferred > 0
    assert risen > len(SEEDS)


def is_deferred(wash: Any) -> bool:
    return bool(wash.outcome.value == "deferred")


def total(amounts: Iterator[int] | Any) -> int:
    return sum(amounts)


def all_basis(books: Any) -> int:
    parts = [*books.matches, *books.lots, *books.departures]
    return total(part.basis for part in parts if part.basis is not None)


def test_no_unit_replaces_twice() -> None:
    engine = the_wash_engine()
    for seed, lived in lives():
        bought = {row["id"]: units_bought(row) for row in lived.rows}
        for order in ORDERS:
            used: dict[str, int] = defaultdict(int)
            for wash in engine.books(engine.folded(lived, order)).washes:
                used[wash.lot] += wash.replacing
            assert all(units <= bought[lot] for lot, units in used.items()), seed


def units_bought(row: Row) -> int:
    """Give the units that a row received, less those withheld as its fee."""
    got = row.get("got_asset") or row["asset"]
    units = units_of(row.get("got_quantity") or row["quantity"])
    return units - (units_of(row["fee_quantity"]) if row.get("fee_asset") == got else 0)


def test_once_all_is_sold_only_what_was_lost_is_missing() -> None:
    engine, lost_at_all = the_wash_engine(), 0
    for seed, lived in plain_lives():
        if not lived.rows:
            continue
        ended = sold_out(engine, lived)
        for order in ORDERS:
            books = engine.books(engine.folded(ended, order))
            plain = engine.books(without_the_step(engine, ended, order))
            assert not books.lots, seed
            lost = total(wash.amount for wash in books.washes if not is_deferred(wash))
            assert lifetime_gain(books) == lifetime_gain(plain) + lost, seed
            lost_at_all += lost > 0
    assert lost_at_all > len(SEEDS) // 10


def sold_out(engine: WashEngine, lived: WashLife) -> WashLife:
    """Let everything that is left be sold long after."""
    last = max(datetime.fromisoformat(row["time"]) for row in lived.rows)
    moment = (last.astimezone(UTC) + timedelta(days=70)).isoformat()
    held: dict[tuple[str, str], int] = defaultdict(int)
    for lot in engine.books(engine.folded(lived)).lots:
        held[lot.account, lot.asset] += lot.quantity
    rows = [
        {
            "time": moment,
            "account": account,
            "kind": "sell",
            "asset": asset,
            "quantity": coins(units),
            "id": f"the end {account} {asset}",
            "usd": dollars(units * 9 // 10**13),
        }
        for (account, asset), units in held.items()
    ]
    return lived._replace(rows=[*lived.rows, *rows])


def lifetime_gain(books: Any) -> int:
    """Give all proceeds less all basis that is known, and what is disallowed.

    Not the gains that are known alone: how a sale's proceeds round among its pieces hangs on their
    order, and with it what falls on one of unknown basis.
    """
    matches = books.matches
    known = total((match.proceeds or 0) - (match.basis or 0) for match in matches)
    return known + total(match.disallowed for match in matches)


def test_the_order_of_rows_does_not_matter() -> None:
    engine = the_wash_engine()
    for seed, lived in lives():
        there = engine.wash_plain(engine.folded(lived))
        back = engine.wash_plain(engine.folded(lived._replace(rows=lived.rows[::-1])))
        assert there == back, seed


def test_what_is_not_reached_is_as_without_the_step() -> None:
    engine = the_wash_engine()
    for seed, lived in lives():
        all_coins = {symbol: {"class": "coin"} for symbol in lived.assets}
        unreached = lived._replace(assets=all_coins, regime="current-law")
        for order in ORDERS:
            plain = engine.wash_plain(without_the_step(engine, unreached, order))
            assert engine.wash_plain(engine.folded(unreached, order)) == plain, seed


@pytest.mark.parametrize("kind", ["sell", "buy"])
def test_what_is_told_in_two_halves_changes_nothing(kind: str) -> None:
    """Every sale, or purchase, in two fills: together they gain and lose as before."""
    engine, tried = the_wash_engine(), Counter[str]()
    for seed, lived in plain_lives(range(3 * len(SEEDS))):  # of many too little is left below
        if kind == "buy" and lived.positions.get("same_order") == "counts":
            continue  # a fill then replaces units of the other
        whole = lived._replace(rows=[doubled(row) for row in lived.rows])
        halves = whole._replace(rows=[half for row in whole.rows for half in halved(row, kind)])
        for order in METHODS:
            before = engine.books(engine.folded(whole, order))
            after = engine.books(engine.folded(halves, order))
            parts = [*before.matches, *after.matches, *before.lots, *after.lots]
            if any(part.quantity < SMALLEST_PART for part in parts):
                continue  # what is lost on dust is decided by rounding
            if rounding_loses(before) or rounding_loses(after):
                continue
            if order == "hifo" and (rounding_decides(before) or rounding_decides(after)):
                continue
            tried[order] += bool(before.washes)
            one, other = by_disposal(before), by_disposal(after)
            assert one.keys() == other.keys(), seed
            for disposal in one:
                for mine, his in zip(one[disposal], other[disposal], strict=True):
                    assert abs(mine - his) <= NEARLY, (seed, order, disposal)
            went, goes = where_it_went(before), where_it_went(after)
            assert all(abs(went[to] - goes[to]) <= NEARLY for to in {*went, *goes}), (seed, order)
    assert tried.total() > len(SEEDS) // 4, tried
    assert min(tried[order] for order in METHODS) > len(SEEDS) // 20, tried


def where_it_went(books: Any) -> Counter[tuple[str, str]]:
    """Give what was disallowed by the account whose units took it, and how it ended."""
    found = Counter[tuple[str, str]]()
    for wash in books.washes:
        found[wash.account, wash.outcome.value] += wash.amount
    return found


def rounding_loses(books: Any) -> bool:
    """Tell whether a sale lost the last digits of its basis, so by rounding alone."""
    return any(0 < -(match.gain or 0) + match.disallowed <= NEARLY for match in books.matches)


def rounding_decides(books: Any) -> bool:
    """Tell whether pieces of one lot cost the same but for the last digits of their basis.

    A loss that is replaced in two parts makes two such pieces, and of them HIFO takes first the one
    whose basis was rounded up.
    """
    by_lot = defaultdict(list)
    for part in (*books.matches, *books.lots):
        if part.basis is not None:
            by_lot[part.lot].append((part.piece, part.basis, part.quantity))
    return any(
        one[0] != other[0]
        and 0 < abs(one[1] * other[2] - other[1] * one[2]) <= ROUNDED * (one[2] + other[2])
        for parts in by_lot.values()
        for one, other in combinations(parts, 2)
    )


def doubled(row: Row) -> Row:
    columns = {"quantity", "got_quantity", "fee_quantity"} & row.keys()
    twice = {name: coins(2 * units_of(row[name])) for name in columns}
    money = {"usd", "fee_usd"} & row.keys()
    twice |= {name: dollars(2 * (units_of(row[name]) // 10**12)) for name in money}
    return {name: text for name, text in row.items() if name != "lots"} | twice


def halved(row: Row, kind: str) -> list[Row]:
    """Part a plain sale or purchase in two rows that stand next to each other, of one order."""
    if row["kind"] != kind or "fee_asset" in row:
        return [row]
    half = {"quantity": coins(units_of(row["quantity"]) // 2)}
    for name in {"usd", "fee_usd"} & row.keys():
        half[name] = dollars(units_of(row[name]) // 10**12 // 2)
    if kind == "buy":
        half["order"] = row.get("order", "of " + row["id"])
    return [{**row, **half}, {**row, **half, "id": row["id"] + SECOND}]


def by_disposal(books: Any) -> dict[str, tuple[int, int]]:
    """Give gain and disallowed loss of every disposal whose gain is known."""
    found: dict[str, tuple[int, int]] = {}
    for match in books.matches:
        disposal = match.disposal.removesuffix(SECOND)
        gain, disallowed = found.get(disposal, (0, 0))
        found[disposal] = (gain + (match.gain or 0), disallowed + match.disallowed)
    return found
