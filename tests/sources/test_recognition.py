"""Headers: what a file is, whatever was added, moved or renamed."""

from pathlib import Path

import pytest

from harvestry.sources import reading
from harvestry.sources.catalogue import format_of
from harvestry.sources.errors import AmbiguousFormatError
from harvestry.sources.raw_rows import raw_rows
from harvestry.sources.recognition import missing, recognise
from sources.golden_files import GOLDENS, read_bytes

GENERAL = """
name = "general"
title = "General"
account = "x"
account_kind = "exchange"
[columns]
time = { names = ["Time", "Date"], required = true }
asset = { names = ["Coin"], required = true }
quantity = { names = ["Amount", "Amount (*)", "{asset} Amount"] }
"""
SPECIAL = GENERAL.replace("general", "special") + (
    'price = { names = ["{currency} Price"], required = true }\n'
)


def _match(*cells: str, formats: tuple[str, ...] = (GENERAL, SPECIAL)) -> dict[str, str] | None:
    match = recognise("x.csv", cells, [format_of(text) for text in formats])
    if match is None:
        return None
    found = {key: match.names[n] for key, n in match.places.items()}
    return {"format": match.format.name, **found, **match.constants}


def test_a_header_with_all_required_columns_is_recognised() -> None:
    assert _match("Date", "Coin") == {"format": "general", "time": "Date", "asset": "Coin"}


def test_a_header_without_one_is_not() -> None:
    assert _match("Date", "Amount") is None


def test_the_more_specific_format_wins_and_a_code_in_the_header_is_told() -> None:
    assert _match("Time", "Coin", "EUR Price", "Amount (gross)") == {
        "format": "special",
        "time": "Time",
        "asset": "Coin",
        "price": "EUR Price",
        "currency": "EUR",
        "quantity": "Amount (gross)",
    }


def test_an_exact_name_is_taken_before_a_pattern() -> None:
    found = _match("Amount (net)", "Time", "Coin", "Amount")
    assert found is not None
    assert found["quantity"] == "Amount"


def test_a_code_is_in_capitals() -> None:
    assert _match("Time", "Coin", "usd Price") == {
        "format": "general",
        "time": "Time",
        "asset": "Coin",
    }


def test_of_formats_that_fit_equally_well_none_is_lost() -> None:
    twin = GENERAL.replace("General", "Twin").replace("general", "twin")
    found = recognise("x.csv", ["Time", "Coin"], map(format_of, (twin, GENERAL)))
    assert found is not None
    assert [each.format.title for each in (found, *found.rivals)] == ["General", "Twin"]


def test_a_column_that_stands_twice_is_an_error_only_where_it_counts() -> None:
    with pytest.raises(AmbiguousFormatError, match="two columns called 'Coin'"):
        _match("Time", "Coin", "Coin")
    assert _match("Time", "Coin", "Fee", "Fee") is not None


def test_twins_that_a_format_tells_apart_are_no_error() -> None:
    twins = GENERAL + 'fee_asset = { names = ["Coin#2"], required = true }\n'
    found = _match("Time", "Coin", "Coin", formats=(twins,))
    assert found is not None
    assert (found["asset"], found["fee_asset"]) == ("Coin", "Coin#2")


def test_what_is_missing_is_said_by_its_name() -> None:
    assert missing(["Time"], format_of(SPECIAL)) == ["Coin", "{currency} Price"]


def test_rows_are_found_again_under_the_columns_of_the_file() -> None:
    path = GOLDENS / "coinbase" / "history_2024.csv"
    found = raw_rows(path, [8, 1])
    assert list(found) == [1, 8]
    assert found[8]["Subtotal"] == "$1,970.20"
    assert found[8]["Quantity Transacted"] == "0.05"
    assert next(iter(found[8])) == "ID"


def test_rows_of_nameless_double_and_spare_columns_are_found_again(tmp_path: Path) -> None:
    content = b"time,account,kind,asset,quantity,,x,x\n2024-01-01,a,buy,BTC,1,u,v,w,y\n"
    imported = read_bytes(tmp_path, content)
    assert [problem.code for problem in imported.problems] == ["ragged-row"]
    assert raw_rows(tmp_path / "given.csv", [1, 2])[1] == {
        "time": "2024-01-01",
        "account": "a",
        "kind": "buy",
        "asset": "BTC",
        "quantity": "1",
        "column 6": "u",
        "x": "v",
        "x#2": "w",
        "column 9": "y",
    }


def test_spare_empty_cells_at_the_end_of_rows_do_no_harm(tmp_path: Path) -> None:
    content = b"time,account,kind,asset,quantity,,\n2024-01-01,a,buy,BTC,1\n"
    content += b"2024-01-02,a,buy,BTC,1,,,,\n"
    assert len(read_bytes(tmp_path, content).events) == 2


def test_lines_of_totals_are_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    described = format_of('footers = ["Total"]\n' + GENERAL)
    monkeypatch.setattr(reading, "formats", lambda: {"general": described})
    imported = read_bytes(tmp_path, b"Date,Coin\n,Total\nTotal,5\n2024-01-01,BTC\n")
    assert imported.receipts[0].rows_read == 1
