"""The official PDFs, filled and read back: field by field, and as a reader sees them drawn.

Expected field names were read off the blanks' page layout; expected amounts by hand.
"""

import io
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from os import environ
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from forms.making_rows import row
from forms.official_blanks import blank
from harvestry.events.asset import Assets
from harvestry.law.load import load
from harvestry.reports.official.field_map import field_maps
from harvestry.reports.official.filling import NotThisFormError, fill, is_blank
from harvestry.reports.official.values import Taxpayer, sheet_of_schedule_d, sheets_of_8949
from harvestry.reports.tax_forms.form import Form8949, Options, form_8949
from harvestry.reports.tax_forms.rounding import Rounding
from harvestry.reports.tax_forms.schedule_d import schedule_d
from harvestry.tax.form_8949.row import AcquiredWord, FormRow
from harvestry.units.exact import DOLLAR

FULL = environ.get("HARVESTRY_TESTS") == "full"
WHO = Taxpayer("Pat Example", "000-00-0000")
YEARS = (2024, 2025)


def laid_out(rows: Sequence[FormRow], year: int, options: Options = Options()) -> Form8949:  # noqa: B008
    return form_8949(rows, Assets(), load(), year, options)


def filled_8949(form: Form8949) -> bytes:
    fields = field_maps()["f8949", form.year]
    return fill(blank("f8949", form.year), fields, sheets_of_8949(form, fields, WHO))


def values(pdf: bytes) -> dict[str, str]:
    """Give what every field that holds something holds; a ticked box holds its state."""
    fields = PdfReader(io.BytesIO(pdf)).get_fields() or {}
    held = {name: field.get("/V") for name, field in fields.items()}
    return {name: str(value) for name, value in held.items() if value not in (None, "", "/Off")}


def drawn(page: Any) -> list[str]:
    """Give the text that each field of a page draws, as its stored look has it."""
    texts = []
    for each in page["/Annots"]:
        widget = each.get_object()
        if widget.get("/FT") == "/Tx" and "/AP" in widget:
            look = widget["/AP"]["/N"].get_data().decode("cp1252")
            texts += re.findall(r"\((.*?)(?<!\\)\) Tj", look)
    return [re.sub(r"\\(.)", r"\1", text) for text in texts]


