"""The sample household is the same for one seed, of the size asked for, with real settings."""

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from harvestry.events.account import Method, Owner, Treatment
from harvestry.events.taxpayer import FilingStatus
from harvestry.sample.household import EXPORTS, PRICES, SETTINGS, household, write_household
from harvestry.sample.market import COINS, LAST_DAY
from harvestry.sources.settings.accounts import read_accounts
from harvestry.sources.settings.assets import read_assets
from harvestry.sources.settings.prices import read_prices
from harvestry.sources.settings.profile import read_profile
from harvestry.units.days import day_of
from harvestry.units.exact import price_of

DIGEST = (
    "import hashlib; from harvestry.sample.household import household; "
    "print(hashlib.sha256(repr(sorted(household(7, 400).items())).encode()).hexdigest())"
)


def rows(files: dict[str, str]) -> int:
    return sum(len(files[name].splitlines()) - 1 for name in EXPORTS)


def test_the_same_seed_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    source = Path(__file__).parents[2] / "src"
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(source)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_another_seed_gives_another_household() -> None:
    assert household(1)["prices.csv"] != household(2)["prices.csv"]
    assert household(1)["kraken-ledgers.csv"] != household(2)["kraken-ledgers.csv"]


def test_the_usual_household_has_some_hundred_rows() -> None:
    assert 300 <= rows(dict(household())) <= 620


@pytest.mark.parametrize("asked", [300, 1_000, 5_000])
def test_the_number_of_rows_follows_what_is_asked(asked: int) -> None:
    assert abs(rows(dict(household(rows=asked))) - asked) <= asked // 10


@pytest.mark.parametrize("seed", range(8))
def test_every_seed_can_pay_for_its_story(seed: int) -> None:
    assert set(household(seed)) == {*EXPORTS, *SETTINGS, PRICES}


def test_a_folder_is_written_byte_for_byte(tmp_path: Path) -> None:
    paths = write_household(tmp_path / "new" / "folder")
    assert {path.name: path.read_bytes().decode() for path in paths} == household()
    assert all(b"\r" not in path.read_bytes() for path in paths)


def test_prices_are_daily_and_stay_within_reason(tmp_path: Path) -> None:
    write_household(tmp_path)
    quotes, problems = read_prices(tmp_path / PRICES)
    assert problems == ()
    closes: dict[str, dict[int, int]] = {}
    for quote in quotes:
        closes.setdefault(quote.asset, {})[quote.day] = quote.price
    assert set(closes) == {coin.symbol for coin in COINS}
    days = range(day_of("2022-12-01"), LAST_DAY + 1)
    for asset, by_day in closes.items():
        if asset != "IBIT":
            assert sorted(by_day) == list(days)
            assert all(
                abs(after - before) * 4 < before for before, after in pairwise(by_day.values())
            )
    assert all(price == price_of("1") for price in closes["USDC"].values())
    assert closes["BTC"][day_of("2025-10-05")] > 2 * closes["BTC"][day_of("2023-07-01")]
    assert closes["BTC"][LAST_DAY] < closes["BTC"][day_of("2025-10-05")]


def test_the_settings_describe_the_household(tmp_path: Path) -> None:
    write_household(tmp_path)
    profile = read_profile(tmp_path / "profile.toml")
    assert sorted(profile.years) == [2023, 2024, 2025, 2026]
    assert {year.filing_status for year in profile.years.values()} == {FilingStatus.MARRIED_JOINTLY}
    settings = read_accounts(tmp_path / "accounts.toml", profile.time_zone)
    accounts = settings.accounts.described
    assert accounts["coinbase-spouse"].owner is Owner.SPOUSE
    assert accounts["ira"].treatment is Treatment.TRADITIONAL_IRA
    assert accounts["kraken"].order.method is Method.HIFO
    assert settings.planned
    described = read_assets(tmp_path / "assets.toml").assets.described
    assert set(described) == {coin.symbol for coin in COINS}
