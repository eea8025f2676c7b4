"""A pool through which much goes: emptied pieces are swept, and the next in line stays the next."""

import pytest

from harvestry.events.account import Method
from harvestry.ledger.lot import OpenLot
from harvestry.ledger.pool import Pool
from harvestry.ledger.taking import take

MANY = 500


def full() -> Pool:
    pool = Pool()
    for n in range(MANY):
        pool.add(OpenLot(f"b{n}", 0, 2, 10 * n, n, n, n, None))
    return pool


@pytest.mark.parametrize("units", [1, 2, 3])
def test_first_in_first_out_goes_through_every_piece_in_turn(units: int) -> None:
    pool = full()
    gone: list[str] = []
    while taken := take(pool, units, Method.FIFO):
        gone += [lot.root for lot, part, _, _ in taken for _ in range(part)]
    assert gone == [f"b{n}" for n in range(MANY) for _ in range(2)]
    assert not pool.held
    assert not list(pool)


def test_what_is_added_once_much_is_gone_takes_its_place() -> None:
    pool = full()
    take(pool, 2 * (MANY - 2), Method.FIFO)
    pool.add(OpenLot("old", 0, 1, 7, 3, 3, 3, None))
    roots = [lot.root for lot, _, _, _ in take(pool, 5, Method.FIFO)]
    assert roots == ["old", f"b{MANY - 2}", f"b{MANY - 1}"]
