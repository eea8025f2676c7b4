"""The random lives: nothing of what they are for may quietly go missing from them."""

from collections import Counter
from datetime import datetime
from functools import cache

import pytest

from harvestry.events.kind import Kind
from oracle.naive_books import Books
from oracle.naive_pools import match
from properties.amounts import COIN, coins, units_of
from properties.comparing import first_difference, shrunken
from properties.engine import the_engine
from properties.lives import life
from properties.rows import Life


@cache
def lives() -> list[Life]:
    return [life(seed) for seed in range(500)]


@cache
def all_books() -> list[Books]:
    return [match(told.rows, told.accounts) for told in lives()]


def fee_of(row: dict[str, str]) -> str:
    """Say in what a row's fee is paid."""
    fee_asset = row.get("fee_asset")
    if fee_asset is None:
        return "cash" if "fee_usd" in row else "none"
    known = "known" if "fee_usd" in row else "unknown"
    if fee_asset == row.get("got_asset"):
        return "withheld from a trade"
    if fee_asset == row["asset"]:
        return f"own asset, {known}"
    return f"third coin, {known}"


def test_every_kind_of_event_is_lived() -> None:
    kinds = Counter(row["kind"] for told in lives() for row in told.rows)
    assert all(kinds[kind.value] >= 25 for kind in Kind), kinds


def test_every_kind_of_fee_is_paid() -> None:
    fees = Counter(fee_of(row) for told in lives() for row in told.rows)
    assert len(fees) == 7, fees
    assert min(fees.values()) >= 25, fees


@pytest.mark.parametrize(
    ("what", "least"),
    [("not-enough-lots", 50), ("lots-not-there", 50), ("not-identified", 50)],
)
def test_every_problem_arises(what: str, least: int) -> None:
    assert sum(any(code == what for code, _ in books.problems) for books in all_books()) >= least


def test_what_decides_figures_happens_often() -> None:
    seen = Counter[str]()
    for told, books in zip(lives(), all_books(), strict=True):
        times = Counter(datetime.fromisoformat(row["time"]) for row in told.rows)
        seen["a tie"] += max(times.values()) > 1
        seen["named lots"] += any("lots" in row for row in told.rows)
        seen["no problem at all"] += not books.problems
        seen["many events"] += len(told.rows) > 50
        seen.update(happenings(books))
    expected = {
        "a tie": 300,
        "named lots": 200,
        "no problem at all": 30,
        "many events": 5,
        "a loss from a gift's value": 5,
        "neither gain nor loss": 5,
        "negative proceeds": 50,
        "a part that moved": 50,
        "unknown basis": 50,
        "long": 200,
        "short": 200,
        "unknown": 100,
    }
    assert not {name: seen[name] for name, least in expected.items() if seen[name] < least}


def happenings(books: Books) -> set[str]:
    found = set()
    for made in books.matches:
        found.add(made.term)
        if made.holding_from != made.acquired:
            found.add("a loss from a gift's value")
        if made.proceeds is not None and made.proceeds == made.basis != 0:
            found.add("neither gain nor loss")
        if made.proceeds is not None and made.proceeds < 0:
            found.add("negative proceeds")
        if made.piece != made.lot:
            found.add("a part that moved")
        if made.lot is not None and made.basis is None:
            found.add("unknown basis")
    return found


def test_quantities_are_written_and_read_without_loss() -> None:
    assert units_of("1") == COIN
    assert coins(1) == "0." + "0" * 29 + "1"
    assert all(
        coins(units_of(row["quantity"])) == row["quantity"] for told in lives() for row in told.rows
    )


def test_the_same_seed_is_the_same_life() -> None:
    assert life(7) == life(7)
    assert life(7) != life(8)


def test_a_failing_life_is_cut_down_to_what_fails() -> None:
    def fails(told: Life) -> bool:
        return any(row["kind"] == "gift-in" and "fmv_usd" in row for row in told.rows)

    small = shrunken(next(told for told in lives() if fails(told) and len(told.rows) > 10), fails)
    assert len(small.rows) == 1
    assert not small.accounts
    assert first_difference(the_engine(), small) is None
