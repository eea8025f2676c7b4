"""Prices from public providers: nothing in here connects without a `Live`, leave to do so."""
