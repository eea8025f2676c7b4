"""The recorded file of an oracle: drawn returns, and what the oracle made of each."""

import csv
import gzip
import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, NamedTuple

from oracles.computing import TAXES
from oracles.drawing import Drawn

PLACE: Final = Path(__file__).parent / "recorded"
WORDS: Final = ("status",)
"""The fields of a drawn return that are no number."""


class Recorded(NamedTuple):
    """A return and the oracle's figures, in ten-thousandths of a dollar."""

    drawn: Drawn
    figures: dict[str, int]

    @property
    def total(self) -> int:
        """Form 1040 line 24 before credits: none are drawn."""
        return sum(self.figures[name] for name in TAXES)


def in_units(text: str) -> int:
    """Read dollars with four decimals as ten-thousandths.

    Raises:
        ValueError: the text has another number of decimals.
    """
    dollars, _, decimals = text.partition(".")
    if len(decimals) != len("0000"):
        raise ValueError(f"{text} has not four decimals")
    return int(dollars + decimals)


def read_figures(lines: Iterable[str]) -> tuple[str, dict[int, dict[str, int]]]:
    """Read what an oracle's script wrote: its name with version, figures by a return's number."""
    rows = csv.reader(lines)
    _, oracle = next(rows)
    _, *names = next(rows)
    told = {}
    for number, *amounts in rows:
        told[int(number)] = dict(zip(names, map(in_units, amounts), strict=True))
    return oracle, told


def write(name: str, about: Iterable[str], recorded: list[Recorded]) -> Path:
    """Write a recorded file; the same rows give the same bytes."""
    text = io.StringIO()
    text.writelines(f"# {line}\n" for line in about)
    writer = csv.writer(text, lineterminator="\n")
    figures = list(recorded[0].figures)
    writer.writerow([*Drawn._fields, *(f"its {each}" for each in figures)])
    for drawn, told in recorded:
        writer.writerow([*drawn, *(told[each] for each in figures)])
    path = PLACE / f"{name}.csv.gz"
    path.write_bytes(gzip.compress(text.getvalue().encode(), mtime=0))
    return path


def about(name: str) -> list[str]:
    """Give the lines that say where a recorded file comes from."""
    return [line.removeprefix("# ") for line in _lines(name) if line.startswith("#")]


def read(name: str) -> Iterator[Recorded]:
    """Read a recorded file."""
    head, *rows = csv.reader(line for line in _lines(name) if not line.startswith("#"))
    many = len(Drawn._fields)
    assert tuple(head[:many]) == Drawn._fields, f"{name} was recorded of other returns: make oracle"
    figures = [each.removeprefix("its ") for each in head[many:]]
    for row in rows:
        given = zip(Drawn._fields, row[:many], strict=True)
        drawn = Drawn(*(text if field in WORDS else int(text) for field, text in given))
        yield Recorded(drawn, dict(zip(figures, map(int, row[many:]), strict=True)))


def _lines(name: str) -> list[str]:
    return gzip.decompress((PLACE / f"{name}.csv.gz").read_bytes()).decode().splitlines()
