"""The door of the room: all files of the household, as text by name or in a folder."""

from collections.abc import Callable, Mapping
from importlib.resources import files
from pathlib import Path
from random import Random
from typing import Final

from harvestry.sample import dealing, moving
from harvestry.sample.coinbase import coinbase_report
from harvestry.sample.deed import Do, Wish
from harvestry.sample.kraken import kraken_ledgers
from harvestry.sample.market import Market
from harvestry.sample.purse import Purse
from harvestry.sample.story import (
    COINBASE,
    HABIT_ROWS,
    HARDWARE,
    HOT,
    IRA,
    KRAKEN,
    ONCE_ROWS,
    SPOUSE,
    wishes,
)
from harvestry.sample.wallets import harvestry_csv

SEED: Final = 2026
ROWS: Final = ONCE_ROWS + HABIT_ROWS
EXPORTS: Final = (
    "coinbase-alex.csv",
    "coinbase-sam.csv",
    "kraken-ledgers.csv",
    "hardware-wallet.csv",
    "hot-wallet.csv",
    "ira.csv",
)
"""The files that hold transactions; the others are prices and settings."""
SETTINGS: Final = ("accounts.toml", "assets.toml", "profile.toml")
PRICES: Final = "prices.csv"
_DOERS: Final[Mapping[Do, Callable[[Purse, Wish], None]]] = {
    Do.BUY: dealing.buy,
    Do.SELL: dealing.sell,
    Do.SWAP: dealing.swap,
    Do.MOVE: moving.move,
    Do.STAKE: moving.stake,
    Do.UNSTAKE: moving.unstake,
    Do.REWARD: moving.reward,
    Do.SPEND: moving.leave,
    Do.FEE: moving.leave,
    Do.GIVE: moving.leave,
    Do.DONATE: moving.leave,
    Do.FIND: moving.find,
    Do.CASH_OUT: moving.cash_out,
}


def household(seed: int = SEED, rows: int = ROWS) -> Mapping[str, str]:
    """Give every file of the household by name; the exports come to about `rows` rows together."""
    market = Market(seed)
    chance = Random(seed)  # noqa: S311  a sample wants chance that repeats
    purse = Purse(market, chance)
    for wish in wishes(chance, rows):
        _DOERS[wish.do](purse, wish)
    deeds, ours = purse.deeds, frozenset({HARDWARE, HOT, IRA})
    exports = (
        coinbase_report(deeds, COINBASE, "Alex Sample"),
        coinbase_report(deeds, SPOUSE, "Sam Sample"),
        kraken_ledgers(deeds, KRAKEN),
        harvestry_csv(deeds, HARDWARE, ours),
        harvestry_csv(deeds, HOT, ours),
        harvestry_csv(deeds, IRA, ours),
    )
    settings = {name: files(__package__).joinpath(name).read_text("utf-8") for name in SETTINGS}
    return dict(zip(EXPORTS, exports, strict=True)) | {PRICES: market.prices_csv()} | settings


def is_free(folder: Path) -> bool:
    """Tell whether the household may be written there: into nothing, or over itself unchanged."""
    if not folder.exists():
        return True
    if not folder.is_dir():
        return False
    there = {path.name: path for path in folder.iterdir()}
    return not there or all(
        name in there and there[name].is_file() and there[name].read_bytes() == text.encode()
        for name, text in household().items()
    )


def write_household(folder: Path, seed: int = SEED, rows: int = ROWS) -> list[Path]:
    """Write every file of the household into a folder, byte for byte the same for one seed."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in household(seed, rows).items():
        paths.append(folder / name)
        paths[-1].write_bytes(text.encode())
    return paths
