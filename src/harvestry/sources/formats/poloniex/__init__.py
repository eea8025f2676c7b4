"""Poloniex: what moved is told less the fee."""
