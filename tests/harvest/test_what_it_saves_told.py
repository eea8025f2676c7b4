"""What all sales together do to the year's tax is said as it is: saved, nothing, or more of it.

Single, 2026. The federal figures are of Rev. Proc. 2025-32: a standard deduction of 16,100, long
gain taxed at 0 % up to a taxable income of 49,450 and at 15 % above.
"""

from pathlib import Path

import pytest

import harvestry
from harvestry.events.taxpayer import FilingStatus
from harvestry.law.load import load
from harvestry.reports.saving_words import saved_together
from harvestry.tax.federal.figures import figures
from harvestry.tax.federal.form_1040 import prepare
from harvestry.tax.federal.inputs import ReturnInputs
from harvestry.tax.saving import with_more
from harvestry.units.exact import money_of

YEARS = '[year.2025]\nfiling_status = "single"\n[year.2026]\nfiling_status = "single"\n'
HEADER = "time,account,kind,asset,quantity,id,usd\n"


def told(folder: Path, rows: str, year: str, price: str) -> str:
    (folder / "history.csv").write_text(HEADER + rows)
    (folder / "profile.toml").write_text(f'time_zone = "America/New_York"\n{YEARS}{year}')
    (folder / "prices.csv").write_text(f"date,asset,close_usd\n2026-11-25,BTC,{price}\n")
    return " ".join(harvestry.open_case([folder], as_of="2026-11-25").harvest().tables[0].notes)


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ("", ""),
        # The capital gain line falls from 10,000 to 7,500: 5 % of 2,500.
        ('state_rate = "0.05"\n', "By your `state_rate` it saves $125.00 of state tax this year."),
    ],
)
def test_no_federal_tax_saved_is_not_nothing_saved(tmp_path: Path, rate: str, said: str) -> None:
    """Wages of 30,000 and a long gain of 10,000: all of the gain is taxed at 0 %."""
    bought = "2025-01-05T10:00:00-05:00,kraken,buy,BTC,1,b1,4500\n"
    year = f'wages = "30000"\nother_long = "10000"\n{rate}'
    notes = told(tmp_path, bought, year, "2000")
    assert "it saves no federal tax this year, and a purchase back has a lower basis." in notes
    assert "saves nothing" not in notes
    assert said in notes
    assert ("state tax" in notes) is bool(said)


def test_sales_that_raise_the_tax_are_said_to_cost() -> None:
    """A long gain of 40,000 over wages of 150,000 is taxed at 15 %: 6,000 more."""
    law = figures(load(), 2026, FilingStatus.SINGLE)
    before = prepare(ReturnInputs(wages=money_of("150000")), law)
    after = with_more(before, 0, money_of("40000"))
    notes = saved_together(before, after, state_saved=-money_of("2000"))
    assert notes[0].endswith("with: it costs $6,000.00 more federal tax this year.")
    assert notes[1:] == ("By your `state_rate` it costs $2,000.00 of state tax this year.",)


def test_every_sentence_says_that_it_is_federal_tax(tmp_path: Path) -> None:
    bought = "2025-01-05T10:00:00-05:00,kraken,buy,BTC,1,b1,4500\n"
    notes = told(tmp_path, bought, 'wages = "30000"\nother_long = "10000"\n', "2000")
    assert "$0.00 of federal tax saved" in notes
    assert "of tax saved" not in notes
