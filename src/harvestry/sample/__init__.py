"""A made-up household: its exports, settings and prices, the same for the same seed."""
