"""What reports say of themselves, in words."""

from collections.abc import Iterable
from datetime import date

from harvestry.events.account import Method
from harvestry.ledger.match import Term
from harvestry.reports.cell_text import cell_text
from harvestry.reports.table import Unit
from harvestry.reports.year_tables import GainRow, totals_of

NO_ADVICE = "This is no tax advice."
REGIME = (
    "Regime: current-law. The wash-sale rule (IRC 1091) covers stock and securities, not coins, "
    "so buying a coin back soon does not undo its loss today; crypto ETFs and other securities "
    "are not checked in this version."
)
_WHICH_ORDER = (
    "The order in force is what counts. Another order holds only if, before you sell, you record "
    "it for that account: with the broker where it offers one, in your own books for your own "
    "wallet (Treas. Reg. 1.1012-1(j); Notice 2026-20). See the sheet Assumptions."
)


def assumed(as_of: date, rematch: Method | None) -> tuple[str, ...]:
    """Give the sentences that every report carries: the day, a what-if, the regime, no advice."""
    day = f"As of the end of {as_of.isoformat()}."
    if rematch is None:
        return (day, REGIME, NO_ADVICE)
    what_if = (
        f"A what-if: all history is re-matched by {rematch.upper()}, not by the orders and "
        "identifications that were in force."
    )
    return (day, what_if, REGIME, NO_ADVICE)


def so_far_this_year(rows: Iterable[GainRow], year: int) -> tuple[str, ...]:
    """Say what has been realised in a year, for losses to be set against."""
    rows = list(rows)
    if not rows:
        return (f"{year} so far: nothing was sold.",)
    parts = []
    for term in (Term.SHORT, Term.LONG):
        totals = totals_of(rows, term)
        parts.append(f"{term} {cell_text(totals.gain, Unit.GAIN)}")
    unknown = sum(row.match.gain is None for row in rows)
    rest = f"; {unknown} rows of unknown gain are not in these sums" if unknown else ""
    return (f"{year} so far, sold already: {', '.join(parts)}{rest}.",)


def which_order_counts() -> tuple[str, ...]:
    """Say which of the orders a sale would really follow."""
    return (_WHICH_ORDER,)
