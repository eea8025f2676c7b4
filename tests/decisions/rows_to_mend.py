"""Rows of which the households to mend are made, and the orders and years they are under."""

from typing import Final

from decisions.households import row

BUY = row("2024-01-05T00:00:00Z", "a", "buy", "BTC", "1", id="b1", usd="40000")
CAME = row("2024-03-05T00:00:00Z", "a", "deposit", "BTC", "1", id="d1")
SOLD = row("2025-06-05T00:00:00Z", "a", "sell", "BTC", "1.5", id="s1", usd="120000")
LEFT = row("2024-03-04T00:00:00Z", "w", "withdrawal", "BTC", "1.02", id="w1")
BOUGHT_THERE = row("2023-02-01T00:00:00Z", "w", "buy", "BTC", "3", id="bw", usd="66000")
LEFT_WHOLE = row("2024-03-04T23:00:00Z", "w", "withdrawal", "BTC", "1", id="w1")
SENT = row("2025-02-04T00:00:00Z", "a", "withdrawal", "BTC", "0.4", id="w2")
LATER = row("2024-05-05T00:00:00Z", "a", "buy", "BTC", "1", id="b2", usd="65000")
ETHER = row("2024-01-06T00:00:00Z", "a", "buy", "ETH", "1", id="e2", usd="2300")
STAKED = row("2025-02-01T12:00:00Z", "a", "income:staking", "ETH", "2", id="i1")
STAKED_SOLD = row("2026-04-01T00:00:00Z", "a", "sell", "ETH", "2", id="s2", usd="3000")
HIFO = '[account.a]\nlots = "hifo"\nlots_from = 2024-01-01\n'
LIFO = '[account.a]\nlots = "lifo"\nlots_from = 2024-01-01\n'
BROUGHT_IN: Final = (
    'time_zone = "America/New_York"\n[year.2025]\nfiling_status = "single"\nwages = "150000"\n'
    'carryover_short = "2000"\ncarryover_long = "31000"\n'
    '[year.2026]\nfiling_status = "single"\nwages = "40000"\n'
)
