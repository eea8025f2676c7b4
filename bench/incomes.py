"""Random amounts for federal returns: pay, interest, dividends, gains of every kind, carryovers."""

import random

from harvestry.tax.federal.inputs import ReturnInputs
from harvestry.units.exact import CENT

SEED = 1040


def returns(count: int) -> list[ReturnInputs]:
    """Give so many returns; a quarter have gains at 25 or 28 %, half a business or a carryover."""
    chance = random.Random(SEED)
    return [_return(chance) for _ in range(count)]


def _return(chance: random.Random) -> ReturnInputs:
    def upto(most: int) -> int:
        return chance.randint(0, most * 100) * CENT

    def sometimes(most: int) -> int:
        return upto(most) * (chance.randrange(4) == 0)

    qualified = upto(40_000)
    return ReturnInputs(
        wages=upto(400_000),
        interest=upto(30_000),
        ordinary_dividends=qualified + upto(10_000),
        qualified_dividends=qualified,
        other_income=sometimes(50_000),
        business_income=sometimes(150_000),
        short=upto(200_000) - upto(200_000),
        long=upto(400_000) - upto(150_000),
        collectibles_gain=sometimes(50_000),
        unrecaptured_1250=sometimes(50_000),
        carryover_short=sometimes(100_000),
        carryover_long=sometimes(100_000),
        boxes=chance.randint(0, 2),
        seniors=chance.randint(0, 2),
    )
