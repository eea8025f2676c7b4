"""Crypto.com: a coin exchanged for its successor, told as a whole and in parts."""
