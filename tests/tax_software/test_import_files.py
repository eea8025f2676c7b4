"""TurboTax, TaxAct and Drake: what is written reads back by each program's stated rules."""

from decimal import Decimal

import pytest

from forms.making_rows import row
from harvestry.reports.tax_software.drake import drake
from harvestry.reports.tax_software.generic_gains import generic_gains
from harvestry.reports.tax_software.taxact import taxact
from harvestry.reports.tax_software.turbotax_gains import turbotax_gains
from harvestry.tax.form_8949.row import AcquiredWord
from tax_software.laying_out import ACCOUNTS, ASSETS, codes, form_of, lines_of

HALF = row(proceeds="15000", basis="20000", codes="W:200", units="0.5", acquired="2024-01-05")
ETF = row(2, asset="IBIT", box="A", account="hers")
UNKNOWN = row(3, basis=None)


def test_turbotax_takes_five_columns_of_coins() -> None:
    done = turbotax_gains(form_of([HALF, ETF, UNKNOWN]), ASSETS)
    assert lines_of(done.content) == [
        ["Currency Name", "Purchase Date", "Cost Basis", "Date Sold", "Proceeds"],
        ["0.5 BTC", "01/05/2024", "20000.00", "03/01/2025", "15000.00"],
        ["1 BTC", "01/02/2025", "", "03/01/2025", "1000.00"],
    ]
    told = " ".join(done.notes)
    assert "1 rows bear a code" in told
    assert "1 rows are securities" in told
    assert "1 rows lack a date, basis or proceeds" in told


def test_taxact_takes_a_row_a_sale_with_its_wash_beside_it() -> None:
    header, first, second = lines_of(taxact(form_of([HALF, ETF]), codes()).content)
    assert header == [
        *("Description", "Date Acquired", "Date Sold", "Sales Proceeds", "Cost or Other Basis"),
        *("Wash Sale", "Adjustment Code", "Adjustment Amount", "Reporting Category"),
        "Long/Short",
    ]
    assert first[0] == "1 sh. IBIT"
    assert first[5:] == ["", "", "", "A", "Short"]
    assert second == [
        *("0.5 BTC", "01/05/2024", "03/01/2025", "15000.00", "20000.00"),
        *("W", "W", "200.00", "I", "Short"),
    ]


@pytest.mark.parametrize(("count", "lines"), [(2000, 2000), (2001, 2)])
def test_taxact_takes_two_thousand_rows_and_then_sums(count: int, lines: int) -> None:
    rows = [row(n, box="IL"[n % 2], proceeds="10.01", basis="7.005") for n in range(count)]
    form = form_of([*rows[:-1], rows[-1]._replace(adjustments=HALF.adjustments)])
    done = taxact(form, codes())
    _, *body = lines_of(done.content)
    assert len(body) == lines
    assert sum(Decimal(line[3]) for line in body) == Decimal("10.01") * count
    assert sum(Decimal(line[7] or 0) for line in body) == 200
    if lines == 2:
        assert {line[6] for line in body} == {"M", "MW"}
        assert "Attach the PDF statement" in done.notes[0]


def test_drake_counts_columns() -> None:
    inherited = row(3, acquired=AcquiredWord.INHERITED, box="L")
    done = drake(form_of([HALF, ETF, inherited]), codes(), ACCOUNTS)
    lines = lines_of(done.content)
    assert lines[1] == [
        *("T", "", "", "", "03012025", "01052024", "S", "BTC", "0.5", "15000.00", ""),
        *("20000.00", "", "200.00", "0.5 BTC"),
    ]
    assert (lines[0][0], lines[2][5], lines[2][6]) == ("S", "INHERIT", "L")
    assert "was not checked" in done.notes[0]


def test_a_plain_table_has_the_gain_of_the_form() -> None:
    header, line, _ = lines_of(generic_gains(form_of([HALF, UNKNOWN])).content)
    assert header == [
        "Symbol",
        "Quantity",
        "Date Acquired",
        "Cost",
        "Date Sold",
        "Proceeds",
        "Gain",
    ]
    assert line == ["BTC", "0.5", "01/05/2024", "20000.00", "03/01/2025", "15000.00", "-4800.00"]


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=cmd|" /C calc"!A0', '"x', "a,b", "%0"]


@pytest.mark.parametrize("asset", FORMULAS)
def test_no_text_is_a_formula_and_losses_stay_numbers(asset: str) -> None:
    form = form_of([row(asset=asset, proceeds="1", basis="3")])
    files = (
        turbotax_gains(form, ASSETS),
        taxact(form, codes()),
        drake(form, codes(), ACCOUNTS),
        generic_gains(form),
    )
    for each in files:
        for line in lines_of(each.content):
            for cell in line:
                number = cell.lstrip("-").replace(".", "", 1).isdigit()
                assert number or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert lines_of(generic_gains(form).content)[1][6] == "-2.00"
