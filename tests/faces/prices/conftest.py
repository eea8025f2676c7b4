"""A history two of whose values are not stated, and a market to ask for prices."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from harvestry.sources.live import permission
from sources.live.markets import candle, charts, lists, live
from sources.live.serving import Server, serving

HISTORY = """time,account,kind,asset,quantity,id,usd,fee_usd
2026-01-01,coinbase,buy,BTC,1,b1,90000,
2026-02-01,coinbase,buy,XMR,10,m1,,
2026-08-01,coinbase,income:staking,ETH,0.5,i1,,
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "history.csv").write_text(HISTORY)
    monkeypatch.setenv("HARVESTRY_DATA", str(tmp_path / "data"))
    return tmp_path


@pytest.fixture
def market(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Providers on this machine, on the noon of the day, in place of the public ones."""
    with serving() as server:
        monkeypatch.setattr(permission, "public", lambda _now: live(server))
        lists(server, "BTC-USD", candle("2026-11-21", 64000), candle("2026-11-22", 63666.33))
        lists(
            server,
            "ETH-USD",
            *(candle(day, close) for day, close in (("2026-08-01", 3000), ("2026-11-22", 2100))),
        )
        charts(
            server,
            "monero",
            ("2026-02-02T00:00:00+00:00", 250),
            ("2026-11-22T11:59:00+00:00", 240.5),
        )
        yield server
