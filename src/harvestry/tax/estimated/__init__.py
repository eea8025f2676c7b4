"""Estimated tax: what must be paid through the year, and when (IRC 6654)."""
