"""Read assets.toml: what class each asset is of, what it is identical with, its other names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.sources.row import DOLLARS
from harvestry.sources.settings.forms import COUNT, TEXT, choice_of, list_of
from harvestry.sources.settings.table import Key, Table
from harvestry.sources.settings.toml_file import load

CLASS: Final = Key("class", choice_of(AssetClass), "coin")
GROUP: Final = Key("group", TEXT, otherwise="the asset alone")
DECIMALS: Final = Key("decimals", COUNT, otherwise="as many as the data carry")
ALIASES: Final = Key("aliases", list_of(TEXT), [])
ASSET_KEYS: Final[tuple[Key[object], ...]] = (CLASS, GROUP, DECIMALS, ALIASES)


@dataclass(frozen=True, slots=True)
class AssetSettings:
    """What assets.toml says; `aliases` leads from every other name to the symbol."""

    assets: Assets = field(default_factory=Assets)
    aliases: Mapping[str, str] = field(default_factory=dict)


def read_assets(path: Path) -> AssetSettings:
    """Give what assets.toml says.

    Raises:
        SettingsError: the file cannot be read, or says what cannot be.
    """
    file = str(path)
    top = Table(file, "", load(path), (), ("asset",))
    tables = {
        symbol: Table(file, f"[asset.{symbol}]", value, ASSET_KEYS)
        for symbol, value in top.inner("asset").items()
    }
    described = {symbol: _asset(symbol, table) for symbol, table in tables.items()}
    return AssetSettings(Assets(described), _aliases(tables))


def _asset(symbol: str, table: Table) -> Asset:
    return Asset(
        symbol=symbol,
        asset_class=table.need(CLASS),
        group=table.find(GROUP),
        decimals=table.find(DECIMALS),
        aliases=table.need(ALIASES),
    )


def _aliases(tables: Mapping[str, Table]) -> Mapping[str, str]:
    symbol_of: dict[str, str] = {}
    for symbol, table in tables.items():
        for alias in table.need(ALIASES):
            if DOLLARS in (alias.upper(), symbol.upper()):
                table.refuse(
                    "aliases",
                    f'"{alias}" cannot be {symbol}',
                    "US dollars are cash; a coin worth a dollar, too, is an asset of its own",
                )
            other = alias if alias in tables else symbol_of.setdefault(alias, symbol)
            if other != symbol:
                table.refuse(
                    "aliases", f'"{alias}" means {other} already', "a name means one asset"
                )
    return symbol_of
