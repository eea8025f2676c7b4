"""Swan: bitcoin that came from elsewhere with its basis."""
