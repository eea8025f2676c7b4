"""Binance.com: rows without ids that belong together by the second, and swept leftovers."""
