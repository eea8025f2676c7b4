"""The small history that most tests of the command line begin with."""

from pathlib import Path

import pytest

HISTORY = """time,account,kind,asset,quantity,id,usd,fee_usd
2026-01-01,coinbase,buy,BTC,1,b1,50000,
2026-06-01,coinbase,buy,BTC,1,b2,30000,25
2026-07-01,coinbase,sell,BTC,0.25,s1,12000,10
2026-08-01,coinbase,income:staking,ETH,0.5,i1,1500,
"""
PRICES = "date,asset,close_usd\n2026-12-01,BTC,40000\n2026-12-01,ETH,2000\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "history.csv").write_text(HISTORY)
    (tmp_path / "prices.csv").write_text(PRICES)
    return tmp_path
