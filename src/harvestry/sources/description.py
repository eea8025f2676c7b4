"""`Format`: one export format as its TOML file describes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fnmatch import fnmatchcase
from typing import Final

from harvestry.events.account import AccountKind
from harvestry.events.kind import Kind
from harvestry.sources.markets import Markets
from harvestry.sources.reasons import SkipReason
from harvestry.units.exact import Price

OF_THE_ACCOUNT: Final = "account"
"""The time zone of exports that write local time and do not say where: that of the account."""


class Sign(StrEnum):
    """The sign a rule asks of a row's quantity."""

    PLUS = "+"
    MINUS = "-"


class SlashDress(StrEnum):
    """What is known of dates with slashes: whether the export itself has them, or spreadsheets."""

    MONTH_FIRST = "month-first"
    BY_HAND = "by-hand"
    """Written into a template that has the month first, in a spreadsheet more often than not."""
    LOCAL = "local"
    """Written by the export itself, as the computer is set."""
    UNDECIDED = "undecided"
    SHORT = "two-digit"
    """No slashes: `21-03-04`, the year or the day first as its user set it."""


class Running(StrEnum):
    """What a row adds to the balance it states: its quantity, less its fee or not."""

    NET = "net"
    GROSS = "gross"


class Direction(StrEnum):
    """Which way units went, seen from the wallet whose file it is."""

    IN = "in"
    OUT = "out"
    SELF = "self"


@dataclass(frozen=True, slots=True)
class Column:
    """One canonical column and what exports call it; `*` stands for anything.

    `{name}` in a spelling stands for a code (`USD`, `BTC`) that becomes the value of that canonical
    column for the whole file; `{zone}` for a time zone.
    """

    key: str
    names: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Wide:
    """Columns that stand once for every asset, `{asset}` being its name: a row has many assets.

    `columns` leads from canonical columns (`quantity`, `fee_quantity`, `balance`) to spellings.
    """

    columns: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which rows belong together: those equal in columns `by`, or close in time, or both.

    By an id and the `time`, rows of one order are apart where it was filled at different moments:
    tax counts by the day, and a range of days may end within an order. `cut` names a function that
    parts rows further, where a table cannot say how.
    """

    by: tuple[str, ...] = ()
    within_seconds: int | None = None
    cut: str = ""

    @property
    def by_moment(self) -> bool:
        """Tell whether rows that share an id are apart by their times."""
        return "time" in self.by and len(self.by) > 1


@dataclass(frozen=True, slots=True)
class Rule:
    """What to do with rows of some types. The first rule of the file that fits a row counts.

    `verb` names a function of the engine or of the format. `kind` is the kind of event it makes,
    `reason` why the row is skipped, `message` what a problem says, or of income a warning. The rest
    are conditions: `sign` of the quantity, `notes` that match, a column in `lacking` that is empty
    or in `having` that is neither empty nor zero, columns `where` the text is one of some,
    columns whose texts are the `same`, the `direction` by the wallet's own address.

    With `fee_inside` the amounts are what moved in the end: what was sent has the fee in it, what
    came is net of it. Otherwise the fee comes on top of what was sent and off what came.
    With `crossed` what stands as sent came, and what stands as got was sent.
    With `fee_not_ours` somebody else paid the fee the row shows. The total of a `fill` has the fee
    in it, unless it is `fee_on_top`.
    """

    types: tuple[str, ...]
    verb: str
    subtypes: tuple[str, ...] = ()
    kind: Kind | None = None
    reason: SkipReason | None = None
    message: str = ""
    grouping: Grouping | None = None
    sign: Sign | None = None
    notes: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    having: tuple[str, ...] = ()
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    same: tuple[str, ...] = ()
    fee_inside: bool = False
    crossed: bool = False
    fee_not_ours: bool = False
    fee_on_top: bool = False
    direction: Direction | None = None

    def covers(self, type_: str, subtype: str) -> bool:
        """Tell whether the rule is for rows of this type and subtype (in small letters)."""
        if type_ not in self.types and not any(
            fnmatchcase(type_, each) for each in self.types if "*" in each
        ):
            return False
        return not self.subtypes or any(fnmatchcase(subtype, each) for each in self.subtypes)

    def wants(self, notes: str) -> bool:
        """Tell whether these notes (in small letters) are those it asks for."""
        return not self.notes or any(fnmatchcase(notes, each) for each in self.notes)


@dataclass(frozen=True, slots=True)
class Statuses:
    """What the status column says of rows that happened, and of rows that did not.

    In small letters, `*` standing for anything. A status in neither list is a problem.
    """

    done: tuple[str, ...] = ("*",)
    not_done: tuple[str, ...] = ()

    def happened(self, status: str) -> bool | None:
        """Tell whether a row of this status (in small letters) happened; `None` if unknown."""
        if any(fnmatchcase(status, each) for each in self.not_done):
            return False
        return True if any(fnmatchcase(status, each) for each in self.done) else None


@dataclass(frozen=True, slots=True)
class AssetNames:
    """How the export spells assets: names that mean another, and endings that mean nothing.

    `suffixes` are endings such as `.S` for staked units; before one may stand a bonding period
    in days from `bonded_days`. `cut_at` are marks behind which only a number of the exporter's own
    stands. `fixed` are prices the exchange itself has fixed.
    """

    aliases: Mapping[str, str] = field(default_factory=dict)
    suffixes: tuple[str, ...] = ()
    bonded_days: tuple[str, ...] = ()
    cut_at: tuple[str, ...] = ()
    fixed: Mapping[str, Price] = field(default_factory=dict)

    def named(self, text: str) -> str:
        """Give the asset's own symbol."""
        for mark in self.cut_at:
            text = text.partition(mark)[0]
        if text in self.aliases:
            return self.aliases[text]
        for suffix in self.suffixes:
            if text.endswith(suffix) and text != suffix:
                text = text.removesuffix(suffix)
                for days in self.bonded_days:
                    if text.endswith(days) and text != days:
                        text = text.removesuffix(days)
                        break
                break
        return self.aliases.get(text, text)


