"""Read the bundled descriptions: `formats()` gives every known format, by name.

A description is written by a programmer and bundled with the program; a mistake in one is a bug,
found by the tests, and raises `ValueError`.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, Final

from harvestry.events.account import AccountKind
from harvestry.events.kind import Kind
from harvestry.sources.canonical import CANONICAL
from harvestry.sources.description import (
    AssetNames,
    Column,
    Direction,
    Format,
    Grouping,
    Rule,
    Running,
    Sign,
    SlashDress,
    Statuses,
    Wide,
)
from harvestry.sources.markets import Markets
from harvestry.sources.reasons import SkipReason
from harvestry.units.exact import price_of

_COLUMN_KEYS: Final = {"names", "required"}
_ASSET_KEYS: Final = {"aliases", "suffixes", "bonded_days", "cut_at", "fixed"}
_MARKET_KEYS: Final = {"quotes", "quote_first", "endings", "patterns"}
_RULE_KEYS: Final = {
    *("types", "subtypes", "do", "kind", "reason", "message", "by", "within_seconds", "cut"),
    *("sign", "notes", "lacking", "having", "where", "same", "fee_inside"),
    *("fee_not_ours", "fee_on_top", "direction", "crossed"),
}
_STATUS_KEYS: Final = {"done", "not_done"}
_FORMAT_KEYS: Final = {
    *(
        "name",
        "title",
        "account",
        "account_kind",
        "prefix",
        "rank",
        "layouts",
        "time_zone",
        "gives_way_to",
        "trades_also_in",
    ),
    *("columns", "rows", "assets", "footers", "refusal", "owner_line", "reader"),
    *("slash_dates", "statuses", "negative_fees", "files", "constants", "from_name", "markets"),
    *("wide", "decimal_comma", "joins_by_hash", "running", "unsigned_fees", "spaced", "most_rows"),
    *("only_named", "own_accounts"),
}
_MAPPED_KEYS: Final = {"day_first", "signature"}
"""What only mapping.toml tells."""


@cache
def formats() -> Mapping[str, Format]:
    """Give all bundled formats by name."""
    found = [format_of(text) for text in _texts(files("harvestry.sources.formats"))]
    by_name = {each.name: each for each in found}
    assert len(by_name) == len(found), "two formats of one name"
    return dict(sorted(by_name.items()))


@cache
def known_exchanges() -> frozenset[str]:
    """Give the names, in small letters, under which a Harvestry CSV account is an exchange."""
    listed = tomllib.loads(files("harvestry.sources").joinpath("exchanges.toml").read_text("utf-8"))
    ours = {f.account for f in formats().values() if f.account_kind is AccountKind.EXCHANGE}
    return frozenset(name.casefold() for name in {*listed["exchanges"], *ours})


@cache
def known_brokerages() -> frozenset[str]:
    """Give the names, in small letters, of the accounts that formats of brokerages are of."""
    found = (f.account for f in formats().values() if f.account_kind is AccountKind.BROKERAGE)
    return frozenset(name.casefold() for name in found)


def format_of(text: str) -> Format:
    """Give the format a description tells.

    Raises:
        ValueError: it is no valid description.
    """
    return format_from(tomllib.loads(text))


def format_from(table: Mapping[str, Any]) -> Format:
    """Give the format that the tables of a description tell.

    Raises:
        ValueError: they are no valid description.
    """
    _only(table, _FORMAT_KEYS | _MAPPED_KEYS, "the description")
    return Format(
        name=table["name"],
        title=table["title"],
        account=table["account"],
        account_kind=AccountKind(table["account_kind"]),
        columns=tuple(_columns(table)),
        prefix=table.get("prefix", table["name"]),
        rank=table.get("rank", 0),
        gives_way_to=tuple(table.get("gives_way_to", ())),
        trades_also_in=tuple(table.get("trades_also_in", ())),
        layouts=tuple(table.get("layouts", ["iso"])),
        time_zone=table.get("time_zone", "UTC"),
        negative_fees=table.get("negative_fees", False),
        only_named=table.get("only_named", False),
        own_accounts=table.get("own_accounts", False),
        unsigned_fees=table.get("unsigned_fees", False),
        spaced=table.get("spaced", False),
        most_rows=table.get("most_rows", 0),
        slash_dates=SlashDress(table["slash_dates"]) if "slash_dates" in table else None,
        rules=tuple(_rule(each) for each in table.get("rows", [])),
        statuses=_statuses(table.get("statuses", {})),
        assets=_assets(table.get("assets", {})),
        footers=_small(table.get("footers", ())),
        refusal=table.get("refusal", ""),
        owner_line=table.get("owner_line", "").casefold(),
        reader=table.get("reader", ""),
        files=_small(table.get("files", ())),
        constants=dict(table.get("constants", {})),
        from_name=tuple(table.get("from_name", ())),
        markets=_markets(table.get("markets", {})),
        wide=_wide(table["wide"]) if "wide" in table else None,
        decimal_comma=table.get("decimal_comma", False),
        joins_by_hash=table.get("joins_by_hash", False),
        running=Running(table["running"]) if "running" in table else None,
        day_first=table.get("day_first"),
        signature=_small(table.get("signature", ())),
    )


def _texts(folder: Traversable) -> Iterator[str]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _texts(entry)
        elif entry.name.endswith(".toml"):
            yield entry.read_text("utf-8")


def _columns(table: Mapping[str, Any]) -> Iterator[Column]:
    for key, column in table["columns"].items():
        _only(column, _COLUMN_KEYS, f"column {key}")
        if key not in CANONICAL and not table.get("reader") and not table.get("refusal"):
            raise ValueError(f"{table['name']}: no canonical column is called {key!r}")
        yield Column(key, tuple(column["names"]), column.get("required", False))


def _rule(table: Mapping[str, Any]) -> Rule:
    _only(table, _RULE_KEYS, f"a row of types {table['types']}")
    grouping = None
    if "by" in table or "within_seconds" in table:
        grouping = Grouping(
            tuple(table.get("by", ())), table.get("within_seconds"), table.get("cut", "")
        )
    return Rule(
        types=_small(table["types"]),
        verb=table["do"],
        subtypes=_small(table.get("subtypes", ())),
        kind=Kind(table["kind"]) if "kind" in table else None,
        reason=SkipReason(table["reason"]) if "reason" in table else None,
        message=table.get("message", ""),
        grouping=grouping,
        sign=Sign(table["sign"]) if "sign" in table else None,
        notes=_small(table.get("notes", ())),
        lacking=tuple(table.get("lacking", ())),
        having=tuple(table.get("having", ())),
        where={key: _small(texts) for key, texts in table.get("where", {}).items()},
        same=tuple(table.get("same", ())),
        fee_inside=table.get("fee_inside", False),
        crossed=table.get("crossed", False),
        fee_not_ours=table.get("fee_not_ours", False),
        fee_on_top=table.get("fee_on_top", False),
        direction=Direction(table["direction"]) if "direction" in table else None,
    )


def _markets(table: Mapping[str, Any]) -> Markets:
    _only(table, _MARKET_KEYS, "the markets")
    return Markets(
        tuple(table.get("quotes", ())),
        quote_first=table.get("quote_first", False),
        endings=tuple(table.get("endings", ())),
        patterns=tuple(table.get("patterns", ())),
    )


def _wide(table: Mapping[str, Any]) -> Wide:
    _only(table, set(CANONICAL), "the wide columns")
    return Wide({key: tuple(names) for key, names in table.items()})


def _statuses(table: Mapping[str, Any]) -> Statuses:
    _only(table, _STATUS_KEYS, "the statuses")
    return Statuses(_small(table.get("done", ["*"])), _small(table.get("not_done", ())))


def _small(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(each.casefold() for each in texts)


def _assets(table: Mapping[str, Any]) -> AssetNames:
    _only(table, _ASSET_KEYS, "the assets")
    return AssetNames(
        dict(table.get("aliases", {})),
        tuple(table.get("suffixes", ())),
        tuple(table.get("bonded_days", ())),
        tuple(table.get("cut_at", ())),
        {asset: price_of(price) for asset, price in table.get("fixed", {}).items()},
    )


def _only(table: Mapping[str, Any], keys: set[str], where: str) -> None:
    unknown = set(table) - keys
    if unknown:
        raise ValueError(f"{where} has unknown keys: {', '.join(sorted(unknown))}")
