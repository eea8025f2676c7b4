"""Real exports from public repositories, where that folder lies beside this checkout."""

from pathlib import Path

import pytest

from harvestry.sources.reasons import SkipReason
from sources.golden_files import read

SAMPLES = Path(__file__).parents[3] / "shared" / "formats" / "samples"
FILES = (
    "binance/cryptoltruist_data_binance.csv",
    "blockfi/cryptoltruist_data_blockfi.csv",
    "celsius/cryptoltruist_data_celsius.csv",
    "coinbase/cryptoltruist_data_coinbase.csv",
    "coinbase/yabc_sample_coinbase.csv",
    "coinbase_pro/yabc_fills.csv",
    "cryptocom_app/cryptoltruist_data_CDC.csv",
    "exodus/cryptoltruist_data_exodus.csv",
    "trezor/dali_test_trezor_alice_btc.csv",
    "gemini/yabc_sample_gemini.xlsx",
    "uphold/cryptoltruist_data_uphold.csv",
)


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_a_real_export_is_an_event_or_skipped_for_a_reason(name: str) -> None:
    path = SAMPLES / name
    if not path.exists():
        pytest.skip("the folder of sample exports, ../shared/formats/samples, is not there")
    (receipt,) = read(path).receipts
    assert receipt.rows_read > 0
    assert receipt.rows_problem == 0
    assert receipt.rows_imported + receipt.rows_skipped == receipt.rows_read
    assert {each.reason for each in receipt.skipped} <= set(SkipReason)
    assert {problem.severity for problem in receipt.problems} <= {"note", "warning"}
