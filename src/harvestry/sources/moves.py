"""Units that moved one way: half a transfer, both halves, given, spent, charged."""

from collections.abc import Sequence
from dataclasses import replace

from harvestry.events.kind import Kind
from harvestry.sources.amounts import (
    Way,
    charge,
    fee_legs,
    moved_in,
    moved_out,
    size_of,
    total_rules,
    worth,
)
from harvestry.sources.description import Rule
from harvestry.sources.draft import Draft, Member, Outcome, Remark, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, with_fee
from harvestry.sources.holders import same_account
from harvestry.sources.identity import fit_name
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import DOLLARS, Row
from harvestry.units.exact import Money, Quantity, share, value_at
from harvestry.units.problems import Severity


def deposit(members: Sequence[Member]) -> Outcome:
    """Units that came from elsewhere: half a transfer. What arrives is net of a fee."""
    row, rule = only(members)
    asset, quantity = moved_in(row)
    fee, other = charge(row, rule, asset)
    if asset == DOLLARS:
        return _cash_moved(row, other)
    fee = 0 if rule.fee_inside else fee
    if fee and fee >= quantity:
        raise RowError("fee-too-large", f"its fee eats up all the {asset} that came in")
    if not quantity:
        return fee_alone(row, asset, 0, other)
    usd = worth(row, asset, quantity)
    if fee and usd is not None:
        usd = share(usd, quantity - fee, quantity)
    hash_ = fit_name(row.text("got_hash") or row.text("hash"))
    draft = Draft((row,), row.text("id"), Kind.DEPOSIT, asset, quantity - fee, usd, hash=hash_)
    return made(with_fee(draft, other))


def withdrawal(members: Sequence[Member]) -> Outcome:
    """Units that left for elsewhere: half a transfer. A fee on top leaves with them."""
    row, rule = only(members)
    return _left(row, rule, Kind.WITHDRAWAL)


def transfer(members: Sequence[Member]) -> Outcome:
    """Units that moved between two accounts the row names; one side alone is half a transfer."""
    row, rule = only(members)
    if not row.moves("got_quantity"):
        return _left(row, rule, Kind.WITHDRAWAL)
    if not row.moves("sent_quantity"):
        return deposit(members)
    sent, out = moved_out(row)
    got, into = moved_in(row)
    fee, other = charge(row, rule, sent)
    if sent != got:
        message = (
            f"{sent} left and {got} arrived, which is no transfer; write what it was as a row of a "
            "Harvestry CSV"
        )
        raise RowError("needs-review", message)
    if into > out:
        message = f"more {got} arrived than left; correct it in the file, or export again"
        raise RowError("bad-value", message)
    if sent == DOLLARS:
        return _cash_moved(row, other)
    burnt = out - into + (0 if rule.fee_inside else fee)
    if same_account(row.needed("from_account"), row.needed("to_account")):
        within = not burnt and other is None
        return skip(SkipReason.INTERNAL_MOVE) if within else fee_alone(row, sent, burnt, other)
    if burnt and other:
        message = (
            f"its fee is in {other.asset}, and less {got} arrived than left; correct the amounts"
        )
        raise RowError("bad-value", message)
    draft = Draft(
        *((row,), row.text("id"), Kind.TRANSFER, sent, into),
        fee_asset=sent if burnt else None,
        fee_quantity=burnt or None,
        hash=fit_name(row.text("hash")),
        to_account=row.text("to_account"),
    )
    return made(with_fee(draft, other))


def give(members: Sequence[Member]) -> Outcome:
    """Units given up in the way the rule's kind says: spent, donated, charged."""
    row, rule = only(members)
    assert rule.kind is not None, "the rule names how the units were given up"
    return _left(row, rule, rule.kind)


def gift(members: Sequence[Member]) -> Outcome:
    """Units given to the household. What they were worth is stated; the donor's basis is not."""
    row, _ = only(members)
    asset, quantity = moved_in(row)
    if asset == DOLLARS:
        return skip(SkipReason.US_DOLLAR_CASH)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    fmv = worth(row, asset, quantity)
    return made(Draft((row,), row.text("id"), Kind.GIFT_IN, asset, quantity, fmv_usd=fmv))


