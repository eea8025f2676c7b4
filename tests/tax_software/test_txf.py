"""TXF: what is written reads back by the specification, and what it cannot say is said."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from forms.making_rows import row
from harvestry import __version__
from harvestry.reports.tax_forms.form import Form8949
from harvestry.reports.tax_software.software_file import SoftwareFile
from harvestry.reports.tax_software.txf import Made, txf
from harvestry.tax.form_8949.row import AcquiredWord, FormRow
from tax_software.laying_out import ACCOUNTS, LAW, codes, form_of
from tax_software.reading_txf import NoTxfError, Sale, read

OLD = {"sold": "2024-10-01", "acquired": "2024-01-05"}


def written(form: Form8949, *, legacy: bool = False) -> SoftwareFile:
    return txf(form, codes(), ACCOUNTS, LAW, Made(__version__, date(2026, 11, 22)), legacy=legacy)


def sales(*rows: FormRow, year: int = 2024, legacy: bool = False) -> list[Sale]:
    program, found = read(written(form_of(rows, year), legacy=legacy).content)
    assert program == f"Harvestry {__version__}"
    return found


def test_the_example_of_the_specification_byte_for_byte() -> None:
    """A short-term sale without a form, 200 of the loss disallowed (examples 2D and 2H)."""
    sale = row(proceeds="15000", basis="20000", codes="W:200", box="C", units="0.5", **OLD)
    assert written(form_of([sale], 2024)).content.decode() == (
        f"V042\r\nAHarvestry {__version__}\r\nD11/22/2026\r\n^\r\n"
        "TD\r\nN712\r\nC1\r\nL1\r\nP0.5 BTC\r\nD01/05/2024\r\nD10/01/2024\r\n"
        "$20000.00\r\n$15000.00\r\n$200.00\r\n^\r\n"
    )


@pytest.mark.parametrize(
    ("box", "number"),
    [("A", 321), ("B", 711), ("C", 712), ("D", 323), ("E", 713), ("F", 714)],
)
def test_each_box_has_its_number(box: str, number: int) -> None:
    (sale,) = sales(row(box=box, **OLD))
    assert sale == Sale(
        number, "1 BTC", "01/05/2024", "10/01/2024", Decimal(900), Decimal(1000), None
    )


def test_what_is_unknown_stands_empty() -> None:
    (sale,) = sales(row(basis=None, box=None, **OLD))
    assert (sale.number, sale.cost, sale.net) == (716, None, Decimal(1000))
    (words,) = sales(row(acquired=AcquiredWord.INHERITED, box="F", sold="2024-10-01"))
    assert words.acquired is None


def test_boxes_of_digital_assets_are_refused_unless_asked_for() -> None:
    rows = [row(1, box="I"), row(2, box="L", acquired="2023-01-05")]
    refused = written(form_of(rows))
    assert refused.content == b""
    assert "no number for boxes I, L, the" in refused.notes[0]
    assert "--allow-legacy-boxes" in refused.notes[0]
    legacy = written(form_of(rows), legacy=True)
    assert [sale.number for sale in read(legacy.content)[1]] == [712, 714]
    assert "Change the box of every row" in legacy.notes[0]
    assert "Rows of boxes I, L were" in legacy.notes[0]


def test_securities_have_their_boxes_whatever_the_year() -> None:
    (sale,) = sales(row(asset="IBIT", box="A"), year=2025)
    assert sale.number == 321


def test_a_code_that_has_no_field_is_named() -> None:
    form = form_of([row(box="B", codes="B:800;W:10", **OLD)], 2024)
    assert any("1 rows bear codes other than W" in note for note in written(form).notes)
    (sale,) = read(written(form).content)[1]
    assert sale.disallowed == Decimal(10)


def test_the_security_has_thirty_characters_and_says_what_it_left_out() -> None:
    units = "1234.123456789012345678901234567890"
    done = written(form_of([row(box="C", units=units, **OLD)], 2024))
    (sale,) = read(done.content)[1]
    assert sale.security == "1234.123456789012345678901 BTC"
    (residue,) = done.residues
    assert Fraction(residue.written) + Fraction(residue.rest) == Fraction(residue.exact)


@pytest.mark.parametrize(
    "asset", ["^", "A^\r\nTD\r\nN321", "é", "A\tB", "A" * 60, "=1+1", "\u202e^", "^^^^"]
)
def test_text_cannot_end_a_field_or_a_record(asset: str) -> None:
    assert len(sales(row(asset=asset, box="C", **OLD), row(2, box="F", **OLD))) == 2


@pytest.mark.parametrize(
    "broken",
    [
        b"V041\r\nAx\r\nD01/01/2024\r\n^\r\n",
        b"V042\r\nAx\r\nD1/1/2024\r\n^\r\n",
        b"V042\r\nAx\r\nD01/01/2024\r\n^\r\nTD\r\nN712\r\nC1\r\nL1\r\nPx\r\nD\r\nD\r\n$1\r\n$2.00\r\n^\r\n",
        b"V042\r\nAx\r\nD01/01/2024\r\n^\r\nTD\r\nN999\r\nC1\r\nL1\r\nPx\r\nD\r\nD\r\n$\r\n$\r\n^\r\n",
        b"V042\r\nAx\r\nD01/01/2024\r\n^\r\nTD\r\nN712\r\nC1\r\nL1\r\nPx\r\nD\r\nD\r\n$\r\n$\r\n",
    ],
)
def test_the_reader_is_strict(broken: bytes) -> None:
    with pytest.raises(NoTxfError):
        read(broken)
