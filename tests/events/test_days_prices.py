"""Values that rest on a day's close, or on the price of another day, are told as such."""

from pathlib import Path

import pytest

import harvestry
from harvestry.units.problems import Problem, Severity

HEADER = (
    "time,account,kind,asset,quantity,id,usd,got_asset,got_quantity,to_account,fee_asset,"
    "fee_quantity,fee_usd,hash\n"
)
BOUGHT = "2025-01-05T12:00:00Z,w,buy,ETH,9,b1,9000,,,,,,,\n"


def told(folder: Path, prices: str, *rows: str) -> list[Problem]:
    """Give what is said of the values of these rows, by a price file of these lines."""
    (folder / "own.csv").write_text(HEADER + BOUGHT + "".join(f"{row}\n" for row in rows))
    (folder / "p.csv").write_text("date,asset,close_usd\n" + prices)
    case = harvestry.open_case([folder / "own.csv"], as_of="2026-01-31", prices=folder / "p.csv")
    codes = ("price-of-another-day", "value-from-close", "amount-from-price")
    return [each for each in case.check().problems if each.code in codes]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("2025-06-05T12:00:00Z,w,income:staking,FOO,5,m,,,,,,,,", "usd"),
        ("2025-06-05T12:00:00Z,w,trade,ETH,1,m,,FOO,400,,,,,", "usd"),
        ("2025-06-05T12:00:00Z,w,spend,FOO,1,m,,,,,,,,", "usd"),
        ("2025-06-05T12:00:00Z,w,sell,ETH,1,m,3000,,,,FOO,1,,", "fee_usd"),
        ("2025-06-05T12:00:00Z,w,transfer,ETH,1,m,,,,v,FOO,1,,", "fee_usd"),
    ],
)
def test_the_price_of_another_day_is_told_with_its_row_and_day(
    row: str, column: str, tmp_path: Path
) -> None:
    (found,) = told(tmp_path, "2025-06-03,FOO,7\n", row)
    assert (found.code, found.severity) == ("price-of-another-day", Severity.WARNING)
    assert (found.file, found.row, found.id) == (
        "own.csv",
        2,
        "price-of-another-day:FOO@2025-06-05",
    )
    for words in (" m in w", "of FOO of 2025-06-03, $7", f"`{column}`", "`2025-06-05,FOO,PRICE`"):
        assert words in found.message


def test_one_price_that_is_missing_is_told_once(tmp_path: Path) -> None:
    rows = [f"2025-06-05T{hour}:00:00Z,w,income:staking,FOO,5,m{hour},,,,,,,," for hour in (10, 11)]
    next_day = "2025-06-06T09:00:00Z,w,income:staking,FOO,5,n,,,,,,,,"
    found = told(tmp_path, "2025-06-04,FOO,7\n", *rows, next_day)
    assert [each.code for each in found] == ["price-of-another-day"] * 2
    messages = sorted(each.message for each in found)
    assert "m10 in w and 1 more of that day of 2025-06-05" in messages[0]
    assert " n in w of 2025-06-06 is" in messages[1]


def test_closes_of_their_own_day_are_told_once_a_kind_coin_and_file(tmp_path: Path) -> None:
    rows = [f"2025-06-0{n}T10:00:00Z,w,income:staking,FOO,5,m{n},,,,,,,," for n in (3, 4)]
    rows.append("2025-06-04T12:00:00Z,w,spend,FOO,5,s,,,,,,,,")
    stated = "2025-06-04T12:00:00Z,w,income:airdrop,FOO,5,t,35,,,,,,,"
    found = told(tmp_path, "2025-06-03,FOO,7\n2025-06-04,FOO,8\n", *rows, stated)
    assert [(each.code, each.severity) for each in found] == [
        ("value-from-close", Severity.NOTE)
    ] * 2
    income = next(each for each in found if "income:staking" in each.message)
    assert "2 rows of own.csv" in income.message
    assert "the first is m3, the last of 2025-06-04" in income.message
    assert "Rev. Rul. 2023-14" in income.message


def test_a_price_of_the_moment_is_nobodys_close(tmp_path: Path) -> None:
    """11:00 UTC of the 5th is the 5th: a quote of the hour before is of the day itself."""
    row = "2025-06-05T11:00:00Z,w,income:staking,FOO,5,m,,,,,,,,"
    assert told(tmp_path, "2025-06-05T10:00:00Z,FOO,7\n", row) == []


def test_a_purchase_says_that_its_price_is_of_another_day(tmp_path: Path) -> None:
    row = "2025-06-05T12:00:00Z,w,buy,FOO,5,m,,,,,,,,"
    (found,) = told(tmp_path, "2025-06-04,FOO,7\n", row)
    assert found.code == "amount-from-price"
    assert "price of 2025-06-04 stands in for it, for none of 2025-06-05 itself" in found.message


def test_nothing_is_said_of_a_trade_that_only_renames_a_coin(tmp_path: Path) -> None:
    row = "2025-06-05T12:00:00Z,w,trade,ETH,1,m,,WETH,1,,,,,"
    assert told(tmp_path, "2025-06-04,ETH,3000\n2025-06-04,WETH,3000\n", row) == []
