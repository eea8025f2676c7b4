"""A whole workbook read back: sheets, header, filter, totals, groups, emphasis, paper."""

from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from harvestry.reports.cell_text import LEFT_OUT
from harvestry.reports.table import NOT_COMPUTED, Column, Row, Table, Unit
from harvestry.reports.workbook import parts as xlsx_parts
from harvestry.reports.workbook.text import sheet_names
from harvestry.reports.workbook.writing import Properties, write_workbook
from harvestry.units.exact import money_of, quantity_of

COLUMNS = (
    Column("Account", Unit.TEXT),
    Column("Asset", Unit.TEXT, "What is held."),
    Column("Quantity", Unit.QUANTITY),
    Column("Basis", Unit.MONEY, "What it cost.", total=True),
    Column("Gain or loss", Unit.GAIN, total=True),
    Column("Tax saved", Unit.MONEY, total=True),
    Column("State", Unit.TEXT),
)
ROWS: list[Row] = [
    ("kraken", "BTC", quantity_of("1"), money_of("100"), money_of("-40"), NOT_COMPUTED, ""),
    ("kraken", "BTC", quantity_of("2"), money_of("50.25"), money_of("10"), NOT_COMPUTED, "stop"),
    ("kraken", "ETH", quantity_of("3"), None, None, NOT_COMPUTED, ""),
    ("coinbase", "ETH", quantity_of("4"), money_of("9"), money_of("1"), NOT_COMPUTED, "a, b"),
]
NOTES = ("As of 2026-11-22.", "This is no tax advice.")
TABLE = Table("Open lots", COLUMNS, ROWS, NOTES, {1: "stop"}, ("account", "asset"))
HEADER = 5


def sheets_of(*tables: Table) -> list[Any]:
    file = BytesIO()
    write_workbook(file, tables, Properties("A plan", 0, "Harvesting"))
    return openpyxl.load_workbook(file).worksheets


def values(sheet: Any) -> list[list[Any]]:
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture(scope="module")
def sheet() -> Any:
    return sheets_of(TABLE)[0]


def test_title_and_notes_stand_above_the_header(sheet: Any) -> None:
    assert [row[0] for row in values(sheet)[:5]] == ["Open lots", *NOTES, None, "Account"]
    assert [cell.value for cell in sheet[HEADER]] == [column.title for column in COLUMNS]


def test_the_header_is_frozen_and_the_rows_are_filtered(sheet: Any) -> None:
    assert sheet.freeze_panes == "A6"
    assert sheet.auto_filter.ref == "A5:G9"


def test_columns_that_name_the_row_stay_in_sight_on_a_wide_sheet() -> None:
    wide = (*COLUMNS, *(Column(f"A further amount {n}", Unit.MONEY) for n in range(12)))
    rows = [(*row, *([money_of("1234567.89")] * 12)) for row in ROWS]
    assert sheets_of(Table("Wide", wide, rows))[0].freeze_panes == "C4"


def test_notes_of_columns_are_comments_and_a_printed_legend(sheet: Any) -> None:
    assert sheet["B5"].comment is not None
    assert sheet["B5"].comment.text.strip() == "What is held."
    assert sheet["A5"].comment is None
    legend = [row[0] for row in values(sheet)]
    start = legend.index("What the columns mean")
    assert legend[start + 1 : start + 3] == ["Asset: What is held.", "Basis: What it cost."]


def test_sums_are_formulas_that_carry_their_values() -> None:
    file = BytesIO()
    write_workbook(file, [TABLE], Properties("t", 0))
    formulas = openpyxl.load_workbook(file).worksheets[0]
    cached = openpyxl.load_workbook(file, data_only=True).worksheets[0]
    assert formulas["A10"].value == "Total"
    assert formulas["D10"].value == "=SUM(D6:D9)"
    assert formulas["E10"].value == "=SUM(E6:E9)"
    # 100 + 50.25 + 9 and -40 + 10 + 1, without the row that is unknown.
    assert cached["D10"].value == 159.25
    assert cached["E10"].value == -29


