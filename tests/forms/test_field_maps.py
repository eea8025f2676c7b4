"""Each field map against the printed page: every field stands beside the words it is meant for."""

import io
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple

import pytest
from pypdf import PdfReader

from forms.official_blanks import blank
from harvestry.law.load import load
from harvestry.reports.official.field_map import field_maps
from harvestry.units.days import last_day_of

YEARS = (2024, 2025)
WORD = re.compile(
    r'<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">(.*?)</word>'
)


class Place(NamedTuple):
    """A rectangle on a page, in points from the left and from the top."""

    page: int
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def fields(pdf: bytes) -> dict[str, Place]:
    """Give where every field of a PDF stands, by its whole name."""
    places = {}
    for number, page in enumerate(PdfReader(io.BytesIO(pdf)).pages):
        height = float(page.mediabox.height)
        for each in page["/Annots"]:  # type: ignore[attr-defined]
            widget = node = each.get_object()
            names = []
            while node is not None:
                names += [node["/T"]] if "/T" in node else []
                node = node["/Parent"].get_object() if "/Parent" in node else None
            left, bottom, right, top = map(float, widget["/Rect"])
            name = ".".join(reversed(names))
            places[name] = Place(number, left, height - top, right, height - bottom)
    return places


def words(pdf: bytes, folder: Path) -> list[tuple[str, Place]]:
    """Give every printed word of a PDF with its place."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (Debian package poppler-utils) is not installed")
    (folder / "form.pdf").write_bytes(pdf)
    told = subprocess.run(
        [tool, "-bbox", "form.pdf", "-"], cwd=folder, check=True, capture_output=True, text=True
    ).stdout
    found = []
    for page, text in enumerate(told.split("<page ")[1:]):
        for left, top, right, bottom, word in WORD.findall(text):
            place = Place(page, float(left), float(top), float(right), float(bottom))
            found.append((word, place))
    return found


@pytest.mark.parametrize("year", YEARS)
def test_each_box_is_ticked_beside_its_letter(year: int, tmp_path: Path) -> None:
    pdf = blank("f8949", year)
    places, printed = fields(pdf), words(pdf, tmp_path)
    known = load().on("form-8949-lines", last_day_of(year)).values
    boxes = {
        letter: (part.page, name)
        for part in field_maps()["f8949", year].parts
        for letter, name in part.boxes.items()
    }
    assert sorted(boxes) == sorted(known)
    for letter, (page, name) in boxes.items():
        beside = [
            word
            for word, place in printed
            if place.page == page
            and abs(place.middle - places[name].middle) < 5
            and 0 < place.left - places[name].right < 15
        ]
        assert beside == [f"({letter})"]


@pytest.mark.parametrize("year", YEARS)
def test_the_cells_of_form_8949_stand_in_their_rows_and_columns(year: int, tmp_path: Path) -> None:
    pdf = blank("f8949", year)
    places, printed = fields(pdf), words(pdf, tmp_path)
    for part in field_maps()["f8949", year].parts:
        heads = {
            letter: min(
                (place for word, place in printed
                 if word == f"({letter.lower()})" and place.page == part.page
                 and place.top > 200),
                key=lambda place: place.top,
            )
            for letter in "ABCDEFGH"
        }  # fmt: skip
        for row in range(part.rows):
            cells = [places[part.cell(row, column)] for column in range(8)]
            assert len({round(cell.bottom) for cell in cells[1:]}) == 1
            for cell, head in zip(cells, heads.values(), strict=True):
                assert cell.page == part.page
                assert cell.left < (head.left + head.right) / 2 < cell.right
                assert cell.top > head.bottom
        rows = [places[part.cell(row, 7)].top for row in range(part.rows)]
        assert rows == sorted(rows)
        for n, letter in enumerate("DEGH"):
            total = places[part.total_cell(n)]
            assert total.left < (heads[letter].left + heads[letter].right) / 2 < total.right
            assert total.top > rows[-1]


@pytest.mark.parametrize("year", YEARS)
def test_each_line_of_schedule_d_stands_beside_its_number(year: int, tmp_path: Path) -> None:
    pdf = blank("f1040sd", year)
    places, printed = fields(pdf), words(pdf, tmp_path)
    fields_ = field_maps()["f1040sd", year]
    for line, name in fields_.lines.items():
        place = places[name]
        beside = [
            word
            for word, each in printed
            if each.page == place.page
            and abs(each.middle - place.middle) < 6
            and 5 < place.left - each.right < 30
        ]
        assert line in beside, (line, beside)
    tops = {}
    for line, names in fields_.columns.items():
        cells = [places[name] for name in names]
        assert len({round(cell.top) for cell in cells}) == 1
        assert [cell.left for cell in cells] == sorted(cell.left for cell in cells)
        number = min(
            (each for word, each in printed
             if word == line and each.page == 0 and each.left < 60 and each.top < cells[0].bottom),
            key=lambda each: cells[0].bottom - each.top,
        )  # fmt: skip
        tops[line] = number.top
    assert list(tops) == ["1a", "1b", "2", "3", "8a", "8b", "9", "10"]
    assert list(tops.values()) == sorted(tops.values())


@pytest.mark.parametrize("year", YEARS)
def test_yes_and_no_of_schedule_d_stand_beside_their_words(year: int, tmp_path: Path) -> None:
    pdf = blank("f1040sd", year)
    places, printed = fields(pdf), words(pdf, tmp_path)
    for names in field_maps()["f1040sd", year].answers.values():
        for name, wanted in zip(names, ("Yes.", "No."), strict=True):
            box = places[name]
            beside = [
                word
                for word, each in printed
                if each.page == box.page
                and abs(each.middle - box.middle) < 6
                and 0 < each.left - box.right < 12
            ]
            assert beside == [wanted]
