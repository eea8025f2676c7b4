"""Washes between a joint account and one's own: of whom the units are decides, and it is said."""

from pathlib import Path

import pytest

import harvestry

ROWS = """time,account,kind,asset,quantity,id,usd
2025-01-06,{first},buy,M,10,a,1000
2025-06-02,{first},sell,M,10,s,700
2025-06-10,{second},buy,M,10,b,690
"""
ACCOUNTS = """[account.ours]
kind = "brokerage"
owner = "joint"
share = "0.5"
[account.mine]
kind = "brokerage"
[account.ira]
kind = "brokerage"
treatment = "roth-ira"
"""


@pytest.mark.parametrize(
    ("first", "second", "status", "said"),
    [
        ("ours", "mine", "single", True),
        ("mine", "ours", "hoh", True),
        ("ours", "mine", "mfj", False),
        ("ours", "mine", "mfs", False),
        ("ours", "ours", "single", False),
        ("mine", "mine", "single", False),
        ("ours", "ira", "single", False),
    ],
)
def test_a_wash_between_unequal_shares_is_an_error(
    tmp_path: Path, first: str, second: str, status: str, *, said: bool
) -> None:
    """IRC 1091(a): "the taxpayer has acquired"; of a couple either one's purchase counts.

    Of ten of the joint account sold for 300 less, five are mine, and all ten were replaced: the
    whole 300 stands in the basis of mine, where 150 belong.
    """
    (tmp_path / "rows.csv").write_text(ROWS.format(first=first, second=second))
    (tmp_path / "accounts.toml").write_text(ACCOUNTS)
    (tmp_path / "assets.toml").write_text('[asset.M]\nclass = "security"\n')
    profile = f'time_zone = "America/New_York"\n[year.2025]\nfiling_status = "{status}"\n'
    (tmp_path / "profile.toml").write_text(profile)
    problems = harvestry.open_case([tmp_path], as_of="2026-06-30").gains().document["problems"]
    found = [each for each in problems if each["code"] == "wash-over-joint-account"]
    assert [each["severity"] for each in found] == (["error"] if said else [])
