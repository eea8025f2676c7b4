"""Harvestry CSV: our own transaction file, read and written without loss.

See docs/reference/harvestry-csv.md.
"""

from harvestry.sources.harvestry_csv.reading import AMOUNTS, READER, event_of, read
from harvestry.sources.harvestry_csv.writing import write_events

__all__ = ["AMOUNTS", "READER", "event_of", "read", "write_events"]
