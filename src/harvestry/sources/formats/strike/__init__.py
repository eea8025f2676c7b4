"""Strike: dollars and bitcoin in one row, each with its fee in it."""
