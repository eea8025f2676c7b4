"""The taxpayer: filing status and amounts by year, as profile.toml tells them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction

from harvestry.units.days import Day
from harvestry.units.exact import Money


class FilingStatus(StrEnum):
    """The five filing statuses of Form 1040."""

    SINGLE = "single"
    MARRIED_JOINTLY = "mfj"
    MARRIED_SEPARATELY = "mfs"
    HEAD_OF_HOUSEHOLD = "hoh"
    SURVIVING_SPOUSE = "qss"


@dataclass(frozen=True, slots=True)
class YearProfile:
    """One tax year of a profile: the status, and every amount under its key in dollars.

    `amounts` holds the plain dollar keys of profile.toml; a key that is not given is zero.
    `deduction` is `None` for the standard deduction. `expected_tax` is `None` where not overridden.
    """

    filing_status: FilingStatus
    amounts: Mapping[str, Money] = field(default_factory=dict)
    deduction: Money | None = None
    mining_is_business: bool = False
    state_rate: Fraction = Fraction(0)
    estimated_paid: tuple[Money, Money, Money, Money] = (0, 0, 0, 0)
    expected_tax: Money | None = None

    def amount(self, key: str) -> Money:
        """Give the dollars under a key, zero where the profile does not mention it."""
        return self.amounts.get(key, 0)


@dataclass(frozen=True, slots=True)
class Future:
    """The assumptions behind the value of later years' taxes."""

    discount_rate: Fraction = Fraction(5, 100)
    sell_in_years: Fraction = Fraction(5)
    rebuy: str = "first-clear-date"
    gains_short: Money = 0
    gains_long: Money = 0
    price_growth: Fraction = Fraction(0)
    dies_holding: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """The household's taxpayer. Without a year's section its dollars of tax are unknown."""

    time_zone: str = "UTC"
    time_zone_given: bool = False
    born: Day | None = None
    spouse_born: Day | None = None
    blind: bool = False
    spouse_blind: bool = False
    dependents: int = 0
    positions: Mapping[str, str] = field(default_factory=dict)
    years: Mapping[int, YearProfile] = field(default_factory=dict)
    future: Future = field(default_factory=Future)

    def status(self, year: int) -> FilingStatus | None:
        """Give the filing status of a year, `None` where it is not told."""
        told = self.years.get(year)
        return None if told is None else told.filing_status

    def is_joint(self, year: int) -> bool:
        """Tell whether a year's return is told to be a joint one."""
        return self.status(year) is FilingStatus.MARRIED_JOINTLY