def cells(prefix: str, names: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    pairs = zip(names, texts, strict=True)
    return {f"{prefix}.{name}[0]": text for name, text in pairs if text}


SHORT = (
    row(1, box="B", proceeds="1234.56", basis="1000.00", sold="2025-03-01"),
    row(2, box="B", proceeds="900", basis="1000", codes="W:60;B:0", units="0.5", sold="2025-04-01"),
)
LONG = (
    row(3, box="F", proceeds="50000.01", basis="20000.02", acquired=AcquiredWord.INHERITED),
    row(4, box="F", proceeds="10", basis="60", codes="L:50", sold="2025-05-05"),
)


def by_year(rows: Sequence[FormRow], year: int) -> list[FormRow]:
    """Give rows in the boxes of digital assets of a year."""
    letters = {"B": "B", "F": "F"} if year < 2025 else {"B": "H", "F": "L"}
    return [each._replace(box=letters[each.box or ""]) for each in rows]


PLACES: Mapping[int, Mapping[str, Any]] = {
    2024: {
        "names": ("f1_1", "f1_2", "f2_1", "f2_2"),
        "tables": ("Table_Line1[0]", "Table_Line1[0]"),
        "rows": (
            ("f1_3", "f1_4", "f1_5", "f1_6", "f1_7", "f1_8", "f1_9", "f1_10"),
            ("f1_11", "f1_12", "f1_13", "f1_14", "f1_15", "f1_16", "f1_17", "f1_18"),
        ),
        "totals": (115, 116, 118, 119),
        "ticks": {"c1_1[1]": "/2", "c2_1[2]": "/3"},
    },
    2025: {
        "names": ("f1_01", "f1_02", "f2_01", "f2_02"),
        "tables": ("Table_Line1_Part1[0]", "Table_Line1_Part2[0]"),
        "rows": (
            ("f1_03", "f1_04", "f1_05", "f1_06", "f1_07", "f1_08", "f1_09", "f1_10"),
            ("f1_11", "f1_12", "f1_13", "f1_14", "f1_15", "f1_16", "f1_17", "f1_18"),
        ),
        "totals": (91, 92, 94, 95),
        "ticks": {"c1_1[4]": "/5", "c2_1[5]": "/6"},
    },
}


def expected_8949(year: int) -> dict[str, str]:
    """Give every field that must hold something, and what: worked out by hand."""
    place = PLACES[year]
    top = "topmostSubform[0]"
    one, two = f"{top}.Page1[0]", f"{top}.Page2[0]"
    n1, s1, n2, s2 = place["names"]
    held = {
        f"{one}.{n1}[0]": "Pat Example",
        f"{one}.{s1}[0]": "000-00-0000",
        f"{two}.{n2}[0]": "Pat Example",
        f"{two}.{s2}[0]": "000-00-0000",
    }
    for name, state in place["ticks"].items():
        held[f"{one if name.startswith('c1') else two}.{name}"] = state
    first, second = place["rows"]
    long_first = [name.replace("f1_", "f2_") for name in first]
    long_second = [name.replace("f1_", "f2_") for name in second]
    at = f"{one}.{place['tables'][0]}"
    texts = ("1 BTC", "01/02/2025", "03/01/2025", "1,234.56", "1,000.00", "", "", "234.56")
    held |= cells(f"{at}.Row1[0]", first, texts)
    texts = ("0.5 BTC", "01/02/2025", "04/01/2025", "900.00", "1,000.00", "BW", "60.00", "(40.00)")
    held |= cells(f"{at}.Row2[0]", second, texts)
    at = f"{two}.{place['tables'][1]}"
    texts = ("1 BTC", "INHERITED", "03/01/2025", "50,000.01", "20,000.02", "", "", "29,999.99")
    held |= cells(f"{at}.Row1[0]", long_first, texts)
    texts = ("1 BTC", "01/02/2025", "05/05/2025", "10.00", "60.00", "L", "50.00", "0.00")
    held |= cells(f"{at}.Row2[0]", long_second, texts)
    short = ("2,134.56", "2,000.00", "60.00", "194.56")
    long = ("50,010.01", "20,060.02", "50.00", "29,999.99")
    for number, text in zip(place["totals"], short, strict=True):
        held[f"{one}.f1_{number}[0]"] = text
    for number, text in zip(place["totals"], long, strict=True):
        held[f"{two}.f2_{number}[0]"] = text
    return held


@pytest.mark.parametrize("year", YEARS)
def test_form_8949_is_right_field_by_field(year: int) -> None:
    pdf = filled_8949(laid_out(by_year((*SHORT, *LONG), year), year))
    assert values(pdf) == expected_8949(year)


@pytest.mark.parametrize("year", YEARS)
def test_what_is_drawn_is_what_the_fields_hold(year: int) -> None:
    pdf = filled_8949(laid_out(by_year((*SHORT, *LONG), year), year))
    reader = PdfReader(io.BytesIO(pdf))
    told = sorted(text for page in reader.pages for text in drawn(page))
    texts = [text for text in expected_8949(year).values() if not text.startswith("/")]
    assert told == sorted(texts)


@pytest.mark.parametrize("year", YEARS)
def test_a_reader_sees_each_row_on_its_line(year: int, tmp_path: Path) -> None:
    """Pdftotext draws the page and reads it: the cells of a row stand on one line, in order."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (Debian package poppler-utils) is not installed")
    (tmp_path / "form.pdf").write_bytes(filled_8949(laid_out(by_year((*SHORT, *LONG), year), year)))
    told = subprocess.run(
        [tool, "-layout", "form.pdf", "-"], cwd=tmp_path, check=True, capture_output=True, text=True
    ).stdout
    lines = [" ".join(line.split()) for line in told.splitlines()]
    assert any(line.endswith("03/01/2025 1,234.56 1,000.00 234.56") for line in lines)
    assert any(line.endswith("900.00 1,000.00 BW 60.00 (40.00)") for line in lines)
    assert any(line.endswith("50,010.01 20,060.02 50.00 29,999.99") for line in lines)


@pytest.mark.parametrize("year", YEARS)
def test_the_filled_form_has_no_xfa_and_no_broken_signature(year: int) -> None:
    root = PdfReader(io.BytesIO(filled_8949(laid_out([], year)))).root_object
    assert not {"/XFA", "/SigFlags"} & root["/AcroForm"].keys()  # type: ignore[union-attr]
    assert "/Perms" not in root
    assert "/JavaScript" not in root["/Names"]


def test_the_same_form_gives_the_same_bytes() -> None:
    form = laid_out(by_year(SHORT, 2025), 2025)
    assert filled_8949(form) == filled_8949(form)


SCHEDULE = {
    "4": 120 * DOLLAR,
    "6": -500 * DOLLAR,
    "13": 5 * DOLLAR,
    "14": -20 * DOLLAR,
    "18": 0,
    "19": 0,
    "loss_limit": 3000 * DOLLAR,
    "dividends": 0,
}


def expected_schedule(year: int) -> dict[str, str]:
    """Lines 2 and 10 of the rows above, others as given, 7 = 194.56 + 120 - 500, and so on."""
    two = year < 2025
    top = "topmostSubform[0]"

    def name(page: int, number: int, sub: str = "") -> str:
        digits = f"{number:02}" if two else str(number)
        return f"{top}.Page{page}[0].{sub}f{page}_{digits}[0]"

    held = {name(1, 1): "Pat Example", name(1, 2): "000-00-0000"}
    line_2 = ("2,134.56", "2,000.00", "60.00", "194.56")
    line_10 = ("50,010.01", "20,060.02", "50.00", "29,999.99")
    for n, text in enumerate(line_2, 11):
        held[name(1, n, "Table_PartI[0].Row2[0].")] = text
    for n, text in enumerate(line_10, 35):
        held[name(1, n, "Table_PartII[0].Row10[0].")] = text
    held[name(1, 19)] = "120.00"
    held[name(1, 21)] = "500.00"  # the form prints the parentheses
    held[name(1, 22)] = "(185.44)"
    held[name(1, 41)] = "5.00"
    held[name(1, 42)] = "20.00"
    held[name(1, 43)] = "29,984.99"
    held[name(2, 1)] = "29,799.55"
    held[name(2, 2)] = held[name(2, 3)] = "0.00"
    held[f"{top}.Page2[0].c2_1[0]"] = "/1"
    held[f"{top}.Page2[0].c2_2[0]"] = "/1"
    return held


@pytest.mark.parametrize("year", YEARS)
def test_schedule_d_is_right_field_by_field(year: int) -> None:
    fields = field_maps()["f1040sd", year]
    schedule = schedule_d(laid_out(by_year((*SHORT, *LONG), year), year), SCHEDULE)
    pdf = fill(blank("f1040sd", year), fields, [sheet_of_schedule_d(schedule, fields, WHO)])
    assert values(pdf) == expected_schedule(year)
    pages = PdfReader(io.BytesIO(pdf)).pages
    told = sorted(text for page in pages for text in drawn(page))
    texts = [text for text in expected_schedule(year).values() if not text.startswith("/")]
    assert told == sorted(texts)


@pytest.mark.parametrize("year", YEARS)
def test_a_net_loss_stands_positive_between_the_printed_parentheses(year: int) -> None:
    fields = field_maps()["f1040sd", year]
    losing = [row(1, box="C" if year < 2025 else "I", proceeds="0", basis="8000")]
    schedule = schedule_d(
        laid_out(losing, year), {"loss_limit": 3000 * DOLLAR, "dividends": DOLLAR}
    )
    held = values(
        fill(blank("f1040sd", year), fields, [sheet_of_schedule_d(schedule, fields, Taxpayer())])
    )
    page = "topmostSubform[0].Page2[0]"
    last = "TagCorrectingSubform[0].f2_04" if year < 2025 else "f2_4"
    assert held[f"{page}.{last}[0]"] == "3,000.00"
    assert held[f"{page}.c2_3[0]"] == "/1"  # line 22: Yes
    assert f"{page}.c2_1[0]" not in held


@pytest.mark.parametrize("year", YEARS)
def test_many_disposals_fill_further_copies_whose_totals_add_up_to_schedule_d(year: int) -> None:
    count = 5000 if FULL else 120
    letters = "CF" if year < 2025 else "IL"
    rows = [
        row(n, sale=f"s{n:05}", box=letters[n % 2], proceeds=f"{n}.37", basis=f"{n // 3}.005")
        for n in range(count)
    ]
    form = laid_out(rows, year)
    pdf = filled_8949(form)
    held = values(pdf)
    per_page = 14 if year < 2025 else 11
    copies = -(-count // 2 // per_page)
    assert len(PdfReader(io.BytesIO(pdf)).pages) == 2 * copies
    fields = field_maps()["f8949", year]
    for term, letter in zip(("short", "long"), letters, strict=True):
        part = fields.part(term)
        sums = [0, 0]
        descriptions = 0
        for copy in range(copies):

            def read(name: str, copy: int = copy) -> str:
                return held.get(name.replace("topmostSubform[0]", f"topmostSubform[{copy}]"), "")

            descriptions += sum(bool(read(part.cell(n, 0))) for n in range(part.rows))
            for n, column in ((0, 3), (3, 7)):
                shown = [_cents(read(part.cell(r, column))) for r in range(part.rows)]
                total = _cents(read(part.total_cell(n)))
                assert sum(shown) == total
                sums[n > 0] += total
        box = next(each for each in form.boxes if each.letter == letter)
        assert descriptions == count // 2
        assert sums == [box.total.proceeds, box.total.gain]
        exact = sum(each.gain or 0 for each in rows if each.box == letter)
        assert abs(exact - sums[1] * DOLLAR // 100) <= DOLLAR // 100


def _cents(text: str) -> int:
    sign = -1 if text.startswith("(") else 1
    return sign * int(re.sub(r"[^0-9]", "", text) or "0")


@pytest.mark.parametrize("year", YEARS)
def test_rows_of_unknown_term_stand_on_pages_with_no_box(year: int) -> None:
    rows = [*by_year(SHORT, year), row(9, box=None, basis=None, sale="s9", units="3")]
    held = values(filled_8949(laid_out(rows, year)))
    last = {name: text for name, text in held.items() if name.startswith("topmostSubform[1]")}
    assert sorted(last.values()) == sorted(
        ["Pat Example", "000-00-0000", "3 BTC", "01/02/2025", "03/01/2025", "1,000.00"]
    )


@pytest.mark.parametrize("year", YEARS)
def test_a_year_without_sales_has_the_form_with_its_head_alone(year: int) -> None:
    held = values(filled_8949(laid_out([], year)))
    assert sorted(set(held.values())) == ["000-00-0000", "Pat Example"]


def test_whole_dollars_stand_without_cents() -> None:
    form = laid_out(by_year(SHORT, 2025), 2025, Options(Rounding.DOLLARS))
    held = values(filled_8949(form))
    at = "topmostSubform[0].Page1[0].Table_Line1_Part1[0].Row1[0]"
    assert (held[f"{at}.f1_06[0]"], held[f"{at}.f1_10[0]"]) == ("1,235", "235")


def test_the_longest_texts_stay_within_their_fields() -> None:
    long = row(1, units="0.123456789012345678901234567891", transaction="0x" + "ab" * 32, box="I")
    odd = row(2, asset="(CO\\IN)\N{GREEK SMALL LETTER ALPHA}", box="I", proceeds="123456789012.34")
    pdf = filled_8949(laid_out([long, odd], 2025))
    at = "topmostSubform[0].Page1[0].Table_Line1_Part1[0]"
    held = values(pdf)
    assert held[f"{at}.Row1[0].f1_03[0]"].startswith("0.123456789012345678901234567891 BTC\n0xab")
    assert held[f"{at}.Row2[0].f1_11[0]"] == "1 (CO\\IN)\N{GREEK SMALL LETTER ALPHA}"
    shown = drawn(PdfReader(io.BytesIO(pdf)).pages[0])
    assert "0x" + "ab" * 32 in "".join(shown)
    assert "1 (CO\\IN)?" in shown


def test_a_pdf_that_is_not_the_blank_is_told_apart() -> None:
    maps = field_maps()
    for form, year in maps:
        pdf = blank(form, year)
        assert [key for key, fields in maps.items() if is_blank(pdf, fields)] == [(form, year)]
    with pytest.raises(NotThisFormError, match="no field"):
        fill(blank("f8949", 2024), maps["f8949", 2025], [])
    with pytest.raises(NotThisFormError, match="no PDF"):
        fill(b"%PDF-1.7\nrubbish", maps["f8949", 2025], [])
