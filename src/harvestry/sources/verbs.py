"""What rules can do with rows, for every format: the verbs of the row-kind tables."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources.amounts import (
    SIDES,
    Way,
    bought,
    charge,
    check_units,
    fee_legs,
    moved_in,
    moved_out,
    size_of,
    sold,
    stated,
    total_rules,
    worth,
)
from harvestry.sources.description import Rule
from harvestry.sources.draft import Draft, Member, Outcome, Remark, Verb, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, as_money, exchanged, trade_id, with_fee
from harvestry.sources.fills import is_bought, market_of, total_of
from harvestry.sources.identity import fit_name
from harvestry.sources.quoted import bought_for_currency, sold_for_currency
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import DOLLARS, Row
from harvestry.units.exact import Quantity, quantity_text, share
from harvestry.units.problems import Severity


def buy(members: Sequence[Member]) -> Outcome:
    """A purchase for dollars, or a trade where the row is in another currency."""
    row, _ = only(members)
    asset, quantity = moved_in(row)
    if asset == DOLLARS:
        return skip(SkipReason.US_DOLLAR_CASH)
    if row.currency() != DOLLARS:
        return bought_for_currency(row)
    usd, fee = bought(stated(row))
    check_units(quantity, usd)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    draft = Draft((row,), row.text("id"), Kind.BUY, asset, quantity, usd, fee_usd=fee)
    return made(draft, remarks=total_rules(row, Way.BOUGHT))


def sell(members: Sequence[Member]) -> Outcome:
    """A sale for dollars, or a trade where the row is in another currency."""
    row, _ = only(members)
    asset, quantity = moved_out(row)
    if asset == DOLLARS:
        return skip(SkipReason.US_DOLLAR_CASH)
    if row.currency() != DOLLARS:
        return sold_for_currency(row)
    usd, fee = sold(stated(row))
    check_units(quantity, usd)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    draft = Draft((row,), row.text("id"), Kind.SELL, asset, quantity, usd, fee_usd=fee)
    return made(draft, remarks=total_rules(row, Way.SOLD))


def income(members: Sequence[Member]) -> Outcome:
    """Ordinary income of the rule's kind; a fee in the same asset is withheld from it."""
    row, rule = only(members)
    asset, quantity = moved_in(row)
    if asset == DOLLARS:
        key = "interest" if rule.kind is Kind.INTEREST else "other_income"
        message = (
            f"dollars came in as {row.text('type')!r}; they are no coin and not in these books; "
            f"add it to `{key}` in your profile, unless a form you enter there has it already"
        )
        remark = Remark("cash-income", Severity.WARNING, message, row.number)
        return skip(SkipReason.US_DOLLAR_CASH, remark)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    assert rule.kind is not None, "the rule names the kind of income"
    fee, other = charge(row, rule, asset)
    usd = worth(row, asset, quantity)
    if rule.fee_inside:  # what is stated is net of it
        usd = None if usd is None else usd + share(usd, fee, quantity)
        quantity += fee
    if fee >= quantity:
        raise RowError("fee-too-large", f"its fee eats up all the {asset} that came in")
    draft = Draft(
        *((row,), row.text("id"), rule.kind, asset, quantity, usd),
        fee_asset=asset if fee else None,
        fee_quantity=fee or None,
        hash=fit_name(row.text("hash")),
    )
    remarks: tuple[Remark, ...] = ()
    if rule.message:
        remarks = (Remark("kind-of-income", Severity.WARNING, rule.message, row.number),)
    return made(with_fee(draft, other), remarks=remarks)


def rebate(members: Sequence[Member]) -> Outcome:
    """Units given back on what was paid: no income; they cost what they were worth."""
    row, _ = only(members)
    asset, quantity = moved_in(row)
    if asset == DOLLARS:
        return skip(SkipReason.US_DOLLAR_CASH)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    usd = worth(row, asset, quantity)
    return made(Draft((row,), row.text("id"), Kind.BUY, asset, quantity, usd))


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
        return _fee_alone(row, asset, 0, other)
    usd = worth(row, asset, quantity)
    if fee and usd is not None:
        usd = share(usd, quantity - fee, quantity)
    hash_ = fit_name(row.text("hash"))
    draft = Draft((row,), row.text("id"), Kind.DEPOSIT, asset, quantity - fee, usd, hash=hash_)
    return made(with_fee(draft, other))


def withdrawal(members: Sequence[Member]) -> Outcome:
    """Units that left for elsewhere: half a transfer. A fee on top leaves with them."""
    row, rule = only(members)
    return _left(row, rule, Kind.WITHDRAWAL)


def give(members: Sequence[Member]) -> Outcome:
    """Units given up in the way the rule's kind says: spent, donated, charged."""
    row, rule = only(members)
    assert rule.kind is not None, "the rule names how the units were given up"
    return _left(row, rule, rule.kind)