def taken_back(members: Sequence[Member]) -> Outcome:
    """Units that were given as income and taken back: they leave; the income stays as it was."""
    row, _ = only(members)
    asset, quantity = moved_out(row)
    if asset == DOLLARS:
        return skip(SkipReason.US_DOLLAR_CASH)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    message = (
        f"{row.text('type')} was taken back; its units left, and no income is taken off: if the "
        "file shows the same units as income, take both rows out"
    )
    remark = Remark("taken-back", Severity.WARNING, message, row.number)
    draft = Draft((row,), row.text("id"), Kind.LOST, asset, quantity)
    return made(draft, remarks=(remark,))


def fee_only(members: Sequence[Member]) -> Outcome:
    """Rows that cost a fee and moved nothing else out of the account."""
    row, _ = only(members)
    asset = row.text("fee_asset") or row.needed("asset")
    fee = next((leg for leg in fee_legs(row, row.symbol(asset, "fee_asset")) if leg.quantity), None)
    if fee is None:
        return skip(SkipReason.ZERO_AMOUNT)
    usd = _worth_of_fee(row, fee) if fee.usd is None else fee.usd
    return _cash_moved(row, replace(fee, quantity=abs(fee.quantity), usd=usd))


def _worth_of_fee(row: Row, fee: Leg) -> Money | None:
    """Give what a fee in the row's own asset was worth: by the row's price, or its whole value."""
    if not row.text("asset") or row.asset() != fee.asset:
        return None
    size = abs(fee.quantity)
    if row.amount("quantity") is not None and abs(row.quantity(asset=fee.asset)) == size:
        return worth(row, fee.asset, size)
    price = row.price()
    return None if price is None else value_at(size, price) or None


def _left(row: Row, rule: Rule, kind: Kind) -> Outcome:
    """Units that left in a way, with the fee on top of them or inside."""
    asset, quantity = moved_out(row)
    fee, other = charge(row, rule, asset)
    if asset == DOLLARS:
        return _cash_moved(row, other)
    if not quantity or kind is Kind.FEE:
        return fee_alone(row, asset, quantity + (0 if rule.fee_inside else fee), other)
    if rule.fee_inside and fee >= quantity:
        raise RowError("fee-too-large", f"its fee eats up all the {asset} that left")
    usd = worth(row, asset, quantity)
    draft = Draft(
        *((row,), row.text("id"), kind, asset),
        *(quantity if rule.fee_inside else quantity + fee, usd),
        hash=fit_name(row.text("hash")),
    )
    if not fee:
        return made(draft) if rule.fee_not_ours else _charged(row, with_fee(draft, other))
    stated_fee = size_of(row.dollars("fee_value")) or None
    if usd is not None and not rule.fee_inside:
        usd += share(usd, fee, quantity) if stated_fee is None else stated_fee
    return made(replace(draft, usd=usd, fee_asset=asset, fee_quantity=fee, fee_usd=stated_fee))


def _charged(row: Row, draft: Draft) -> Outcome:
    """Give the event of units that left with the fee beside it, in the row's currency."""
    remarks = total_rules(row, Way.EITHER) if row.amount("fee") is not None else ()
    if row.currency() == DOLLARS:
        draft = replace(draft, fee_usd=size_of(row.dollars("fee")) or draft.fee_usd)
    elif fee := size_of(row.paid("fee")):
        draft = replace(draft, fee_asset=row.currency(), fee_quantity=fee)
    return made(draft, remarks=remarks)


def fee_alone(row: Row, asset: str, quantity: Quantity, other: Leg | None) -> Outcome:
    """Rows of which nothing arrives: all that left is the fee, in this asset or another."""
    if quantity and other is not None:
        message = f"its fee is in {other.asset} besides; write each as a row of a Harvestry CSV"
        raise RowError("needs-review", message)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT) if other is None else _cash_moved(row, other)
    usd = worth(row, asset, quantity)
    hash_ = fit_name(row.text("hash"))
    return made(Draft((row,), row.text("id"), Kind.FEE, asset, quantity, usd, hash=hash_))


def _cash_moved(row: Row, fee: Leg | None) -> Outcome:
    """Dollars that moved: no event but of a fee that was charged in something else."""
    if fee is None or fee.asset == DOLLARS:
        return skip(SkipReason.US_DOLLAR_CASH)
    hash_ = fit_name(row.text("hash"))
    return made(
        Draft((row,), row.text("id"), Kind.FEE, fee.asset, fee.quantity, fee.usd, hash=hash_)
    )
