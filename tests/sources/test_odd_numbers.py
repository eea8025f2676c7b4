"""Amounts as people and exports write them: read exactly, or not at all."""

from pathlib import Path

import pytest

from harvestry.sources.numbers import NumberError, read_number
from harvestry.units.exact import money_text, quantity_text
from sources.given_rows import HEADER, own_row
from sources.golden_files import read_bytes


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("0.000000000000000001", "0.000000000000000001"),
        ("0.123456789012345678901234", "0.123456789012345678901234"),
        ("1E-8", "0.00000001"),
        ("1,234.5", "1234.5"),
        ("1,234", "1234"),
        ("12,345,678.9", "12345678.9"),
        ("+1.50", "1.5"),
        (".5", "0.5"),
        ("5.", "5"),
        ("0.2092 BTC", "0.2092"),
        ("0.5BTC", "0.5"),
        ("1\u00a0", "1"),
        ("00012.10", "12.1"),
        ("999999999999999999999999999999", "999999999999999999999999999999"),
    ],
)
def test_odd_ways_to_write_a_quantity_are_read_exactly(
    text: str, quantity: str, tmp_path: Path
) -> None:
    (event,) = read_bytes(tmp_path, f"{HEADER}\n{own_row(quantity=text)}\n".encode()).events
    assert quantity_text(event.quantity) == quantity


@pytest.mark.parametrize(
    ("text", "usd"),
    [
        ("$1,970.20", "1970.2"),
        ("($53.62)", "-53.62"),
        ("-$5", "-5"),
        ("$-5", "-5"),
        ("US$7.00", "7"),
        ("8 USD", "8"),
        ("USD 9", "9"),
        ("$ 10 USD", "10"),
        ("\u22121.5", "-1.5"),
        ("0.1234567890123456785", "0.123456789012345679"),
    ],
)
def test_odd_ways_to_write_dollars_are_read_exactly(text: str, usd: str, tmp_path: Path) -> None:
    content = f"{HEADER}\n{own_row(kind='pnl:other', quantity='', usd=text)}\n".encode()
    (event,) = read_bytes(tmp_path, content).events
    assert event.usd is not None
    assert money_text(event.usd) == usd


def test_a_lone_comma_in_a_file_of_semicolons_is_not_guessed(tmp_path: Path) -> None:
    rows = f"{HEADER}\n{own_row()}\n".replace(",", ";").replace(";1;", ";1,234;")
    (problem,) = read_bytes(tmp_path, rows.encode()).problems
    assert problem.code == "bad-number"
    assert "decimal comma" in problem.message


@pytest.mark.parametrize(
    ("text", "letter", "digit"),
    [
        ("1.O000", "O", "0"),
        ("1,O00.5", "O", "0"),
        ("2l5", "l", "1"),
        ("1O.5", "O", "0"),
        ("1O", "O", "0"),
        ("$178O.00", "O", "0"),
        ("$1,785.OO", "O", "0"),
        ("O.5", "O", "0"),
        ("l0.5", "l", "1"),
        ("1O,500", "O", "0"),
        ("-1o.25", "o", "0"),
    ],
)
def test_a_letter_typed_for_a_digit_is_named(text: str, letter: str, digit: str) -> None:
    with pytest.raises(NumberError, match=f"the letter {letter} .* where a {digit} may be meant"):
        read_number(text)


@pytest.mark.parametrize(
    ("text", "unit"), [("1.5OP", "OP"), ("0.2092 IO", "IO"), ("0.5IO", "IO"), ("7LINK", "LINK")]
)
def test_a_coin_that_begins_with_such_a_letter_is_a_unit(text: str, unit: str) -> None:
    assert read_number(text).unit == unit


SEMICOLONS = (
    "ID;Timestamp;Transaction Type;Asset;Quantity Transacted;Price Currency;Price at Transaction;"
    "Subtotal;Total (inclusive of fees and/or spread);Fees and/or Spread;Notes\n"
    "m3;2024-06-02 10:00:00 UTC;Receive;DOGE;{};USD;1;100;100;0;z\n"
    "m4;2024-06-03 10:00:00 UTC;Receive;DOGE;{};USD;1;100;100;0;z\n"
)


@pytest.mark.parametrize("other", ["1.234,5", "0,5", "1,234"])
def test_a_point_is_not_guessed_beside_a_decimal_comma(other: str, tmp_path: Path) -> None:
    found = read_bytes(tmp_path, SEMICOLONS.format("1.234", other).encode())
    assert not found.events
    told = [each for each in found.problems if each.code == "bad-number"]
    assert [each.row for each in told] == [1, 2]
    for each in told:
        assert "`decimal_comma = true` under [[file]]" in each.message


@pytest.mark.parametrize("number", ["1.23", "0.123", "1.2345", "12"])
def test_a_point_that_can_part_no_thousands_is_read(number: str, tmp_path: Path) -> None:
    (event,) = read_bytes(tmp_path, SEMICOLONS.format(number, "0,5").encode()).events
    assert quantity_text(event.quantity) == number


def test_a_point_of_three_decimals_is_read_where_no_number_has_a_comma(tmp_path: Path) -> None:
    events = read_bytes(tmp_path, SEMICOLONS.format("1.234", "2.5").encode()).events
    assert [quantity_text(event.quantity) for event in events] == ["1.234", "2.5"]


def test_a_point_in_our_own_csv_is_not_guessed_either(tmp_path: Path) -> None:
    rows = [own_row(quantity="1.234"), own_row(quantity="1.234,5")]
    found = read_bytes(tmp_path, "\n".join([HEADER, *rows, ""]).encode())
    assert not found.events
    assert [each.row for each in found.problems if each.code == "bad-number"] == [1, 2]