def test_a_sum_without_its_unknown_rows_says_so(sheet: Any) -> None:
    assert sheet["A12"].value == LEFT_OUT
    assert [cell.value for cell in sheet[11]] == [
        None,
        None,
        None,
        "known part",
        "known part",
        None,
        None,
    ]
    assert sheet["F10"].value == "not computed"


def test_a_complete_sum_says_nothing_of_a_part() -> None:
    complete = Table("T", COLUMNS[:4], [ROWS[0][:4], ROWS[1][:4]])
    texts = [cell for row in values(sheets_of(complete)[0]) for cell in row]
    assert "known part" not in texts
    assert LEFT_OUT not in texts


def test_a_sum_of_nothing_known_is_no_number() -> None:
    unknown = Table("T", (COLUMNS[0], COLUMNS[3]), [("kraken", None)])
    sheet = sheets_of(unknown)[0]
    assert [cell.value for cell in sheet[5]] == ["Total", "unknown"]


def test_rows_that_stand_out_have_fill_and_weight(sheet: Any) -> None:
    assert {cell.fill.fgColor.rgb for cell in sheet[7]} == {"FFFFF1CC"}
    assert sheet["A7"].font.bold
    assert sheet["G7"].value == "stop"
    assert sheet["A6"].fill.fill_type is None


def test_the_word_of_a_row_that_stands_out_is_always_written() -> None:
    marked = Table("T", COLUMNS[:2], [row[:2] for row in ROWS], emphasis={2: "look here"})
    sheet = sheets_of(marked)[0]
    assert [cell.value for cell in sheet[3]] == ["Account", "Asset", "Mark"]
    assert [sheet.cell(row, 3).value for row in range(4, 8)] == [None, None, "look here", None]


def test_a_line_parts_the_groups(sheet: Any) -> None:
    lines = [sheet.cell(row, 1).border.top.style for row in range(6, 10)]
    assert lines == [None, None, "thin", "thin"]


def test_an_empty_table_says_that_nothing_is_here() -> None:
    sheet = sheets_of(Table("Calendar", COLUMNS, []))[0]
    assert next(cell.value for cell in sheet[4]) == "Nothing here."
    assert sheet.auto_filter.ref is None
    assert "Total" not in [row[0] for row in values(sheet)]


def test_a_table_without_columns_is_written_too() -> None:
    assert sheets_of(Table("Nothing", (), []))[0]["A1"].value == "Nothing"


def test_it_prints_on_landscape_letter_one_page_wide(sheet: Any) -> None:
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 1
    assert sheet.page_setup.fitToWidth in (None, 1)
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$5:$5"
    footer = sheet.oddFooter
    assert footer.left.text == "&A"
    assert footer.center.text == "Page &P of &N"


def wide(columns: int) -> Table:
    """A table of an asset, an account, an order, and columns of 26 digits; a figure ends it."""
    told = [Column(f"C{n}", Unit.TEXT) for n in range(columns)]
    keys = (Column("Asset", Unit.TEXT), Column("Account", Unit.TEXT), Column("Order", Unit.COUNT))
    last = Column("Figure", Unit.TEXT)
    row = ("BTC", "kraken", 1, *["0" * 26] * columns, "lots:kraken:BTC")
    return Table("Wide", (*keys, *told, last), [row])


def areas(sheet: Any) -> list[str]:
    return [area.rpartition("!")[2] for area in str(sheet.print_area).split(",")]


