"""On the usual terminal the sample's reports are tables, not lists of a line a cell."""

from pathlib import Path

import pytest

from harvestry.case import Case, open_case
from harvestry.reports.terminal.layout import Texts, layout
from harvestry.sample.household import write_household

USUAL = 80


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder: Path = tmp_path_factory.mktemp("household")
    write_household(folder)
    return open_case([folder], as_of="2026-11-22")


@pytest.mark.parametrize(
    "report", ["harvest", "lots", "holdings", "gains", "income", "wash", "positions", "check"]
)
def test_a_report_of_the_sample_is_tables_on_80_columns(case: Case, report: str) -> None:
    for table in getattr(case, report)().tables:
        if table.rows:
            form = layout(table, Texts(table), USUAL, wide=False)
            assert form.widths, table.title
