"""Files that people write by hand into templates, and reports that tell the same twice."""

from pathlib import Path

import pytest

from harvestry.sources.errors import NotEventsError
from sources.golden_files import read, told

KOINLY = (
    "Date,Sent Amount,Sent Currency,Received Amount,Received Currency,Fee Amount,Fee Currency,"
    "Net Worth Amount,Net Worth Currency,Label,Description,TxHash\n"
)


def _times(folder: Path, *dates: str) -> list[str]:
    path = folder / "koinly.csv"
    rows = (f"{date},,,{n},BTC,,,,,,,\n" for n, date in enumerate(dates, 1))
    path.write_text(KOINLY + "".join(rows))
    imported = read(path)
    codes = [problem.code for problem in imported.problems]
    return [told(event)["time"] for event in imported.events] + codes


def test_a_template_has_the_month_first_unless_a_day_of_the_file_says_otherwise(
    tmp_path: Path,
) -> None:
    assert _times(tmp_path, "1/2/2025 10:00") == ["2025-01-02T10:00:00Z"]
    assert _times(tmp_path, "1/2/2025 10:00", "13/2/2025 10:00") == [
        "2025-02-01T10:00:00Z",
        "2025-02-13T10:00:00Z",
    ]


def test_a_zone_behind_dates_does_not_hide_which_order_they_have(tmp_path: Path) -> None:
    assert _times(tmp_path, "1/2/2025 10:00 UTC", "13/2/2025 10:00:05 UTC") == [
        "2025-02-01T10:00:00Z",
        "2025-02-13T10:00:05Z",
    ]


def test_a_file_with_both_orders_of_dates_is_not_guessed(tmp_path: Path) -> None:
    found = _times(tmp_path, "1/13/2025 10:00", "13/2/2025 10:00")
    assert set(found) == {"ambiguous-date"}


@pytest.mark.parametrize(
    "header",
    [
        "Currency Name,Purchase Date,Cost Basis,Date Sold,Proceeds",
        "ASSET NAME,RECEIVED DATE,COST BASIS(USD),DATE SOLD,PROCEEDS",
    ],
)
def test_a_list_of_gains_is_known_and_refused_with_what_to_give_instead(
    header: str, tmp_path: Path
) -> None:
    path = tmp_path / "gains.csv"
    path.write_text(f"{header}\n0.5 BTC,01/05/2025,20000.00,10/01/2025,15000.00\n")
    with pytest.raises(NotEventsError, match="give the transactions"):
        read(path)


def test_one_page_of_an_explorer_is_refused_with_what_to_download_instead(tmp_path: Path) -> None:
    path = tmp_path / "page.csv"
    path.write_text(
        "Transaction Hash,Status,Method,Blockno,DateTime (UTC),From,From_Nametag,To,To_Nametag,"
        "Amount,Value (USD),Txn Fee\n"
        "0xh,Success,Transfer,1,2024-01-01,0xa,,0xb,,1 ETH,$2300,0.001\n"
    )
    with pytest.raises(NotEventsError, match="CSV Export"):
        read(path)


def test_a_trade_that_both_files_of_a_lender_tell_counts_once(tmp_path: Path) -> None:
    transactions = tmp_path / "transactions.csv"
    transactions.write_text(
        "Cryptocurrency,Amount,Transaction Type,Confirmed At\n"
        "LTC,-1,Trade,2021-10-24 04:29:23\nUSDC,150,Trade,2021-10-24 04:29:23\n"
    )
    trades = tmp_path / "trades.csv"
    trades.write_text(
        "Trade ID,Date,Buy Quantity,Buy Currency,Sold Quantity,Sold Currency,Rate Amount,"
        "Rate Currency,Type\nt1,2021-10-24 04:29:23,150,usdc,-1,ltc,150,usdc,Trade\n"
    )
    imported = read(transactions, trades)
    assert [told(event)["id"] for event in imported.events] == ["blockfi-trades:t1"]
    assert not imported.problems
    skipped = {r.file.name: [s.reason.value for s in r.skipped] for r in imported.receipts}
    assert skipped["transactions.csv"] == ["same-trade-elsewhere"] * 2
