"""Read assets.toml: what class each asset is of, what it is identical with, its other names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from harvestry.events.asset import (
    Asset,
    AssetClass,
    Assets,
    Relation,
    Right,
    series_named,
    undescribed,
)
from harvestry.sources.live.coins import PRICE_ID as PRICE_ID_WORD
from harvestry.sources.row import DOLLARS
from harvestry.sources.settings.amounts import MULTIPLE
from harvestry.sources.settings.forms import COUNT, TEXT, YES_NO, choice_of, like, list_of
from harvestry.sources.settings.table import Key, Table
from harvestry.sources.settings.toml_file import load

_KNOWN: Final = "what is known of it, else "
CLASS: Final = Key("class", choice_of(AssetClass), otherwise=f'{_KNOWN}`"coin"`')
GROUP: Final = Key("group", TEXT, otherwise=f"{_KNOWN}the asset alone")
WRAPS: Final = Key("wraps", TEXT, otherwise=f"{_KNOWN}nothing")
RELATION: Final = Key("relation", choice_of(Relation), otherwise="needed with `wraps`")
COIN: Final = Key("coin", TEXT, otherwise=f"{_KNOWN}none")
FAMILY: Final = Key("family", TEXT, otherwise=f"{_KNOWN}none")
MULTIPLIER: Final = Key(
    "multiplier",
    MULTIPLE,
    otherwise=(
        '`"1"`; a call on shares needs it, a future by position `futures`, a fund beside its coin'
    ),
)
RIGHT: Final = Key(
    "right",
    choice_of(Right),
    otherwise='`"call"`; of an option named `ROOT YYMMDD`, `P` and its price `"put"`',
)
DECIMALS: Final = Key("decimals", COUNT, otherwise="as many as the data carry")
ALIASES: Final = Key("aliases", list_of(TEXT), [])
PRICE_ID: Final = Key(
    "price_id",
    like(PRICE_ID_WORD, "coin at a price provider, such as coingecko:bitcoin or coinbase:BTC-USD"),
    otherwise="what the table of coins knows",
)
SPAM: Final = Key("spam", YES_NO, default=False)
ASSET_KEYS: Final[tuple[Key[object], ...]] = (
    CLASS,
    GROUP,
    WRAPS,
    RELATION,
    COIN,
    FAMILY,
    MULTIPLIER,
    RIGHT,
    DECIMALS,
    ALIASES,
    PRICE_ID,
    SPAM,
)
_SAY_WHAT_IT_IS: Final[tuple[Key[object], ...]] = (CLASS, WRAPS, COIN, PRICE_ID, SPAM)
"""Keys that tell of what class an asset is, outright or by what they are about."""
_SAME_COIN: Final = frozenset({Relation.WRAPPED, Relation.BRIDGED})
"""How a token stands for its coin where the two are one claim, so substantially identical."""


@dataclass(frozen=True, slots=True)
class AssetSettings:
    """What assets.toml says; `aliases` leads from every other name to the symbol.

    `spam` are tokens nobody asked for, whose rows in an explorer's file are left out. Of those with
    a `told_class` it says what they are; other tables leave that to what is known.
    """

    assets: Assets = field(default_factory=Assets)
    aliases: Mapping[str, str] = field(default_factory=dict)
    spam: frozenset[str] = frozenset()
    told_class: frozenset[str] = frozenset()


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
    for symbol, table in tables.items():
        _need_multiplier(described[symbol], table, Assets(described))
    spam = frozenset(symbol for symbol, table in tables.items() if table.find(SPAM))
    told_class = frozenset(
        symbol for symbol, table in tables.items() if any(map(table.gives, _SAY_WHAT_IT_IS))
    )
    return AssetSettings(Assets(described), _aliases(tables), spam, told_class)


def _asset(symbol: str, table: Table) -> Asset:
    """Give an asset: what its table says, and what is known of it where the table is silent."""
    known = undescribed(symbol)
    wraps, relation = table.find(WRAPS), table.find(RELATION)
    if (wraps is None) != (relation is None):
        table.refuse("wraps", "wraps and relation go together", "give both, or neither")
    if wraps is None:
        wraps, relation, group = known.wraps, known.relation, known.group
    else:
        group = wraps if relation in _SAME_COIN else None
    asset_class = table.find(CLASS) or known.asset_class
    return Asset(
        symbol=symbol,
        asset_class=asset_class,
        group=table.find(GROUP) or group,
        decimals=table.find(DECIMALS),
        aliases=table.need(ALIASES),
        wraps=wraps,
        relation=relation,
        coin=table.find(COIN) or known.coin,
        family=table.find(FAMILY) or known.family,
        price_id=table.find(PRICE_ID),
        multiplier=table.find(MULTIPLIER),
        right=_right(symbol, asset_class, table),
    )


def _right(symbol: str, asset_class: AssetClass, table: Table) -> Right | None:
    """Give what an option gives: what is told, else what its name tells."""
    told = table.find(RIGHT)
    if asset_class is not AssetClass.OPTION:
        if told is not None:
            table.refuse(
                "right", f"{symbol} is no option", 'only an option has it: class = "option"'
            )
        return None
    series = series_named(symbol)
    named = None if series is None else series.right
    if None not in (told, named) and told is not named:
        table.refuse("right", f"the name of {symbol} says {named}", "leave it out, or mend it")
    return told or named


def _need_multiplier(asset: Asset, table: Table, assets: Assets) -> None:
    """Refuse an option on shares that does not say on how many: it is never guessed.

    A put replaces only itself, contract for contract, so nothing hangs on its size.
    """
    is_counted = asset.is_option and not asset.is_put
    if not is_counted or table.find(MULTIPLIER) is not None:
        return
    on = asset.group or asset.coin
    if on is None or on == asset.symbol:
        return
    alike = {each.asset_class for each in assets.described.values() if each.group == on}
    if AssetClass.SECURITY in alike | {assets.named(on).asset_class}:
        table.refuse(
            "multiplier",
            f"{asset.symbol} is an option on {on} and does not say on how many shares",
            'a standard contract is on 100: multiplier = "100"',
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
