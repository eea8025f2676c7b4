"""The same export in another dress gives the same events."""

from pathlib import Path

import pytest

from harvestry.sources.catalogue import formats
from harvestry.testing.dresses import DRESSES, goes_by_place, rows_of
from sources.golden_files import ALL, Golden, read, read_bytes, without_source


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("golden", ALL, ids=lambda golden: golden.name)
def test_another_dress_gives_the_same_events(golden: Golden, dress: str, tmp_path: Path) -> None:
    plain = read(golden.path)
    if dress == "columns reversed" and goes_by_place(golden, formats()):
        pytest.skip("two columns of one name are told apart by their places alone")
    dressed = read_bytes(tmp_path, DRESSES[dress](*rows_of(golden, formats())), golden.path.name)
    assert without_source(dressed) == without_source(plain)
    codes = sorted(problem.code for problem in plain.problems)
    assert sorted(problem.code for problem in dressed.problems) == codes
    counts = [(r.rows_read, r.rows_imported, r.rows_skipped) for r in plain.receipts]
    assert [(r.rows_read, r.rows_imported, r.rows_skipped) for r in dressed.receipts] == counts
