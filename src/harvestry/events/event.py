"""`Event`: one thing that happened, the columns of the Harvestry CSV made exact."""

from dataclasses import dataclass, field

from harvestry.events.kind import Kind
from harvestry.units.days import Instant
from harvestry.units.exact import Money, Quantity
from harvestry.units.source_ref import SourceRef


@dataclass(frozen=True, slots=True)
class Detail:
    """The columns few rows fill. `None` and empty mean unknown or not given.

    `lots` names the lots given up as (root id or piece name, quantity). `adjust` are Form 8949
    codes with signed amounts. `arrival` is where the other half of a joined transfer was read,
    `arrived` when its units came, where that was later than they left, `by_hash` whether both named
    one transaction, `decision` what somebody said of the row that made the event what it is, as it
    was typed. The other names are those of the Harvestry CSV columns.
    """

    acquired: Instant | None = None
    fmv_usd: Money | None = None
    lots: tuple[tuple[str, Quantity], ...] = ()
    lots_at: Instant | None = None
    lots_told: str | None = None
    order: str | None = None
    form: str | None = None
    form_proceeds: Money | None = None
    form_basis: Money | None = None
    form_basis_reported: bool | None = None
    adjust: tuple[tuple[str, Money], ...] = ()
    related: str | None = None
    prior_disallowed: Money | None = None
    hash: str | None = None
    note: str | None = None
    arrival: SourceRef | None = None
    arrived: Instant | None = None
    by_hash: bool = False
    decision: str | None = None


NO_DETAIL = Detail()


@dataclass(frozen=True, slots=True)
class Event:
    """One event. Quantities are gross, never negative; `usd` is before the fee; `None` is unknown.

    What `usd` means depends on the kind, as docs/reference/harvestry-csv.md says: paid or received
    for a buy or sell, the value received for a trade, the value when received for income, the
    donor's basis for a gift, the value at death for an inheritance, the basis of an opening lot.
    """

    id: str
    time: Instant
    account: str
    kind: Kind
    asset: str
    quantity: Quantity
    usd: Money | None
    source: SourceRef
    fee_asset: str | None = None
    fee_quantity: Quantity | None = None
    fee_usd: Money | None = None
    to_account: str | None = None
    got_asset: str | None = None
    got_quantity: Quantity | None = None
    detail: Detail = field(default=NO_DETAIL)
