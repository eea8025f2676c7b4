"""The stored journal of a household: one SQLite file, deeds in a chain (docs/spec/book.md)."""
