"""Uphold: what changed into another asset on its way in or out."""
