"""The statement to attach: every row once, and totals carried from page to page of a box."""

import io
import re
from decimal import Decimal
from os import environ

from pypdf import PdfReader

from forms.making_rows import row
from harvestry.events.asset import Assets
from harvestry.law.load import load
from harvestry.reports.tax_forms.form import Options, form_8949
from harvestry.reports.tax_forms.statement import statement

COUNT = 5000 if environ.get("HARVESTRY_TESTS") == "full" else 250
DATE = re.compile(r"\d\d/\d\d/\d{4}")
AMOUNT = re.compile(r"\(?[\d,]+\.\d\d\)?")


def amounts(words: list[str]) -> list[Decimal]:
    """Give the amounts among some words; between parentheses they are below zero."""
    found = [word for word in words if AMOUNT.fullmatch(word)]
    plain = [Decimal(re.sub("[(),]", "", word)) for word in found]
    return [-n if word.startswith("(") else n for word, n in zip(found, plain, strict=True)]


def after(lines: list[str], what: str) -> list[Decimal] | None:
    """Give the four sums beside some words of a page, `None` where they do not stand on it."""
    return amounts(lines[(at := lines.index(what)) + 1 : at + 5]) if what in lines else None


def test_pages_carry_their_totals_on_to_the_end_of_a_box() -> None:
    """Row n of a box: n.37 received for n // 3 paid, a dollar back on every seventh."""
    rows = [
        row(
            n,
            sale=f"s{n:05}",
            box="IL"[n % 2],
            proceeds=f"{n}.37",
            basis=str(n // 3),
            codes="" if n % 7 else "W:1",
            transaction=None if n % 5 else "0x" + "ab" * 32,
        )
        for n in range(COUNT)
    ]
    form = form_8949(rows, Assets(), load(), 2025, Options())
    pages = PdfReader(io.BytesIO(statement(form, (), "Pat Example"))).pages
    carried, totals, told = None, [], 0
    for n, page in enumerate(pages, 1):
        lines = page.extract_text().split("\n")
        assert f"Page {n} of {len(pages)}" in lines
        assert after(lines, "Brought forward") == carried
        first = 0 if carried is None else lines.index("Brought forward") + 5
        last = "2 Totals" if "2 Totals" in lines else "Carried forward"
        between = lines[first : lines.index(last)]
        told += len([line for line in between if DATE.fullmatch(line)]) // 2
        sums = after(lines, last)
        assert sums is not None
        proceeds, basis, adjustment, gain = sums
        assert gain == proceeds - basis + adjustment
        carried = sums
        if last == "2 Totals":
            totals.append(sums[:3])
            carried = None
        else:
            assert "2 Totals" not in lines
    boxes = [range(start, COUNT, 2) for start in (0, 1)]
    assert totals == [
        [
            sum(n + Decimal("0.37") for n in box),
            sum(n // 3 for n in box),
            sum(n % 7 == 0 for n in box),
        ]
        for box in boxes
    ]
    assert told == COUNT
    assert len(pages) > COUNT // 50
