"""Prices from public providers: the only place in Harvestry that makes a connection."""
