"""Own transfers among congestion, equal amounts and near misses: found, and never wrong."""

import os

from events.transfer_households import TransferHousehold, household
from harvestry.events.event import Event
from harvestry.events.joining import join
from harvestry.events.kind import Kind

HOUSEHOLDS = 1000 if os.environ.get("HARVESTRY_TESTS") == "full" else 200


def _pairs(home: TransferHousehold) -> set[tuple[str, str]]:
    """Give which withdrawals were joined with which deposits, by where they were read."""
    by_source = {(half.source, half.kind): half.id for half in home.halves}
    assert len(by_source) == len(home.halves)
    return {
        (by_source[each.source, Kind.WITHDRAWAL], by_source[each.detail.arrival, Kind.DEPOSIT])
        for each in join(home.halves).events
        if each.kind is Kind.TRANSFER and each.detail.arrival is not None
    }


def _is_as_good(home: TransferHousehold, halves: dict[str, Event], pair: tuple[str, str]) -> bool:
    """Tell whether a pair is true, or exchanges two equal moves between the same accounts."""
    withdrawal, deposit = pair
    true = home.true.get(withdrawal, set())
    if deposit in true:
        return True
    twins = [w for w, deposits in home.true.items() if deposit in deposits]
    return any(
        halves[twin].account == halves[withdrawal].account
        and halves[twin].quantity == halves[withdrawal].quantity
        and {halves[each].account for each in true} == {halves[deposit].account}
        for twin in twins
    )


def test_no_transfer_is_wrong_and_nearly_all_are_found() -> None:
    true = found = 0
    for seed in range(HOUSEHOLDS):
        home = household(seed)
        halves = {half.id: half for half in home.halves}
        pairs = _pairs(home)
        wrong = [pair for pair in pairs if not _is_as_good(home, halves, pair)]
        assert wrong == [], seed
        true += sum(map(len, home.true.values()))
        found += len(pairs)
    assert true > 20 * HOUSEHOLDS
    assert found * 100 >= 95 * true, (found, true)
