"""Whose return: which accounts belong on it, and for which part."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Final, TypeVar

from harvestry.events.account import Account, Accounts, Owner, Treatment
from harvestry.events.taxpayer import FilingStatus, Profile
from harvestry.ledger.match import Income, Match, Result
from harvestry.units.days import Day, year_of
from harvestry.units.exact import Money, share
from harvestry.units.problems import Problem, Severity

R = TypeVar("R", Income, Result)

_ALL: Final = Fraction(1)
_NONE: Final = Fraction(0)
_ON_A_JOINT_RETURN: Final = frozenset({Owner.SPOUSE, Owner.JOINT})


@dataclass(frozen=True, slots=True)
class Returns:
    """The returns of a household; with `owner` that owner's accounts alone, each in full.

    With `spouses` what is the spouse's own, whichever return it is on: spouse's accounts, and of
    joint ones what is not self's share.
    """

    accounts: Accounts
    profile: Profile
    owner: Owner | None = None
    spouses: bool = False
    _parts: dict[tuple[str, int], Fraction] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def part(self, account_name: str, day: Day) -> Fraction:
        """Give the part of what happens in an account on a day that goes on the return."""
        key = account_name, year_of(day)
        part = self._parts.get(key)
        if part is None:
            part = self._parts[key] = self._part(*key)
        return part

    def _part(self, account_name: str, year: int) -> Fraction:
        account = self.accounts.named(account_name)
        if self.spouses:
            return spouses_part(account)
        if self.owner is not None:
            mine = account.owner is self.owner and account.treatment is Treatment.TAXABLE
            return _ALL if mine else _NONE
        return part_on_return(account, self.profile.status(year))

    def shows(self, account_name: str) -> bool:
        """Tell whether an account is looked at where nothing is taxed: retirement accounts too."""
        return self.owner is None or self.accounts.named(account_name).owner is self.owner


def status_problems(
    accounts: Accounts, profile: Profile, taxed: Iterable[tuple[str, Day]]
) -> Iterable[Problem]:
    """Say where a spouse's or joint account has a taxed day in a year whose status is not told.

    Without a joint return a spouse's gains are left out and joint ones halved.
    """
    years: dict[int, set[str]] = {}
    for name, day in taxed:
        if accounts.named(name).owner in _ON_A_JOINT_RETURN:
            year = year_of(day)
            if year not in profile.years:
                years.setdefault(year, set()).add(name)
    for year, names in sorted(years.items()):
        message = (
            f"The filing status of {year} is not told, so {', '.join(sorted(names))} counts as on "
            f"a single return; put `filing_status` under [year.{year}] into profile.toml."
        )
        yield Problem("filing-status-missing", Severity.ERROR, message, "profile.toml")


def part_on_return(account: Account, status: FilingStatus | None) -> Fraction:
    """Give the part of an account's gains that goes on the taxpayer's return.

    A joint return has self, spouse and joint accounts; any other return, and one of a year whose
    status is not told, self's and its share of joint ones. Retirement and health accounts and
    entities are on no such return.
    """
    if account.treatment is not Treatment.TAXABLE or account.owner is Owner.ENTITY:
        return _NONE
    if account.owner is Owner.SELF or status is FilingStatus.MARRIED_JOINTLY:
        return _ALL
    return account.share if account.owner is Owner.JOINT else _NONE


def spouses_part(account: Account) -> Fraction:
    """Give the part of what is taxed in an account that is the spouse's own."""
    if account.treatment is not Treatment.TAXABLE:
        return _NONE
    if account.owner is Owner.JOINT:
        return _ALL - account.share
    return _ALL if account.owner is Owner.SPOUSE else _NONE


def on_return(records: Iterable[R], returns: Returns, year: int | None) -> list[R]:
    """Give income, or contract results, of a year (`None`: of every year) that go on the return."""
    return [
        each._replace(usd=portion_of(each.usd, part))
        for each in records
        if year is None or year_of(each.on) == year
        for part in (returns.part(each.event.account, each.on),)
        if part
    ]


def portion(match: Match, part: Fraction, *, units: bool = True) -> Match:
    """Give the part of a match that is the taxpayer's; without `units` of its dollars alone."""
    if part == _ALL:
        return match
    quantity = match.quantity
    return match._replace(
        quantity=share(quantity, part.numerator, part.denominator) if units else quantity,
        proceeds=portion_of(match.proceeds, part),
        basis=portion_of(match.basis, part),
        disallowed=share(match.disallowed, part.numerator, part.denominator),
        most_basis=portion_of(match.most_basis, part),
    )


def portion_of(amount: Money | None, part: Fraction) -> Money | None:
    """Give the part of an amount that is the taxpayer's; unknown where it is unknown."""
    return None if amount is None else share(amount, part.numerator, part.denominator)