@dataclass(frozen=True, slots=True)
class Format:
    """One export format.

    `prefix` begins the ids of its events, so that two reports of one account can tell the same
    trade; of two such reports the one of lower `rank` is taken. `gives_way_to` names formats that
    tell the same events without sharing ids: they are taken from there. `trades_also_in` names
    formats of other accounts that may tell the same trades. `layouts` are the spellings of its
    times, `slash_dates` whether `1/2/2021` may stand among them, `time_zone` their
    zone. `footers` are what lines of totals begin with. `refusal` tells why a known file is no list
    of transactions. `owner_line` is the word, in small letters, before the owner's name above the
    header. With `negative_fees` a fee below zero is a charge, with `unsigned_fees` every fee is
    one. In a `spaced` file a space stands behind each comma. An export never has more than
    `most_rows`, so that one that has as many may be cut off. `reader` names another way to read the
    rows than by rules. `files` are patterns of file names that tell it from a format of the same
    columns, with `only_named` the only thing that makes a file one. With `own_accounts` the
    accounts that rows name are the venue's own: `Z123` of `fidelity` is `fidelity-z123`.
    `constants` are values of columns the export lacks; `from_name` are patterns whose
    named groups find such values in the file's name. `markets` tells how markets are named, `wide`
    which columns stand once for every asset, `joins_by_hash` that rows of one hash are one act, in
    whichever file of an account they stand, `running` that its balances are those after each row,
    `day_first` how dates with slashes are written if somebody told, `signature` the whole header of
    a file only one household has, `decimal_comma` that numbers are written `1.234,56`.
    """

    name: str
    title: str
    account: str
    account_kind: AccountKind
    columns: tuple[Column, ...]
    prefix: str = ""
    rank: int = 0
    gives_way_to: tuple[str, ...] = ()
    trades_also_in: tuple[str, ...] = ()
    layouts: tuple[str, ...] = ("iso",)
    time_zone: str = "UTC"
    negative_fees: bool = False
    unsigned_fees: bool = False
    spaced: bool = False
    most_rows: int = 0
    slash_dates: SlashDress | None = None
    rules: tuple[Rule, ...] = ()
    statuses: Statuses = field(default_factory=Statuses)
    assets: AssetNames = field(default_factory=AssetNames)
    footers: tuple[str, ...] = ()
    refusal: str = ""
    owner_line: str = ""
    reader: str = ""
    files: tuple[str, ...] = ()
    only_named: bool = False
    own_accounts: bool = False
    constants: Mapping[str, str] = field(default_factory=dict)
    from_name: tuple[str, ...] = ()
    markets: Markets = field(default_factory=Markets)
    wide: Wide | None = None
    decimal_comma: bool = False
    joins_by_hash: bool = False
    running: Running | None = None
    day_first: bool | None = None
    signature: tuple[str, ...] = ()

    @property
    def tells_moments(self) -> bool:
        """Tell whether it parts orders by the moments they were filled: ids are `ORDER:TIME`."""
        return any(rule.grouping is not None and rule.grouping.by_moment for rule in self.rules)

    @property
    def required(self) -> int:
        """How many columns must be there: the measure of how specific the format is."""
        return sum(column.required for column in self.columns)
