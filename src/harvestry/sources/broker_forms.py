"""Read a broker's Forms 1099-DA or 1099-B as CSV, a form a row; or Robinhood's consolidated one."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Final, NamedTuple, NoReturn

from harvestry.events.broker_row import BrokerRow, BrokerTerm
from harvestry.sources.consolidated_1099 import forms_of, is_consolidated
from harvestry.sources.errors import RowError
from harvestry.sources.harvestry_csv.cells import amount, money
from harvestry.sources.printable import printable
from harvestry.sources.records import Record, is_blank
from harvestry.sources.settings.errors import SettingsError
from harvestry.sources.settings.prices import opened_table
from harvestry.sources.text import examine
from harvestry.units.days import Day
from harvestry.units.problems import Problem, Severity
from harvestry.units.source_ref import SourceFile, SourceRef

FORM_COLUMNS: Final = (
    *("account", "asset", "quantity", "acquired", "sold", "proceeds", "basis"),
    *("basis_reported", "term", "wash", "noncovered"),
)
_NEEDED: Final = frozenset({"account", "asset", "quantity", "sold", "proceeds"})
_HEADER: Final = f"the header is {','.join(FORM_COLUMNS)}"
_WORDS: Final = frozenset({"VARIOUS", "INHERITED"})
_AMERICAN: Final = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", re.ASCII)
_FLAGS: Final = {
    **dict.fromkeys(("true", "yes", "x", "1"), True),
    **dict.fromkeys(("false", "no", "", "0"), False),
}
_TERMS: Final = {
    **{term.value: term for term in BrokerTerm},
    "": BrokerTerm.UNKNOWN,
    "x": BrokerTerm.UNKNOWN,
    "y": BrokerTerm.UNKNOWN,
    "st": BrokerTerm.SHORT,
    "lt": BrokerTerm.LONG,
    "short-term": BrokerTerm.SHORT,
    "long-term": BrokerTerm.LONG,
}


class BrokerForms(NamedTuple):
    """The forms of a file, and what is said of rows that tell no units and so match no sale."""

    forms: list[BrokerRow]
    problems: tuple[Problem, ...] = ()


def read_broker_forms(path: Path, aliases: Mapping[str, str]) -> BrokerForms:
    """Give the forms of a file, assets under their symbols; see docs/reference/commands.md.

    Raises:
        SourceError: the file cannot be read, or is no CSV.
        SettingsError: its header or a row is not that of such a file.
    """
    file = examine(path)
    found, _ = opened_table(file)
    if is_consolidated(record.cells for record in opened_table(file)[0]):
        return BrokerForms(_consolidated(path, file.source, found, aliases))
    header = next(found, None)
    names = _names(str(path), [] if header is None else header.cells)
    forms: list[BrokerRow] = []
    problems: list[Problem] = []
    for number, each in enumerate((each for each in found if not is_blank(each.cells)), 1):
        cells = _cells(path, names, number, each)
        if cells["account"] and cells["asset"] and not cells["quantity"]:
            problems.append(_without_units(file.name, cells, number, each.line))
        else:
            forms.append(_row(path, file.source, cells, number, aliases))
    return BrokerForms(forms, tuple(problems))


def _without_units(file: str, cells: Mapping[str, str], number: int, line: int) -> Problem:
    message = (
        f"The form of {cells['asset'][:40]} in {cells['account'][:40]} tells no units, so it is "
        "held against no sale, and sales it may be of stand as if no form had come for them; put "
        "the units sold into `quantity`, of a form for all of a year those of the whole year."
    )
    said = printable(message)
    return Problem("form-without-units", Severity.ERROR, said, file, number, line=line)


def _consolidated(
    path: Path, source: SourceFile, found: Iterable[Record], aliases: Mapping[str, str]
) -> list[BrokerRow]:
    """Give the section on digital assets, with the lines its forms stand on."""
    try:
        return [
            _form(cells, SourceRef(source, (record.line,)), aliases)
            for record, cells in forms_of(found, aliases)
        ]
    except RowError as error:
        mend = "correct it in the file, or type the forms into a CSV"
        raise SettingsError(str(path), "", "", error.message.rstrip("."), mend) from error


def is_form_header(cells: Iterable[str]) -> bool:
    """Tell whether a record is the header of such a file."""
    names = {cell.strip().casefold() for cell in cells}
    return names >= _NEEDED and names <= set(FORM_COLUMNS)


def _names(file: str, cells: Iterable[str]) -> list[str]:
    names = [cell.strip().casefold() for cell in cells]
    lacking = sorted(_NEEDED.difference(names))
    if lacking:
        raise SettingsError(file, "", "", f"there is no column {lacking[0]}", _HEADER)
    for name in names:
        if name not in FORM_COLUMNS or names.count(name) > 1:
            why = "stands twice" if name in FORM_COLUMNS else "is no column of broker forms"
            raise SettingsError(file, "", "", f'column "{name[:40]}" {why}', _HEADER)
    return names


def _cells(path: Path, names: list[str], number: int, record: Record) -> dict[str, str]:
    if len(record.cells) != len(names):
        reason = f"row {number} has {len(record.cells)} cells under {len(names)} columns"
        raise SettingsError(str(path), "", "", reason, "give one cell a column")
    return {name: cell.strip() for name, cell in zip(names, record.cells, strict=True)}


def _row(
    path: Path,
    source: SourceFile,
    cells: Mapping[str, str],
    number: int,
    aliases: Mapping[str, str],
) -> BrokerRow:
    try:
        return _form(cells, SourceRef(source, (number,)), aliases)
    except RowError as error:
        message = error.message.rstrip(".")
        raise SettingsError(str(path), "", "", f"row {number}: {message}", _HEADER) from error


def _form(cells: Mapping[str, str], source: SourceRef, aliases: Mapping[str, str]) -> BrokerRow:
    asset = cells["asset"]
    quantity = amount(cells["quantity"], "quantity", asset, commas_group=True)
    if not cells["account"] or not asset or not quantity or quantity < 0:
        _refuse("account, asset and a quantity above zero are needed")
    acquired = cells.get("acquired", "")
    word = acquired.upper() if acquired.upper() in _WORDS else ""
    sold = cells["sold"]
    return BrokerRow(
        cells["account"],
        aliases.get(asset, aliases.get(asset.upper(), _symbol(asset))),
        quantity,
        None if word else _day(acquired, "acquired"),
        word,
        None if sold.upper() == "VARIOUS" else _day(sold, "sold"),
        money(cells["proceeds"], "proceeds", commas_group=True),
        money(cells.get("basis", ""), "basis", commas_group=True),
        _flag(cells.get("basis_reported", ""), "basis_reported"),
        _term(cells.get("term", "")),
        money(cells.get("wash", ""), "wash", commas_group=True) or 0,
        _flag(cells.get("noncovered", ""), "noncovered"),
        source,
    )


def _day(text: str, column: str) -> Day | None:
    """Read a day as 2025-03-01 or, as American forms have it, 3/1/2025; empty is unknown."""
    if not text:
        return None
    american = _AMERICAN.fullmatch(text)
    try:
        if american:
            month, day, year = map(int, american.groups())
            return date(year, month, day).toordinal()
        return date.fromisoformat(text).toordinal()
    except ValueError:
        _refuse(f"column `{column}` holds {text[:40]!r}, which is no day such as 2025-03-01")


def _term(text: str) -> BrokerTerm:
    term = _TERMS.get(text.casefold())
    if term is None:
        _refuse(f"column `term` holds {text[:40]!r}; it is short, long, ordinary, or Y for unknown")
    return term


def _flag(text: str, column: str) -> bool:
    """Read a box of the form: ticked or not; an empty cell is a box that is not."""
    ticked = _FLAGS.get(text.casefold())
    if ticked is None:
        _refuse(f"column `{column}` holds {text[:40]!r}, which is neither true nor false")
    return ticked


def _symbol(asset: str) -> str:
    """Give a ticker in capitals where it is all in small letters."""
    return asset.upper() if asset.islower() else asset


def _refuse(message: str) -> NoReturn:
    raise RowError("bad-value", message)
