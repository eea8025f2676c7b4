"""Purchases that may replace, many of them: what is used up or old is swept, nothing else."""

from harvestry.ledger.lot import OpenLot
from harvestry.ledger.wash_purchases import Bought, Purchases

KEY = ("a", "X")


def bought(n: int, *, left: bool = True) -> Bought:
    lot = OpenLot(f"b{n}", 0, 5, 10, n, None, None, None, fresh=True)
    lot.used = 0 if left else 5
    return Bought(lot, KEY)


def roots(purchases: Purchases, since: int = 0) -> list[str]:
    return [each.lot.root for some in purchases.since(since, ()) for each in some if each.left]


def test_what_is_used_up_is_swept_and_what_is_left_stays() -> None:
    every = [bought(n, left=n % 50 == 0) for n in range(200)]
    purchases = Purchases(every)
    for _ in range(3):
        assert roots(purchases) == ["b0", "b50", "b100", "b150"]
        purchases.sweep(0)
    purchases.add(bought(49))
    assert roots(purchases) == ["b0", "b49", "b50", "b100", "b150"]
    assert sum(map(len, purchases.since(0, ()))) == 5


def test_what_is_older_than_the_window_is_swept() -> None:
    purchases = Purchases([bought(n) for n in range(100)])
    purchases.sweep(90)
    assert roots(purchases) == [f"b{n}" for n in range(90, 100)]
    purchases.add(bought(95))
    purchases.add(bought(200))
    assert roots(purchases, 95) == ["b95", "b95", *(f"b{n}" for n in range(96, 100)), "b200"]
