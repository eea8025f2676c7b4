"""The examples of docs/library.md run as they stand there."""

import re
from pathlib import Path

import pytest

import harvestry
from events.making_events import event

PAGE = Path(__file__).parents[2] / "docs" / "library.md"
HEADER = (
    "ID,Timestamp,Transaction Type,Asset,Quantity Transacted,Price Currency,Price at Transaction,"
    "Subtotal,Total (inclusive of fees and/or spread),Fees and/or Spread,Notes\n"
)
ROWS = (
    "a1,2026-01-05 10:00:00 UTC,Buy,BTC,1,USD,$50000.00,$50000.00,$50025.00,$25.00,Bought 1 BTC\n"
    "a2,2026-07-01 10:00:00 UTC,Sell,BTC,-0.25,USD,$48000.00,-$12000.00,-$11990.00,$10.00,Sold\n"
)


def blocks() -> list[str]:
    return re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)


def test_a_case_is_opened_asked_and_saved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("coinbase.csv").write_text(HEADER + ROWS)
    Path("prices.csv").write_text("date,asset,close_usd\n2026-11-22,BTC,40000\n")
    names: dict[str, object] = {}
    exec(blocks()[0], names)  # noqa: S102
    gains = names["gains"]
    # 12,000 - 10 = 11,990; a quarter of 50,025 = 12,506.25.
    assert gains.document["totals"]["short"]["gain"] == "-516.25"
    assert gains.complete
    harvest = names["harvest"]
    (row,) = harvest.document["methods"]["fifo"]["summary"]
    assert row["quantity_to_sell_for_it"] == "0.75"
    assert row["loss_that_can_be_locked_in"] == "-7518.75"
    assert Path("plan.xlsx").stat().st_size > 5_000


def test_a_years_tax_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """100,000 - 516.25 - 16,100 = 83,383.75: 5,800 + 22 % of what lies above 50,400."""
    monkeypatch.chdir(tmp_path)
    Path("coinbase.csv").write_text(HEADER + ROWS)
    Path("profile.toml").write_text(
        'time_zone = "America/New_York"\n[year.2026]\nfiling_status = "single"\nwages = "100000"\n'
    )
    columns = "account,asset,quantity,acquired,sold,proceeds,basis,basis_reported,term,wash"
    Path("1099-da.csv").write_text(f"{columns},noncovered\n")
    names: dict[str, object] = {"harvestry": harvestry}
    exec(blocks()[1], names)  # noqa: S102
    tax = names["tax"]
    assert tax.document["total_tax"] == "13056.425"
    assert tax.document["lines"]["schedule_d.16"] == "-516.25"
    assert len(names["estimate"].document["installments"]) == 4
    assert Path("pay.ics").read_text().startswith("BEGIN:VCALENDAR")


def test_own_events_are_folded_and_gone_on_from() -> None:
    names: dict[str, object] = {
        "events": [event("b", "2026-01-05T10:00", "buy", "BTC", "1", usd="100")],
        "more_events": [event("s", "2026-02-05T10:00", "sell", "BTC", "1", usd="80")],
    }
    exec(blocks()[2], names)  # noqa: S102
    assert len(names["books"].lots) == 1
    assert len(list(names["later"].matches)) == 1
    assert not list(names["state"].matches)
