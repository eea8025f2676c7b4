"""Names of markets cut into their two sides: `BTC-USD`, `STR/BTC`, `BTCUSDT`, `BTC-ETH`."""

import re
from dataclasses import dataclass
from typing import Final

from harvestry.sources.errors import RowError

_SEPARATORS: Final = ("-", "/", "_", ":")


@dataclass(frozen=True, slots=True)
class Markets:
    """How an export names its markets.

    `quotes` are the assets that may stand last in a name without a separator; the longest that
    fits is taken. `quote_first` tells that the quote stands first, as in Bittrex's `BTC-ETH`.
    `patterns` with a `base` and a `quote` are tried first. `endings` are what stands behind a name
    and means nothing.
    """

    quotes: tuple[str, ...] = ()
    quote_first: bool = False
    endings: tuple[str, ...] = ()
    patterns: tuple[str, ...] = ()

    def split(self, name: str) -> tuple[str, str]:
        """Give base and quote of a market.

        Raises:
            RowError: the name does not say surely where one ends and the other begins.
        """
        for ending in self.endings:
            name = name.removesuffix(ending)
        for pattern in self.patterns:
            match = re.fullmatch(pattern, name)
            if match is not None:
                return match["base"], match["quote"]
        for separator in _SEPARATORS:
            one, found, other = name.partition(separator)
            if found and one.strip() and other.strip() and separator not in other:
                sides = one.strip(), other.strip()
                return (sides[1], sides[0]) if self.quote_first else sides
        fitting = [
            quote
            for quote in self.quotes
            if name.isalnum() and name.upper().endswith(quote) and len(name) > len(quote)
        ]
        if not fitting:
            message = (
                f"the market {name!r} does not say which asset was traded for which, as BTC-USD "
                "does; write the trade as a row of a Harvestry CSV"
            )
            raise RowError("bad-value", message)
        quote = max(fitting, key=len)
        return name[: -len(quote)], name[-len(quote) :]
