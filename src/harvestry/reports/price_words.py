"""Where a price comes from, in words."""

from harvestry.events.outlying import source_of
from harvestry.events.prices import Quote
from harvestry.units.days import instant_text


def price_source(quote: Quote) -> str:
    """Say who gives a price, and when it was asked; of the user's own, as the file says."""
    if quote.fetched is None:
        return quote.provider or str(quote.source)
    return f"{source_of(quote)}, fetched {instant_text(quote.fetched)}"
