"""Whatever stands in a settings file, the answer is settings or one sentence."""

from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from harvestry.sources.errors import SourceError
from harvestry.sources.settings.accounts import read_accounts
from harvestry.sources.settings.assets import read_assets
from harvestry.sources.settings.errors import SettingsError
from harvestry.sources.settings.prices import read_prices
from harvestry.sources.settings.profile import read_profile

VALUES = st.sampled_from(
    ['"1"', "1", "0.1", "true", "[]", '["a"]', "{}", "2025-01-01", '"fifo"', '"self"', "12:00:00"]
)
KEYS = st.sampled_from(
    ["lots", "share", "files", "filing_status", "wages", "born", "class", "aliases", "every", "x"]
)
TABLES = st.sampled_from(
    ["[account.a]", "[pools]", "[[planned]]", "[asset.A]", "[year.2026]", "[future]", "[year]"]
)
LINES = st.one_of(TABLES, st.builds("{} = {}".format, KEYS, VALUES), st.text(max_size=20))


def _table(cells: list[str]) -> bytes:
    rows = [",".join(cells[n : n + 3]) for n in range(0, len(cells), 3)]
    return "\n".join(["date,asset,close_usd", *rows]).encode(errors="replace")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("settings") / "any.toml"


@settings(max_examples=150, deadline=None)
@given(lines=st.lists(LINES, max_size=8))
def test_toml_readers_give_settings_or_a_settings_error(path: Path, lines: list[str]) -> None:
    path.write_text("\n".join(lines), "utf-8", errors="replace")
    for read in (lambda p: read_accounts(p, "UTC"), read_assets, read_profile):
        message = ""
        try:
            read(path)
        except SettingsError as error:
            message = str(error)
        assert "\n" not in message


@settings(max_examples=150, deadline=None)
@given(content=st.one_of(st.binary(max_size=200), st.lists(st.text(max_size=12)).map(_table)))
def test_the_price_reader_gives_prices_problems_or_an_error(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        quotes, problems = read_prices(path)
    except (SettingsError, SourceError):
        return
    assert all(quote.price > 0 for quote in quotes)
    assert all(problem.row for problem in problems)
