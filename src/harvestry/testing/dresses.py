"""The same export in other dress: encodings, delimiters, columns added, rows in disorder."""

import csv
import io
import random
import re
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from harvestry.sources.description import Format
from harvestry.sources.opening import open_sheets
from harvestry.sources.recognition import tidy
from harvestry.testing.golden import Golden

Rows: TypeAlias = list[list[str]]


def rows_of(golden: Golden, known: Mapping[str, Format]) -> tuple[Rows, int]:
    """Give the records of a golden file, and which of them is the header."""
    (sheet,) = open_sheets(golden.path, known).sheets
    text = golden.content.decode("utf-8-sig")
    stream = io.StringIO(text, newline="")
    spaced = sheet.match.format.spaced
    rows = list(csv.reader(stream, delimiter=sheet.delimiter, skipinitialspace=spaced))
    names = [re.sub(r"(?<=.)#[0-9]+$", "", name) for name in sheet.match.names]
    header = next(n for n, row in enumerate(rows) if [tidy(cell) for cell in row] == names)
    return rows, header


def _text(rows: Rows, delimiter: str = ",", end: str = "\n", quoting: int = csv.QUOTE_ALL) -> str:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows(rows)
    return stream.getvalue()


def _with_column(rows: Rows, header: int, at: Callable[[int], int]) -> Rows:
    place = at(len(rows[header]))
    changed = [list(row) for row in rows]
    for n, row in enumerate(changed[header:]):
        if row:
            row.insert(place, "Sequence" if n == 0 else f"no {n}")
    return changed


DRESSES: Final[Mapping[str, Callable[[Rows, int], bytes]]] = {
    "utf-8 with BOM": lambda rows, _: b"\xef\xbb\xbf" + _text(rows).encode(),
    "utf-16 little endian": lambda rows, _: b"\xff\xfe" + _text(rows).encode("utf-16-le"),
    "utf-16 big endian": lambda rows, _: b"\xfe\xff" + _text(rows).encode("utf-16-be"),
    "utf-16 without its mark": lambda rows, _: _text(rows).encode("utf-16-le"),
    "CRLF": lambda rows, _: _text(rows, end="\r\n").encode(),
    "CR": lambda rows, _: _text(rows, end="\r").encode(),
    "semicolons": lambda rows, _: _text(rows, ";").encode(),
    "tabs": lambda rows, _: _text(rows, "\t").encode(),
    "few quotes": lambda rows, _: _text(rows, quoting=csv.QUOTE_MINIMAL).encode(),
    "no line end at the end": lambda rows, _: _text(rows).rstrip("\n").encode(),
    "blank lines between": lambda rows, _: _text(rows).replace('"\n"', '"\n\n , \n"').encode(),
    "a column in front": lambda rows, h: _text(_with_column(rows, h, lambda _: 0)).encode(),
    "a column in the middle": lambda r, h: _text(_with_column(r, h, lambda n: n // 2)).encode(),
    "a column at the end": lambda rows, h: _text(_with_column(rows, h, lambda n: n)).encode(),
    "columns reversed": lambda rows, h: _text(rows[:h] + [r[::-1] for r in rows[h:]]).encode(),
    "header in capitals": lambda rows, h: _text(
        [*rows[:h], [c if c == "BTC" else _louder(c) for c in rows[h]], *rows[h + 1 :]]
    ).encode(),
    "space around cells": lambda rows, h: _text(
        [*rows[:h], *([_padded(cell) for cell in row] for row in rows[h:])]
    ).encode(),
    "twenty lines above": lambda rows, _: _text([["About this file"]] * 20 + rows).encode(),
    "rows in reverse": lambda rows, h: _text(rows[: h + 1] + rows[: h - len(rows) : -1]).encode(),
    "rows shuffled": lambda rows, h: _text(rows[: h + 1] + _shuffled(rows[h + 1 :])).encode(),
}


def goes_by_place(golden: Golden, known: Mapping[str, Format]) -> bool:
    """Tell whether two columns of one name are told apart by their places alone."""
    match = open_sheets(golden.path, known).sheets[0].match
    return any("#" in match.names[place] for place in match.places.values())


def _louder(cell: str) -> str:
    return cell if cell.startswith(("USD ", "* ")) else cell.upper()


def _padded(cell: str) -> str:
    """Put space around a cell, unless it is free text, where space is text too."""
    free_text = {"", "brought over", "=not a formula"}
    return cell if cell in free_text or "\n" in cell else f" {cell}\u00a0"


def _shuffled(rows: Rows) -> Rows:
    rows = list(rows)
    random.Random(7).shuffle(rows)  # noqa: S311 - a fixed order, no secret
    return rows
