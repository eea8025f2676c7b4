"""What reports say of themselves, in words."""

from collections.abc import Iterable
from datetime import date

from harvestry.events.account import Method
from harvestry.events.account_plans import PoolRule, PoolSettings
from harvestry.law.regime import APPLY, CURRENT_LAW, Regime
from harvestry.ledger.match import Term
from harvestry.reports.cell_text import cell_text
from harvestry.reports.files_read import Unread
from harvestry.reports.table import Unit
from harvestry.reports.year_tables import GainRow, totals_of
from harvestry.tax.stance import Stance
from harvestry.units.days import day_text

NO_ADVICE = "This is no tax advice."
_SECURITIES = "stock and securities, crypto ETFs among them, are covered in any case."
_WHICH_ORDER = (
    "The order in force is what counts. Another order holds only if, before you sell, you record "
    "it for that account: with the broker where it offers one, in your own books for your own "
    "wallet (Treas. Reg. 1.1012-1(j); Notice 2026-20). See the sheet Assumptions."
)


def assumed(
    as_of: date,
    rematch: Method | None,
    stance: Stance,
    mattered: Iterable[str],
    unread: Iterable[Unread] = (),
) -> tuple[str, ...]:
    """Give the sentences every report carries: day, rows left out, what-if, stance, no advice."""
    day = f"As of the end of {as_of.isoformat()}."
    what_if = (
        f"A what-if: all history is re-matched by {rematch.upper()}, not by the orders and "
        "identifications that were in force."
        if rematch is not None
        else ""
    )
    taken = (what_if, regime_sentence(stance.regime), _positions(stance, mattered), NO_ADVICE)
    return (day, *left_out(unread), *(sentence for sentence in taken if sentence))


def left_out(files: Iterable[Unread]) -> tuple[str, ...]:
    """Say that rows or files could not be read, so that no figure is taken for the whole."""
    named = [_named(each) for each in files if each.rows != 0]
    if not named:
        return ()
    one = len(named) == 1 and named[0].startswith("1 ")
    told = (
        f"Not read, and in no figure: {', '.join(named)}. With {'it' if one else 'them'} sales may "
        "be matched otherwise, and a tax may lie outside any range told."
    )
    return (told,)


def _named(unread: Unread) -> str:
    if unread.rows is None:
        return f"all of {unread.file}"
    return f"{unread.rows} {'row' if unread.rows == 1 else 'rows'} of {unread.file}"


def regime_sentence(regime: Regime) -> str:
    """Say what the wash-sale rule reaches under a regime."""
    if regime == CURRENT_LAW:
        what = "covers stock and securities, crypto ETFs among them, not coins."
    elif regime == APPLY:
        what = (
            f"is applied to coins as well, as a precaution: the law does not say so; {_SECURITIES}"
        )
    else:
        since = day_text(regime.coins_from or 0)
        what = (
            f"is applied to coins sold on or after {since}, as a precaution: the law does not say "
            f"so; {_SECURITIES}"
        )
    return f"Regime: {regime}. The wash-sale rule (IRC 1091) {what}"


def _positions(stance: Stance, mattered: Iterable[str]) -> str:
    """Say how the positions that mattered were taken."""
    told = [f"{name} = {stance.positions[name]}" for name in mattered]
    if not told:
        return ""
    return f"Positions that mattered: {', '.join(told)}; see `harvestry positions`."


def so_far_this_year(rows: Iterable[GainRow], year: int) -> tuple[str, ...]:
    """Say what has been realised in a year, for losses to be set against."""
    rows = list(rows)
    if not rows:
        return (f"{year} so far: nothing was sold.",)
    parts = []
    for term in (Term.SHORT, Term.LONG):
        totals = totals_of(rows, term)
        parts.append(f"{term} {cell_text(totals.known_gain, Unit.GAIN)}")
    unknown = sum(row.match.gain is None for row in rows)
    left_out = "1 row of unknown gain is" if unknown == 1 else f"{unknown} rows of unknown gain are"
    rest = f"; {left_out} not in these sums" if unknown else ""
    return (f"{year} so far, sold already: {', '.join(parts)}{rest}.",)


def pooling(pools: PoolSettings) -> str:
    """Say how coins were pooled before 2025, and whether anyone told."""
    told = "" if pools.given else " (assumed: not told in accounts.toml)"
    if pools.before_2025 is PoolRule.ACCOUNT:
        return f"Each account was a pool of its own{told}."
    made = ", ".join(f"{each.asset} {each.kind} {each.rule}" for each in pools.allocations)
    placed = f"by the allocations told ({made}), else where" if made else "where"
    return (
        f"All taxable accounts of one owner were one pool of coins{told}; at the end of 2024 "
        f"unused lots went {placed} their own units were."
    )


def which_order_counts() -> tuple[str, ...]:
    """Say which of the orders a sale would really follow."""
    return (_WHICH_ORDER,)
