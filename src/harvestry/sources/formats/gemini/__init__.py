"""Gemini: deposits that are credited before they arrive."""
