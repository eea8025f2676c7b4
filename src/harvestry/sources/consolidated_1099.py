"""Robinhood's consolidated Form 1099 as CSV: its section on digital assets as rows of broker forms.

The first cell of a record names its form; each section begins with a header of its own. Basis that
is not shown is unknown, whatever number stands in its place (Form 1099-DA, 2025, box 1g).
"""

from collections.abc import Iterable, Mapping
from typing import Final

from harvestry.law.load import MissingLawError, load
from harvestry.sources.errors import RowError
from harvestry.sources.live.coins import known_coins
from harvestry.sources.records import Record
from harvestry.units.days import day_of

_FORM: Final = "1099-DA"
_ACCOUNT: Final = "robinhood"
"""What files of Robinhood's coins are called where nobody says otherwise."""
_PLAIN: Final = {
    "quantity": "DTIF UNITS",
    "acquired": "DATE ACQUIRED",
    "sold": "SALE DATE",
    "proceeds": "SALES PRICE",
    "basis": "COST BASIS",
}
_OPTIONAL: Final = {
    "term": "TERM",
    "wash": "WASH AMT DISALLOWED",
    "noncovered": "NON COVERED",
}
_NOT_SHOWN: Final = "BASIS NOT SHOWN"
_BOX: Final = "FORM8949CODE"
_BOXES: Final = "form-8949-boxes"
_TICKED: Final = frozenset({"y", "yes", "x", "true", "1"})


def is_consolidated(records: Iterable[Iterable[str]]) -> bool:
    """Tell whether records are of such a file and have a section on digital assets."""
    return any(_starts_section([cell.strip() for cell in cells]) for cells in records)


def forms_of(
    records: Iterable[Record], aliases: Mapping[str, str]
) -> Iterable[tuple[Record, Mapping[str, str]]]:
    """Give each form on digital assets as the cells of a row of broker forms, with its record.

    Raises:
        RowError: a row's coin is not told, or a column is lacking.
    """
    header: list[str] = []
    for record in records:
        cells = [cell.strip() for cell in record.cells]
        if _starts_section(cells):
            header = [cell.upper() for cell in cells]
            _check(header)
        elif cells and cells[0].upper() == _FORM:
            if len(cells) != len(header):
                why = f"{len(cells)} cells under {len(header)} columns; give one cell a column"
                raise RowError("bad-value", f"line {record.line} has {why}", record.line)
            yield record, _form(dict(zip(header, cells, strict=True)), aliases, record.line)


def _starts_section(cells: list[str]) -> bool:
    return [cell.upper() for cell in cells[:2]] == [_FORM, "ACCOUNT NUMBER"]


def _check(header: Iterable[str]) -> None:
    lacking = sorted({*_PLAIN.values(), "DTIF NAME"}.difference(header))
    if lacking:
        raise RowError("bad-value", f"its section {_FORM} has no column {lacking[0]}")


def _form(cells: Mapping[str, str], aliases: Mapping[str, str], line: int) -> Mapping[str, str]:
    form = {name: cells.get(column, "") for name, column in (_PLAIN | _OPTIONAL).items()}
    if cells.get(_NOT_SHOWN, "").casefold() in _TICKED:
        form["basis"] = ""
    if form["noncovered"].casefold() in {"y", "n"}:
        form["noncovered"] = "true" if form["noncovered"].casefold() == "y" else "false"
    return {
        **form,
        "account": _ACCOUNT,
        "asset": _symbol(cells, aliases, line),
        "basis_reported": "true" if _is_reported(cells) else "false",
    }


def _is_reported(cells: Mapping[str, str]) -> bool:
    """Tell whether the form stands in a box of its year for basis that the broker reported."""
    box = cells.get(_BOX, "").upper()
    try:
        boxes = load().on(_BOXES, day_of(f"{cells['TAX YEAR']}-12-31")).values
    except (KeyError, ValueError, MissingLawError):
        return False
    return box in (boxes["short_reported"], boxes["long_reported"])


def _symbol(cells: Mapping[str, str], aliases: Mapping[str, str], line: int) -> str:
    """Give the coin of a form: an alias of its name, a known name, or a known ticker in it."""
    name = cells.get("DTIF NAME", "") or cells.get("DESCRIPTION", "")
    if name in aliases:
        return aliases[name]
    coins = known_coins()
    every = (coin for meant in coins.values() for coin in meant)
    named = {coin.symbol for coin in every if coin.name.casefold() == name.casefold()}
    tickers = {word.strip("()") for word in name.split()} & coins.keys()
    for found in (named, tickers):
        if len(found) == 1:
            return found.pop()
    message = (
        f"line {line}: nobody knows which coin {name[:40]!r} is; name it in `aliases` of the coin "
        "in assets.toml"
    )
    raise RowError("bad-value", message, line)
