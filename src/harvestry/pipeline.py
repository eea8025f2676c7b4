"""The stages in order: settings and files in, books out. Nothing is computed here.

sources.read -> events.join -> events.value -> ledger.fold -> books. The reports and the harvest
continue from the state it gives.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from harvestry.events.account import Accounts, Method, Owner
from harvestry.events.account_plans import PoolSettings
from harvestry.events.account_problems import order_problems
from harvestry.events.asset import Assets
from harvestry.events.event import NO_DETAIL, Event
from harvestry.events.joining import join
from harvestry.events.ordering import in_order
from harvestry.events.prices import PriceBook, book_of
from harvestry.events.taxpayer import Profile
from harvestry.events.valuation import PriceUse, value
from harvestry.harvest.selling_order import Moment, SellingOrder, selling_order
from harvestry.law.load import Law
from harvestry.ledger.allocating import possible_allocations
from harvestry.ledger.books import Books, books_of
from harvestry.ledger.choices import (
    gains_by_account,
    method_changes,
    pools_may_matter,
    pools_not_told,
)
from harvestry.ledger.eras import brought_to
from harvestry.ledger.fold import EMPTY, fold
from harvestry.ledger.greys import greys_of
from harvestry.ledger.placing import AllocationError
from harvestry.ledger.pool_rules import PoolRules, first_day_apart, naming_pools
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import State
from harvestry.ledger.wash_rules import WashRules
from harvestry.reports.files_read import FileRead
from harvestry.sources.reading import read_files
from harvestry.sources.receipt import Receipt
from harvestry.sources.settings.accounts import AccountSettings, read_accounts
from harvestry.sources.settings.allocation_file import list_paths, with_lists
from harvestry.sources.settings.assets import AssetSettings, read_assets
from harvestry.sources.settings.errors import SettingsError
from harvestry.sources.settings.prices import read_prices
from harvestry.sources.settings.profile import read_profile
from harvestry.tax.stance import (
    Stance,
    stance_filed,
    stance_planned,
)
from harvestry.tax.whose_return import Returns, status_problems
from harvestry.units.days import Day, Instant, year_of, zone
from harvestry.units.problems import Problem, Severity

Progress = Callable[[str], None]
"""Told the name of each stage as it begins."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a command was given: files, settings files, the day to work as of, a what-if order.

    `found` are the files that were met in a folder, not named: one of them that is in no known
    format is a problem, not the end. `wash` is a regime in words, `None` for the default of each
    report; `positions` are grey choices that stand above the profile's.
    """

    files: tuple[Path, ...]
    as_of: date
    found: frozenset[Path] = frozenset()
    accounts: Path | None = None
    assets: Path | None = None
    profile: Path | None = None
    prices: Path | None = None
    rematch: Method | None = None
    wash: str | None = None
    positions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Household:
    """The settings files, read."""

    profile: Profile
    accounts: AccountSettings
    assets: AssetSettings
    prices: PriceBook
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files say: events in order of time, before joining and valuing."""

    inputs: Inputs
    household: Household
    accounts: Accounts
    events: list[Event]
    files: tuple[FileRead, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the files say, joined and valued, up to the day: ready to be folded under any stance."""

    reading: Reading
    moment: Moment
    events: list[Event]
    uses: Mapping[tuple[str, str], PriceUse]
    problems: tuple[Problem, ...]

    @property
    def filed(self) -> Stance:
        """The stance of books and returns."""
        inputs, profile = self.reading.inputs, self.reading.household.profile
        return stance_filed(profile, inputs.wash, inputs.positions)

    @property
    def planned(self) -> Stance:
        """The stance of a plan for the year of the day."""
        inputs, profile = self.reading.inputs, self.reading.household.profile
        year = year_of(self.moment.day)
        return stance_planned(profile, inputs.wash, inputs.positions, year)


@dataclass(frozen=True, slots=True)
class Run:
    """The books as of a day under one stance, and all that led to them."""

    reading: Reading
    stance: Stance
    accounts: Accounts
    profile: Profile
    assets: Assets
    law: Law
    events: list[Event]
    uses: Mapping[tuple[str, str], PriceUse]
    rules: Rules
    state: State
    books: Books
    moment: Moment
    problems: tuple[Problem, ...]

    def returns(self, owner: Owner | None = None) -> Returns:
        """Give whose return the tables are about; `owner` looks at one owner's accounts alone."""
        return Returns(self.accounts, self.profile, owner)


def silent(_: str) -> None:
    """Tell no one about progress."""


def read(inputs: Inputs, progress: Progress = silent) -> Reading:
    """Read the settings and the files.

    Raises:
        SettingsError: a settings file says what cannot be.
        SourceError: a file cannot be read at all.
    """
    household = _household(inputs)
    progress("reading files")
    lists = _lists(inputs, household.accounts.pools)
    imported = read_files(
        tuple(path for path in inputs.files if path not in lists),
        household.accounts.accounts,
        bindings=household.accounts.bindings,
        aliases=household.assets.aliases,
        found=inputs.found,
        progress=lambda name, rows: progress(f"reading {name}, {rows:,} rows"),
    )
    return Reading(
        inputs,
        household,
        naming_pools(household.accounts.knowing(imported.kinds)),
        imported.events,
        tuple(_file_read(receipt) for receipt in imported.receipts),
        household.problems + imported.problems,
    )


def run(reading: Reading, law: Law, progress: Progress = silent) -> Run:
    """Join, value and fold what was read into books as of a day, as past returns were filed."""
    prepared = prepare(reading, progress)
    return match(prepared, law, prepared.filed, progress)


def prepare(reading: Reading, progress: Progress = silent) -> Prepared:
    """Join and value what was read."""
    inputs, household, accounts = reading.inputs, reading.household, reading.accounts
    moment = _moment(inputs, household.profile, household.prices)
    progress("matching transfers")
    joined = join(reading.events)
    past, later = _until(joined.events, moment.as_of)
    progress("valuing")
    valued = value(in_order(past), moment.prices, accounts)
    return Prepared(
        reading,
        moment,
        valued.events,
        valued.uses,
        (
            *reading.problems,
            *settings_problems(accounts),
            *joined.problems,
            *later,
            *event_problems(past),
            *valued.problems,
        ),
    )


def match(prepared: Prepared, law: Law, stance: Stance, progress: Progress = silent) -> Run:
    """Fold what was prepared into books, under one stance.

    Raises:
        SettingsError: an explicit list of an allocation cannot be followed.
    """
    reading = prepared.reading
    household, accounts = reading.household, reading.accounts
    profile, assets = household.profile, household.assets.assets
    progress("matching lots")
    rules, impossible = rules_of(reading, law, stance, prepared.events)
    state = folded(prepared.events, rules, prepared.moment.as_of)
    books = books_of(state)
    assert rules.wash is not None
    greys = greys_of(books.matches, prepared.events, rules.wash, accounts.named)
    books = replace(books, greys=greys)
    return Run(
        reading,
        stance,
        accounts,
        profile,
        assets,
        law,
        prepared.events,
        prepared.uses,
        rules,
        state,
        books,
        prepared.moment,
        (
            *prepared.problems,
            *impossible,
            *books.problems,
            *choices(reading, books, prepared.events, rules),
            *status_problems(accounts, profile, _taxed(books)),
        ),
    )


def rules_of(
    reading: Reading, law: Law, stance: Stance, events: Sequence[Event]
) -> tuple[Rules, list[Problem]]:
    """Give the rules of the fold, and which allocations do not count."""
    household, accounts = reading.household, reading.accounts
    assets = household.assets.assets
    settings = household.accounts.pools
    allocations, problems = possible_allocations(settings, events, accounts, assets, law)
    first_day = first_day_apart(law)
    calendar = zone(household.profile.time_zone)
    wash = WashRules(stance.regime, assets, stance.positions, law, calendar)
    pools = PoolRules(
        settings.before_2025,
        assets,
        law,
        stance.positions,
        first_day,
        calendar.start_of_day(first_day),
        allocations,
    )
    return Rules(accounts, reading.inputs.rematch, wash, pools), problems


def folded(events: Sequence[Event], rules: Rules, as_of: Instant) -> State:
    """Fold all events from the beginning into the state as of a moment.

    Raises:
        SettingsError: an explicit list of an allocation cannot be followed.
    """
    try:
        return brought_to(fold(EMPTY, events, rules), rules, as_of)
    except AllocationError as error:
        mend = "place every unit the account held at the end of 2024, and no more"
        raise SettingsError(error.file, "", "", error.reason, mend) from error


def choices(
    reading: Reading, books: Books, events: Sequence[Event], rules: Rules
) -> Iterable[Problem]:
    """Say what nobody told and would change a gain, and what changed and may."""
    yield from method_changes(books.matches, rules)
    pools = rules.pools
    assert pools is not None
    settings = reading.household.accounts.pools
    if settings.given or not pools_may_matter(events, rules.accounts, pools):
        return
    other = gains_by_account(events, rules)
    yield from pools_not_told(books.matches, other, rules.accounts)


def sell_everything(run: Run, owner: Owner | None, method: Method | None) -> SellingOrder:
    """Continue the books by selling everything held; `None` sells by the orders in force."""
    # What a loss would meet is told beside it (harvest.wash_state), not taken off it.
    rules = replace(run.rules, rematch=method, wash=None)
    return selling_order(run.state, run.returns(owner), run.moment, method, rules)


def settings_problems(accounts: Accounts) -> Iterable[Problem]:
    """Give what the settings say that cannot be believed, or is not worked out."""
    for account in accounts.described.values():
        yield from order_problems(account)
    unused = [word for word, given in _unused(accounts) if given]
    if unused:
        message = (
            f"accounts.toml sets {', '.join(unused)}, which this version does not work out: what "
            "can be locked in is before selling fees and the venue's sizes."
        )
        yield Problem("setting-not-used", Severity.NOTE, message, "accounts.toml")


def _unused(accounts: Accounts) -> Iterable[tuple[str, bool]]:
    described = accounts.described.values()
    yield "`fee_rate`", any(account.fee_rate for account in described)
    yield "`minimum`", any(account.minimum for account in described)
    yield "`step`", any(account.step for account in described)


def event_problems(events: Iterable[Event]) -> Iterable[Problem]:
    """Give what rows say of Form 8949 that is not worked out yet: never let it pass for zero."""
    for event in events:
        detail = event.detail
        if detail is NO_DETAIL or not (
            detail.adjust or detail.related or detail.prior_disallowed is not None
        ):
            continue
        message = (
            f"{event.id} in {event.account} sets `adjust`, `related` or `prior_disallowed`, which "
            "this version does not work out: its gain is without them."
        )
        where = event.source
        yield Problem("column-not-used", Severity.ERROR, message, where.file.name, where.rows[0])


def _taxed(books: Books) -> Iterable[tuple[str, Day]]:
    """Give every account and day on which something is taxed."""
    yield from ((match.event.account, match.sold_on) for match in books.matches)
    yield from ((each.event.account, each.on) for each in books.income)


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
    )


