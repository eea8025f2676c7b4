"""Harvestry: what to sell to lock in crypto tax losses, every figure traceable to its row."""

__version__ = "0.1.0"
