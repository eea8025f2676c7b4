"""Which field of an official PDF is what: read from `fields/FORM-YEAR.toml`."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Final

_FOLDER: Final = "fields"


@dataclass(frozen=True, slots=True)
class Part:
    """One page of Form 8949: the fields of a row are consecutive, columns (a) to (h)."""

    term: str
    page: int
    taxpayer: str
    number: str
    row: str
    first: int
    rows: int
    total: str
    totals: tuple[int, int, int, int]
    boxes: Mapping[str, str]

    def cell(self, row: int, column: int) -> str:
        """Give the name of a field; rows and columns count from 0."""
        return self.row.format(row=row + 1, field=self.first + row * _COLUMNS + column)

    def total_cell(self, column: int) -> str:
        """Give the name of a total on line 2: (d), (e), (g), (h)."""
        return self.total.format(field=self.totals[column])


_COLUMNS: Final = 8


@dataclass(frozen=True, slots=True)
class FieldMap:
    """One form of one year. `parts` are of Form 8949; the rest is of Schedule D.

    `columns` are the fields of (d), (e), (g), (h) of a line, `lines` its (h) alone, `answers` those
    of Yes and No; the form prints the parentheses of `in_parentheses` itself.
    """

    form: str
    year: int
    name: str
    address: str
    parts: tuple[Part, ...] = ()
    taxpayer: str = ""
    number: str = ""
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lines: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    in_parentheses: frozenset[str] = frozenset()

    @property
    def file_name(self) -> str:
        """The name the IRS gives the file."""
        return self.address.rpartition("/")[2]

    def part(self, term: str) -> Part:
        """Give the page of Form 8949 for short or long."""
        return next(part for part in self.parts if part.term == term)

    def names(self) -> Iterable[str]:
        """Give every field that may be filled in."""
        for part in self.parts:
            yield from (part.taxpayer, part.number, *part.boxes.values())
            yield from (part.total_cell(n) for n in range(len(part.totals)))
            for row in range(part.rows):
                yield from (part.cell(row, column) for column in range(_COLUMNS))
        yield from (name for name in (self.taxpayer, self.number) if name)
        for group in (self.columns, self.answers):
            for names in group.values():
                yield from names
        yield from self.lines.values()


@cache
def field_maps() -> Mapping[tuple[str, int], FieldMap]:
    """Give all maps by form and year."""
    folder = files("harvestry.reports.official") / _FOLDER
    texts = (entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".toml"))
    maps = (_map(tomllib.loads(text)) for text in texts)
    return {(each.form, each.year): each for each in maps}


def years_with_maps() -> tuple[int, ...]:
    """Give the years whose official forms can be filled."""
    return tuple(sorted({year for _, year in field_maps()}))


def _map(raw: Mapping[str, Any]) -> FieldMap:
    return FieldMap(
        raw["form"],
        raw["year"],
        raw["name"],
        raw["address"],
        tuple(_part(part) for part in raw.get("part", ())),
        raw.get("taxpayer", ""),
        raw.get("number", ""),
        {line: tuple(names) for line, names in raw.get("columns", {}).items()},
        raw.get("lines", {}),
        {line: (yes, no) for line, (yes, no) in raw.get("answers", {}).items()},
        frozenset(raw.get("in_parentheses", ())),
    )


def _part(raw: Mapping[str, Any]) -> Part:
    proceeds, basis, adjustment, gain = raw["totals"]
    return Part(
        raw["term"],
        raw["page"],
        raw["taxpayer"],
        raw["number"],
        raw["row"],
        raw["first"],
        raw["rows"],
        raw["total"],
        (proceeds, basis, adjustment, gain),
        raw["boxes"],
    )
