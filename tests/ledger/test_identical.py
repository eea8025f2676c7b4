"""What is identical with what, by position: one function says so to the fold and to the plan."""

from pathlib import Path

import pytest

import harvestry
from harvestry.events.asset import Asset, AssetClass, Assets
from harvestry.law.positions import Positions
from harvestry.ledger.wash.identical import standing_between
from harvestry.units.exact import WHOLE_COIN

ASSETS = Assets(
    {
        "MBT": Asset("MBT", AssetClass.FUTURE_1256, group="BTC", multiplier=WHOLE_COIN),
        "BFF": Asset("BFF", AssetClass.FUTURE_1256, coin="BTC", multiplier=WHOLE_COIN),
        "OWN": Asset("OWN", AssetClass.FUTURE_1256, group="OWN", coin="BTC"),
        "EFF": Asset("EFF", AssetClass.FUTURE_1256, coin="ETH"),
    }
)
ASSETS_FILE = (
    '[asset.MBT]\nclass = "future-1256"\ngroup = "BTC"\nmultiplier = "1"\n'
    '[asset.BFF]\nclass = "future-1256"\ncoin = "BTC"\nmultiplier = "1"\n'
    '[asset.IBIT]\nmultiplier = "1"\n[asset.FBTC]\nmultiplier = "1"\n'
    '[asset.OWN]\nclass = "future-1256"\ngroup = "OWN"\ncoin = "BTC"\n'
    '[asset.EFF]\nclass = "future-1256"\ncoin = "ETH"\n'
)
PAIRS = [
    ("BTC", "BTC", ""),
    ("BTC", "WBTC", ""),
    ("CBBTC", "BTC", ""),
    ("BTC", "ETH", None),
    ("ETH", "STETH", None),
    ("BTC", "IBIT", "etf_and_coin"),
    ("IBIT", "WBTC", "etf_and_coin"),
    ("IBIT", "FBTC", "etf_issuers"),
    ("IBIT", "ETHA", None),
    ("BITO", "BTF", "etf_issuers"),
    ("BITO", "BTC", None),
    ("BTC", "MBT", "futures"),
    ("BTC", "BFF", "futures"),
    ("BTC", "EFF", None),
    ("BTC", "OWN", None),
    ("USDC", "USDC", None),
    ("EUR", "EUR", None),
]
"""Sold, bought, and what decides: nothing, a position, or nothing could make them one."""


@pytest.mark.parametrize(("sold", "bought", "decides"), PAIRS)
def test_what_decides_between_two_assets(sold: str, bought: str, decides: str | None) -> None:
    pair = ASSETS.named(sold), ASSETS.named(bought)
    assert standing_between(*pair, ASSETS, Positions({})) == decides
    if decides:
        chosen = Positions({decides: "identical"})
        assert standing_between(*pair, ASSETS, chosen) == ""


@pytest.mark.parametrize(("sold", "bought", "decides"), PAIRS)
@pytest.mark.parametrize("chosen", ["", "etf_and_coin", "etf_issuers", "futures"])
def test_the_fold_and_the_plan_read_it_alike(
    tmp_path: Path, sold: str, bought: str, decides: str | None, chosen: str
) -> None:
    """A loss of 100 with a purchase nine days before it: washed, grey, or neither."""
    rows = f"2026-01-05,a,buy,{sold},1,x,500\n2026-06-01,b,buy,{bought},1,r,400\n"
    sale = f"2026-06-10,a,sell,{sold},1,s,400\n"
    (tmp_path / "history.csv").write_text(f"time,account,kind,asset,quantity,id,usd\n{rows}{sale}")
    (tmp_path / "assets.toml").write_text(ASSETS_FILE)
    positions = {chosen: "identical"} if chosen else {}
    case = harvestry.open_case([tmp_path], as_of="2026-12-31", wash="apply", positions=positions)
    pair = ASSETS.named(sold), ASSETS.named(bought)
    stands = standing_between(*pair, ASSETS, Positions(positions))
    (row,) = case.gains().document["rows"]
    assert (row["adjustment"] == "100") is (stands == "")
    assert bool(row["grey"]) is bool(stands)
    # What the other choice of a position would change is found, if and only if it decides.
    told = {each["position"]: each for each in case.positions().document["choices"]}
    for position in ("etf_and_coin", "etf_issuers", "futures"):
        other = "different" if position == chosen else "identical"
        after = Positions({**positions, position: other})
        differs = (standing_between(*pair, ASSETS, after) == "") is not (stands == "")
        assert told[position]["matters"] is differs, position
