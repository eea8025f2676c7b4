"""What keeps a year's tax unknown, or is worth knowing about it, in words."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import product
from typing import Final

from harvestry.events.taxpayer import FilingStatus, Profile, YearProfile
from harvestry.law.load import Law, MissingLawError
from harvestry.tax.activity import Activity
from harvestry.tax.federal.form_1040 import Return, prepare
from harvestry.tax.year_inputs import BroughtIn
from harvestry.units.days import last_day_of
from harvestry.units.exact import DOLLAR, dollars, whole_dollars
from harvestry.units.problems import Problem, Severity

_PROFILE = "profile.toml"
_EARNINGS: Final = {"wages": "spouse_wages", "business_income": "spouse_business_income"}
"""What is earned, under the profile's keys, and what of it is the spouse's."""
MAY_LIE_OUTSIDE: Final = (
    "a lot of unknown basis lay beside units that went by cost, and its cost may change which "
    "went, so the tax may be another"
)
"""What is said where a range is no bound."""


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


def carryover_of_spouse(year: int) -> Problem:
    """Say that the spouse may bring a loss of their own into a joint return."""
    message = (
        f"before the joint return of {year} your spouse has losses of years without one, by the "
        f"files or by the split of a joint return's. What is left of them belongs on it (Treas. "
        "Reg. 1.1212-1(c)(1)(i)), and how much is on your spouse's own returns; put what both of "
        f"you bring in as `carryover_short` and `carryover_long` under [year.{year}]. If you filed "
        "jointly before, add those years' sections."
    )
    return Problem("carryover-unknown", Severity.ERROR, message, _PROFILE, about=str(year))


def tax_unknown(year: int, least: Return, most: Return | None, *, bounded: bool) -> Problem:
    """Say between which amounts the tax of a year lies; not `bounded`, that it may lie outside."""
    upper = "with no upper end" if most is None else f"and at most {dollars(most.total_tax)}"
    high = None if most is None else most.total_tax
    within = f"at least {dollars(least.total_tax)} {upper}"
    if not bounded:
        as_it_is = dollars(least.total_tax) if least is most else within
        within = f"{as_it_is} as lots went; {MAY_LIE_OUTSIDE}"
    message = (
        f"the tax of {year} is unknown until what has no basis, value or term is mended: {within}. "
        "`harvestry check` names the rows."
    )
    return Problem(
        "tax-unknown",
        Severity.ERROR,
        message,
        tax_low=least.total_tax if bounded else None,
        tax_high=high if bounded else None,
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


def whose_earnings(told: YearProfile | None, year: int, prepared: Return) -> Iterable[Problem]:
    """Say where a joint return's tax hangs on whose earnings it has, and nobody told.

    Each spouse has a Schedule SE of their own (IRC 1402(b); Treas. Reg. 1.6017-1(b)(1)); what the
    profile does not call the spouse's is the taxpayer's.
    """
    if told is None or told.filing_status is not FilingStatus.MARRIED_JOINTLY:
        return
    open_ = [
        key
        for key, spouses in _EARNINGS.items()
        if told.amount(key) and spouses not in told.amounts
    ]
    inputs, figures = prepared.inputs, prepared.figures
    if not open_ or not (inputs.business_income or inputs.spouse_business_income):
        return
    parts = [_EARNINGS[key] for key in open_]
    now = [getattr(inputs, part) for part in parts]
    choices = product(*((own, own + told.amount(key)) for own, key in zip(now, open_, strict=True)))
    possible = [replace(inputs, **dict(zip(parts, each, strict=True))) for each in choices]
    taxes = [prepare(each, figures).total_tax for each in possible]
    low, high = min(taxes), max(taxes)
    if low < high:
        message = (
            f"on the joint return of {year} each spouse has a self-employment tax of their own "
            f"(IRC 1402(b)), and nobody told whose {_words(open_)} of "
            "profile.toml is: all of it counts as yours. By whose it is the tax differs by "
            f"{dollars(high - low)}; put what is your spouse's as {_words(parts)} under "
            f'[year.{year}], "0" if nothing is.'
        )
        yield Problem("whose-earnings", Severity.WARNING, message, _PROFILE, about=str(year))


def _words(keys: Iterable[str]) -> str:
    return " and ".join(f"`{key}`" for key in keys)


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
