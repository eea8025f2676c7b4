"""One tax year: what belongs on whose return, and where."""
