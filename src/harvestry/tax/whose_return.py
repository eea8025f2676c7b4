"""Whose return: which accounts belong on it, and for which part."""

from fractions import Fraction

from harvestry.events.account import Account, Owner, Treatment
from harvestry.events.taxpayer import FilingStatus, Profile
from harvestry.ledger.match import Match
from harvestry.units.exact import Money, share


def status_of(profile: Profile, year: int) -> FilingStatus | None:
    """Give the filing status of a year, `None` where the profile does not tell it."""
    known = profile.years.get(year)
    return None if known is None else known.filing_status


def part_on_return(account: Account, status: FilingStatus | None) -> Fraction:
    """Give the part of an account's gains that goes on the taxpayer's return.

    A joint return has self, spouse and joint accounts; any other return self's and its share of
    joint ones. Retirement and health accounts and entities are on no such return.
    """
    if account.treatment is not Treatment.TAXABLE or account.owner is Owner.ENTITY:
        return Fraction(0)
    if account.owner is Owner.SELF or status is FilingStatus.MARRIED_JOINTLY:
        return Fraction(1)
    return account.share if account.owner is Owner.JOINT else Fraction(0)


def portion(match: Match, part: Fraction) -> Match:
    """Give the part of a match that is the taxpayer's."""
    if part == 1:
        return match
    return match._replace(
        quantity=share(match.quantity, part.numerator, part.denominator),
        proceeds=_portion(match.proceeds, part),
        basis=_portion(match.basis, part),
    )


def _portion(amount: Money | None, part: Fraction) -> Money | None:
    return None if amount is None else share(amount, part.numerator, part.denominator)
