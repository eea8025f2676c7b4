"""Kraken: reversals, delisted coins and margin in its ledgers."""
