"""Purchases that may replace, many of them: what is used up or old is dropped, nothing else."""

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.wash.purchases import Purchases

KEY = ("a", "X")


def bought(n: int, *, left: bool = True) -> OpenLot:
    lot = OpenLot(f"b{n}", 0, 5, 10, n, None, None, None, fresh_in=KEY)
    lot.used = 0 if left else 5
    return lot


def roots(purchases: Purchases, since: int = 0) -> list[str]:
    by_root = [lot.root for _, lot in purchases.since(since) if lot]
    assert [lot.root for lot in purchases.held(since)] == by_root
    return by_root


def kept(purchases: Purchases) -> int:
    """Count all that are still kept: of every instant something went today."""
    return sum(1 for _, some in purchases.since(0) if some is None)


def test_what_is_used_up_is_dropped_and_what_is_left_stays() -> None:
    purchases = Purchases([bought(n, left=n % 50 == 0) for n in range(200)])
    assert kept(purchases) == 200
    for _ in range(3):
        assert roots(purchases) == ["b0", "b50", "b100", "b150"]
    purchases.drop_spent({7, 9}.__contains__)  # of which some sold today is free
    assert kept(purchases) == 6
    purchases.add([bought(49)])
    assert roots(purchases) == ["b0", "b49", "b50", "b100", "b150"]


def test_how_many_used_up_ones_were_met_is_counted() -> None:
    purchases = Purchases([bought(n, left=n > 2) for n in range(200)])
    assert len(roots(purchases)) == 197
    assert purchases.met == 3  # instant by instant; among those held nothing stands before them
    purchases.drop_spent(set().__contains__)
    assert purchases.met == 0
    assert kept(purchases) == 197


def test_what_is_older_than_the_window_is_passed_over() -> None:
    purchases = Purchases([bought(n) for n in range(100)])
    purchases.begin(90)
    assert roots(purchases) == [f"b{n}" for n in range(90, 100)]
    purchases.sweep()
    assert roots(purchases) == [f"b{n}" for n in range(90, 100)]
    purchases.add([bought(200), bought(95)])
    assert roots(purchases, 95) == ["b95", "b95", *(f"b{n}" for n in range(96, 100)), "b200"]


def test_used_up_ones_met_before_a_sweep_are_dropped_after_it() -> None:
    purchases = Purchases([bought(n, left=n >= 110) for n in range(120)])
    purchases.begin(100)
    assert roots(purchases, 100) == [f"b{n}" for n in range(110, 120)]
    purchases.sweep()
    purchases.drop_spent(set().__contains__)
    assert kept(purchases) == 10


def test_something_was_bought_since_an_instant_or_nothing_was() -> None:
    purchases = Purchases([])
    assert not purchases.has_since(0)
    purchases.add([bought(5)])
    assert purchases.has_since(5)
    assert not purchases.has_since(6)
