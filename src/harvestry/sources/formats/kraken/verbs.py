"""What the rows of Kraken ledgers mean beyond what a table can say."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources import moves
from harvestry.sources.amounts import own_fee
from harvestry.sources.draft import Draft, Member, Outcome, Verb, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, as_money, exchanged
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import DOLLARS, Row
from harvestry.units.exact import quantity_text

_PAIR: Final = 2


def moved(members: Sequence[Member]) -> Outcome:
    """Deposits or withdrawals of one refid: one, or one and its reversal."""
    arriving = members[0].row.text("type").casefold() == "deposit"
    if len(members) > 1 and not _left_over(members):
        return skip(SkipReason.REVERSED)
    drafts: list[Draft] = []
    for member in members:
        row = member.row
        asset = row.asset()
        quantity = row.quantity(asset=asset)
        if (quantity < 0) == arriving and quantity and asset != DOLLARS:
            message = (
                f"a {row.text('type')} of {quantity_text(quantity)} {asset} goes the wrong way, "
                "and the row it takes back is not here; export the whole period"
            )
            raise RowError("reversed-row", message, row.number, cause=row.text("type"))
        outcome = moves.deposit([member]) if arriving else moves.withdrawal([member])
        if outcome.skipped is not None and len(members) == 1:
            return outcome
        drafts.extend(outcome.drafts)
    return made(*drafts) if drafts else skip(SkipReason.US_DOLLAR_CASH)


def delisting(members: Sequence[Member]) -> Outcome:
    """A delisted coin exchanged by force: one row for each side, near in time."""
    rows = tuple(row for row, _ in members)
    legs = [_leg(row) for row in rows]
    gone = [row for row, leg in zip(rows, legs, strict=True) if leg.quantity < 0]
    if len(rows) != _PAIR or len(gone) != 1:
        message = (
            "the two sides of a forced conversion cannot be told from these rows; write it as a "
            "trade in a Harvestry CSV"
        )
        raise RowError("incomplete-group", message)
    fees = [Leg(leg.asset, own_fee(row, leg.asset)) for row, leg in zip(rows, legs, strict=True)]
    return made(*exchanged(rows, gone[0].text("group"), legs, fees))


def margin(members: Sequence[Member]) -> Outcome:
    """The result of a margin position, or what it cost to keep it open.

    Only what is booked in dollars is a result; a charge in a coin gives that coin up.
    """
    row, _ = only(members)
    leg = _leg(row)
    fee = own_fee(row, leg.asset)
    if not leg.quantity and not fee:
        return skip(SkipReason.ZERO_AMOUNT)
    native = row.text("id")
    if leg.asset == DOLLARS:
        usd = as_money(leg.quantity - fee)
        return made(Draft((row,), native, Kind.RESULT_OTHER, DOLLARS, 0, usd))
    if leg.quantity:
        message = (
            f"a margin position was settled in {leg.asset}; write the result in dollars as a "
            "`pnl:other` row of a Harvestry CSV, and the units as they moved"
        )
        raise RowError("needs-review", message, row.number)
    stated = row.dollars("fee_value")
    usd_or_none = None if stated is None else abs(stated)
    return made(Draft((row,), native, Kind.FEE, leg.asset, fee, usd_or_none))


def adjustment(members: Sequence[Member]) -> Outcome:
    """A balance corrected by hand, or a coin that goes on under another name of the same asset."""
    if len(members) > 1 and not _left_over(members):
        return skip(SkipReason.REDENOMINATION)
    row = members[0].row
    asset = row.asset()
    names = sorted({each.asset() for each, _ in members})
    mend = "say what it was with `harvestry fix`"
    if len(names) == _PAIR:
        both = " and ".join(names)
        mend = (
            f"if {both} are one asset, set one as an alias of the other in assets.toml, else {mend}"
        )
    message = (
        f"an adjustment of {quantity_text(row.quantity(asset=asset))} {asset}: Kraken corrected "
        f"your balance or exchanged a coin for its successor; {mend}"
    )
    raise RowError("needs-review", message, cause="adjustment")


def _left_over(members: Sequence[Member]) -> bool:
    """Tell whether rows leave anything once they are added up, fees and all."""
    left: dict[str, int] = {}
    for row, _ in members:
        asset = row.asset()
        fee = row.quantity("fee_quantity", asset) if row.amount("fee_quantity") else 0
        left[asset] = left.get(asset, 0) + row.quantity(asset=asset) - fee
    return any(left.values())


def _leg(row: Row) -> Leg:
    asset = row.asset()
    return Leg(asset, row.quantity(asset=asset), row.dollars("value"))


VERBS: Final[Mapping[str, Verb]] = {
    "kraken:moved": moved,
    "kraken:delisting": delisting,
    "kraken:margin": margin,
    "kraken:adjustment": adjustment,
}
"""The verbs of this format."""
