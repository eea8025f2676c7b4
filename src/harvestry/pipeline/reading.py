"""The first stage: settings and files in, events out."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from harvestry.events.account import AccountKind, Accounts
from harvestry.events.asset import Assets
from harvestry.events.decisions import NO_DECISIONS
from harvestry.events.prices import PriceBook, book_of, standing_above
from harvestry.events.taxpayer import Profile
from harvestry.ledger.pool_rules import naming_pools
from harvestry.pipeline.records import Household, Inputs, Progress, Reading, silent
from harvestry.reports.files_read import FileRead, OwnBalance
from harvestry.sources.live.coins import still_meant
from harvestry.sources.mapping.reading import read_mapping
from harvestry.sources.mapping.records import NO_MAPPING
from harvestry.sources.price_book import read_book
from harvestry.sources.reading import read_files
from harvestry.sources.receipt import Receipt
from harvestry.sources.settings.accounts import AccountSettings, read_accounts
from harvestry.sources.settings.allocation_file import list_paths, with_lists
from harvestry.sources.settings.assets import AssetSettings, read_assets
from harvestry.sources.settings.decisions import read_decisions
from harvestry.sources.settings.plans import under_symbols
from harvestry.sources.settings.prices import read_prices
from harvestry.sources.settings.profile import read_profile
from harvestry.units.days import Zone, zone
from harvestry.units.problems import Problem, Severity


def read(inputs: Inputs, progress: Progress = silent) -> Reading:
    """Read the settings and the files.

    Raises:
        SettingsError: a settings file says what cannot be.
        SourceError: a file cannot be read at all.
    """
    household = household_of(inputs)
    progress("reading files")
    lists = lists_of(inputs, household)
    imported = read_files(
        tuple(path for path in inputs.files if path not in lists),
        household.accounts.accounts,
        bindings=household.accounts.bindings,
        aliases=household.assets.aliases,
        spam=household.assets.spam,
        found=inputs.found,
        progress=lambda name, rows: progress(f"reading {name}, {rows:,} rows"),
        mapping=household.mapping,
        decisions=household.decisions,
    )
    return Reading(
        inputs,
        household,
        accounts_of(household, imported.kinds),
        imported.events,
        tuple(_file_read(receipt) for receipt in imported.receipts),
        (*household.problems, *imported.problems, *_outside(inputs)),
        imported.decided,
    )


def _outside(inputs: Inputs) -> Iterable[Problem]:
    return (Problem("left-out", Severity.NOTE, message) for message in inputs.outside)


def _file_read(receipt: Receipt) -> FileRead:
    return FileRead(
        receipt.file.name,
        receipt.file.sha256,
        receipt.format,
        receipt.title,
        receipt.account,
        receipt.time_zone,
        receipt.rows_read,
        receipt.rows_imported,
        receipt.rows_skipped,
        receipt.rows_problem,
        tuple((each.row, each.reason.value) for each in receipt.skipped),
        tuple(OwnBalance(*each) for each in receipt.closings),
        receipt.left_out,
    )


def household_of(inputs: Inputs) -> Household:
    """Read the settings files.

    Raises:
        SettingsError: one of them says what cannot be.
    """
    profile = Profile() if inputs.profile is None else read_profile(inputs.profile)
    accounts = (
        AccountSettings(Accounts(time_zone=profile.time_zone))
        if inputs.accounts is None
        else read_accounts(inputs.accounts, profile.time_zone)
    )
    assets = AssetSettings(Assets(), {}) if inputs.assets is None else read_assets(inputs.assets)
    if inputs.accounts is not None:
        pools = with_lists(accounts.pools, inputs.accounts.parent, assets.aliases)
        planned = under_symbols(accounts.planned, assets.aliases)
        accounts = replace(accounts, pools=pools, planned=planned)
    prices, problems = prices_of(inputs, assets, zone(profile.time_zone))
    mapping = NO_MAPPING if inputs.mapping is None else read_mapping(inputs.mapping)
    decided = inputs.deciding
    if decided is None:
        decided = NO_DECISIONS if inputs.decisions is None else read_decisions(inputs.decisions)
    said = (*_zone_note(profile), *problems)
    return Household(profile, accounts, assets, prices, said, mapping, decided)


def prices_of(
    inputs: Inputs, assets: AssetSettings, local: Zone
) -> tuple[PriceBook, tuple[Problem, ...]]:
    """Give the prices of the user's own file, and below them those that are kept.

    What is kept of another coin than the symbol means today is left aside.

    Raises:
        SettingsError: a file of prices is none.
        SourceError: it cannot be read.
    """
    aliases = assets.aliases
    own, wrong = ((), ()) if inputs.prices is None else read_prices(inputs.prices, aliases)
    book = inputs.price_book
    kept, damaged = ((), ()) if book is None else read_book(book, aliases)
    meant = (quote for quote in kept if still_meant(quote, assets.assets))
    return book_of(standing_above(own, meant, local)), (*wrong, *damaged)


def accounts_of(household: Household, kinds: Mapping[str, AccountKind]) -> Accounts:
    """Give the accounts of a household, with the kinds that its files imply."""
    return naming_pools(household.accounts.knowing(kinds))


def lists_of(inputs: Inputs, household: Household) -> frozenset[Path]:
    """Give the files of explicit lists: a folder that is given holds them too."""
    pools = household.accounts.pools
    return frozenset() if inputs.accounts is None else list_paths(pools, inputs.accounts.parent)


def _zone_note(profile: Profile) -> Iterable[Problem]:
    if not profile.time_zone_given:
        message = (
            "No time zone is set, so tax dates are counted in UTC; put "
            '`time_zone = "America/New_York"` (or yours) into a profile and give it with --profile.'
        )
        yield Problem("time-zone-assumed", Severity.NOTE, message)
