"""CoinLedger: its export tells a transaction in several rows."""
