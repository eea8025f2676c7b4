"""Where a price comes from and when it was made, in words."""

from harvestry.events.outlying import source_of
from harvestry.events.prices import Quote
from harvestry.units.days import day_text, instant_text


def price_source(quote: Quote) -> str:
    """Say who gives a price, and when it was asked; of the user's own, as the file says."""
    if quote.fetched is None:
        return quote.provider or str(quote.source)
    return f"{source_of(quote)}, fetched {instant_text(quote.fetched)}"


def price_time(quote: Quote) -> str:
    """Say when a price was made: an instant, or the close of a day."""
    return f"{day_text(quote.day)} close" if quote.at is None else instant_text(quote.at)
