"""prices.csv becomes quotes; what is doubtful becomes a problem and no price."""

from hashlib import sha256
from pathlib import Path

import pytest

from harvestry.events.prices import Quote
from harvestry.sources.errors import SourceError
from harvestry.sources.settings.errors import SettingsError
from harvestry.sources.settings.prices import read_prices
from harvestry.units.days import SECOND, day_of
from harvestry.units.exact import price_of
from harvestry.units.problems import Problem, Severity

HEADER = "date,asset,close_usd\n"


def read(folder: Path, text: str) -> tuple[tuple[Quote, ...], tuple[Problem, ...]]:
    path = folder / "prices.csv"
    path.write_text(text, "utf-8")
    return read_prices(path)


def only_problem(folder: Path, text: str) -> Problem:
    quotes, problems = read(folder, text)
    assert quotes == ()
    (problem,) = problems
    assert problem.severity is Severity.ERROR
    assert problem.file == "prices.csv"
    assert "prices.csv" not in problem.message, "the file stands beside it"
    assert problem.line is not None
    assert problem.line > 1
    return problem


def test_a_daily_close_is_read_with_its_source(tmp_path: Path) -> None:
    text = "close_usd,source,asset,date\n70123.45,kraken,BTC,2026-11-20\n"
    (quote,), problems = read(tmp_path, text)
    assert problems == ()
    assert quote.asset == "BTC"
    assert (quote.day, quote.at) == (day_of("2026-11-20"), None)
    assert quote.price == price_of("70123.45")
    assert quote.provider == "kraken"
    assert quote.source.rows == (1,)
    assert quote.source.file.name == "prices.csv"
    assert quote.source.file.sha256 == sha256(text.encode()).hexdigest()


def test_a_timed_quote_has_its_utc_day(tmp_path: Path) -> None:
    text = "time,asset,close_usd\n1970-01-01T20:00:01-05:00,BTC,1\n"
    (quote,), _ = read(tmp_path, text)
    assert quote.at == (25 * 3600 + 1) * SECOND
    assert quote.day == day_of("1970-01-02")


def test_a_mark_quotes_blanks_and_dollar_signs_do_no_harm(tmp_path: Path) -> None:
    text = '\ufeff"Date","Asset","Close_USD"\r\n\r\n2026-01-02, ETH ,"$2,100.50"\r\n,,\r\n'
    (quote,), problems = read(tmp_path, text)
    assert problems == ()
    assert (quote.asset, quote.price) == ("ETH", price_of("2100.5"))
    assert quote.provider is None


def test_the_same_price_twice_is_one_and_two_prices_are_none(tmp_path: Path) -> None:
    text = HEADER + "2026-01-02,ETH,5\n2026-01-02,ETH,5.0\n2026-01-03,ETH,5\n2026-01-03,ETH,6\n"
    (quote,), (problem,) = read(tmp_path, text)
    assert quote.day == day_of("2026-01-02")
    assert problem.code == "conflicting-prices"
    assert problem.message.startswith("Rows 3, 4 give different prices of ETH")
    assert problem.line == 5
    assert problem.row == 4


