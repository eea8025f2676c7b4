"""Nexo: exchanges told in one cell."""
