"""The random households: nothing of what they are for may quietly go missing from them."""

from collections import Counter

from oracle.naive_pools import PooledMatcher, match
from properties.pooled_lives import pooled_life

SEEDS = range(300)


def test_what_decides_pools_and_identification_happens_often() -> None:
    seen = Counter[str]()
    for seed in SEEDS:
        told = pooled_life(seed)
        assert told.household is not None
        books = match(told.rows, told.accounts, None, told.household)
        seen.update({code for code, _ in books.problems})
        placed = {
            move.asset: move.event for move in books.moves if move.event.startswith("placed:")
        }
        seen["a pool that ended"] += bool(placed)
        for pool in ("universal", "wallets"):
            seen[pool] += any(lot.account.startswith(pool) for lot in books.open_lots)
        matcher = PooledMatcher(told.accounts, None, told.household, told.rows)
        for asset in placed:
            made = matcher.allocation("self", asset)
            if made is not None:
                seen[f"{made['kind']} {made['rule']}"] += 1
    expected = {
        "a pool that ended": 100,
        "universal": 5,
        "wallets": 20,
        "identified-late": 50,
        "books-no-longer-identify": 20,
        "books-do-not-identify": 20,
        "broker-order-controls": 4,
        "allocation-not-complete": 4,
        "pool-totals-differ": 4,
        **{
            f"{kind} {rule}": 3
            for kind in ("global", "specific-unit")
            for rule in ("history", "lowest-to-largest", "highest-to-largest", "file")
        },
    }
    assert not {name: seen[name] for name, least in expected.items() if seen[name] < least}
