"""Solscan: amounts in the smallest units of a token."""
