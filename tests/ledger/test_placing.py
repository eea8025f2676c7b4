"""What a name and an explicit list take of a lot in several pieces (docs/spec/lots.md 6)."""

import pytest

from harvestry.events.account_plans import (
    Allocation,
    AllocationKind,
    AllocationRow,
    AllocationRule,
)
from harvestry.ledger.lot import OpenLot
from harvestry.ledger.placing import AllocationError, Plan, follow
from harvestry.ledger.pool import Pool


def piece(number: int, holding_from: int | None) -> OpenLot:
    return OpenLot("L", number, 1, 10, 0, 700_000, holding_from, None)


def placed(pieces: list[OpenLot], units: int) -> set[int]:
    """Give the numbers of the pieces that a list places first."""
    rows = (AllocationRow(1, "a", "L", units), AllocationRow(2, "b", "L", len(pieces) - units))
    kind, rule = AllocationKind.SPECIFIC_UNIT, AllocationRule.FILE
    allocation = Allocation("X", kind, rule, file="list.csv", rows=rows)
    plan = Plan("X", pieces, {"a": units, "b": len(pieces) - units})
    follow(plan, allocation, {})
    return {pieces[n].number for n, account in plan.given if account == "a"}


def test_the_longest_held_piece_goes_first() -> None:
    assert placed([piece(1, 700_000), piece(2, 699_990)], 1) == {2}


def test_a_piece_held_nobody_knows_how_long_goes_last() -> None:
    assert placed([piece(1, None), piece(2, 700_000)], 1) == {2}
    assert placed([piece(2, 700_000), piece(1, None)], 1) == {2}


def test_of_pieces_held_alike_the_lowest_number_goes_first() -> None:
    assert placed([piece(3, 700_000), piece(2, 700_000), piece(1, 700_000)], 2) == {1, 2}


def test_a_name_takes_pieces_held_nobody_knows_how_long_last() -> None:
    """docs/spec/lots.md section 6: pieces of one root differ in holding once one was washed."""
    pool = Pool()
    for number, holding_from in ((1, None), (2, 700_000), (3, 699_000)):
        pool.add(piece(number, holding_from))
    assert [lot.number for lot in pool.named("L")] == [3, 2, 1]


def test_by_history_an_account_gets_no_more_of_a_lot_than_it_holds_of_it() -> None:
    """Both hold one unit each of L, which lies in two pieces, and one each of M."""
    pieces = [
        piece(1, 700_000),
        piece(2, 700_000),
        OpenLot("M", 0, 2, 20, 1, 700_001, 700_001, None),
    ]
    plan = Plan("X", pieces, {"a": 2, "b": 2})
    follow(plan, None, {("L", "a"): 1, ("L", "b"): 1, ("M", "a"): 1, ("M", "b"): 1})
    assert plan.given == {(0, "a"): 1, (1, "b"): 1, (2, "a"): 1, (2, "b"): 1}


def test_a_list_that_cannot_be_followed_is_told_by_its_file() -> None:
    kind, rule = AllocationKind.SPECIFIC_UNIT, AllocationRule.FILE
    rows = (AllocationRow(1, "nowhere", "L", 1),)
    with pytest.raises(AllocationError, match=r"^list\.csv: row 1 names nowhere") as caught:
        follow(
            Plan("X", [piece(1, None)], {"a": 1}),
            Allocation("X", kind, rule, file="list.csv", rows=rows),
            {},
        )
    assert caught.value.file == "list.csv"


def test_a_list_that_places_all_there_is_may_leave_an_account_with_room() -> None:
    """Of two units `a` held by its own files, one was sold from an account that never had any."""
    kind, rule = AllocationKind.SPECIFIC_UNIT, AllocationRule.FILE
    rows = (AllocationRow(1, "a", "L", 1),)
    plan = Plan("X", [piece(1, 700_000)], {"a": 2})
    follow(plan, Allocation("X", kind, rule, file="list.csv", rows=rows), {})
    assert plan.given == {(0, "a"): 1}


@pytest.mark.parametrize(
    "rule", [AllocationRule.LOWEST_TO_LARGEST, AllocationRule.HIGHEST_TO_LARGEST]
)
def test_by_cost_what_cost_nobody_knows_how_much_is_placed_last(rule: AllocationRule) -> None:
    """The account that holds most is filled first, with the two units whose cost is known."""
    unknown = OpenLot("U", 0, 1, None, 0, 700_000, 700_000, None)
    known = OpenLot("K", 0, 2, 20, 1, 700_001, 700_001, None)
    plan = Plan("X", [unknown, known], {"a": 1, "b": 2})
    follow(plan, Allocation("X", AllocationKind.GLOBAL, rule), {})
    assert plan.given == {(1, "b"): 2, (0, "a"): 1}
