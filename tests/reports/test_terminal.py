"""Tables on terminals of several widths, line by line."""

import io
import re
from dataclasses import replace

import pytest
from rich.console import Console

from harvestry.reports.table import NOT_COMPUTED, Column, Row, Table, Unit
from harvestry.reports.terminal.rendering import render
from harvestry.units.days import day_of
from harvestry.units.exact import money_of, quantity_of

COLUMNS = (
    Column("Account", Unit.TEXT),
    Column("Asset", Unit.TEXT),
    Column("Order", Unit.COUNT),
    Column("Acquired", Unit.DAY),
    Column("Quantity", Unit.QUANTITY),
    Column("Basis", Unit.MONEY, total=True),
    Column("Gain or loss", Unit.GAIN, total=True),
    Column("Sell through here", Unit.TEXT),
    Column("Wash-sale state", Unit.TEXT),
)


def row(account: str, order: int, coins: str, basis: str, gain: str, here: str = "") -> Row:
    amounts = (quantity_of(coins), money_of(basis) if basis else None, money_of(gain))
    return (account, "BTC", order, day_of("2024-02-29"), *amounts, here, NOT_COMPUTED)


ROWS = [
    row("kraken", 1, "0.5", "20000", "-1234.5"),
    row("kraken", 2, "0.25", "1000", "-99", "stop"),
    row("coinbase", 1, "1", "", "7.25"),
]
TABLE = Table(
    "FIFO Ordering of Sells",
    COLUMNS,
    ROWS,
    ("This is no tax advice.",),
    {1: "stop"},
    ("account", "asset"),
    ("account", "asset", "order", "acquired", "quantity", "gain_or_loss", "sell_through_here"),
)


def printed(table: Table, width: int, *, wide: bool = False, encoding: str = "utf-8") -> list[str]:
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    render(table, Console(file=file, width=width), wide=wide)
    file.seek(0)
    return file.read().splitlines()


LINE = "\N{BOX DRAWINGS LIGHT HORIZONTAL}"
ARROW = "\N{RIGHTWARDS ARROW}"
MINUS = "\N{MINUS SIGN}"


def spelled(*lines: str) -> list[str]:
    """Put the real minus for `~` and the arrow for `>`."""
    return [line.replace("~", MINUS).replace(">", ARROW) for line in lines]


def test_where_there_is_room_every_column_is_shown() -> None:
    rule = LINE * 102
    assert printed(TABLE, 150) == spelled(
        "FIFO Ordering of Sells",
        "                                                                            "
        "Sell through  Wash-sale",
        "  Account   Asset  Order    Acquired  Quantity       Basis    Gain or loss  "
        "here          state",
        rule,
        "  kraken    BTC        1  2024-02-29       0.5   20,000.00  ~1,234.50 loss  "
        "              not computed",
        "> kraken    BTC        2  2024-02-29      0.25    1,000.00     ~99.00 loss  "
        "stop          not computed",
        rule,
        "  coinbase  BTC        1  2024-02-29         1     unknown      +7.25       "
        "              not computed",
        rule,
        "  Total                                          21,000.00  ~1,326.25 loss",
        "                                                known part",
        "A known part leaves out the rows that read unknown.",
        "",
        "This is no tax advice.",
        "",
    )


def test_where_there_is_less_only_the_brief_columns_are_shown() -> None:
    lines = printed(TABLE, 90)
    assert lines[2] == ("  Account   Asset  Order    Acquired  Quantity    Gain or loss  here")
    assert lines[-2] == "7 of 9 columns; a wider terminal shows more, `| less -S` all."


def test_where_there_is_little_the_group_stands_above_its_rows() -> None:
    rule = LINE * 45
    assert printed(TABLE, 66) == spelled(
        "FIFO Ordering of Sells",
        "  Order    Acquired  Quantity    Gain or loss",
        rule,
        "kraken \N{MIDDLE DOT} BTC",
        "      1  2024-02-29       0.5  ~1,234.50 loss",
        ">     2  2024-02-29      0.25     ~99.00 loss",
        "  stop",
        "",
        "coinbase \N{MIDDLE DOT} BTC",
        "      1  2024-02-29         1      +7.25",
        rule,
        "  Total                        ~1,326.25 loss",
        "",
        "This is no tax advice.",
        "7 of 9 columns; a wider terminal shows more, `| less -S` all.",
        "",
    )


def test_columns_for_less_room_still_come_before_anything_else() -> None:
    narrow = replace(TABLE, briefest=("asset", "quantity", "gain_or_loss"))
    assert printed(narrow, 90) == printed(TABLE, 90)
    lines = printed(narrow, 66)
    assert lines[1] == "  Asset  Quantity    Gain or loss"
    assert lines[-2] == "3 of 9 columns; a wider terminal shows more, `| less -S` all."


def test_where_there_is_no_room_each_row_is_a_list() -> None:
    lines = printed(TABLE, 30)
    assert lines[:8] == spelled(
        "FIFO Ordering of Sells",
        "",
        "Account            kraken",
        "Asset              BTC",
        "Order              1",
        "Acquired           2024-02-29",
        "Quantity           0.5",
        "Gain or loss       ~1,234.50 loss",
    )
    assert spelled("> stop")[0] in lines
    assert lines[lines.index("Total") + 1] == spelled("Gain or loss       ~1,326.25 loss")[0]


