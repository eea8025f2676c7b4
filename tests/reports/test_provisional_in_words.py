"""Why a year is not final yet: in words that are true of the losses it has (IRC 1091(a), (e))."""

from pathlib import Path

import pytest

import harvestry

HEADER = "time,account,kind,asset,quantity,id,usd\n"
SALE = "2026-11-05,x,buy,M,10,a,1000\n2026-12-28,x,sell,M,10,s,900\n"
SHORT = "2026-11-06,x,short,K,10,k,1000\n2026-12-28,x,cover,K,10,kc,1200\n"
BOUGHT = "what is bought up to then may still wash a loss of its last days"
SOLD = (
    "what is sold or sold short up to then may still disallow a loss of its last days on closing "
    "a short sale (IRC 1091(e))"
)
REPLACED = "2026-12-29,x,buy,M,10,b,900\n"
OLD = "2025-03-05,x,buy,M,10,old,1000\n2025-06-01,x,sell,M,10,os,900\n"
GAIN = "2026-11-05,x,buy,M,10,a,1000\n2026-12-28,x,sell,M,10,s,1100\n"


def notes(folder: Path, rows: str, year: int | None) -> list[tuple[str, ...]]:
    (folder / "h.csv").write_text(HEADER + rows)
    (folder / "assets.toml").write_text(
        '[asset.K]\nclass = "security"\n[asset.M]\nclass = "security"\n'
        '[asset.CALL]\nclass = "option"\ngroup = "K"\nmultiplier = "100"\n'
    )
    case = harvestry.open_case([folder], as_of="2026-12-31")
    reports = (case.gains(year), case.wash(year))
    return [
        tuple(note for table in report.tables for note in table.notes if "provisional" in note)
        for report in reports
    ]


@pytest.mark.parametrize("year", [2026, None])
@pytest.mark.parametrize(
    ("rows", "reasons"),
    [
        (SALE, [BOUGHT]),
        (SHORT, [SOLD]),
        (SALE + SHORT, [BOUGHT, SOLD]),
        (SALE + REPLACED, [BOUGHT]),  # the records end before the window of the year does
        (GAIN, []),
        (SHORT.replace(",K,", ",CALL,"), []),  # written, no short sale: IRC 1091(e) is not about it
    ],
)
def test_the_reason_is_that_of_the_losses(
    tmp_path: Path, rows: str, reasons: list[str], year: int | None
) -> None:
    when = "The latest year" if year is None else "2026"
    note = f"{when} is provisional until the records run past 2027-01-30: {'; '.join(reasons)}."
    assert notes(tmp_path, rows, year) == [(note,) if reasons else ()] * 2


def test_a_loss_of_an_earlier_year_makes_the_latest_no_less_final(tmp_path: Path) -> None:
    """The loss of June 2025 can be washed no more; the latest year, 2026, has a gain alone."""
    assert notes(tmp_path, OLD + GAIN, None) == [(), ()]
