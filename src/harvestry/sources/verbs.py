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
    side_of,
    sold,
    stated,
    total_rules,
    worth,
)
from harvestry.sources.draft import Draft, Member, Outcome, Remark, Verb, made, only, skip
from harvestry.sources.errors import RowError
from harvestry.sources.exchange import Leg, as_money, exchanged, trade_id, with_fee
from harvestry.sources.fills import filled_of, is_bought, market_of, total_of
from harvestry.sources.holders import check_one_account
from harvestry.sources.identity import fit_name
from harvestry.sources.leftovers import leftovers
from harvestry.sources.moves import (
    deposit,
    fee_alone,
    fee_only,
    gift,
    give,
    taken_back,
    transfer,
    withdrawal,
)
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
        return cash_income(members)
    assert rule.kind is not None, "the rule names the kind of income"
    fee, other = charge(row, rule, asset)
    if not quantity:
        return fee_alone(row, asset, fee, other)
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


def cash_income(members: Sequence[Member]) -> Outcome:
    """Dollars earned, such as dividends: not in these books, and said so."""
    row, rule = only(members)
    key = "interest" if rule.kind is Kind.INTEREST else "other_income"
    message = (
        f"dollars came in as {row.text('type')!r}; they are no coin and not in these books; "
        f"add it to `{key}` in your profile, unless a form you enter there has it already"
    )
    remark = Remark("cash-income", Severity.WARNING, message, row.number)
    return skip(SkipReason.US_DOLLAR_CASH, remark)


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
        charged = fee_legs(row, asset)
        if rule.fee_inside:  # what moved in the end; the fee is on top of what is exchanged
            quantity += sum(fee.quantity for fee in charged if fee.asset == asset)
        legs.append(Leg(asset, quantity, row.dollars("value")))
        fees.extend(charged)
    group = rows[0].text("group")
    drafts = exchanged(rows, trade_id(group, legs) if by_market else group, legs, fees)
    if drafts:
        return Outcome(drafts)
    within = any(leg.quantity for leg in legs)
    return skip(SkipReason.INTERNAL_MOVE if within else SkipReason.ZERO_AMOUNT)


def swap(members: Sequence[Member]) -> Outcome:
    """A row that names both of its sides: what was sent for what was got, in one account."""
    row, rule = only(members)
    check_one_account(row)
    sent, got = side_of(row, "sent"), side_of(row, "got")
    if rule.crossed:
        sent, got = got, sent
    else:
        moved_in(row)  # what came must not be below zero
    fees = [] if rule.fee_not_ours else fee_legs(row, sent.asset)
    usd = next((each for each in (got.usd, sent.usd) if each is not None), None)
    usd = worth(row, got.asset, got.quantity) if usd is None else usd
    out, into = sent.quantity, got.quantity
    if rule.fee_inside:
        out -= sum(fee.quantity for fee in fees if fee.asset == sent.asset)
        into += sum(fee.quantity for fee in fees if fee.asset == got.asset != sent.asset)
    legs = (Leg(sent.asset, -out), Leg(got.asset, into, usd))
    drafts = exchanged((row,), row.text("id"), legs, fees)
    hash_ = fit_name(row.text("hash"))
    drafts = tuple(replace(draft, hash=hash_) for draft in drafts)
    return made(*drafts) if drafts else skip(SkipReason.INTERNAL_MOVE)


def quoted_buy(members: Sequence[Member]) -> Outcome:
    """A purchase of `quantity` for `total` of any currency, the fee on top and in any asset."""
    return _quoted(members, bought=True)


def quoted_sell(members: Sequence[Member]) -> Outcome:
    """A sale of `quantity` for `total` of any currency, the fee on top and in any asset."""
    return _quoted(members, bought=False)


def _quoted(members: Sequence[Member], *, bought: bool) -> Outcome:
    row, _ = only(members)
    asset, quantity = moved_out(row)
    row.needed("currency")
    total = row.paid("total")
    if total is None:
        raise RowError("missing-value", "what it went for is not told; correct it in the file")
    way = 1 if bought else -1
    legs = (Leg(asset, way * quantity), Leg(row.currency(), -way * abs(total)))
    drafts = exchanged((row,), row.text("id"), legs, fee_legs(row, row.currency()))
    return made(*drafts) if drafts else skip(SkipReason.INTERNAL_MOVE)


def fill(members: Sequence[Member]) -> Outcome:
    """A filled order, or its fills: `quantity` of the base, less what remained, for `total`.

    The fee is inside the total, unless the rule says that it comes on top of both; it may be in any
    asset. A total that is not there is quantity times price.
    """
    legs: list[Leg] = []
    fees: list[Leg] = []
    for row, rule in members:
        base, quote = market_of(row)
        size = filled_of(row, base)
        if not size:
            continue
        sign = 1 if is_bought(row) else -1
        total = total_of(row, size, quote)
        charged = fee_legs(row, base if row.text("fee_quantity").endswith(base) else quote)
        if not rule.fee_on_top:
            total -= sign * sum(abs(fee.quantity) for fee in charged if fee.asset == quote)
            charged = [replace(fee, quantity=abs(fee.quantity)) for fee in charged]
        legs += (Leg(base, sign * size), Leg(quote, -sign * total))
        fees += charged
    rows = tuple(row for row, _ in members)
    drafts = exchanged(rows, trade_id(rows[0].text("id"), legs), legs, fees)
    if not drafts:
        open_ = rows[0].table.has("remaining")
        return skip(SkipReason.NOT_COMPLETED if open_ else SkipReason.ZERO_AMOUNT)
    return made(*drafts)


def result(members: Sequence[Member]) -> Outcome:
    """The result of futures or margin: signed dollars, of the kind the rule says; no purchase."""
    row, rule = only(members)
    assert rule.kind is not None, "the rule names the kind of result"
    asset, quantity = _signed(row)
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


def _signed(row: Row) -> tuple[str, Quantity]:
    """Give what a row moved: below zero if it was sent."""
    if not row.table.has("got_quantity"):
        asset = row.asset()
        return asset, row.quantity(asset=asset)
    if row.amount("got_quantity"):
        return moved_in(row)
    asset, quantity = moved_out(row)
    return asset, -quantity


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
    "cash-income": cash_income,
    "rebate": rebate,
    "gift": gift,
    "deposit": deposit,
    "withdrawal": withdrawal,
    "give": give,
    "exchange": exchange,
    "exchange-by-market": exchange_by_market,
    "leftovers": leftovers,
    "swap": swap,
    "transfer": transfer,
    "taken-back": taken_back,
    "fee-only": fee_only,
    "quoted-buy": quoted_buy,
    "quoted-sell": quoted_sell,
    "fill": fill,
    "result": result,
    "skip": leave_out,
    "cash": cash,
    "review": review,
}
"""The verbs of the engine, by the word after `do`."""
