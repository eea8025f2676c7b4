"""What is to be mended in the prices of what is held."""

from collections.abc import Iterable

from harvestry.events.prices import Quote, is_stale
from harvestry.units.days import Day, day_text
from harvestry.units.problems import Problem, Severity


def missing_prices(quotes: Iterable[tuple[str, Quote | None]], day: Day) -> list[Problem]:
    """Give a problem for each asset without a price."""
    return [
        Problem(
            "no-current-price",
            Severity.ERROR,
            f"No price of {asset} is known, so what a sale would lock in is unknown; fetch it "
            f"with --live, or add a line `{day_text(day)},{asset},PRICE` to your price file, given "
            "with --prices.",
            about=asset,
        )
        for asset, quote in sorted(dict(quotes).items())
        if quote is None
    ]


def stale_prices(quotes: Iterable[tuple[str, Quote | None]], day: Day) -> list[Problem]:
    """Give a problem for each asset whose last price is more than two days old."""
    return [
        Problem(
            "stale-price",
            Severity.WARNING,
            f"The last price of {asset} is of {day_text(quote.day)}, {day - quote.day} days before "
            f"{day_text(day)}; fetch a newer one with --live, or add it to your price file.",
            about=asset,
        )
        for asset, quote in sorted(dict(quotes).items())
        if quote is not None and is_stale(quote, day)
    ]
