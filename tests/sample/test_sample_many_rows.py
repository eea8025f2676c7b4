"""The long stream is in order, of the length asked for, and never gives what is not there."""

from collections import defaultdict
from fractions import Fraction
from itertools import islice

from harvestry.sample.many_rows import many_rows


def test_it_has_a_header_and_as_many_lines_as_asked() -> None:
    assert len(list(many_rows(0))) == 1
    lines = list(many_rows(1_000))
    assert len(lines) == 1_001
    assert all(line.count(",") == lines[0].count(",") and line.endswith("\n") for line in lines)
    assert lines == list(many_rows(1_000))


def test_it_streams() -> None:
    assert len(list(islice(many_rows(10**9), 10))) == 10


def test_times_and_ids_go_up_and_no_balance_goes_below_zero() -> None:
    held: dict[tuple[str, str], Fraction] = defaultdict(Fraction)
    kinds = set()
    before = ""
    for line in islice(many_rows(20_000), 1, None):
        time, account, kind, asset, quantity, _, _, _, to, got, got_quantity = line.split(",")
        assert time >= before
        before = time
        kinds.add(kind)
        arriving = kind in ("buy", "income:staking")
        held[account, asset] += Fraction(quantity) * (1 if arriving else -1)
        assert Fraction(quantity) > 0
        assert held[account, asset] >= 0
        if to:
            held[to, asset] += Fraction(quantity)
        if got:
            held[account, got] += Fraction(got_quantity.strip())
    assert kinds == {"buy", "sell", "income:staking", "transfer", "trade"}
