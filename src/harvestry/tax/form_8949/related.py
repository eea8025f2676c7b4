"""Sales between related persons: IRC 267."""

from harvestry.events.event import Event
from harvestry.law.load import Law
from harvestry.ledger.match import Match
from harvestry.units.days import Day
from harvestry.units.exact import Money, Quantity, share


def not_deductible(law: Law, gain: Money | None, day: Day) -> tuple[str, Money | None]:
    """Give the code and amount that take back a loss on a sale to a related person.

    `gain` is what is left after washes: no loss is disallowed twice. Zero for a gain, unknown where
    the gain is (IRC 267(a)(1)).
    """
    code = str(law.on("related-losses", day).values["seller"])
    return code, None if gain is None else max(-gain, 0)


def shelter_of_gain(
    law: Law, match: Match, gain: Money | None, bought: Event
) -> tuple[str, Money | None]:
    """Give the code and amount by which the seller's disallowed loss lowers the buyer's gain.

    At most the gain, and at most the part of that loss that falls on the units sold; a loss is not
    raised by it (IRC 267(d); Pub. 550 p. 74).
    """
    code = str(law.on("related-losses", match.sold_on).values["buyer"])
    if gain is None:
        return code, None
    whole = bought.detail.prior_disallowed
    assert whole is not None
    on_these = share(whole, match.quantity, _received(bought))
    return code, -min(max(gain, 0), on_these)


def _received(bought: Event) -> Quantity:
    withheld = bought.fee_quantity if bought.fee_asset == bought.asset else 0
    return bought.quantity - (withheld or 0)
