"""What keeps a year's tax unknown, or is worth knowing about it, in words."""

from collections.abc import Iterable

from harvestry.events.taxpayer import Profile
from harvestry.law.load import Law, MissingLawError
from harvestry.tax.activity import Activity
from harvestry.tax.federal.form_1040 import Return
from harvestry.tax.year_inputs import BroughtIn
from harvestry.units.days import last_day_of
from harvestry.units.exact import DOLLAR, dollars, whole_dollars
from harvestry.units.problems import Problem, Severity

_PROFILE = "profile.toml"


def profile_year_missing(year: int) -> Problem:
    """Say that nothing is known of a year's return."""
    message = (
        f"profile.toml says nothing about {year}, so its tax is unknown; add a section "
        f"[year.{year}] with at least `filing_status` and `wages`."
    )
    return Problem("profile-year-missing", Severity.ERROR, message, _PROFILE, about=str(year))


def law_missing(year: int) -> Problem:
    """Say that the law files have no figures for a year."""
    message = (
        f"the law files have no figures for {year}, and those of another year are not used for it; "
        "ask for another year, or wait for the version that brings it."
    )
    return Problem("law-missing-year", Severity.ERROR, message, about=str(year))


def no_whole_return(year: int) -> Problem:
    """Say that one owner's accounts are not what is on the return."""
    message = (
        f"--owner leaves out accounts that are on the return of {year}, or counts what is on no "
        "such return, so its tax is unknown; leave --owner out to have it."
    )
    return Problem("no-whole-return", Severity.ERROR, message)


def carryover_unknown(year: int) -> Problem:
    """Say that a loss of an earlier year may come in, and nobody knows how much."""
    message = (
        f"a loss of an earlier year may be carried into {year}, and how much depends on returns "
        f"that are not told; add those years' sections to profile.toml, or `carryover_short` and "
        f"`carryover_long` under [year.{year}] as they were filed."
    )
    return Problem("carryover-unknown", Severity.ERROR, message, _PROFILE, about=str(year))


def carryover_of_two(year: int) -> Problem:
    """Say that a joint return's loss is split between two people, and nobody told how."""
    message = (
        f"the return of {year - 1} was a joint one and that of {year} is not, so the loss carried "
        "forward is split by whose sales it came from (Treas. Reg. 1.1212-1(c)); put your part as "
        f"`carryover_short` and `carryover_long` under [year.{year}]."
    )
    return Problem("carryover-unknown", Severity.ERROR, message, _PROFILE, about=str(year))


def tax_unknown(year: int, least: Return, most: Return | None) -> Problem:
    """Say between which amounts the tax of a year lies."""
    upper = "with no upper end" if most is None else f"and at most {dollars(most.total_tax)}"
    message = (
        f"the tax of {year} is unknown until what has no basis, value or term is mended: at least "
        f"{dollars(least.total_tax)} {upper}. `harvestry check` names the rows."
    )
    high = None if most is None else most.total_tax
    return Problem(
        "tax-unknown",
        Severity.ERROR,
        message,
        tax_low=least.total_tax,
        tax_high=high,
        about=str(year),
    )


def differs_from_filed(year: int, filed: BroughtIn, ours: BroughtIn | None) -> Iterable[Problem]:
    """Say where the carryover that was filed is not the one computed, in cents or whole dollars."""
    if ours is None or filed in (ours, BroughtIn(*map(whole_dollars, ours))):
        return
    message = (
        f"{year} takes the carryover of profile.toml, {dollars(filed.short)} short and "
        f"{dollars(filed.long)} long; from the years before it would be "
        f"{dollars(ours.short)} and {dollars(ours.long)}. Leave both keys out to use that."
    )
    yield Problem("carryover-as-filed", Severity.WARNING, message, _PROFILE, about=str(year))


def excess_business_loss(profile: Profile, year: int, did: Activity, law: Law) -> Iterable[Problem]:
    """Say that a business loss is above what a year allows (IRC 461(l)), which is not worked out.

    Nothing is said of a year without a limit, as those before 2021, or one not told.
    """
    told = profile.years.get(year)
    if told is None:
        return
    try:
        dated = law.on("excess-business-loss", last_day_of(year))
    except MissingLawError:
        return
    business = told.amount("business_income") + did.business
    threshold = dated.values[told.filing_status.value]
    assert isinstance(threshold, int)
    excess = -business - threshold * DOLLAR
    if excess > 0:
        most = dollars(threshold * DOLLAR)
        message = (
            f"the business loss of {year} is {dollars(excess)} above the {most} that a return may "
            f"take ({dated.cite.law}). The limit is not worked out here: the loss counts in full, "
            f"so the tax of {year} may be too low. Work out Form 461 and lower the loss in "
            "`business_income` to what it allows; the rest is a net operating loss."
        )
        yield Problem("excess-business-loss", Severity.ERROR, message, _PROFILE, about=str(year))