@pytest.mark.parametrize("width", [10, 30, 45, 60, 66, 80, 90, 120, 150])
def test_no_number_is_cut_at_any_width(width: int) -> None:
    text = "\n".join(printed(TABLE, width))
    for number in ("0.5", "0.25", f"{MINUS}1,234.50 loss", f"{MINUS}99.00 loss", "+7.25"):
        assert number in text


@pytest.mark.parametrize("width", [45, 66, 80, 90, 120, 150])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    assert max(map(len, printed(TABLE, width))) <= width


def test_wide_shows_everything_whatever_the_width() -> None:
    assert printed(TABLE, 20, wide=True)[:10] == printed(TABLE, 150)[:10]


def test_long_texts_wrap_and_their_row_grows() -> None:
    columns = (Column("Code", Unit.TEXT), Column("Message", Unit.TEXT), Column("Row", Unit.COUNT))
    message = "Import the file of the wallet they came from."
    assert printed(Table("Problems", columns, [("B1", message, 7)]), 40) == [
        "Problems",
        "Code  Message                        Row",
        LINE * 40,
        "B1    Import the file of the wallet    7",
        "      they came from.",
        "",
    ]


def test_an_empty_table_says_so() -> None:
    assert printed(Table("Calendar", COLUMNS, []), 80)[1] == "Nothing here."


def test_a_column_that_is_not_computed_has_no_sum() -> None:
    columns = (Column("Asset", Unit.TEXT), Column("Tax saved", Unit.MONEY, total=True))
    lines = printed(Table("T", columns, [("BTC", NOT_COMPUTED)]), 80)
    assert lines[-2].split() == ["Total", "not", "computed"]
    assert "known part" not in " ".join(lines)


def test_wide_letters_take_two_columns() -> None:
    columns = (Column("Asset", Unit.TEXT), Column("Order", Unit.COUNT))
    lines = printed(Table("T", columns, [("\u65e5\u672c\u5e01", 1), ("BTC", 2)]), 80)
    assert lines[3] == "\u65e5\u672c\u5e01      1"
    assert lines[4] == "BTC         2"


def test_a_plain_screen_gets_plain_letters() -> None:
    text = "\n".join(printed(TABLE, 66, encoding="ascii"))
    assert "-1,234.50 loss" in text
    assert "\n>     2" in text
    assert "-" * 45 in text


HOSTILE = [
    "[bold red]x[/bold red]",
    "[/]",
    "[link=http://evil.example]x[/link]",
    ":smile:",
    "\x1b[31mred",
    "\x1b]8;;http://evil.example\x07x",
    "\x9b2J",
    "a\rb",
    "a\nb",
    "a\tb",
    "\x00\x07\x08\x7f",
    "\u202egpj.exe",
    "half \ud800",
]


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("terminal", [True, False])
def test_what_a_file_holds_is_neither_markup_nor_command(text: str, *, terminal: bool) -> None:
    column = Column("Asset", Unit.TEXT)
    table = Table(text, (column,), [(text,)], (text,), {0: text})
    file = io.StringIO()
    render(table, Console(file=file, width=80, force_terminal=terminal, color_system=None))
    for form in (80, 3):
        render(table, Console(file=file, width=form, force_terminal=terminal))
    output = re.sub(r"\x1b\[[0-9;]*m", "", file.getvalue())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff]", output)
    for plain in ("[bold red]", "[/]", "[link=", ":smile:"):
        if plain in text:
            assert plain in output


def test_colour_only_on_a_terminal_that_wants_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def output(*, terminal: bool) -> str:
        file = io.StringIO()
        render(TABLE, Console(file=file, width=150, force_terminal=terminal))
        return file.getvalue()

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[31m" in output(terminal=True)
    assert "\x1b" not in output(terminal=False)
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", output(terminal=True))


def test_a_long_table_is_printed_whole() -> None:
    rows = [("BTC", n) for n in range(1_234)]
    columns = (Column("Asset", Unit.TEXT), Column("Order", Unit.COUNT))
    lines = printed(Table("T", columns, rows), 80)
    assert [line.split() for line in lines[3:-1]] == [["BTC", str(n)] for n in range(1_234)]


def test_a_total_without_a_free_column_has_its_own_line() -> None:
    columns = (Column("A", Unit.MONEY, total=True), Column("B", Unit.MONEY, total=True))
    lines = printed(Table("T", columns, [(money_of("1"), money_of("2"))]), 80)
    assert lines[-3:] == ["Total", "1.00  2.00", ""]


def test_a_long_name_of_a_group_stands_once_where_it_would_wrap() -> None:
    columns = (Column("Form", Unit.TEXT), Column("Line", Unit.TEXT), Column("What", Unit.TEXT))
    rows = [
        ("A Worksheet of Some Length", "1", "what is held"),
        ("A Worksheet of Some Length", "2", "b"),
    ]
    lines = printed(Table("Lines", columns, rows, groups=("form",)), 40)
    assert lines[3:6] == [
        "A Worksheet of Some   1     what is held",
        "Length",
        "                      2     b",
    ]


def test_a_table_without_rows_says_nothing_of_its_columns() -> None:
    lines = printed(replace(TABLE, rows=[]), 60)
    assert not any("columns" in line for line in lines)
