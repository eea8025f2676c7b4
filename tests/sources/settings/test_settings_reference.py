"""docs/reference/settings.md tells every key the readers know, and nothing else."""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

import pytest

from harvestry.sources.mapping.kinds import ALL_WORDS
from harvestry.sources.mapping.reading import FILE_KEYS, MAP_KEYS, read_mapping
from harvestry.sources.settings.account_keys import ACCOUNT_KEYS
from harvestry.sources.settings.accounts import read_accounts
from harvestry.sources.settings.assets import ASSET_KEYS, read_assets
from harvestry.sources.settings.decisions import DECISION_KEYS, read_decisions
from harvestry.sources.settings.plans import ALLOCATION_KEYS, PLANNED_KEYS, POOL_KEYS
from harvestry.sources.settings.prices import PRICE_COLUMNS, read_prices
from harvestry.sources.settings.profile import read_profile
from harvestry.sources.settings.profile_keys import (
    FUTURE_KEYS,
    PROFILE_KEYS,
    YEAR_KEYS,
    position_keys,
)
from harvestry.sources.settings.table import Key

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "settings.md"
TABLES: tuple[tuple[str, Sequence[Key[object]]], ...] = (
    ("`[account.NAME]`", ACCOUNT_KEYS),
    ("`[pools]`", POOL_KEYS),
    ("`[[pools.allocation]]`", ALLOCATION_KEYS),
    ("`[[planned]]`", PLANNED_KEYS),
    ("`[asset.SYMBOL]`", ASSET_KEYS),
    ("At the top", PROFILE_KEYS),
    ("`[positions]`", position_keys()),
    ("`[year.YYYY]`", YEAR_KEYS),
    ("`[future]`", FUTURE_KEYS),
    ("`[[decision]]`", DECISION_KEYS),
    ("`[[map]]`", MAP_KEYS),
    ("`[[file]]`", FILE_KEYS),
)


def section(title: str) -> str:
    return PAGE.read_text("utf-8").split(f"### {title}\n")[1].split("\n## ")[0].split("\n### ")[0]


def rows(title: str) -> list[list[str]]:
    table = [line for line in section(title).splitlines() if line.startswith("| `")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table]


def as_toml(value: object) -> str:
    match value:
        case bool():
            return str(value).lower()
        case list():
            return f"[{', '.join(map(as_toml, value))}]"
        case str():
            return f'"{value}"'
        case _:
            return str(value)


def example(kind: str) -> str:
    found = re.search(rf"```(?:toml|csv) {kind}\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(("title", "keys"), TABLES)
def test_every_key_is_told_with_its_form_and_default(
    title: str, keys: Sequence[Key[object]]
) -> None:
    told = [row[:3] for row in rows(title)]
    known = [
        [
            f"`{key.name}`",
            key.form.words,
            key.otherwise if key.default is None else f"`{as_toml(key.default)}`",
        ]
        for key in keys
    ]
    assert told == known


@pytest.mark.parametrize(("title", "keys"), TABLES)
def test_every_example_and_default_is_of_its_form(title: str, keys: Sequence[Key[object]]) -> None:
    for key, row in zip(keys, rows(title), strict=True):
        assert len(row) == 5
        key.form.read(tomllib.loads(f"x = {row[3].strip('`')}")["x"])
        if key.default is not None:
            key.form.read(key.default)


def test_the_columns_of_a_price_file_are_told() -> None:
    page = PAGE.read_text("utf-8").split("## prices.csv")[1]
    assert tuple(re.findall(r"^\| `(\w+)`", page, re.MULTILINE)) == PRICE_COLUMNS


def test_the_whole_examples_can_be_read(tmp_path: Path) -> None:
    for kind in ("accounts", "assets", "profile", "prices", "mapping", "decisions"):
        (tmp_path / kind).write_text(example(kind), "utf-8")
    assert len(read_accounts(tmp_path / "accounts", "UTC").planned) == 1
    assert read_assets(tmp_path / "assets").aliases["XBT"] == "BTC"
    assert 2026 in read_profile(tmp_path / "profile").years
    (decision,) = read_decisions(tmp_path / "decisions").made
    assert (decision.choice, decision.value) == ("bought", "12000@2020-03-01")
    mapping = read_mapping(tmp_path / "mapping")
    assert [each.account for each in mapping.formats] == ["my-wallet"]
    assert mapping.answer_for("My-Deposits-2021.CSV") is not None
    quotes, problems = read_prices(tmp_path / "prices")
    assert len(quotes) == 2
    assert problems == ()


def test_every_word_for_a_kind_of_row_is_told() -> None:
    assert set(ALL_WORDS) <= set(re.findall(r"`([a-z0-9:-]+)`", section("`[[map]]`")))