def test_a_wide_sheet_goes_over_two_pages_so_that_paper_can_be_read() -> None:
    """11 inches less margins of 0.4 are 734 points, 712 with something left over.

    At 65 % (letters of 11 points stand 7 high) a page has 1,095. A digit takes 5.25, a column 3.75
    more: the first three columns 160, and six more of above 150; the other four on a page behind.
    """
    sheet = sheets_of(wide(10))[0]
    assert sheet.page_setup.fitToWidth in (None, 1)
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_cols == "$A:$C"
    assert sheet.print_title_rows == "$3:$3"
    # Title and notes are for the first page. A figure's name is for the keyboard, not for paper.
    assert areas(sheet) == [f"$A$1:$I${sheet.max_row}", "$J$3:$M$4"]


@pytest.mark.parametrize(("answer", "last"), [("c2", "F"), ("c9", "I")])
def test_the_first_page_ends_with_the_answer_if_it_can(answer: str, last: str) -> None:
    """The answer ends with the sixth column or the thirteenth; a page has nine."""
    sheet = sheets_of(replace(wide(10), answer=answer))[0]
    assert areas(sheet)[0] == f"$A$1:${last}${sheet.max_row}"


def test_texts_of_the_answer_wrap_sooner_where_that_keeps_it_on_the_first_page() -> None:
    """Beside 160 points and three columns of 153 are 475: two texts of 42 digits, not of 48."""
    told = wide(3)
    texts = (Column("State", Unit.TEXT), Column("Change", Unit.TEXT))
    columns = (*told.columns[:-1], *texts, Column("Behind", Unit.TEXT), *told.columns[-1:])
    long = "word " * 20
    rows = [(*row[:-1], long, long, long, *row[-1:]) for row in told.rows]
    sheet = sheets_of(Table("Wide", columns, rows, answer="change"))[0]
    assert areas(sheet)[0] == f"$A$1:$H${sheet.max_row}"
    assert sheet.column_dimensions["H"].width < sheet.column_dimensions["I"].width


def test_a_sheet_that_one_page_holds_is_printed_whole() -> None:
    sheet = sheets_of(wide(5))[0]
    assert sheet.page_setup.fitToWidth in (None, 1)
    assert sheet.page_setup.pageOrder in (None, "downThenOver")
    assert sheet.print_title_cols is None
    assert not sheet.print_area


def test_columns_are_as_wide_as_what_they_hold(sheet: Any) -> None:
    long = Table("T", COLUMNS[:2], [("an account with quite a long name", "BTC")])
    narrow = sheets_of(long)[0].column_dimensions
    assert narrow["A"].width > 30
    assert narrow["B"].width < 12


def test_long_texts_wrap_in_rows_that_are_high_enough() -> None:
    message = "Import the file of the wallet they came from, or enter the cost by hand. " * 3
    sheet = sheets_of(Table("Problems", COLUMNS[:2], [(message, "SOL"), ("short", "BTC")]))[0]
    assert sheet["A4"].alignment.wrap_text
    assert sheet["A4"].alignment.vertical == "top"
    # 219 letters in 46 digits' width: five lines.
    height = sheet.row_dimensions[4].height
    assert height is not None
    assert height > 4 * 14
    assert sheet.row_dimensions[5].height is None


def test_notes_beyond_the_seventh_line_stand_below_the_rows() -> None:
    notes = tuple(f"Sentence {n}." for n in range(10))
    sheet = sheets_of(Table("T", COLUMNS[:2], [("kraken", "BTC")], notes))[0]
    first = [row[0] for row in values(sheet)]
    assert first[:10] == ["T", *notes[:7], None, "Account"]
    assert first[first.index("Further notes") + 1 :][:3] == list(notes[7:])


def test_a_sentence_that_does_not_fit_above_stands_whole_below() -> None:
    """At 70 letters a line its 60 words take six, and five are left."""
    long = " ".join(f"word{n}" for n in range(60))
    notes = ("One.", "Two.", long, "The end.")
    sheet = sheets_of(Table("T", COLUMNS[:2], [("kraken", "BTC")], notes))[0]
    told = [row[0] for row in values(sheet)]
    assert told[:5] == ["T", "One.", "Two.", None, "Account"]
    below = told[told.index("Further notes") + 1 : told.index("The end.")]
    assert " ".join(map(str, below)) == long