def _left(row: Row, rule: Rule, kind: Kind) -> Outcome:
    """Units that left in a way, with the fee on top of them or inside."""
    asset, quantity = moved_out(row)
    fee, other = charge(row, rule, asset)
    if asset == DOLLARS:
        return _cash_moved(row, other)
    if not quantity or kind is Kind.FEE:
        return _fee_alone(row, asset, quantity + fee, other)
    if rule.fee_inside and fee >= quantity:
        raise RowError("fee-too-large", f"its fee eats up all the {asset} that left")
    usd = worth(row, asset, quantity)
    draft = Draft(
        *((row,), row.text("id"), kind, asset),
        *(quantity if rule.fee_inside else quantity + fee, usd),
        hash=fit_name(row.text("hash")),
    )
    if not fee:
        return _charged(row, with_fee(draft, other))
    stated_fee = size_of(row.dollars("fee_value")) or None
    if usd is not None and not rule.fee_inside:
        usd += share(usd, fee, quantity) if stated_fee is None else stated_fee
    return made(replace(draft, usd=usd, fee_asset=asset, fee_quantity=fee, fee_usd=stated_fee))


def _fee_alone(row: Row, asset: str, quantity: Quantity, other: Leg | None) -> Outcome:
    """Rows of which nothing arrives anywhere: all that left is the fee."""
    if quantity and other is not None:
        message = f"its fee is in {other.asset} besides; write each as a row of a Harvestry CSV"
        raise RowError("needs-review", message)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT) if other is None else _cash_moved(row, other)
    usd = worth(row, asset, quantity)
    return made(Draft((row,), row.text("id"), Kind.FEE, asset, quantity, usd))


def _cash_moved(row: Row, fee: Leg | None) -> Outcome:
    """Dollars that moved: no event but of a fee that was charged in something else."""
    if fee is None:
        return skip(SkipReason.US_DOLLAR_CASH)
    return made(Draft((row,), row.text("id"), Kind.FEE, fee.asset, fee.quantity, fee.usd))


def fee_only(members: Sequence[Member]) -> Outcome:
    """Rows that cost a fee and moved nothing else out of the account."""
    row, _ = only(members)
    asset = row.text("fee_asset") or row.needed("asset")
    fee = next((leg for leg in fee_legs(row, row.symbol(asset, "fee_asset")) if leg.quantity), None)
    if fee is None:
        return skip(SkipReason.ZERO_AMOUNT)
    return _cash_moved(
        row, None if fee.asset == DOLLARS else replace(fee, quantity=abs(fee.quantity))
    )


def _charged(row: Row, draft: Draft) -> Outcome:
    """Give the event of units that left with the fee beside it, in the row's currency."""
    remarks = total_rules(row, Way.EITHER) if row.amount("fee") is not None else ()
    if row.currency() == DOLLARS:
        draft = replace(draft, fee_usd=size_of(row.dollars("fee")) or draft.fee_usd)
    elif fee := size_of(row.paid("fee")):
        draft = replace(draft, fee_asset=row.currency(), fee_quantity=fee)
    return made(draft, remarks=remarks)


def exchange(members: Sequence[Member]) -> Outcome:
    """Rows that together are an exchange: signed amounts, a fee on top of each row's amount.

    Rows of a rule whose kind is `fee` are the fee itself.
    """
    return _exchanged(members, by_market=False)


def exchange_by_market(members: Sequence[Member]) -> Outcome:
    """The same where the export counts its trades separately in each market."""
    return _exchanged(members, by_market=True)


def _exchanged(members: Sequence[Member], *, by_market: bool) -> Outcome:
    rows = tuple(row for row, _ in members)
    legs, fees = [], []
    for row, rule in members:
        asset = row.asset()
        quantity = row.quantity(asset=asset)
        if rule.kind is Kind.FEE:
            fees.append(Leg(asset, -quantity, row.dollars("value")))
            continue
        legs.append(Leg(asset, quantity, row.dollars("value")))
        fees.extend(fee_legs(row, asset))
    group = rows[0].text("group")
    drafts = exchanged(rows, trade_id(group, legs) if by_market else group, legs, fees)
    if drafts:
        return Outcome(drafts)
    within = any(leg.quantity for leg in legs)
    return skip(SkipReason.INTERNAL_MOVE if within else SkipReason.ZERO_AMOUNT)


