"""Which coin to ask for: one that is clear, or a problem that asks the user."""

from collections.abc import Iterable
from typing import Final

from harvestry.events.asset import Asset
from harvestry.sources.live.coins import Coin, coins_meant, is_priced
from harvestry.units.problems import Problem, Severity

_SHOWN: Final = 12


class Settling:
    """Settles which coin each asset is, and keeps those that are not settled."""

    def __init__(self) -> None:
        self._several: list[Problem] = []
        self._unknown: list[str] = []
        self._no_coins: list[str] = []

    def settle(self, asset: Asset) -> Coin | None:
        """Give the coin an asset means, or note that it is not settled."""
        if not is_priced(asset):
            self._no_coins.append(asset.symbol)
            return None
        meant = coins_meant(asset)
        if len(meant) == 1:
            return meant[0]
        if meant:
            self._several.append(_several(asset.symbol, meant))
        else:
            self._unknown.append(asset.symbol)
        return None

    def problems(self) -> Iterable[Problem]:
        """Give what is to be said of the assets that no one coin can be asked for."""
        yield from self._several
        if self._unknown:
            message = (
                f"It is not known which coin at a price provider {_some(self._unknown)} would be, "
                "so no price was fetched; put `price_id` into assets.toml, such as "
                '"coingecko:bitcoin", or the price into your price file.'
            )
            yield Problem("coin-not-known", Severity.WARNING, message)
        if self._no_coins:
            message = (
                f"No price of {_some(self._no_coins)} was fetched, since --live knows coins only, "
                "not funds or the money of other countries; put the price into your price file."
            )
            yield Problem("coin-not-known", Severity.WARNING, message)


def _some(symbols: list[str]) -> str:
    more = len(symbols) - _SHOWN
    rest = f" and {more:,} more" if more > 0 else ""
    return f"{', '.join(symbols[:_SHOWN])}{rest}"


def _several(symbol: str, coins: Iterable[Coin]) -> Problem:
    ids = tuple(f'"{coin.price_id}"' for coin in coins)
    meant = "; ".join(f"{each} ({coin.name})" for each, coin in zip(ids, coins, strict=True))
    message = (
        f"{symbol} means several coins, so no price of it was fetched; put the `price_id` of yours "
        f"into [asset.{symbol}] of assets.toml: {meant}."
    )
    return Problem("coin-ambiguous", Severity.WARNING, message, choices=ids, about=symbol)
