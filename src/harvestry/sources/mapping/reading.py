"""Read mapping.toml: columns of unknown files by name, and answers to what headers leave open."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from harvestry.events.account import AccountKind
from harvestry.sources.canonical import CANONICAL
from harvestry.sources.catalogue import format_from, formats
from harvestry.sources.description import OF_THE_ACCOUNT, Format
from harvestry.sources.mapping.kinds import ALL_WORDS, BY_SIDES, BY_SIGN, rules_of
from harvestry.sources.mapping.records import FileAnswer, MappingSettings
from harvestry.sources.recognition import tidy
from harvestry.sources.settings.forms import (
    ACCOUNT_NAME,
    TEXT,
    YES_NO,
    ZONE,
    choice_of,
    either,
    list_of,
    one_of,
)
from harvestry.sources.settings.table import Key, Table
from harvestry.sources.settings.toml_file import load, shown

_ZONE: Final = either(OF_THE_ACCOUNT, ZONE)
HEADER: Final = Key("header", list_of(TEXT))
ACCOUNT: Final = Key("account", ACCOUNT_NAME)
KIND: Final = Key("kind", choice_of(AccountKind), "wallet")
TIME_ZONE: Final = Key("time_zone", _ZONE, OF_THE_ACCOUNT)
LAYOUTS: Final = Key("layouts", list_of(TEXT), ["iso"])
DAY_FIRST: Final = Key("day_first", YES_NO, otherwise="as the dates themselves tell")
FEE: Final = Key("fee", one_of(["on-top", "inside"]), "on-top")
DECIMAL_COMMA: Final = Key("decimal_comma", YES_NO, default=False)
MAP_KEYS: Final[tuple[Key[object], ...]] = (
    *(HEADER, ACCOUNT, KIND, TIME_ZONE, LAYOUTS, DAY_FIRST, FEE, DECIMAL_COMMA),
)
FILES: Final = Key("files", list_of(TEXT))
FORMAT: Final = Key("format", TEXT, otherwise="as its header tells")
ASSET: Final = Key("asset", TEXT, otherwise="as the file tells")
OWN_ADDRESS: Final = Key("own_address", TEXT, otherwise="as the file tells")
CURRENCY: Final = Key("currency", TEXT, otherwise="as the file tells")
FILE_ZONE: Final = Key("time_zone", _ZONE, otherwise="that of the format")
FILE_COMMA: Final = Key("decimal_comma", YES_NO, otherwise="that of the format")
FILE_KEYS: Final[tuple[Key[object], ...]] = (
    *(FILES, FORMAT, ASSET, OWN_ADDRESS, CURRENCY, FILE_ZONE, DAY_FIRST, FILE_COMMA),
)
_NO_WORD: Final = re.compile(r"[^a-z0-9]+")


def read_mapping(path: Path) -> MappingSettings:
    """Give what mapping.toml says.

    Raises:
        SettingsError: the file cannot be read, or says what cannot be.
    """
    return mapping_of(str(path), load(path))


def mapping_of(file: str, values: Mapping[str, object]) -> MappingSettings:
    """Give what the tables of a mapping say.

    Raises:
        SettingsError: they say what cannot be.
    """
    top = Table(file, "", values, (), ("map", "file"))
    found = [_format(file, number, each) for number, each in enumerate(top.rows("map"), 1)]
    answers = [_answer(file, number, each) for number, each in enumerate(top.rows("file"), 1)]
    return MappingSettings(tuple(found), tuple(answers))


def _format(file: str, number: int, value: object) -> Format:
    table = Table(file, f"[[map]] {number}", value, MAP_KEYS, ("columns", "kinds"))
    header, account = table.need(HEADER), table.need(ACCOUNT)
    columns = _columns(table, header)
    kinds = _kinds(table, columns)
    rules = [rule for type_, word in kinds.items() for rule in rules_of(type_, word)]
    inside = table.need(FEE) == "inside"
    day_first = table.find(DAY_FIRST)
    described: dict[str, Any] = {
        "name": f"mapped-{_NO_WORD.sub('-', account.casefold()).strip('-')}-{number}",
        "title": f"file of {account} as mapping.toml reads it",
        "account": account,
        "account_kind": table.need(KIND).value,
        "prefix": account,
        "time_zone": table.need(TIME_ZONE) or OF_THE_ACCOUNT,
        "layouts": list(table.need(LAYOUTS)),
        "slash_dates": "undecided",
        "decimal_comma": table.need(DECIMAL_COMMA),
        "signature": [tidy(each) for each in header],
        "columns": {key: {"names": [name], "required": True} for key, name in columns.items()},
        "rows": [{**rule, "fee_inside": inside} for rule in rules],
    }
    if day_first is not None:
        described["day_first"] = day_first
    return format_from(described)


def _columns(table: Table, header: tuple[str, ...]) -> dict[str, str]:
    """Give the file's own column for each of ours, all of which must be there."""
    names = {tidy(each).casefold() for each in header}
    found: dict[str, str] = {}
    for key, name in table.inner("columns").items():
        if key not in CANONICAL:
            table.refuse("columns", f"{key} is no column of ours", f"it is {_listed(CANONICAL)}")
        if not isinstance(name, str) or tidy(name).partition("#")[0].casefold() not in names:
            table.refuse("columns", f"{shown(name)} is not in `header`", "name one that is there")
        found[key] = tidy(name)
    if "time" not in found:
        table.refuse("columns", "no column is the `time`", "say which one is")
    if not {"quantity", "got_quantity", "sent_quantity", "total"} & found.keys():
        table.refuse("columns", "no column is a `quantity`", "say which one is")
    return found


def _kinds(table: Table, columns: Mapping[str, str]) -> dict[str, str]:
    kinds: dict[str, str] = {}
    for type_, word in table.inner("kinds").items():
        if word not in ALL_WORDS:
            table.refuse("kinds", f"{shown(word)} is no kind", f"a kind is {_listed(ALL_WORDS)}")
        kinds[" ".join(type_.split())] = str(word)
    if not kinds:
        sides = {"sent_quantity", "got_quantity"} <= columns.keys()
        kinds["*"] = BY_SIDES if sides else BY_SIGN
    return kinds


def _answer(file: str, number: int, value: object) -> FileAnswer:
    table = Table(file, f"[[file]] {number}", value, FILE_KEYS)
    name = table.find(FORMAT)
    if name is not None and name not in formats():
        table.refuse("format", f"no format is called {name}", f"it is {_listed(formats())}")
    told = {key.name: table.find(key) for key in (ASSET, OWN_ADDRESS, CURRENCY)}
    return FileAnswer(
        table.need(FILES),
        name,
        {key: text for key, text in told.items() if text is not None},
        (table.find(FILE_ZONE) or OF_THE_ACCOUNT) if table.gives(FILE_ZONE) else None,
        table.find(DAY_FIRST),
        table.find(FILE_COMMA),
    )


def _listed(words: Iterable[str]) -> str:
    return ", ".join(words)
