"""A sum of rows of which none is known reads unknown wherever it is told, never 0."""

from pathlib import Path
from typing import Any

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"
ROWS = "2024-01-05,w,buy,BTC,1,b,20000\n2026-10-20,w,sell,BTC,0.5,s,\n"
KNOWN = "2026-10-21,w,sell,BTC,0.25,k,9000\n"  # 9,000 less a quarter of 20,000
PROFILE = 'time_zone = "UTC"\n[year.2026]\nfiling_status = "single"\nwages = "100000"\n'


def case(folder: Path, rows: str) -> harvestry.Case:
    (folder / "history.csv").write_text(HEADER + rows)
    (folder / "profile.toml").write_text(PROFILE)
    return harvestry.open_case([folder], as_of="2026-11-22")


def notes(report: Any) -> str:
    return " ".join(note for table in report.tables for note in table.notes)


@pytest.mark.parametrize(("more", "net"), [("", "unknown"), (KNOWN, "+4,000.00")])
def test_gains_and_harvest_say_the_net_as_far_as_it_is_known(
    tmp_path: Path, more: str, net: str
) -> None:
    opened = case(tmp_path, ROWS + more)
    assert f"Net of 2026: {net} under current-law, and the same under apply" in notes(
        opened.gains(2026)
    )
    harvest = opened.harvest()
    assert f"sold already: short 0.00, long {net}; 1 row of unknown gain" in notes(harvest)
    expected = None if net == "unknown" else "4000"
    other = harvest.document["other_regime"]
    assert (other["net"], other["totals"]["long"]["gain"]) == (expected, expected)
    fifo = opened.compare(2026).document["methods"]["fifo"]
    assert (fifo["short_term"], fifo["long_term"], fifo["sales_unknown"]) == ("0", expected, 1)
