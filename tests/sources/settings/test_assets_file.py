"""assets.toml becomes assets and the aliases that lead to them."""

from pathlib import Path

import pytest

from harvestry.events.asset import AssetClass, Relation
from harvestry.sources.settings.assets import AssetSettings, read_assets
from harvestry.sources.settings.errors import SettingsError
from harvestry.units.exact import quantity_of


def read(folder: Path, text: str) -> AssetSettings:
    path = folder / "assets.toml"
    path.write_text(text, "utf-8")
    return read_assets(path)


def test_an_asset_and_its_aliases_are_read(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        '[asset.BTC]\ngroup = "bitcoin"\ndecimals = 8\naliases = ["XBT", "XXBT"]\n'
        '[asset.IBIT]\nclass = "security"\n',
    )
    bitcoin = settings.assets.named("BTC")
    assert bitcoin.asset_class is AssetClass.COIN
    assert (bitcoin.group, bitcoin.decimals) == ("bitcoin", 8)
    assert settings.assets.named("IBIT").asset_class is AssetClass.SECURITY
    assert settings.aliases == {"XBT": "BTC", "XXBT": "BTC"}


def test_a_table_adds_to_what_is_known(tmp_path: Path) -> None:
    assets = read(
        tmp_path,
        "[asset.IBIT]\ndecimals = 4\n[asset.USDC]\ndecimals = 6\n"
        '[asset.WBTC]\nclass = "security"\n',
    ).assets
    fund = assets.named("IBIT")
    assert (fund.asset_class, fund.coin) == (AssetClass.SECURITY, "BTC")
    assert fund.family == "spot-bitcoin-funds"
    assert assets.named("USDC").asset_class is AssetClass.STABLECOIN
    wrapped = assets.named("WBTC")
    assert (wrapped.asset_class, wrapped.group) == (AssetClass.SECURITY, "BTC")


def test_a_token_stands_for_a_coin(tmp_path: Path) -> None:
    text = (
        '[asset.XBTC]\nwraps = "BTC"\nrelation = "wrapped"\n'
        '[asset.LSOL]\nwraps = "SOL"\nrelation = "staked"\n'
        '[asset.BETF]\nclass = "security"\ncoin = "BTC"\nfamily = "mine"\n'
    )
    assets = read(tmp_path, text).assets
    wrapped, staked, fund = (assets.named(symbol) for symbol in ("XBTC", "LSOL", "BETF"))
    assert (wrapped.wraps, wrapped.relation, wrapped.group) == ("BTC", Relation.WRAPPED, "BTC")
    assert (staked.relation, staked.group) == (Relation.STAKED, None)
    assert (fund.coin, fund.family) == ("BTC", "mine")


def test_an_asset_that_is_not_described_is_a_coin_of_its_own(tmp_path: Path) -> None:
    asset = read(tmp_path, "").assets.named("NEW")
    assert (asset.asset_class, asset.group) == (AssetClass.COIN, None)


@pytest.mark.parametrize("asset_class", list(AssetClass))
def test_every_class_is_known(tmp_path: Path, asset_class: AssetClass) -> None:
    settings = read(tmp_path, f'[asset.X]\nclass = "{asset_class.value}"\n')
    assert settings.assets.named("X").asset_class is asset_class


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[asset.A]\naliases = ["X"]\n[asset.B]\naliases = ["X"]\n', '"X" means A already'),
        ('[asset.A]\naliases = ["B"]\n[asset.B]\n', '"B" means B already'),
        ("[asset.A]\ndecimals = 31\n", "from 0 to 30"),
        ("[asset.A]\ndecimals = true\n", "whole number"),
        ('[asset.A]\naliases = "X"\n', "is no list"),
        ('[asset.A]\nklass = "coin"\n', 'did you mean "class"'),
        ('[asset.A]\ngroup = ""\n', "is no text"),
        ('[asset.USD]\naliases = ["USDC"]\n', '"USDC" cannot be USD'),
        ('[asset.usd]\naliases = ["USDC"]\n', '"USDC" cannot be usd'),
        ('[asset.BTC]\naliases = ["USD"]\n', "US dollars are cash"),
        ('[asset.A]\nwraps = "BTC"\n', "wraps and relation go together"),
        ('[asset.A]\nrelation = "pegged"\n', '"wrapped" or "bridged"'),
        ('[asset.A]\nmultiplier = "0"\n', "too low"),
        ("[asset.A]\nmultiplier = 0.1\n", "would not be exact"),
        ('[asset.C]\nclass = "option"\ngroup = "IBIT"\n', 'multiplier = "100"'),
        ('[asset.C]\nclass = "option"\nright = "sell"\n', '"call" or "put"'),
        ('[asset.C]\nright = "put"\n', 'class = "option"'),
        (
            '[asset."IBIT 261218P00040000"]\nclass = "option"\nright = "call"\n',
            "the name of IBIT 261218P00040000 says put",
        ),
        (
            (
                '[asset.C]\nclass = "option"\ngroup = "x"\n'
                '[asset.S]\nclass = "security"\ngroup = "x"\n'
            ),
            "does not say on how many shares",
        ),
    ],
)
def test_what_cannot_be_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SettingsError, match=r"assets\.toml") as caught:
        read(tmp_path, text)
    assert words in str(caught.value)


def test_a_contract_stands_for_as_many_units_as_it_says(tmp_path: Path) -> None:
    """A coin's option is on one coin; a standard one on shares is on 100."""
    text = (
        '[asset.CALL]\nclass = "option"\ngroup = "IBIT"\nmultiplier = 100\n'
        '[asset.MBT]\nclass = "future-1256"\ncoin = "BTC"\nmultiplier = "0.1"\n'
        '[asset."BTC-26DEC25-90000-C"]\nclass = "option"\ngroup = "BTC"\n'
    )
    assets = read(tmp_path, text).assets
    assert assets.named("CALL").stands_for == quantity_of("100")
    assert assets.named("MBT").stands_for == quantity_of("0.1")
    assert assets.named("BTC-26DEC25-90000-C").stands_for == quantity_of("1")
    assert assets.named("BTC").stands_for == quantity_of("1")


@pytest.mark.parametrize(
    ("symbol", "more", "is_put"),
    [
        ("IBIT 261218P00040000", "", True),
        ("IBIT261218P00040000", "", True),
        ("BRKB  261218P00400000", "", True),
        ("IBIT 261218P60", "", True),
        ("IBIT 261218C00040000", 'multiplier = "100"', False),
        ("HEDGE", 'right = "put"', True),
        ("HEDGE", 'right = "call"\nmultiplier = "100"', False),
        ("PUT", 'multiplier = "100"', False),
        ("IBITP", 'multiplier = "100"', False),
    ],
)
def test_a_put_is_told_or_named_so(tmp_path: Path, symbol: str, more: str, is_put: bool) -> None:  # noqa: FBT001
    """A put replaces itself alone, so it needs no size; a call on shares does."""
    text = f'[asset."{symbol}"]\nclass = "option"\ngroup = "IBIT"\n{more}\n'
    assert read(tmp_path, text).assets.named(symbol).is_put is is_put
