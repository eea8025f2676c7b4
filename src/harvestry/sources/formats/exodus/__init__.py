"""Exodus: exchanges told in two rows."""
