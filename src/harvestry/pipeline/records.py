"""What goes from stage to stage: inputs, what was read, what was prepared, a run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from harvestry.events.account import Accounts, Method, Owner
from harvestry.events.asset import Assets
from harvestry.events.decisions import NO_DECISIONS, Decision, Decisions
from harvestry.events.event import Event
from harvestry.events.prices import PriceBook
from harvestry.events.taxpayer import Profile
from harvestry.events.unread import ANYTHING, UnreadRow
from harvestry.events.valuation import PriceUse, Wanted
from harvestry.harvest.planned_sales import Moment
from harvestry.law.load import Law
from harvestry.ledger.books import Books
from harvestry.ledger.rules import Rules
from harvestry.ledger.state import State
from harvestry.reports.files_read import FileRead, Unread
from harvestry.sources.live.permission import Live
from harvestry.sources.mapping.records import NO_MAPPING, MappingSettings
from harvestry.sources.settings.accounts import AccountSettings
from harvestry.sources.settings.assets import AssetSettings
from harvestry.tax.locked import NO_LOCKS, Locks
from harvestry.tax.stance import (
    Stance,
    stance_filed,
    stance_planned,
)
from harvestry.tax.whose_return import Returns
from harvestry.units.days import year_of
from harvestry.units.problems import Problem

Progress = Callable[[str], None]
"""Told the name of each stage as it begins."""

_WHOLE_FILE: Final = frozenset({"unknown-file", "unknown-sheet", "unreadable-file"})
"""Problems that leave a whole file or sheet out: it may hold transactions, and none was read."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a command was given: files, settings files, the day to work as of, a what-if order.

    `found` are the files that were met in a folder, not named: one of them that is in no known
    format is a problem, not the end. `wash` is a regime in words, `None` for the default of each
    report; `positions` are grey choices that stand above the profile's. `price_book` is where
    prices are kept; without `live`, leave to fetch them, nothing connects anywhere. `locks` are the
    filed years that a book has locked, `deciding` decisions in place of those of the file
    `decisions` while one is tried. `outside` is what a book says of what stood beside its files in
    their folders, and was not read.
    """

    files: tuple[Path, ...]
    as_of: date
    found: frozenset[Path] = frozenset()
    accounts: Path | None = None
    assets: Path | None = None
    profile: Path | None = None
    prices: Path | None = None
    mapping: Path | None = None
    decisions: Path | None = None
    price_book: Path | None = None
    live: Live | None = None
    rematch: Method | None = None
    wash: str | None = None
    positions: Mapping[str, str] = field(default_factory=dict)
    locks: Locks = NO_LOCKS
    deciding: Decisions | None = None
    outside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Household:
    """The settings files, read."""

    profile: Profile
    accounts: AccountSettings
    assets: AssetSettings
    prices: PriceBook
    problems: tuple[Problem, ...]
    mapping: MappingSettings = NO_MAPPING
    decisions: Decisions = NO_DECISIONS


@dataclass(frozen=True, slots=True)
class Reading:
    """What the files say: events in order of time, before joining and valuing.

    `decided` are the decisions that were about rows nobody understands.
    """

    inputs: Inputs
    household: Household
    accounts: Accounts
    events: list[Event]
    files: tuple[FileRead, ...]
    problems: tuple[Problem, ...]
    decided: frozenset[Decision] = frozenset()

    @property
    def unread(self) -> tuple[Unread, ...]:
        """The files that could not be read, in part, then those of which nothing was."""
        return (
            *(each.unread for each in self.files if each.problem),
            *(Unread(file, None) for file in self._whole_unread),
        )

    @property
    def left_out(self) -> Mapping[str, tuple[UnreadRow, ...]]:
        """What the same files may be about, as far as their rows say it."""
        return {
            **{each.name: each.left_out for each in self.files if each.problem},
            **dict.fromkeys(self._whole_unread, (ANYTHING,)),
        }

    @property
    def _whole_unread(self) -> list[str]:
        whole = (each.file for each in self.problems if each.code in _WHOLE_FILE)
        return [file for file in whole if file is not None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the files say, joined and valued, up to the day: ready to be folded under any stance.

    `trades` are those of unknown value with the problem that says so, where an exchange needs one.
    `wanted` are the prices that would fill what is missing.
    """

    reading: Reading
    moment: Moment
    events: list[Event]
    uses: Mapping[tuple[str, str], PriceUse]
    problems: tuple[Problem, ...]
    trades: tuple[tuple[Event, Problem], ...] = ()
    wanted: tuple[Wanted, ...] = ()

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
