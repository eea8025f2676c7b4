"""The sample's files go through the importers: nothing is wrong but what is meant to be."""

from pathlib import Path

import pytest

from harvestry.events.joining import join
from harvestry.events.kind import Kind
from harvestry.sample.household import EXPORTS, write_household
from harvestry.sources.reading import read_files
from harvestry.sources.settings.accounts import read_accounts

HALVES = (Kind.DEPOSIT, Kind.WITHDRAWAL)


@pytest.mark.parametrize(("seed", "rows"), [(2026, 590), (1, 590), (2, 5_000)])
def test_every_row_is_read_and_every_transfer_found(tmp_path: Path, seed: int, rows: int) -> None:
    write_household(tmp_path, seed, rows)
    settings = read_accounts(tmp_path / "accounts.toml", "America/New_York")
    paths = [tmp_path / name for name in EXPORTS]
    imported = read_files(paths, settings.accounts, bindings=settings.bindings)
    assert imported.problems == ()
    assert {receipt.account for receipt in imported.receipts} >= {"coinbase-spouse", "kraken"}
    assert all(receipt.rows_read for receipt in imported.receipts)
    events = join(imported.events).events
    left = [(event.kind, event.account) for event in events if event.kind in HALVES]
    assert left == [(Kind.DEPOSIT, "hardware")]
    transfers = [event for event in events if event.kind is Kind.TRANSFER]
    assert len(transfers) == 10
