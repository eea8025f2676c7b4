"""Position `mutual_loop`: two losses of one day, each lot bought in the other's window.

Treas. Reg. 1.1091-1(e); docs/spec/wash-sales.md section 4. Here the fold stands alone against
hand arithmetic: no text says what `both` does to a match whose turn has passed.
"""

import pytest

from properties.wash_by_hand import BOTH, LOOP, ONCE, Came, matches_of, told
from properties.wash_engine import the_wash_engine


@pytest.mark.parametrize(("choice", "expected"), [("once", ONCE), ("both", BOTH)])
def test_the_loop_comes_to(choice: str, expected: list[Came]) -> None:
    assert matches_of(the_wash_engine(), told(LOOP, mutual_loop=choice)) == expected
