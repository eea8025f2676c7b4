"""Exact amounts: what is read, what is refused, and that pieces add up."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from harvestry.units.exact import (
    CENT,
    DOLLAR,
    WHOLE_COIN,
    InexactError,
    cents,
    dollars,
    money_of,
    money_text,
    price_of,
    quantity_of,
    quantity_text,
    share_after,
    value_at,
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1", 10**30),
        ("0.000000000000000000000000000001", 1),
        ("-0", 0),
        ("-2.5", -25 * 10**29),
        ("1E-8", 10**22),
        ("1.5e3", 1500 * 10**30),
        (".5", 5 * 10**29),
        ("5.", 5 * 10**30),
        ("000123", 123 * 10**30),
        ("0.123456789012345678901234", 123456789012345678901234 * 10**6),
    ],
)
def test_a_plain_number_is_read_to_the_last_digit(text: str, expected: int) -> None:
    assert quantity_of(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        "-",
        "NaN",
        "Infinity",
        "1E+999999",
        "1_000",
        "1,000",
        " 1",
        "1 ",
        "\u0661\u0662\u0663",
        "\uff11\uff12",
        "0x10",
        "1e",
        "--1",
        "$5",
        "0.0000000000000000000000000000001",
    ],
)
def test_what_is_no_plain_number_is_refused(text: str) -> None:
    with pytest.raises(InexactError):
        quantity_of(text)


def test_money_past_the_eighteenth_decimal_is_rounded_half_up() -> None:
    assert money_of("0.0000000000000000005") == 1
    assert money_of("0.0000000000000000004999") == 0
    assert money_of("2.5") == 5 * DOLLAR // 2


@given(st.integers(min_value=-(10**45), max_value=10**45))
def test_text_and_back_is_the_same(amount: int) -> None:
    assert quantity_of(quantity_text(amount)) == amount
    assert money_of(money_text(amount)) == amount
    assert "e" not in quantity_text(amount).lower()


@given(
    st.integers(min_value=0, max_value=10**30),
    st.lists(st.integers(min_value=1, max_value=10**33), min_size=1, max_size=12),
)
def test_shares_cut_by_telescoping_add_up(total: int, parts: list[int]) -> None:
    whole = sum(parts)
    so_far, pieces = 0, []
    for part in parts:
        pieces.append(share_after(total, so_far, part, whole))
        so_far += part
    assert sum(pieces) == total
    for part, piece in zip(parts, pieces, strict=True):
        assert abs(Fraction(piece) - Fraction(total * part, whole)) <= 1


def test_a_value_is_quantity_times_price() -> None:
    assert value_at(WHOLE_COIN // 2, price_of("50000.01")) == money_of("25000.005")


@pytest.mark.parametrize(
    ("dollars", "expected"),
    [("0.005", 1), ("-0.005", -1), ("0.00499", 0), ("1234.565", 123457), ("-1234.564", -123456)],
)
def test_cents_are_rounded_half_away_from_zero(dollars: str, expected: int) -> None:
    assert cents(money_of(dollars)) == expected
    assert CENT * 100 == DOLLAR


@pytest.mark.parametrize(
    ("amount", "text"),
    [("0", "$0.00"), ("1234.565", "$1,234.57"), ("-0.5", "-$0.50"), ("-0.001", "$0.00")],
)
def test_dollars_in_a_sentence(amount: str, text: str) -> None:
    assert dollars(money_of(amount)) == text
