"""Coinbase retail: what its notes and its pairs of rows mean."""
