"""Trezor: outputs of one transaction, and collectibles."""
