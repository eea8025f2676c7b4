"""A future that replaces a coin must say on how much of it a contract is."""

from pathlib import Path

import pytest

import harvestry

ROWS = "time,account,kind,asset,quantity,id,usd\n2026-06-12,a,buy,MBT,1,r,10\n"


@pytest.mark.parametrize(
    ("multiplier", "futures", "times"),
    [
        ("", "identical", 1),
        ('multiplier = "0.1"\n', "identical", 0),
        ("", "different", 0),
    ],
)
def test_its_size_is_asked_for_where_it_counts(
    tmp_path: Path, multiplier: str, futures: str, times: int
) -> None:
    (tmp_path / "history.csv").write_text(ROWS)
    asset = f'[asset.MBT]\nclass = "future-1256"\ncoin = "BTC"\n{multiplier}'
    (tmp_path / "assets.toml").write_text(asset)
    case = harvestry.open_case(
        [tmp_path], as_of="2026-12-31", wash="apply", positions={"futures": futures}
    )
    codes = [each.code for each in case.check().problems]
    assert codes.count("contract-size-missing") == times