def test_an_alias_is_the_asset_and_its_prices_conflict_too(tmp_path: Path) -> None:
    path = tmp_path / "prices.csv"
    path.write_text(HEADER + "2026-01-02,XBT,5\n2026-01-03,XBT,5\n2026-01-03,BTC,6\n")
    (quote,), (problem,) = read_prices(path, {"XBT": "BTC"})
    assert quote.asset == "BTC"
    assert "BTC" in problem.message


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("2026-01-02,ETH,0", "close_usd"),
        ("2026-01-02,ETH,-5", "above zero"),
        ("2026-01-02,ETH,", "close_usd"),
        ("2026-01-02,ETH,abc", "close_usd"),
        ("2026-01-02,ETH,NaN", "close_usd"),
        ("2026-01-02,ETH,1e40", "close_usd"),
        ("2026-01-02,ETH,€5", "not in US dollars"),
        ("2026-02-30,ETH,5", "olumn `date`"),
        ("01/02/2026,ETH,5", "olumn `date`"),
        ("1626-01-02,ETH,5", "olumn `date`"),
        ("2026-01-02T10:00:00Z,ETH,5", "name the column time"),
        ("2026-01-02,,5", "olumn `asset`"),
        ("2026-01-02,ETH", "2 cells under 3 columns"),
        ("2026-01-02,ETH,5,6", "4 cells under 3 columns"),
        ('2026-01-02,"ETH\n",5', "several lines"),
    ],
)
def test_a_bad_row_is_a_problem_that_names_it(tmp_path: Path, row: str, words: str) -> None:
    problem = only_problem(tmp_path, f"{HEADER}{row}\n")
    assert problem.code == "bad-price"
    assert problem.row == 1
    assert words in problem.message


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "2026-01-02,ETH,abc",
            (
                "Column `close_usd` holds 'abc', which is not a number; write dollars for one, "
                "as in 1234.56."
            ),
        ),
        (
            "01/02/2026,ETH,5",
            "Column `date` holds '01/02/2026', which is not a time; write it as 2026-12-31.",
        ),
        (
            "2026-01-02,,5",
            "Column `asset` holds '', which is no symbol; name the asset, as in BTC.",
        ),
    ],
)
def test_a_message_says_the_column_and_how_to_mend(tmp_path: Path, row: str, message: str) -> None:
    assert only_problem(tmp_path, f"{HEADER}{row}\n").message == message


def test_many_rows_wrong_for_one_cause_are_one_problem(tmp_path: Path) -> None:
    rows = "".join(f"2026-01-02,ETH,x{n}\n" for n in range(100))
    problem = only_problem(tmp_path, HEADER + rows)
    assert problem.message.endswith("This is the first of 100 such rows.")


def test_a_ticker_in_small_letters_is_that_in_capitals_too(tmp_path: Path) -> None:
    quotes, problems = read(tmp_path, f"{HEADER}2026-01-02,btc,5\n2026-01-02,stETH,6\n")
    assert problems == ()
    assert [(q.asset, q.price) for q in quotes] == [
        ("BTC", price_of("5")),
        ("btc", price_of("5")),
        ("stETH", price_of("6")),
    ]
    quotes, problems = read(tmp_path, f"{HEADER}2026-01-02,btc,5\n2026-01-02,BTC,6\n")
    assert [quote.asset for quote in quotes] == ["btc"]
    assert [problem.code for problem in problems] == ["conflicting-prices"]


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_another_delimiter_does_no_harm(tmp_path: Path, delimiter: str) -> None:
    text = f"{HEADER}2026-01-02,ETH,5.5\n".replace(",", delimiter)
    (quote,), problems = read(tmp_path, text)
    assert (quote.price, problems) == (price_of("5.5"), ())


def test_a_lone_comma_in_a_file_of_semicolons_is_not_guessed(tmp_path: Path) -> None:
    text = f"{HEADER.replace(',', ';')}2026-01-02;ETH;5,123\n"
    assert "decimal comma" in only_problem(tmp_path, text).message


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("2026-01-02", "name the column date"),
        ("2026-01-02 10:00:00", "time zone"),
        ("noon", "is not a time"),
    ],
)
def test_a_time_must_be_a_moment(tmp_path: Path, cell: str, words: str) -> None:
    assert words in only_problem(tmp_path, f"time,asset,close_usd\n{cell},ETH,5\n").message


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("date,asset", "no column close_usd"),
        ("asset,close_usd", "either a column date or a column time"),
        ("date,time,asset,close_usd", "either a column date or a column time"),
        ("date,asset,close_usd,asset", "stands twice"),
        ("date,asset,close", 'did you mean "close_usd"'),
    ],
)
def test_a_header_of_another_file_is_refused(tmp_path: Path, header: str, words: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read(tmp_path, f"{header}\n")
    assert words in str(caught.value)


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        read(tmp_path, "")
    with pytest.raises(SourceError):
        read(tmp_path, f'{HEADER}2026-01-02,"ETH,5\n2026-01-03,ETH,5\n')
    with pytest.raises(SourceError):
        read_prices(tmp_path / "none.csv")
    with pytest.raises(SettingsError):
        read(tmp_path, "\n\n")
