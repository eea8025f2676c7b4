"""An NFT may be a collectible by what it stands for: Notice 2023-27, IRC 1(h)(5) and 408(m)."""

from pathlib import Path

import pytest

from tax.opening import household

PROFILE = "[year.2025]\nfiling_status = 'single'\nwages = '300000'\n"
NFT = '[asset.APE]\nclass = "{}"\n'
LONG = ("2023-01-02,k,buy,APE,1,a,500,", "2025-06-05,k,sell,APE,1,s,600,")


@pytest.mark.parametrize(
    ("rows", "asset_class", "told"),
    [
        (LONG, "nft", 1),
        (LONG, "collectible", 0),
        (LONG, "coin", 0),
        (("2025-01-02,k,buy,APE,1,a,500,", "2025-06-05,k,sell,APE,1,s,600,"), "nft", 0),
        (("2023-01-02,k,buy,APE,1,a,500,", "2025-06-05,k,sell,APE,1,s,400,"), "nft", 0),
        # What it cost is unknown, so it may be a gain.
        (("2023-01-02,k,opening,APE,1,a,,2023-01-02", "2025-06-05,k,sell,APE,1,s,6,"), "nft", 1),
    ],
)
def test_a_long_term_gain_asks_what_the_nft_stands_for(
    rows: tuple[str, ...], asset_class: str, told: int, tmp_path: Path
) -> None:
    case = household(tmp_path, PROFILE, *rows, assets=NFT.format(asset_class))
    for report in (case.gains(2025), case.tax(2025), case.forms(2025), case.check()):
        found = [each for each in report.problems if each.code == "nft-perhaps-collectible"]
        assert [each.id for each in found] == ["nft-perhaps-collectible:APE"] * told
        for each in found:
            assert "s of 2025-06-05" in each.message
            assert "up to 28 %" in each.message
            assert "ignore REASON" in each.choices


def test_several_sales_of_one_nft_are_told_once(tmp_path: Path) -> None:
    rows = (
        "2023-01-02,k,buy,APE,3,a,300,",
        "2024-06-05,k,sell,APE,1,s1,400,",
        "2025-06-05,k,sell,APE,2,s2,600,",
    )
    case = household(tmp_path, PROFILE, *rows, assets=NFT.format("nft"))
    (found,) = [each for each in case.problems() if each.code == "nft-perhaps-collectible"]
    assert "s1 of 2024-06-05 and 1 more" in found.message
