"""Random trading lives: rows of the Harvestry CSV and the accounts they happened in, by seed.

A life holds what is hard on purpose: moments that tie, ids that sort awkwardly, days around New
Year and 29 February in far-off zones, dust, unknown values, sales of more than is held.
"""

import os
from random import Random

from properties.rows import Life
from properties.tellers import Teller

FULL_SIZE = os.environ.get("HARVESTRY_TESTS") == "full"


def dice(seed: int | str) -> Random:
    """Give the chance of a seed: tests need it to be repeatable, nobody needs it to be secret."""
    return Random(seed)  # noqa: S311


KINDS = {
    "buy": 20,
    "sell": 16,
    "trade": 12,
    "transfer": 9,
    "chain": 3,
    "deposit": 2,
    "withdrawal": 2,
    "income": 6,
    "spend": 3,
    "fee": 2,
    "gift-in": 8,
    "inherit": 2,
    "gift-out": 2,
    "donation": 1,
    "lost": 1,
    "stolen": 1,
    "opening": 3,
    "short": 2,
    "cover": 2,
    "pnl:1256": 1,
    "pnl:other": 1,
}


TRADING = {"buy": 30, "sell": 20, "transfer": 3, "income": 3, "opening": 1}


def life(
    seed: int | str,
    kinds: dict[str, int] | None = None,
    length: int | None = None,
) -> Life:
    """Tell the life of a seed: mostly short, now and then long, and rarely of little but trading.

    The last fills one pool with hundreds of pieces.
    """
    chance = dice(seed)
    luck = chance.random()
    if length is None and luck < 0.005 and kinds is None:
        return Teller(chance, TRADING, depth=1).tell(chance.randint(250, 350))
    if length is None:
        length = chance.randint(60, 160) if luck < 0.02 else chance.randint(3, 28)
    return Teller(chance, kinds or KINDS).tell(length)