def swap(members: Sequence[Member]) -> Outcome:
    """A row that names both of its sides: what was sent for what was got."""
    row, rule = only(members)
    sent, out = moved_out(row)
    got, into = moved_in(row)
    fees = [] if rule.fee_not_ours else fee_legs(row, sent)
    usd = worth(row, got, into)
    if rule.fee_inside:
        out -= sum(fee.quantity for fee in fees if fee.asset == sent)
        into += sum(fee.quantity for fee in fees if fee.asset == got != sent)
    legs = (Leg(sent, -out), Leg(got, into, usd))
    drafts = exchanged((row,), row.text("id"), legs, fees)
    hash_ = fit_name(row.text("hash"))
    drafts = tuple(replace(draft, hash=hash_) for draft in drafts)
    return made(*drafts) if drafts else skip(SkipReason.INTERNAL_MOVE)


def transfer(members: Sequence[Member]) -> Outcome:
    """Units that moved between two accounts the row names; one side alone is half a transfer."""
    row, rule = only(members)
    if not row.amount("got_quantity"):
        return _left(row, rule, Kind.WITHDRAWAL)
    if not row.amount("sent_quantity"):
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
    if row.needed("from_account").casefold() == row.needed("to_account").casefold():
        return skip(SkipReason.INTERNAL_MOVE)
    burnt = out - into + (0 if rule.fee_inside else fee)
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


def fill(members: Sequence[Member]) -> Outcome:
    """One filled order: `quantity` of the base for `total` of the quote.

    The fee is inside the total, unless the rule says that it comes on top of both; it may be in any
    asset. A total that is not there is quantity times price.
    """
    row, rule = only(members)
    base, quote = market_of(row)
    size = abs(row.quantity(asset=base))
    total = total_of(row, size, quote)
    bought = is_bought(row)
    legs = [Leg(base, size if bought else -size), Leg(quote, -total if bought else total)]
    fees = fee_legs(row, base if row.text("fee_quantity").endswith(base) else quote)
    if not rule.fee_on_top:
        in_quote = sum(abs(fee.quantity) for fee in fees if fee.asset == quote)
        legs[1] = replace(legs[1], quantity=legs[1].quantity + in_quote)
        fees = [replace(fee, quantity=abs(fee.quantity)) for fee in fees]
    drafts = exchanged((row,), trade_id(row.text("id"), legs), legs, fees)
    return made(*drafts) if drafts else skip(SkipReason.ZERO_AMOUNT)


def result(members: Sequence[Member]) -> Outcome:
    """The result of futures or margin: signed dollars, of the kind the rule says; no purchase."""
    row, rule = only(members)
    assert rule.kind is not None, "the rule names the kind of result"
    asset = row.asset()
    quantity = row.quantity(asset=asset)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    if asset != DOLLARS:
        message = (
            f"{row.text('type')} of {quantity_text(quantity)} {asset}: the result of a position "
            f"counts in dollars and is stated in {asset}; write it as a `{rule.kind}` row of a "
            "Harvestry CSV, and the units as they moved"
        )
        raise RowError("needs-review", message, row.number, cause="result in units")
    return made(Draft((row,), row.text("id"), rule.kind, DOLLARS, 0, as_money(quantity)))


def leave_out(members: Sequence[Member]) -> Outcome:
    """Rows that make no event, for the rule's reason; what stands as quantity must be a number."""
    row, rule = only(members)
    assert rule.reason is not None, "the rule names its reason"
    row.amount("quantity")
    return skip(rule.reason)


def cash(members: Sequence[Member]) -> Outcome:
    """Rows that moved nothing but cash in the row's currency."""
    row, _ = only(members)
    currency = row.needed("currency").upper()
    if currency == DOLLARS:
        return skip(SkipReason.US_DOLLAR_CASH)
    message = f"{currency} is an asset of its own; write the row as one of a Harvestry CSV"
    raise RowError("needs-review", message)


def review(members: Sequence[Member]) -> Outcome:
    """Rows a person must look at: known, and still not clear enough to become an event."""
    row, rule = only(members)
    moved = [
        f"{quantity_text(row.quantity(quantity, row.asset(asset)))} {row.asset(asset)}"
        for asset, quantity in SIDES
        if row.text(asset)
    ]
    kind = row.text("type") or "a row"
    what = f"{kind} of {' and '.join(moved)}" if moved else kind
    raise RowError("needs-review", f"{what}: {rule.message}", cause=rule.message)


VERBS: Final[Mapping[str, Verb]] = {
    "buy": buy,
    "sell": sell,
    "income": income,
    "rebate": rebate,
    "gift": gift,
    "deposit": deposit,
    "withdrawal": withdrawal,
    "give": give,
    "exchange": exchange,
    "exchange-by-market": exchange_by_market,
    "swap": swap,
    "transfer": transfer,
    "fee-only": fee_only,
    "fill": fill,
    "result": result,
    "skip": leave_out,
    "cash": cash,
    "review": review,
}
"""The verbs of the engine, by the word after `do`."""
