"""The fold: events in time order become lots, matches and income."""
