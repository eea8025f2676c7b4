"""What a plan does not tell as sure: a loss before an unknown lot, one of December in January."""

from pathlib import Path

import pytest

import harvestry

PRICES = "date,asset,close_usd\n2026-12-01,BTC,40000\n"
HEADER = "time,account,kind,asset,quantity,id,usd\n"


def opened(folder: Path, rows: str, as_of: str, **more: str) -> harvestry.Case:
    (folder / "h.csv").write_text(HEADER + rows)
    (folder / "prices.csv").write_text(PRICES)
    return harvestry.open_case(
        [folder / "h.csv"], as_of=as_of, prices=folder / "prices.csv", **more
    )


def test_a_greater_loss_may_lie_behind_a_lot_of_unknown_basis(tmp_path: Path) -> None:
    """LIFO: 0.1 bought for 4,100 loses 100; behind a deposit, 1 bought for 60,000 loses 20,000."""
    rows = (
        "2026-01-02,w,buy,BTC,1,old,60000\n"
        "2026-02-02,w,deposit,BTC,0.5,came,\n"
        "2026-03-02,w,buy,BTC,0.1,new,4100\n"
    )
    report = opened(tmp_path, rows, "2026-12-01").harvest()
    (told,) = (
        note for sheet in report.sheets for note in sheet.notes if "sold together by LIFO" in note
    )
    assert told.startswith("All of it that is known, sold together by LIFO")


def test_a_lot_of_unknown_date_shown_later_may_come_first(tmp_path: Path) -> None:
    """FIFO: nobody knows when the deposit was bought, so it does not come first for sure."""
    rows = "2026-01-02,w,buy,BTC,1,old,60000\n2026-02-02,w,deposit,BTC,0.5,came,\n"
    report = opened(tmp_path, rows, "2026-12-01").harvest()
    rows_told = report.document["methods"]["fifo"]["ordering"]
    (words,) = {each["in_words"] for each in rows_told if each["lot"] == "old"}
    assert words == "keep: a lot of unknown basis or date may come first"


@pytest.mark.parametrize(
    ("as_of", "regime", "until"),
    [
        ("2026-12-31", None, "2027-01-19"),
        ("2027-01-01", None, "2027-01-19"),
        ("2027-01-19", None, "2027-01-19"),
        ("2027-01-20", None, None),
        ("2027-01-01", "apply", "2027-01-19"),
        ("2027-01-01", "current-law", None),
    ],
)
def test_a_loss_of_december_still_blocks_in_january(
    tmp_path: Path, as_of: str, regime: str | None, until: str | None
) -> None:
    """Sold on 20 December, the window ends on 19 January, whichever year the plan is of."""
    rows = "2026-01-05,w,buy,BTC,1,b,50000\n2026-12-20,w,sell,BTC,1,s,40000\n"
    more = {} if regime is None else {"wash": regime}
    blocked = opened(tmp_path, rows, as_of, **more).wash().document["blocked"]
    assert {each["until"] for each in blocked} == (set() if until is None else {until})
