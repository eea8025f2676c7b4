"""Robinhood: crypto orders, filled in whole or in part."""
