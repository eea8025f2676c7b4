"""Rows whose cells stand under their columns; any other is a problem, not a guess."""

from collections.abc import Iterator

from harvestry.sources.beside_rows import rows_alone
from harvestry.sources.commas import SAY_COMMA, may_group_by_points
from harvestry.sources.errors import CellFault, RowError
from harvestry.sources.records import Record, swallowed
from harvestry.sources.sheet import Sheet
from harvestry.sources.tally import Tally


def clean_rows(
    sheet: Sheet, tally: Tally, free_text: frozenset[int] = frozenset()
) -> Iterator[tuple[int, list[str]]]:
    """Give number and cells of every well-formed row; the others go to the tally.

    `free_text` are the places of columns in which whole lines of text are at home.
    """
    rows = _formed_rows(sheet, tally, free_text)
    return _undoubted(rows, sheet, tally) if tally.doubted else rows


def _undoubted(
    rows: Iterator[tuple[int, list[str]]], sheet: Sheet, tally: Tally
) -> Iterator[tuple[int, list[str]]]:
    """Give the rows of which no number may be a thousand times what it seems."""
    for number, cells in rows:
        place = next((n for n in tally.doubted if may_group_by_points(cells[n])), None)
        if place is None:
            yield number, cells
            continue
        by_rules = not sheet.match.format.reader
        fault = CellFault(
            sheet.match.names[place],
            cells[place].strip(),
            "may have its point between thousands, as other numbers of the file have a comma",
            f"write all numbers of the file in one way{f', or {SAY_COMMA}' if by_rules else ''}",
        )
        tally.refuse((number,), RowError("bad-number", fault))


def _formed_rows(
    sheet: Sheet, tally: Tally, free_text: frozenset[int]
) -> Iterator[tuple[int, list[str]]]:
    names = sheet.match.names
    width = len(names)
    named = len(names) - next((n for n, name in enumerate(reversed(names)) if name), 0)
    enough = _cells_needed(sheet, named)
    short: tuple[int, list[str]] | None = None
    for number, record in rows_alone(sheet, tally):
        cells = record.cells
        if short is not None:  # no last line that was cut off, but notes that were left out
            yield short
            short = None
        if enough <= len(cells) < named:
            short = number, [*cells, *[""] * (width - len(cells))]
            continue
        if len(cells) != width:
            if len(cells) < named or any(cells[width:]):
                tally.refuse((number,), _ragged(len(cells), width))
                continue
            del cells[width:]
            cells.extend([""] * (width - len(cells)))
        if record.spans and _swallows(record, sheet.delimiter, free_text):
            message = (
                'a quote (") left open seems to have swallowed the rows after it; mend the quotes, '
                "or export the file again"
            )
            tally.refuse((number,), RowError("swallowed-rows", message))
            continue
        yield number, cells
    if short is not None:
        tally.refuse((short[0],), _ragged(enough, width))


def _cells_needed(sheet: Sheet, named: int) -> int:
    """Give how many cells a row must have so that only notes at its end are lacking."""
    match = sheet.match
    if match.wide or "notes" not in match.places:
        return named
    return max((place for key, place in match.places.items() if key != "notes"), default=0) + 1


def _ragged(found: int, width: int) -> RowError:
    message = (
        f"it has {found} cells where the header has {width} columns, so it cannot be told which is "
        "which; mend the row, or export the file again"
    )
    return RowError("ragged-row", message)


def _swallows(record: Record, delimiter: str, free_text: frozenset[int]) -> bool:
    return any(
        ("\n" in cell or "\r" in cell)
        and column not in free_text
        and swallowed(record.cells, column, delimiter)
        for column, cell in enumerate(record.cells)
    )
