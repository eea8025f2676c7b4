"""What came lately, bought nobody knows when or for what: it may be what washes a loss of today."""

from collections.abc import Iterable, Iterator

from harvestry.events.account import Accounts
from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.harvest.planned_sales import Moment
from harvestry.ledger.wash.purchase_kinds import bought_before
from harvestry.tax.stance import Stance
from harvestry.tax.wash_reach import may_hold_a_replacement


def unknown_receipts(
    events: Iterable[Event], accounts: Accounts, stance: Stance, moment: Moment, days: int
) -> Iterator[Event]:
    """Give what may have been bought in the window of a sale at the moment, and is no purchase.

    As `may-be-replacement` has it of a sale already made (docs/spec/wash-sales.md 6): deposits
    without history of the last `days`; openings of unknown cost acquired in them; openings of
    unknown day of any day up to `days` after their row.
    """
    for event in events:
        if event.kind not in (Kind.DEPOSIT, Kind.OPENING) or bought_before(event):
            continue
        acquired = event.detail.acquired
        on = moment.zone.day(event.time if acquired is None else acquired)
        if moment.day - on <= days and may_hold_a_replacement(
            accounts.named(event.account), stance
        ):
            yield event
