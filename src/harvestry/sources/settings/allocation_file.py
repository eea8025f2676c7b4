"""Read the explicit list of an allocation: `account,lot,quantity`, a part of a lot a row."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

from harvestry.events.account_plans import Allocation, AllocationRow, PoolSettings
from harvestry.events.pool_names import ANOTHER, RESERVED, is_pool_name
from harvestry.sources.numbers import NumberError, read_number
from harvestry.sources.records import Record, is_blank, records
from harvestry.sources.settings.errors import SettingsError
from harvestry.sources.text import examine, lines
from harvestry.units.exact import InexactError, Quantity, quantity_of

ACCOUNT, LOT, QUANTITY = "account", "lot", "quantity"
LIST_COLUMNS: Final = (ACCOUNT, LOT, QUANTITY)
_HEADER_WORDS: Final = "the header is account,lot,quantity"


def list_paths(pools: PoolSettings, folder: Path) -> frozenset[Path]:
    """Give the files of all explicit lists; they lie beside accounts.toml."""
    return frozenset((folder / each.file) for each in pools.allocations if each.file is not None)


def with_lists(pools: PoolSettings, folder: Path, aliases: Mapping[str, str]) -> PoolSettings:
    """Give the settings with the rows of every explicit list, assets under their symbols.

    Raises:
        SourceError: a list cannot be read, or is no CSV.
        SettingsError: a list says what cannot be.
    """
    return replace(
        pools, allocations=tuple(_with_list(each, folder, aliases) for each in pools.allocations)
    )


def _with_list(allocation: Allocation, folder: Path, aliases: Mapping[str, str]) -> Allocation:
    asset = aliases.get(allocation.asset, allocation.asset)
    if allocation.file is None:
        return replace(allocation, asset=asset)
    rows = tuple(_rows(folder / allocation.file))
    return replace(allocation, asset=asset, rows=rows)


def _rows(path: Path) -> Iterable[AllocationRow]:
    file = examine(path)
    found = records(file.name, lines(file), ",")
    header = next(found, None)
    names = [] if header is None else [cell.strip().casefold() for cell in header.cells]
    if sorted(names) != sorted(LIST_COLUMNS):
        raise SettingsError(str(path), "", "", "it is no list of an allocation", _HEADER_WORDS)
    for number, record in enumerate((each for each in found if not is_blank(each.cells)), 1):
        yield _row(path, number, names, record)


def _row(path: Path, number: int, names: list[str], record: Record) -> AllocationRow:
    if len(record.cells) != len(names):
        reason = f"row {number} has {len(record.cells)} cells under {len(names)} columns"
        raise SettingsError(str(path), "", "", reason, "give one cell a column")
    cells = dict(zip(names, (cell.strip() for cell in record.cells), strict=True))
    if not cells[ACCOUNT] or not cells[LOT]:
        reason = f"row {number} names no {LOT if cells[ACCOUNT] else ACCOUNT}"
        raise SettingsError(str(path), "", "", reason, "fill in the cell")
    if is_pool_name(cells[ACCOUNT]):
        reason = f"row {number} names account {cells[ACCOUNT]!r}, which {RESERVED}"
        raise SettingsError(str(path), "", "", reason, ANOTHER)
    return AllocationRow(number, cells[ACCOUNT], cells[LOT], _quantity(path, number, cells))


def _quantity(path: Path, number: int, cells: Mapping[str, str]) -> Quantity:
    try:
        quantity = quantity_of(read_number(cells[QUANTITY]).text)
    except (NumberError, InexactError):
        quantity = 0
    if quantity <= 0:
        reason = f"row {number} holds {cells[QUANTITY]!r} as quantity"
        raise SettingsError(str(path), "", "", reason, "a quantity above zero is needed")
    return quantity
