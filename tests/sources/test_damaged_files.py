"""Sixty ways to spoil an export, each done to exports of several venues.

Whatever was done, a file is refused in one sentence, or every row of it is accounted for, and no
event is read that the sound file does not tell. Where damage cannot be told from truth, it is not
here: a sign turned round is another movement.
"""

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Final, TypeAlias

import pytest

from harvestry.sources.canonical import CANONICAL, Content
from harvestry.sources.catalogue import formats
from harvestry.sources.errors import SourceError
from harvestry.sources.harvestry_csv.writing import cells_of
from harvestry.sources.opening import open_sheets
from harvestry.sources.receipt import Imported
from harvestry.sources.recognition import tidy
from sources.golden_files import GOLDENS, read, read_bytes
from sources.workbooks import workbook

Rows: TypeAlias = list[list[str]]


class Export:
    """A sound export, taken apart: what stands above, the header, the rows, the columns."""

    def __init__(self, name: str) -> None:
        self.path = GOLDENS / f"{name}.csv"
        (sheet,) = open_sheets(self.path, formats()).sheets
        text = self.path.read_bytes().decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=sheet.delimiter))
        names = [each.partition("#")[0] for each in sheet.match.names]
        header = next(n for n, row in enumerate(rows) if [tidy(cell) for cell in row] == names)
        self.above, self.header = rows[:header], rows[header]
        self.rows = [row for row in rows[header + 1 :] if len(row) == len(self.header)]
        self.places = dict(sheet.match.places)
        self.required = [
            self.places[c.key]
            for c in sheet.match.format.columns
            if c.required and c.key in self.places
        ]
        self.numbers = [n for key, n in self.places.items() if _holds_numbers(key)]

    def written(self, rows: Rows, header: list[str] | None = None, end: str = "\n") -> bytes:
        """Give it as a file with other rows."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator=end)
        writer.writerows([*self.above, header or self.header, *rows])
        return stream.getvalue().encode()

    def with_cells(self, places: Iterable[int], change: Callable[[str], str]) -> bytes:
        """Give it with every filled cell of some columns changed."""
        wanted = set(places)
        return self.written(
            [
                [change(c) if n in wanted and c.strip() else c for n, c in enumerate(r)]
                for r in self.rows
            ]
        )

    def with_times(self, change: Callable[[str], str]) -> bytes:
        """Give it with other times."""
        return self.with_cells([self.places["time"]], change)

    def with_numbers(self, change: Callable[[str], str]) -> bytes:
        """Give it with other numbers."""
        return self.with_cells(self.numbers, change)


def _holds_numbers(key: str) -> bool:
    ours = key in {"usd", "fee_usd", "fmv_usd"}
    return ours or (key in CANONICAL and CANONICAL[key] is Content.NUMBER)


VENUES: Final = (
    "kraken/ledgers_16_columns",
    "kraken/ledgers_9_columns",
    "coinbase/history_2023",
    "coinbase/history_2025",
    "coinbase_pro/fills",
    "coinbase_pro/account",
    "harvestry/all_kinds",
)
PLAIN_VENUES: Final = (*VENUES[:-1], "harvestry/bare")
"""Notes of several lines and lists parted by semicolons are not the same in another dress."""
TOLD_ALL_THE_SAME: Final = {
    ("assets of a hundred letters", "harvestry/all_kinds"): "our own file names assets as it likes",
    ("cut short in a row", "kraken/ledgers_9_columns"): "the row of a trade's fee was cut off",
}
"""Where a file tells something else, and why; of what was cut off there is an error."""
_DIGIT: Final = re.compile(r"[0-9]")


def _plain(export: Export) -> bytes:
    return export.written(export.rows)


def _comma(cell: str) -> str:
    return cell.replace(",", "").replace(".", ",")


def _cut(export: Export, share: float) -> bytes:
    whole = _plain(export)
    return whole[: int(len(whole) * share)]


def _odd_row(change: Callable[[list[str]], list[str]]) -> Callable[[Export], bytes]:
    return lambda e: e.written([change(list(row)) for row in e.rows])


def _other(export: Export) -> Export:
    return Export(VENUES[0] if "coinbase" in str(export.path) else VENUES[2])


REFUSED: Final[dict[str, Callable[[Export], bytes]]] = {
    "an empty file": lambda _: b"",
    "a byte order mark alone": lambda _: b"\xef\xbb\xbf",
    "line ends alone": lambda _: b"\r\n\r\n\n",
    "a NUL byte in the middle": lambda e: _plain(e).replace(b"2", b"\x00", 1),
    "bytes of an old code page": lambda e: _plain(e) + "é,\n".encode("latin-1"),
    "UTF-32": lambda e: b"\xff\xfe\x00\x00" + _plain(e).decode().encode("utf-32-le"),
    "packed with gzip": lambda e: gzip.compress(_plain(e)),
    "a PDF": lambda _: b"%PDF-1.7\n" + b"0" * 500,
    "a picture": lambda _: b"\x89PNG\r\n\x1a\n" + bytes(200),
    "an archive": lambda _: b"PK\x03\x04" + bytes(60),
    "an old spreadsheet": lambda _: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "a web page": lambda _: b"<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>\n",
    "a sign-in page above nothing": lambda _: b"<html>\n<head>\n</head>\n</html>\n",
    "JSON": lambda e: json.dumps([dict(zip(e.header, r, strict=True)) for r in e.rows]).encode(),
    "a settings file": lambda _: b'[account.x]\nowner = "self"\n',
    "prose": lambda _: b"Dear customer,\nyour export is being prepared.\nRegards\n",
    "prices": lambda _: b"date,asset,close_usd\n2024-01-01,BTC,40000\n",
    "a bank's statement": lambda _: b"Date,Description,Debit,Credit\n1/2/2024,Coffee,4,\n",
    "the header cut off": lambda e: e.written(e.rows[1:], e.rows[0]),
    "a required column missing": lambda e: e.written(
        [r[: e.required[0]] + r[e.required[0] + 1 :] for r in e.rows],
        e.header[: e.required[0]] + e.header[e.required[0] + 1 :],
    ),
    "another required column missing": lambda e: e.written(
        [r[: e.required[-1]] + r[e.required[-1] + 1 :] for r in e.rows],
        e.header[: e.required[-1]] + e.header[e.required[-1] + 1 :],
    ),
    "a required column misspelt": lambda e: e.written(
        e.rows, [f"{c}_2" if n == e.required[1] else c for n, c in enumerate(e.header)]
    ),
    "a required column twice": lambda e: e.written(
        [[*r, r[e.required[0]]] for r in e.rows], [*e.header, e.header[e.required[0]]]
    ),
    "a line of two megabytes": lambda e: _plain(e) + b"x" * (2 << 20),
    "parted by spaces": lambda e: _plain(e).replace(b",", b" "),
    "parted by bars": lambda e: _plain(e).replace(b",", b"|"),
}
SAME: Final[dict[str, Callable[[Export], bytes]]] = {
    "as it came": _plain,
    "ends of line of DOS": lambda e: e.written(e.rows, end="\r\n"),
    "ends of line of old": lambda e: e.written(e.rows, end="\r"),
    "a blank line after each": lambda e: _plain(e).replace(b"\n", b"\n\n"),
    "a hundred empty columns": lambda e: e.written(
        [[*r, *[""] * 100] for r in e.rows], [*e.header, *[""] * 100]
    ),
    "commas at the end of each row": lambda e: e.written([[*r, "", ""] for r in e.rows]),
    "a column of remarks": lambda e: e.written(
        [[*r, "checked, fine"] for r in e.rows], [*e.header, "My remarks"]
    ),
    "spaces round every cell": lambda e: e.with_cells(e.numbers, lambda c: f"  {c}\u00a0"),
    "all of it twice in one command": _plain,
    "a workbook of texts": lambda e: workbook({"Export": [*e.above, e.header, *e.rows]}),
    "a workbook with a cover": lambda e: workbook(
        {"Cover": [["Your export"]], "Export": [e.header, *e.rows]}
    ),
    "UTF-16": lambda e: _plain(e).decode().encode("utf-16"),
    "semicolons": lambda e: _plain(e).replace(b";", b" ") if b";" in _plain(e) else _plain(e),
}
HARMLESS: Final[dict[str, Callable[[Export], bytes]]] = {
    "cut short in a row": lambda e: _cut(e, 0.6),
    "cut short near the end": lambda e: _cut(e, 0.97),
    "a header and nothing else": lambda e: e.written([]),
    "a quote left open in the first row": lambda e: e.written([]) + b'"' + e.written(e.rows),
    "text behind a closing quote": lambda e: _plain(e) + b'"x"y,1\n',
    "the header again in the middle": lambda e: e.written([*e.rows[:2], e.header, *e.rows[2:]]),
    "another export pasted below": lambda e: _plain(e) + _plain(_other(e)),
    "another export pasted above": lambda e: e.written([]) + _plain(_other(e)),
    "a cell too many in each row": _odd_row(lambda r: [*r, "surplus"]),
    "a cell lost in each row": _odd_row(lambda r: r[1:]),
    "cells moved by one": _odd_row(lambda r: ["", *r]),
    "rows of nothing but commas": lambda e: e.written([[""] * len(e.header), *e.rows]),
    "a line of totals": lambda e: e.written([*e.rows, ["Total", *[""] * (len(e.header) - 1)]]),
    "kinds in another language": lambda e: e.with_cells(
        [e.places[k] for k in ("type", "kind", "side") if k in e.places], lambda c: f"ü{c}"
    ),
    "no kinds": lambda e: e.with_cells(
        [e.places[k] for k in ("type", "kind", "side") if k in e.places], lambda _: ""
    ),
    "no times": lambda e: e.with_times(lambda _: ""),
    "times of a spreadsheet": lambda e: e.with_times(lambda _: "45321.5"),
    "times without meaning": lambda e: e.with_times(lambda _: "yesterday"),
    "a day that is not": lambda e: e.with_times(lambda c: c.replace(c[:10], "2021-02-30")),
    "an hour that is not": lambda e: e.with_times(lambda c: f"{c[:10]} 25:61:00"),
    "the last century": lambda e: e.with_times(lambda _: "1850-01-01 00:00:00"),
    "the next century": lambda e: e.with_times(lambda _: "2199-01-01 00:00:00"),
    "dates of unknown order": lambda e: e.with_times(lambda _: "3/4/2021 10:00"),
    "dates of both orders": lambda e: e.with_times(
        lambda c: "13/4/2021 10:00" if c[9:10] in "13579" else "4/13/2021 10:00"
    ),
    "dates cut to the month": lambda e: e.with_times(lambda c: c[:7]),
    "decimal commas": lambda e: e.with_numbers(_comma),
    "points for thousands": lambda e: e.with_numbers(lambda c: f"1.234.{c}"),
    "both separators": lambda e: e.with_numbers(lambda c: f"1.234,{c}"),
    "blanks for thousands": lambda e: e.with_numbers(lambda c: f"1 234 {c}"),
    "numbers shortened by a spreadsheet": lambda e: e.with_numbers(lambda _: "1,55444E+13"),
    "words for numbers": lambda e: e.with_numbers(lambda _: "many"),
    "formulas for numbers": lambda e: e.with_numbers(lambda c: f"={c}*2"),
    "errors of a spreadsheet": lambda e: e.with_numbers(lambda _: "#REF!"),
    "columns too narrow": lambda e: e.with_numbers(lambda _: "########"),
    "not a number": lambda e: e.with_numbers(lambda _: "NaN"),
    "infinity": lambda e: e.with_numbers(lambda _: "-inf"),
    "numbers beyond all bounds": lambda e: e.with_numbers(lambda c: f"{c}e99"),
    "numbers of a thousand digits": lambda e: e.with_numbers(lambda _: "9" * 1000),
    "digits of other scripts": lambda e: e.with_numbers(
        lambda c: _DIGIT.sub(lambda m: chr(0x660 + int(m[0])), c)
    ),
    "wide digits": lambda e: e.with_numbers(
        lambda c: _DIGIT.sub(lambda m: chr(0xFF10 + int(m[0])), c)
    ),
    "another unit beside each": lambda e: e.with_numbers(lambda c: f"{c} XYZ"),
    "percents": lambda e: e.with_numbers(lambda c: f"{c}%"),
    "two signs": lambda e: e.with_numbers(lambda c: f"--{c}"),
    "a hexadecimal number": lambda e: e.with_numbers(lambda _: "0x1F"),
    "no numbers": lambda e: e.with_numbers(lambda _: ""),
    "assets that cannot be": lambda e: e.with_cells(
        [e.places[k] for k in ("asset", "product") if k in e.places], lambda _: "\u202eCTB\u2066"
    ),
    "assets of a hundred letters": lambda e: e.with_cells(
        [e.places[k] for k in ("asset", "product") if k in e.places], lambda _: "B" * 100
    ),
    "no assets": lambda e: e.with_cells(
        [e.places[k] for k in ("asset", "product") if k in e.places], lambda _: ""
    ),
}
KINDS: Final = {**REFUSED, **SAME, **HARMLESS}


@cache
def _essence_of(path: Path) -> set[tuple[str, ...]]:
    """Give what an undamaged export tells; read once."""
    return _essence(read(path))


def _essence(imported: Imported) -> set[tuple[str, ...]]:
    """Give what the events say, apart from ids, which a damaged cell may change."""
    return {
        tuple(value for key, value in cells_of(event)._asdict().items() if key != "id")
        for event in imported.events
    }


def _is_sound(imported: Imported, path: Path) -> None:
    for receipt in imported.receipts:
        assert receipt.rows_read == (
            receipt.rows_imported + receipt.rows_skipped + receipt.rows_problem
        )
    for problem in imported.problems:
        assert problem.message.endswith(".")
        assert problem.file == path.name
        assert problem.message.isprintable()


def test_there_are_sixty_kinds_and_three_hundred_files() -> None:
    assert len(KINDS) >= 60
    assert len(KINDS) * len(VENUES) >= 300


@pytest.mark.parametrize("venue", VENUES)
@pytest.mark.parametrize("kind", REFUSED)
def test_a_file_that_tells_nothing_is_refused_in_one_sentence(
    kind: str, venue: str, tmp_path: Path
) -> None:
    with pytest.raises(SourceError) as caught:
        read_bytes(tmp_path, REFUSED[kind](Export(venue)))
    assert "\n" not in caught.value.message
    assert ". " not in caught.value.message
    assert caught.value.message.isprintable()


@pytest.mark.parametrize("venue", PLAIN_VENUES)
@pytest.mark.parametrize("kind", SAME)
def test_a_change_that_means_nothing_changes_nothing(kind: str, venue: str, tmp_path: Path) -> None:
    export = Export(venue)
    path = tmp_path / "given.csv"
    path.write_bytes(SAME[kind](export))
    imported = read(path, path) if "twice" in kind else read(path)
    _is_sound(imported, path)
    assert _essence(imported) == _essence_of(export.path)


@pytest.mark.parametrize("venue", VENUES)
@pytest.mark.parametrize("kind", HARMLESS)
def test_damage_makes_no_event_that_never_was(kind: str, venue: str, tmp_path: Path) -> None:
    export = Export(venue)
    path = tmp_path / "given.csv"
    path.write_bytes(HARMLESS[kind](export))
    try:
        imported = read(path)
    except SourceError:
        return
    _is_sound(imported, path)
    if (kind, venue) in TOLD_ALL_THE_SAME:
        assert "assets" in kind or any(p.severity.value == "error" for p in imported.problems)
        return
    sound = _essence_of(export.path) | _essence_of(_other(export).path)
    assert _essence(imported) <= sound
