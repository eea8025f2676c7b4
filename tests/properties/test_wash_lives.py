"""The lives around the wash-sale rule: nothing of what they are for may quietly go missing."""

from collections import Counter
from functools import cache

from oracle.naive_wash_words import WashBooks
from properties.wash_comparing import oracle_books
from properties.wash_lives import ASSETS, CHOICES, WashLife, wash_life

LIVES = 500


@cache
def lives() -> list[tuple[WashLife, WashBooks]]:
    return [(lived, oracle_books(lived)) for lived in map(wash_life, range(LIVES))]


def happenings(lived: WashLife, books: WashBooks) -> set[str]:
    """Say what of the rule a life shows."""
    replacing = {(wash.lot, wash.piece) for wash in books.washes}
    held = {(lot.lot, lot.piece) for lot in books.open_lots}
    found = {f"regime {lived.regime.partition(':')[0]}"}
    found |= {f"{name} {choice}" for name, choice in lived.positions.items()}
    if books.washes and any("order" in row for row in lived.rows):
        found.add("orders in fills")
    if books.washes and any(row["kind"] == "transfer" for row in lived.rows):
        found.add("transfers beside washes")
    for wash in books.washes:
        loss, away = wash.loss.match, (wash.bought - wash.loss.day).days
        shown = {
            wash.outcome: True,
            "bought after": away > 0,
            "bought before": away < 0,
            "at the edge of the window": abs(away) == 30,
            "across a year end": wash.loss.day.year != wash.bought.year,
            "a chain": (loss.lot, loss.piece) in replacing,
            "the replacement was sold or moved": (wash.lot, wash.piece) not in held,
            "another account": wash.account != wash.loss.account,
            "a part of a loss": wash.quantity < loss.quantity,
            "a part of a purchase": wash.piece != wash.lot,
            "another day in the household's zone": wash.loss.day != loss.sold,
            "a fee's loss": loss.disposal.endswith(":fee"),
        }
        found |= {name for name, is_so in shown.items() if is_so}
    return found


def test_more_than_half_of_the_lives_have_a_wash() -> None:
    washed = sum(bool(books.washes) for _, books in lives())
    assert washed > LIVES // 2, f"{washed} of {LIVES}"


def test_what_decides_the_rule_happens_often() -> None:
    seen = Counter[str]()
    for lived, books in lives():
        seen.update(happenings(lived, books))
    expected = {
        "deferred": 200,
        "lost": 50,
        "bought after": 100,
        "bought before": 100,
        "at the edge of the window": 20,
        "a chain": 60,
        "the replacement was sold or moved": 100,
        "another account": 60,
        "a part of a loss": 100,
        "a part of a purchase": 100,
        "another day in the household's zone": 50,
        "a fee's loss": 20,
        "orders in fills": 100,
        "transfers beside washes": 80,
        "across a year end": 30,
        "regime apply": 300,
        "regime current-law": 20,
        "regime from": 40,
    }
    assert not {name: seen[name] for name, least in expected.items() if seen[name] < least}
    for name, choices in CHOICES.items():
        assert all(seen[f"{name} {choice}"] > 30 for choice in choices), name


def test_every_asset_is_sold_at_a_washed_loss_that_can_be() -> None:
    washed = {wash.loss.match.asset for _, books in lives() for wash in books.washes}
    assert washed == set(ASSETS) - {"MBT"}


def test_the_same_seed_is_the_same_life() -> None:
    assert wash_life(7) == wash_life(7)
    assert wash_life(7) != wash_life(8)
