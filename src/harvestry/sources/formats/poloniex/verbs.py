"""What the rows of Poloniex trades mean: totals less the fee, their sides named its own way."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.sources.draft import Member, Outcome, Verb, made, only
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, exchanged
from harvestry.sources.fills import is_bought, market_of
from harvestry.units.exact import quantity_text


def traded(members: Sequence[Member]) -> Outcome:
    """A trade: what went as it is stated, what came and how much of it was withheld."""
    row, _ = only(members)
    coin, money = market_of(row)
    amount, total = abs(row.quantity(asset=coin)), abs(row.quantity("total", money))
    bought = is_bought(row)
    got, whole = (coin, amount) if bought else (money, total)
    net = abs(row.quantity("got_quantity" if bought else "sent_quantity", got))
    if net > whole:
        message = f"{quantity_text(net)} {got} came less the fee, more than before it"
        raise RowError("bad-value", f"{message}; export the file again")
    legs = (Leg(coin, amount if bought else -amount), Leg(money, -total if bought else total))
    fees = [Leg(got, whole - net)]
    stated = row.text("fee_asset")
    if stated and row.symbol(stated, "fee_asset") != got:
        asset = row.symbol(stated, "fee_asset")
        fees = [Leg(asset, abs(row.quantity("fee_quantity", asset)))]
    return made(*exchanged((row,), "", legs, fees))


VERBS: Final[Mapping[str, Verb]] = {"poloniex:traded": traded}
"""The verbs of this format."""
