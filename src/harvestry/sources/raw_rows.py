"""Go back to the file: the cells of given rows, under the file's own column names."""

from collections.abc import Collection
from pathlib import Path

from harvestry.sources.catalogue import formats
from harvestry.sources.errors import PriceFileError
from harvestry.sources.mapping.records import NO_MAPPING, MappingSettings
from harvestry.sources.opening import open_sheets
from harvestry.sources.records import is_blank
from harvestry.sources.settings.prices import opened_table
from harvestry.sources.text import examine


def raw_rows(
    path: Path, rows: Collection[int], sha256: str = "", mapping: MappingSettings = NO_MAPPING
) -> dict[int, dict[str, str]]:
    """Give the cells of rows, by row number and column name, exactly as the file has them.

    Row 1 is the first record after the header, as in `SourceRef`. A second column of the same name
    `X` is called `X#2`, one without a name by its place, `column 3`. `sha256` is that of the
    `SourceFile`, which tells the sheets of a workbook apart.

    Raises:
        SourceError: the file cannot be read, or not as it once was.
    """
    try:
        sheets = open_sheets(path, mapping.known(formats())).sheets
    except PriceFileError:
        return _price_rows(path, rows)
    sheet = next((each for each in sheets if each.file.source.sha256 == sha256), sheets[0])
    names = [name or f"column {n}" for n, name in enumerate(sheet.match.names, 1)]
    found: dict[int, dict[str, str]] = {}
    wanted = set(rows)
    for number, record in enumerate(sheet.rows(), 1):
        if number in wanted:
            spare = (f"column {n}" for n in range(len(names) + 1, len(record.cells) + 1))
            found[number] = dict(zip((*names, *spare), record.cells, strict=False))
            if len(found) == len(wanted):
                break
    return found


def _price_rows(path: Path, rows: Collection[int]) -> dict[int, dict[str, str]]:
    """Give rows of a price file or a price book, whose blank lines are no rows."""
    records, _ = opened_table(examine(path))
    header = next(records, None)
    names = [] if header is None else header.cells
    found = (record for record in records if not is_blank(record.cells))
    return {
        number: dict(zip(names, record.cells, strict=False))
        for number, record in enumerate(found, 1)
        if number in rows
    }