def _household(inputs: Inputs) -> Household:
    profile = Profile() if inputs.profile is None else read_profile(inputs.profile)
    accounts = (
        AccountSettings(Accounts(time_zone=profile.time_zone))
        if inputs.accounts is None
        else read_accounts(inputs.accounts, profile.time_zone)
    )
    assets = AssetSettings(Assets(), {}) if inputs.assets is None else read_assets(inputs.assets)
    if inputs.accounts is not None:
        pools = with_lists(accounts.pools, inputs.accounts.parent, assets.aliases)
        accounts = replace(accounts, pools=pools)
    quotes, problems = (
        ((), ()) if inputs.prices is None else read_prices(inputs.prices, assets.aliases)
    )
    return Household(profile, accounts, assets, book_of(quotes), (*_zone_note(profile), *problems))


def _lists(inputs: Inputs, pools: PoolSettings) -> frozenset[Path]:
    """Give the explicit lists among the files: a folder that is given holds them too."""
    return frozenset() if inputs.accounts is None else list_paths(pools, inputs.accounts.parent)


def _zone_note(profile: Profile) -> Iterable[Problem]:
    if not profile.time_zone_given:
        message = (
            "No time zone is set, so tax dates are counted in UTC; put "
            '`time_zone = "America/New_York"` (or yours) into a profile and give it with --profile.'
        )
        yield Problem("time-zone-assumed", Severity.NOTE, message)


def _moment(inputs: Inputs, profile: Profile, prices: PriceBook) -> Moment:
    day: Day = inputs.as_of.toordinal()
    here = zone(profile.time_zone)
    return Moment(here.end_of_day(day), day, prices, here)


def _until(events: Iterable[Event], as_of: Instant) -> tuple[list[Event], list[Problem]]:
    """Give the events up to a moment, and a note where later ones were left out."""
    past, later = [], 0
    for event in events:
        if event.time <= as_of:
            past.append(event)
        else:
            later += 1
    if not later:
        return past, []
    message = f"{later} events lie after the day this is worked out as of, and were left out."
    return past, [Problem("later-events", Severity.NOTE, message)]
