"""The day as of which prices are asked for."""

DAY = ("--as-of", "2026-11-22")
