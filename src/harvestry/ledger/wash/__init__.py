"""The wash rule in the fold: what it reaches, and what a day's losses find when it is over."""
