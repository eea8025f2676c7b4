"""What rules can do with rows, for every format: the verbs of the row-kind tables."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from harvestry.events.kind import Kind
from harvestry.sources.amounts import (
    SIDES,
    Way,
    bought,
    check_units,
    fee_legs,
    moved_in,
    moved_out,
    own_fee,
    size_of,
    sold,
    stated,
    total_rules,
    worth,
)
from harvestry.sources.draft import Draft, Member, Outcome, Remark, Verb, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, exchanged, trade_id
from harvestry.sources.identity import fit_name
from harvestry.sources.quoted import bought_for_currency, sold_for_currency
from harvestry.sources.reasons import SkipReason
from harvestry.sources.row import DOLLARS, Row
from harvestry.units.exact import quantity_text, share
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
    fee = own_fee(row, asset)
    if fee >= quantity:
        raise RowError("fee-too-large", f"its fee eats up all the {asset} that came in")
    draft = Draft(
        *((row,), row.text("id"), rule.kind, asset, quantity, worth(row, asset, quantity)),
        fee_asset=asset if fee else None,
        fee_quantity=fee or None,
    )
    return made(draft)


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


def deposit(members: Sequence[Member]) -> Outcome:
    """Units that came from elsewhere: half a transfer. What arrives is net of a fee."""
    row, rule = only(members)
    asset, quantity = moved_in(row)
    if asset == DOLLARS:
        return skip(SkipReason.US_DOLLAR_CASH)
    fee = 0 if rule.fee_inside else own_fee(row, asset)
    if fee and fee >= quantity:
        raise RowError("fee-too-large", f"its fee eats up all the {asset} that came in")
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    usd = worth(row, asset, quantity)
    if fee and usd is not None:
        usd = share(usd, quantity - fee, quantity)
    hash_ = fit_name(row.text("hash"))
    draft = Draft((row,), row.text("id"), Kind.DEPOSIT, asset, quantity - fee, usd, hash=hash_)
    return made(draft)


def withdrawal(members: Sequence[Member]) -> Outcome:
    """Units that left for elsewhere: half a transfer. A fee on top leaves with them."""
    row, rule = only(members)
    asset, quantity = moved_out(row)
    if asset == DOLLARS:
        return skip(SkipReason.US_DOLLAR_CASH)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    fee = own_fee(row, asset)
    if rule.fee_inside and fee >= quantity:
        raise RowError("fee-too-large", f"its fee eats up all the {asset} that left")
    usd = worth(row, asset, quantity)
    draft = Draft(
        *((row,), row.text("id"), Kind.WITHDRAWAL, asset),
        *(quantity if rule.fee_inside else quantity + fee, usd),
        hash=fit_name(row.text("hash")),
    )
    if not fee:
        return _charged(row, draft)
    stated_fee = size_of(row.dollars("fee_value")) or None
    if usd is not None and not rule.fee_inside:
        usd += share(usd, fee, quantity) if stated_fee is None else stated_fee
    return made(replace(draft, usd=usd, fee_asset=asset, fee_quantity=fee, fee_usd=stated_fee))


def give(members: Sequence[Member]) -> Outcome:
    """Units given up in the way the rule's kind says: spent, donated, charged."""
    row, rule = only(members)
    asset, quantity = moved_out(row)
    if asset == DOLLARS:
        return skip(SkipReason.US_DOLLAR_CASH)
    if not quantity:
        return skip(SkipReason.ZERO_AMOUNT)
    assert rule.kind is not None, "the rule names how the units were given up"
    usd = worth(row, asset, quantity)
    return _charged(row, Draft((row,), row.text("id"), rule.kind, asset, quantity, usd))


def _charged(row: Row, draft: Draft) -> Outcome:
    """Give the event of units that left with the fee beside it, in the row's currency."""
    remarks = total_rules(row, Way.EITHER) if row.amount("fee") is not None else ()
    if row.currency() == DOLLARS:
        draft = replace(draft, fee_usd=size_of(row.dollars("fee")) or None)
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
    fees = fee_legs(row, sent)
    if rule.fee_inside:
        out -= sum(fee.quantity for fee in fees if fee.asset == sent)
        into += sum(fee.quantity for fee in fees if fee.asset == got != sent)
    legs = (Leg(sent, -out), Leg(got, into, row.dollars("value")))
    drafts = exchanged((row,), row.text("id"), legs, fees)
    return made(*drafts) if drafts else skip(SkipReason.INTERNAL_MOVE)


def fill(members: Sequence[Member]) -> Outcome:
    """One filled order: `total` in the quote is what moved, the fee inside it."""
    row, _ = only(members)
    base, dash, quote = row.needed("product").partition("-")
    side = row.needed("side").casefold()
    if not dash or side not in ("buy", "sell"):
        message = f"{row.text('side')!r} of {row.text('product')!r} is no side of a pair"
        raise RowError("bad-value", f"{message}; expected BUY or SELL of a pair such as BTC-USD")
    base, quote = row.symbol(base, "product"), row.symbol(quote, "product")
    size, total = abs(row.quantity(asset=base)), abs(row.quantity("total", quote))
    fee = abs(row.quantity("fee_quantity", quote))
    if side == "buy":
        legs = (Leg(base, size), Leg(quote, fee - total))
    else:
        legs = (Leg(base, -size), Leg(quote, total + fee))
    native = trade_id(row.text("id"), legs)
    return made(*exchanged((row,), native, legs, (Leg(quote, fee),)))


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
    "deposit": deposit,
    "withdrawal": withdrawal,
    "give": give,
    "exchange": exchange,
    "exchange-by-market": exchange_by_market,
    "swap": swap,
    "fill": fill,
    "skip": leave_out,
    "cash": cash,
    "review": review,
}
"""The verbs of the engine, by the word after `do`."""