def test_a_sentence_longer_than_there_is_room_above_is_cut_and_says_so_at_both_ends() -> None:
    cut = "\N{HORIZONTAL ELLIPSIS}"
    long = " ".join(f"word{n}" for n in range(90))
    sheet = sheets_of(Table("T", COLUMNS[:2], [("kraken", "BTC")], (long, "The end.")))[0]
    told = [str(row[0]) for row in values(sheet)]
    above = told[1:8]
    below = told[told.index("Further notes") + 1 : told.index("The end.")]
    assert above[-1].endswith(f" {cut}")
    assert below[0].startswith(f"{cut} ")
    assert " ".join((*above, *below)).replace(f"{cut} {cut} ", "") == long


def test_the_file_says_what_it_is() -> None:
    file = BytesIO()
    write_workbook(file, [TABLE], Properties("A plan", 1_700_000_000_000_000, "Harvesting"))
    told = openpyxl.load_workbook(file).properties
    assert (told.title, told.subject, told.creator) == ("A plan", "Harvesting", "Harvestry")
    # 1,700,000,000 seconds after the epoch.
    assert told.created.isoformat() == "2023-11-14T22:13:20"


def test_a_table_too_long_for_excel_goes_on_at_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    cut = xlsx_parts.parts_of([TABLE, Table("Next", COLUMNS, ROWS[:1])], most_rows=3)
    assert [(part.name, part.first, part.last) for part in cut] == [
        ("Open lots", 0, 3),
        ("Next", 0, 1),
        ("Open lots (2)", 3, 4),
    ]
    monkeypatch.setattr(
        "harvestry.reports.workbook.writing.parts_of", lambda tables: xlsx_parts.parts_of(tables, 3)
    )
    first, second = sheets_of(TABLE)
    assert first["A2"].value == "Rows 1 to 3 of 4 stand here; the others on 'Open lots (2)'."
    assert second["A2"].value == "Rows 4 to 4 of 4 stand here; the others on 'Open lots'."
    assert second["A7"].value == "coinbase"
    assert second["A8"].value == "Total of this sheet"
    assert second["D8"].value == "=SUM(D7:D7)"


def test_excels_limit_is_kept() -> None:
    # Title, 4 lines of notes, a gap, the header, totals, 2 lines of foot and what columns mean.
    assert xlsx_parts.MOST_ROWS + 500 < 1_048_576


def test_sheets_are_named_as_their_tables() -> None:
    names = (
        "Summary by FIFO",
        "Summary by LIFO",
        "FIFO Ordering of Sells",
        "LIFO Ordering of Sells",
    )
    assert sheet_names(names) == names


def test_names_excel_would_refuse_are_mended() -> None:
    titles = [
        r"a[b]c:d*e?f/g\h",
        "'quoted'",
        "x" * 40,
        "X" * 40,
        "",
        "History",
        "a\x00b",
        "🪙" * 20,
    ]
    assert sheet_names(titles) == (
        "a-b-c-d-e-f-g-h",
        "quoted",
        "x" * 31,
        "X" * 27 + " (2)",
        "Sheet",
        "History (2)",
        "a�b",
        "🪙" * 15,
    )
    assert [sheet.title for sheet in sheets_of(*(Table(each, (), []) for each in titles))]


def test_bold_letters_are_wider_so_a_marked_row_may_need_a_line_more() -> None:
    figure = "0" * 48  # a text column is 52 digits wide, bold ones are 1.07 as wide
    columns = (Column("Figure", Unit.TEXT), Column("Asset", Unit.TEXT))
    table = Table("Order", columns, [(figure, "BTC"), (figure, "BTC")], NOTES, {1: "stop"})
    sheet = sheets_of(table)[0]
    plain, bold = (sheet.row_dimensions[HEADER + n].height for n in (1, 2))
    assert plain is None
    assert bold > 2 * 14
