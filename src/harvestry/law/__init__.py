"""US tax law as data: a file a rule, a citation on every dated value."""
