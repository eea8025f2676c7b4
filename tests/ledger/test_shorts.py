"""Shorts closed in parts, by hand (docs/spec/lots.md section 9); whole units and dollars."""

from properties.amounts import COIN, DOLLAR
from properties.wash_by_hand import books_of, row, told


def test_a_cover_closes_the_earliest_short_first_and_its_cost_goes_by_units() -> None:
    rows = [
        row("short", "2025-01-01", "s1", 1, 50),
        row("short", "2025-01-02", "s2", 4, 240, fee_usd="40"),
        row("cover", "2025-02-01", "c", 4, 100, fee_usd="20"),
    ]
    matches = books_of(told(rows)).matches
    found = [(each.lot, each.quantity // COIN, each.proceeds // DOLLAR) for each in matches]
    assert found == [("s1", 1, 50), ("s2", 3, 150)]
    assert [each.basis // DOLLAR for each in matches] == [30, 90]
    assert [each.piece for each in matches] == ["s1", "s2"]
    assert {each.term.value for each in matches} == {"short"}


def test_a_cover_of_more_than_is_short_is_said_once() -> None:
    rows = [
        row("short", "2025-01-01", "s", 1, 50),
        row("cover", "2025-02-01", "c", 2, 100),
        row("short", "2025-03-01", "s2", 1, 50),
        row("cover", "2025-04-01", "c2", 1, 100),
    ]
    books = books_of(told(rows))
    assert [each.basis // DOLLAR for each in books.matches] == [50, 100]
    assert [each.code for each in books.problems] == ["cover-without-short"]
    assert "covered 1 X more" in books.problems[0].message
