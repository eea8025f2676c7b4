"""`Draft`: an event before it has an id and a source, and what a rule makes of its rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from harvestry.events.kind import Kind
from harvestry.sources.description import Rule
from harvestry.sources.errors import RowError
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import Row
from harvestry.units.days import Instant
from harvestry.units.exact import Money, Quantity
from harvestry.units.problems import Severity


@dataclass(frozen=True, slots=True)
class Draft:
    """One event to be. `rows` are those it comes from, `native` the export's own id for it.

    The other names are those of `events.event.Event`; its time is `at`, else the earliest of its
    rows.
    """

    rows: tuple[Row, ...]
    native: str
    kind: Kind
    asset: str
    quantity: Quantity
    usd: Money | None = None
    fee_asset: str | None = None
    fee_quantity: Quantity | None = None
    fee_usd: Money | None = None
    got_asset: str | None = None
    got_quantity: Quantity | None = None
    hash: str | None = None
    to_account: str | None = None
    fmv_usd: Money | None = None
    at: Instant | None = None


class Member(NamedTuple):
    """A row with the rule that fits it."""

    row: Row
    rule: Rule


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a row that was read all the same.

    Remarks of one `cause`, by default the whole message, are said once a file, with the number of
    rows they are about.
    """

    code: str
    severity: Severity
    message: str
    row: int
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a group of rows: events, or one reason to skip them all; and remarks."""

    drafts: tuple[Draft, ...] = ()
    skipped: SkipReason | None = None
    remarks: tuple[Remark, ...] = field(default=())


Verb: TypeAlias = Callable[[Sequence[Member]], Outcome]
"""What a rule does with a group of rows. It raises `RowError` where it cannot tell.

A rule without grouping gives it one row at a time.
"""


Cut: TypeAlias = Callable[[Sequence[Member]], Sequence[Sequence[Member]]]
"""What parts rows that may belong together into those that do; every row is in one part."""


def only(members: Sequence[Member]) -> Member:
    """Give the one row of a rule that does not group.

    Raises:
        RowError: several assets moved in one row of a wide sheet, which its kind cannot mean.
        ValueError: the format's description groups rows for a verb that takes one.
    """
    if len(members) > 1 and len({row.number for row, _ in members}) == 1:
        row = members[0].row
        kind = row.text("type") or "its kind"
        message = (
            f"several assets moved in one row of {kind!r}; write it as rows of a Harvestry CSV"
        )
        raise RowError("needs-review", message, row.number)
    (member,) = members
    return member


def made(*drafts: Draft, remarks: tuple[Remark, ...] = ()) -> Outcome:
    """Give the outcome of rows that became events."""
    return Outcome(drafts, remarks=remarks)


def skip(reason: SkipReason, *remarks: Remark) -> Outcome:
    """Give the outcome of rows that were left out on purpose."""
    return Outcome(skipped=reason, remarks=remarks)
