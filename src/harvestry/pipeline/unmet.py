"""Names in accounts.toml that nothing else bears: a slip in one must not pass in silence."""

from collections.abc import Iterable
from difflib import get_close_matches

from harvestry.law.known_assets import known_assets
from harvestry.pipeline.records import Reading
from harvestry.sources.settings.errors import suggestion
from harvestry.units.problems import Problem, Severity

_FILE = "accounts.toml"


def unmet_names(reading: Reading) -> Iterable[Problem]:
    """Give the accounts that are described and in no file, and plans about what nobody knows."""
    yield from _accounts(reading)
    accounts = _accounts_met(reading) | reading.household.accounts.accounts.described.keys()
    traded = _assets_met(reading)
    assets = traded | _assets_described(reading)
    plans = reading.household.accounts.planned
    for name in sorted({plan.account for plan in plans} - accounts):
        message = (
            f"A purchase is planned in {name}, an account that neither a file nor a table of "
            f"accounts.toml names; {suggestion(name, sorted(accounts))}mend the name, or describe "
            "it: it was taken for your own, taxable."
        )
        yield Problem("plan-of-unknown", Severity.WARNING, message, _FILE)
    wanted = {plan.asset for plan in plans}
    for name in sorted(wanted - assets):
        twins = wanted & {name.upper(), name.lower()} - {name}
        if twins & assets or (twins and name.islower()):
            continue  # one plan under two spellings: one of them is known, or tells of both
        message = (
            f"A purchase of {name} is planned, and neither a file nor the settings know {name}; "
            f"{suggestion(name, sorted(traded))}mend the symbol if it stands for another: as it "
            "stands it washes no loss."
        )
        yield Problem("plan-of-unknown", Severity.WARNING, message, _FILE)


def _accounts(reading: Reading) -> Iterable[Problem]:
    met = _accounts_met(reading)
    described = reading.household.accounts.accounts.described
    patterns = set(reading.household.accounts.bindings.values())
    strangers = sorted(met - described.keys())
    slips = {
        name: near[0] if (near := get_close_matches(name, strangers, n=1)) else strangers[0]
        for name in sorted(described.keys() - met)
        if strangers and (name in patterns or get_close_matches(name, strangers))
    }
    for name, other in slips.items():
        message = (
            f"accounts.toml describes {name}, of which there is no file, and says nothing of "
            f"{other}, of which there is one; if the two are one, mend the name or its `files`: "
            f"{other} was taken for your own, taxable, first in, first out."
        )
        yield Problem("account-not-met", Severity.WARNING, message, _FILE)
    rest = sorted(described.keys() - met - slips.keys())
    if rest:
        names = ", ".join(rest)
        message = (
            f"accounts.toml describes {names}, and none of the files given is of "
            f"{'it' if len(rest) == 1 else 'them'}; a purchase there may wash a loss elsewhere: "
            "give its files, too."
        )
        yield Problem("account-not-met", Severity.NOTE, message, _FILE)


def _accounts_met(reading: Reading) -> set[str]:
    named = {each.account for each in reading.files if each.account}
    for event in reading.events:
        named.add(event.account)
        if event.to_account is not None:
            named.add(event.to_account)
    return named


def _assets_met(reading: Reading) -> set[str]:
    met = {event.asset for event in reading.events}
    return met | {event.got_asset for event in reading.events if event.got_asset is not None}


def _assets_described(reading: Reading) -> set[str]:
    household = reading.household
    prices = household.prices
    return {*household.assets.assets.described, *known_assets(), *prices.closes, *prices.timed}
