"""`Live`: leave to connect. Without one of these no price is fetched."""

from dataclasses import dataclass
from typing import Final

from harvestry.units.days import Instant

COINBASE: Final = "https://api.exchange.coinbase.com"
COINGECKO: Final = "https://api.coingecko.com/api/v3"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long, how much and how often is waited for one answer; times are in seconds.

    `total` bounds an answer from the first byte sent to the last received, however slowly it drips.
    `longest_wait` is the longest that a server's wish to be asked later is followed.
    """

    connect: float = 5
    read: float = 10
    total: float = 30
    most_bytes: int = 4_000_000
    tries: int = 4
    longest_wait: float = 90


@dataclass(frozen=True, slots=True)
class Live:
    """Leave to ask the providers, where each of them is, and `now`: the moment it is given.

    There is no clock inside: `now` tells which day is still running, and dates what is fetched.
    """

    now: Instant
    coinbase: str = COINBASE
    coingecko: str = COINGECKO
    limits: Limits = Limits()


def public(now: Instant) -> Live:
    """Give leave to ask the public providers, as of a moment."""
    return Live(now)
