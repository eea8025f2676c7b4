"""Numbers and words that every room shares: exact amounts, instants, days, problems, sources."""
