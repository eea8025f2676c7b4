"""Small books made through the program's own door."""

from collections.abc import Sequence
from pathlib import Path

from harvestry import pipeline
from harvestry.book.deeds import DeedKind
from harvestry.book.journal import opened
from harvestry.case.journal import import_files
from harvestry.case.opening import open_case
from harvestry.reports.receipts import Kept

AT = "2026-11-26T12:00:00+00:00"
WHO = "a test"
HEADER = "time,account,kind,asset,quantity,id,usd\n"


def export(folder: Path, name: str, *rows: str) -> Path:
    """Write a Harvestry CSV of these rows."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(HEADER + "".join(f"{row}\n" for row in rows))
    return path


def buys(first: int, last: int) -> list[str]:
    """Give purchases by number, each of its own quantity and price."""
    return [
        f"2026-01-{1 + n % 28:02}T{n % 24:02}:00:00Z,w,buy,BTC,0.{n:04},b{n},{100 + n}"
        for n in range(first, last)
    ]


def take_in(book: Path, *files: Path) -> Sequence[Kept]:
    """Import files into a book."""
    inputs = open_case(files, as_of="2026-11-26").inputs
    return import_files(book, inputs, WHO, AT, pipeline.silent).kept


def state(book: Path) -> list[tuple[int, str, str]]:
    """Give the deeds of a book, having read the content of each file that counts."""
    with opened(book, WHO, AT) as journal:
        for deed in journal.in_force(DeedKind.IMPORT):
            journal.content(str(deed.body["sha256"]))
        return [(deed.n, deed.kind.value, deed.hash) for deed in journal.deeds]
