"""Gate.io: orders that are placed at one time and filled at another."""
