"""Why a disposition brought what it did (docs/spec/lots.md section 5)."""

from harvestry.events.event import Event
from harvestry.events.kind import Kind
from harvestry.law.load import Law
from harvestry.ledger.match import Match
from harvestry.reports.explain.event_leaves import EventLeaves
from harvestry.reports.explain.node import BY_LAW, Node, derived
from harvestry.reports.table import Unit


def whole_proceeds(match: Match, leaves: EventLeaves, law: Law) -> Node:
    """Give the proceeds of the whole disposition that a match is part of, named `whole`."""
    event = match.event
    figure = f"{match.disposal}:proceeds"
    if is_withheld(match) and event.kind is Kind.GIFT_IN and event.usd is None:
        nothing = law.on("gift-without-records", match.sold_on)
        return Node("whole", figure, 0, Unit.MONEY, BY_LAW, rule=nothing, source=(event.source,))
    if match.disposal == event.id:
        formula, columns = _net(event)
        rule = "trade-costs" if event.kind is Kind.TRADE else "sale-proceeds"
    else:
        formula, columns = _fee(match)
        rule = "withheld-units" if is_withheld(match) else "fee-units"
    inputs = leaves.columns(event, *columns)
    dated = law.on(rule, match.sold_on)
    return derived("whole", figure, formula, inputs, rule=dated)


def is_withheld(match: Match) -> bool:
    """Tell whether these units were withheld from what their own event received.

    They go for the basis they carry; a swap's fee out of units of unknown basis does not.
    """
    of_own_lot = match.disposal != match.event.id and match.lot == match.event.id
    return of_own_lot and match.proceeds == match.basis


def never_entered(match: Match) -> bool:
    """Tell whether these units were withheld from a purchase, whose lot begins without them."""
    return is_withheld(match) and match.event.kind is Kind.BUY


def _net(event: Event) -> tuple[str, tuple[str, ...]]:
    """Give the formula of the net proceeds of a sale and the columns it needs."""
    fee, asset, got = event.fee_asset, event.asset, event.got_asset
    if event.kind is Kind.TRADE and fee is not None and fee == got:
        columns = ("usd", "fee_quantity", "got_quantity")
        return "usd - share(usd, fee_quantity, got_quantity)", columns
    no_fee = fee is None and event.fee_usd is None
    if no_fee or event.kind is Kind.FEE or (event.kind is Kind.TRADE and fee == asset):
        return "usd", ("usd",)
    if fee == asset and event.fee_usd is None:
        return "usd - share(usd, fee_quantity, quantity)", ("usd", "fee_quantity", "quantity")
    return "usd - fee_usd", ("usd", "fee_usd")


def _paid_of_received(event: Event) -> bool:
    """Tell whether a swap's fee, worth nothing stated, was paid in the coin received."""
    of_trade = event.kind is Kind.TRADE and event.fee_usd is None
    return of_trade and event.fee_asset == event.got_asset


def _fee(match: Match) -> tuple[str, tuple[str, ...]]:
    """Give the formula of what units that paid a fee were worth."""
    event = match.event
    if event.kind is Kind.TRADE and event.fee_usd is None and event.fee_asset == event.asset:
        # Of a swap that only renames a coin: the value is that of what was left after the fee.
        columns = ("usd", "fee_quantity", "quantity")
        return "share(usd, fee_quantity, quantity - fee_quantity)", columns
    if is_withheld(match) or _paid_of_received(event):
        whole = "got_quantity" if event.kind is Kind.TRADE else "quantity"
        return f"share(usd, fee_quantity, {whole})", ("usd", "fee_quantity", whole)
    if event.fee_usd is None and event.fee_asset == event.asset and event.usd is not None:
        return "share(usd, fee_quantity, quantity)", ("usd", "fee_quantity", "quantity")
    return "fee_usd", ("fee_usd",)
