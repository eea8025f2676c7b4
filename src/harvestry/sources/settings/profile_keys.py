"""The keys of profile.toml: of the taxpayer, of a tax year, of the future."""

from dataclasses import replace
from enum import StrEnum
from typing import Final

from harvestry.events.taxpayer import FilingStatus
from harvestry.law.positions import known_positions
from harvestry.law.regime import CURRENT_LAW
from harvestry.sources.settings.amounts import (
    DOLLARS,
    FOUR_DOLLARS,
    GROWTH,
    RATE,
    SIGNED_DOLLARS,
    YEARS,
)
from harvestry.sources.settings.forms import (
    COUNT,
    DAY,
    REGIME,
    YES_NO,
    ZONE,
    choice_of,
    either,
    one_of,
)
from harvestry.sources.settings.table import REQUIRED, Key
from harvestry.units.exact import Money


class Rebuy(StrEnum):
    """When sold coins are bought back."""

    FIRST_CLEAR_DATE = "first-clear-date"
    NOW = "now"
    NEVER = "never"


TIME_ZONE: Final = Key("time_zone", ZONE, otherwise="UTC, with a note")
BORN: Final = Key("born", DAY)
SPOUSE_BORN: Final = Key("spouse_born", DAY)
BLIND: Final = Key("blind", YES_NO, default=False)
SPOUSE_BLIND: Final = Key("spouse_blind", YES_NO, default=False)
DEPENDENTS: Final = Key("dependents", COUNT, 0)
PROFILE_KEYS: Final[tuple[Key[object], ...]] = (
    TIME_ZONE,
    BORN,
    SPOUSE_BORN,
    BLIND,
    SPOUSE_BLIND,
    DEPENDENTS,
)

_STATUS: Final = replace(
    choice_of(FilingStatus),
    words='"single", "mfj" (married, jointly), "mfs" (married, separately), "hoh" (head of '
    'household) or "qss" (surviving spouse)',
)
FILING_STATUS: Final = Key("filing_status", _STATUS, otherwise=REQUIRED)
WAGES: Final = Key("wages", DOLLARS, "0")
SPOUSE_WAGES: Final = Key("spouse_wages", DOLLARS, "0")
SPOUSE_BUSINESS_INCOME: Final = Key("spouse_business_income", SIGNED_DOLLARS, "0")
ORDINARY_DIVIDENDS: Final = Key("ordinary_dividends", DOLLARS, "0")
QUALIFIED_DIVIDENDS: Final = Key("qualified_dividends", DOLLARS, "0")
AMOUNT_KEYS: Final[tuple[Key[Money], ...]] = (
    WAGES,
    SPOUSE_WAGES,
    Key("interest", DOLLARS, "0"),
    ORDINARY_DIVIDENDS,
    QUALIFIED_DIVIDENDS,
    Key("other_income", SIGNED_DOLLARS, "0"),
    Key("business_income", SIGNED_DOLLARS, "0"),
    SPOUSE_BUSINESS_INCOME,
    Key("other_short", SIGNED_DOLLARS, "0"),
    Key("other_long", SIGNED_DOLLARS, "0"),
    Key("capital_gain_distributions", DOLLARS, "0"),
    Key("collectibles_gain", SIGNED_DOLLARS, "0"),
    Key("unrecaptured_1250", DOLLARS, "0"),
    Key("adjustments", DOLLARS, "0"),
    Key("qbi_deduction", DOLLARS, "0"),
    Key("nonrefundable_credits", DOLLARS, "0"),
    Key("carryover_short", DOLLARS, "0"),
    Key("carryover_long", DOLLARS, "0"),
    Key("withholding", DOLLARS, "0"),
    Key("prior_year_tax", DOLLARS),
    Key("prior_year_agi", SIGNED_DOLLARS),
)
MINING_IS_BUSINESS: Final = Key("mining_is_business", YES_NO, default=False)
DEDUCTION: Final = Key("deduction", either("standard", DOLLARS), "standard")
STATE_RATE: Final = Key("state_rate", RATE, "0")
ESTIMATED_PAID: Final = Key("estimated_paid", FOUR_DOLLARS, ["0", "0", "0", "0"])
EXPECTED_TAX: Final = Key("expected_tax", either("", DOLLARS), "")
YEAR_KEYS: Final[tuple[Key[object], ...]] = (
    FILING_STATUS,
    *AMOUNT_KEYS,
    MINING_IS_BUSINESS,
    DEDUCTION,
    STATE_RATE,
    ESTIMATED_PAID,
    EXPECTED_TAX,
)

DISCOUNT_RATE: Final = Key("discount_rate", RATE, "0.05")
SELL_IN_YEARS: Final = Key("sell_in_years", YEARS, "5")
REBUY: Final = Key("rebuy", choice_of(Rebuy), "first-clear-date")
GAINS_SHORT: Final = Key("gains_short", SIGNED_DOLLARS, "0")
GAINS_LONG: Final = Key("gains_long", SIGNED_DOLLARS, "0")
PRICE_GROWTH: Final = Key("price_growth", GROWTH, "0")
DIES_HOLDING: Final = Key("dies_holding", YES_NO, default=False)
FUTURE_KEYS: Final[tuple[Key[object], ...]] = (
    DISCOUNT_RATE,
    SELL_IN_YEARS,
    REBUY,
    GAINS_SHORT,
    GAINS_LONG,
    PRICE_GROWTH,
    DIES_HOLDING,
)

WASH_FILED: Final = Key("wash_filed", REGIME, str(CURRENT_LAW))


def position_keys() -> tuple[Key[str], ...]:
    """Give the keys of `[positions]`: how past returns were filed, and every grey choice."""
    grey = (Key(each.id, one_of(each.choices), each.default) for each in known_positions().values())
    return (WASH_FILED, *grey)
