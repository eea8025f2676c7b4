from enum import StrEnum

import pytest

from harvestry.reports.cell_text import MINUS, cell_text, in_ascii, rounded_quantity, visible
from harvestry.reports.table import NOT_COMPUTED, Unit
from harvestry.units.days import day_of
from harvestry.units.exact import money_of, price_of, quantity_of


class Term(StrEnum):
    LONG = "long"


@pytest.mark.parametrize(
    ("dollars", "text"),
    [
        ("0", "0.00"),
        ("1234.5", "1,234.50"),
        ("0.004999999999999999", "0.00"),
        ("0.005", "0.01"),
        ("-0.005", f"{MINUS}0.01"),
        ("-0.0049", "0.00"),
        ("1234567890.125", "1,234,567,890.13"),
        ("-1234567890.125", f"{MINUS}1,234,567,890.13"),
        ("999.995", "1,000.00"),
    ],
)
def test_money_is_rounded_to_cents_half_away_from_zero(dollars: str, text: str) -> None:
    assert cell_text(money_of(dollars), Unit.MONEY) == text


@pytest.mark.parametrize(
    ("dollars", "text"),
    [
        ("1234.5", "+1,234.50"),
        ("-1234.5", f"{MINUS}1,234.50 loss"),
        ("0", "0.00"),
        ("-0.004", "0.00"),
        ("0.004", "0.00"),
        ("-0.005", f"{MINUS}0.01 loss"),
    ],
)
def test_a_gain_has_a_sign_and_a_loss_a_word(dollars: str, text: str) -> None:
    assert cell_text(money_of(dollars), Unit.GAIN) == text


def test_the_word_can_be_left_away() -> None:
    assert cell_text(money_of("-12"), Unit.GAIN, word=False) == f"{MINUS}12.00"


@pytest.mark.parametrize(
    ("coins", "text"),
    [
        ("0", "0"),
        ("1", "1"),
        ("1000", "1,000"),
        ("0.5", "0.5"),
        ("12345.678", "12,345.678"),
        ("1.123456789", "1.12345679"),
        ("1.000000004", "1"),
        ("0.123456789012", "0.12345679"),
        ("0.000000000000000001", "0.000000000000000001"),
        ("0.000012345678912", "0.000012345679"),
        ("0.000000000000000000000000000001", "0.000000000000000000000000000001"),
        ("0.999999999", "1"),
        ("-2.5", f"{MINUS}2.5"),
        ("12345678.00000001", "12,345,678.00000001"),
    ],
)
def test_a_quantity_has_eight_decimals_or_its_first_eight_digits(coins: str, text: str) -> None:
    assert cell_text(quantity_of(coins), Unit.QUANTITY) == text


@pytest.mark.parametrize("power", range(31))
def test_no_quantity_above_zero_is_shown_as_zero(power: int) -> None:
    for digit in (1, 4, 5, 9):
        text = rounded_quantity(digit * 10**power)
        assert text.strip("0.,"), text


@pytest.mark.parametrize(
    ("dollars", "text"),
    [
        ("97123.4567", "97,123.46"),
        ("3", "3.00"),
        ("1.000312", "1.00031"),
        ("0.5", "0.50"),
        ("0.00001234", "0.00001234"),
        ("0.0000000123456789", "0.0000000123457"),
        ("123456.125", "123,456.13"),
        ("0", "0.00"),
    ],
)
def test_a_small_price_shows_the_digits_that_matter(dollars: str, text: str) -> None:
    assert cell_text(price_of(dollars), Unit.PRICE) == text


def test_days_instants_counts_flags_and_words() -> None:
    assert cell_text(day_of("2024-02-29"), Unit.DAY) == "2024-02-29"
    # 2024-02-29 is day 19,782 since 1970-01-01.
    noon = (19_782 * 86_400 + 12 * 3_600 + 59) * 1_000_000 + 999_999
    assert cell_text(noon, Unit.INSTANT) == "2024-02-29 12:00:59 UTC"
    assert cell_text(2026, Unit.COUNT) == "2026"
    assert cell_text(True, Unit.FLAG) == "yes"
    assert cell_text(False, Unit.FLAG) == "no"
    assert cell_text(Term.LONG, Unit.TEXT) == "long"


@pytest.mark.parametrize("unit", list(Unit))
def test_what_is_not_known_says_so_in_every_unit(unit: Unit) -> None:
    assert cell_text(None, unit) == "unknown"
    assert cell_text(NOT_COMPUTED, unit) == "not computed"


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain", "plain"),
        ("two\nlines\r\nand\ta tab", "two lines and a tab"),
        ("\x1b[31mred\x1b[0m", "�[31mred�[0m"),
        ("bell\x07 null\x00 del\x7f c1\x9b", "bell� null� del� c1�"),
        ("half \ud800 a character", "half � a character"),
        ("turned \u202egnp.exe", "turned �gnp.exe"),
        ("zero\u200bwidth \ufeff mark", "zero�width � mark"),
        ("tag \U000e0041", "tag �"),
        ("日本 é 🪙 👩‍🚀", "日本 é 🪙 👩‍🚀"),
        ("", ""),
    ],
)
def test_nothing_unseen_gets_through(text: str, seen: str) -> None:
    assert visible(text) == seen


def test_the_minus_is_as_wide_as_a_plus() -> None:
    assert MINUS == "\u2212"


def test_a_screen_without_letters_gets_a_hyphen() -> None:
    assert in_ascii(f"{MINUS}1.00 é") == "-1.00 ?"
