"""What is to be mended in the prices of what is held."""

from collections.abc import Iterable

from harvestry.events.prices import is_stale
from harvestry.harvest.holding import Holding
from harvestry.units.days import Day, day_text
from harvestry.units.problems import Problem, Severity


def price_problems(holdings: Iterable[Holding], day: Day) -> list[Problem]:
    """Give a problem for each asset held without a price, or with one older than two days."""
    quotes = {holding.asset: holding.quote for holding in holdings}
    problems = []
    for asset, quote in sorted(quotes.items()):
        if quote is None:
            message = (
                f"No price of {asset} is known, so what a sale would lock in is unknown; add a "
                f"line `{day_text(day)},{asset},PRICE` to your price file, given with --prices."
            )
            problems.append(Problem("no-current-price", Severity.ERROR, message))
        elif is_stale(quote, day):
            message = (
                f"The last price of {asset} is of {day_text(quote.day)}, {day - quote.day} days "
                f"before {day_text(day)}; add a newer one to your price file."
            )
            problems.append(Problem("stale-price", Severity.WARNING, message))
    return problems
