"""What is known of assets before anyone describes them, and why each stands where it does."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class KnownAsset:
    """One asset as the data file has it; `None` where it says nothing."""

    symbol: str
    asset_class: str
    why: str
    group: str | None = None
    wraps: str | None = None
    relation: str | None = None
    coin: str | None = None
    family: str | None = None


@cache
def known_assets() -> Mapping[str, KnownAsset]:
    """Read what is known, by symbol."""
    text = (files("harvestry.law") / "us" / "known_assets.toml").read_text("utf-8")
    return {
        symbol: KnownAsset(
            symbol,
            str(entry.get("class", "coin")),
            str(entry["why"]),
            *(entry.get(key) for key in ("group", "wraps", "relation", "coin", "family")),
        )
        for entry in tomllib.loads(text).values()
        for symbol in entry["symbols"]
    }


@cache
def symbols_named() -> frozenset[str]:
    """Give every symbol that is known, for itself or as what another holds, stands for or is of."""
    return frozenset(
        symbol
        for each in known_assets().values()
        for symbol in (each.symbol, each.coin, each.wraps, each.group)
        if symbol is not None
    )
