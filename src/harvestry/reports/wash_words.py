"""The wash-sale state in words, for cells and notes."""

from collections.abc import Mapping, Sequence
from typing import Final

from harvestry.events.kind import Kind
from harvestry.harvest.look_ahead import LookAhead
from harvestry.harvest.purchases import Purchase
from harvestry.harvest.taken_losses import Blocked, firsts
from harvestry.harvest.wash_state import WashState
from harvestry.reports.cell_text import rounded_quantity
from harvestry.tax.wash_reach import Reach
from harvestry.units.days import day_text
from harvestry.units.exact import Quantity

_NAMED = 2
"""So many purchases are named; the others are counted."""
_PLANNED_NOT_OFF = (
    "What purchases already made would disallow is taken off the losses above; what planned ones "
    "would disallow is not, for they can still be left out."
)
_LOST: Final = (
    "Lost for good: the loss joins no basis, now or later, for what replaces it is in a retirement "
    "account (Rev. Rul. 2008-5) or a position says so (retirement_plans, spouse_purchase, "
    "sold_before_loss)."
)


def state_words(state: WashState) -> str | None:
    """Say what a loss would meet if it were taken today; `None` while nothing can be said."""
    if state.reach is not Reach.COVERED:
        return state.reach.value
    if state.loss is None:
        return None
    if not state.loss:
        return "no loss"
    grey = _greys(state)
    doubt = _doubts(state)
    if not state.by:
        return f"{doubt or 'clear'}{grey}"
    until = "" if state.clear_from is None else f", clear from {day_text(state.clear_from)}"
    more = f"; {doubt}" if doubt else ""
    return f"{'; '.join(_washes(state))}{until}{more}{grey}"


def sale_notes(states: Sequence[tuple[str, WashState]]) -> tuple[str, ...]:
    """Say what the sales that are proposed would meet, and when to buy back.

    Accounts of an asset that would meet the same, each sold alone, are told together.
    """
    accounts: dict[tuple[str, str | None], list[str]] = {}
    for account, state in states:
        if state.loss and (state.by or state.greys or state.doubts):
            accounts.setdefault((state.asset, state_words(state)), []).append(account)
    notes = [f"{asset} in {_either(among)}: {words}." for (asset, words), among in accounts.items()]
    if any(state.lost or state.lost_if_planned for _, state in states if state.loss):
        notes.append(_LOST)
    if any(each.is_planned for _, state in states if state.loss for each in state.by):
        notes.append(_PLANNED_NOT_OFF)
    rebuy = {state.rebuy_from for _, state in states if state.loss and state.rebuy_from}
    if rebuy:
        assets = sorted({state.asset for _, state in states if state.rebuy_from})
        notes.append(
            f"Sold today at a loss, {', '.join(assets)} may be bought back from "
            f"{day_text(max(rebuy))}, in any account of the household."
        )
    return tuple(notes)


def blocked_words(each: Blocked) -> str:
    """Say why an asset is not to be bought."""
    loss = (
        f"{each.sold} was sold at a loss in {each.sold_in} on {day_text(each.sold_on)} "
        f"({each.disposal})"
    )
    if each.is_covered:
        return f"{loss}: {each.asset} bought up to then disallows that loss"
    return (
        f"{loss}, when this regime covers no coins: {each.asset} bought up to then would disallow "
        "that loss if it did"
    )


def plan_notes(plans: Mapping[Blocked, Sequence[Purchase]], ahead: LookAhead) -> tuple[str, ...]:
    """Say which planned purchases would wash losses that were taken already."""

    def for_good(each: Blocked, purchases: Sequence[Purchase]) -> str:
        lost = {ahead.is_lost(each.sold_in, purchase.account) for purchase in purchases}
        return (
            "" if lost == {False} else ", for good" if lost == {True} else ", some of it for good"
        )

    return tuple(
        f"{each.asset}: {_purchases(purchases)} would disallow a loss already taken, in "
        f"{each.sold_in} on {day_text(each.sold_on)}{for_good(each, purchases)}"
        f"{_if_covered(each)}; buy after {day_text(each.until)} instead."
        for each, purchases in plans.items()
    )


def _if_covered(each: Blocked) -> str:
    return "" if each.is_covered else ", if coins were covered then, which this regime denies"


def not_to_sell_words(each: Blocked) -> str:
    """Say why an asset is not to be sold or sold short."""
    loss = (
        f"{each.sold} was covered at a loss in {each.sold_in} on {day_text(each.sold_on)} "
        f"({each.disposal})"
    )
    deeds = "sold" if each.is_option else "sold or sold short"
    what = f"{each.asset} {deeds} up to then"
    if each.is_covered:
        return f"{loss}: {what} disallows that loss (IRC 1091(e))"
    return (
        f"{loss}, when this regime covers no coins: {what} would disallow that loss if it did "
        "(IRC 1091(e))"
    )


def short_notes(stopped: Sequence[Blocked]) -> tuple[str, ...]:
    """Say what sales would disallow losses on short sales that were closed already."""
    return tuple(
        f"{not_to_sell_words(each).replace('up to then', f'up to {day_text(each.until)}')}, "
        "in any account of the household."
        for each in firsts(stopped)
    )


def _washes(state: WashState) -> list[str]:
    """Say what purchases already made wash, and what planned ones would, should they be made."""
    made, planned = state.washed - state.if_planned, state.if_planned
    told = []
    if made:
        part = "" if made == state.quantity else f"{rounded_quantity(made)} of it "
        by = _purchases([each for each in state.by if not each.is_planned])
        told.append(f"{part}washed by {by}{_lost(state.lost, made)}")
    if planned:
        plans = [each for each in state.by if each.is_planned]
        more = "more " if made else "of it "
        part = "" if planned == state.quantity else f"{rounded_quantity(planned)} {more}"
        made_then = "that purchase is made" if len(plans) == 1 else "those purchases are made"
        lost = _lost(state.lost_if_planned, planned)
        told.append(f"{part}would be washed by {_purchases(plans)} if {made_then}{lost}")
    return told


def _lost(units: Quantity, washed: Quantity) -> str:
    """Say how much of what is washed is not put off but lost for good."""
    if not units:
        return ""
    if units == washed:
        return ", lost for good"
    return f", {rounded_quantity(units)} of these lost for good"


def _either(accounts: Sequence[str]) -> str:
    *others, last = accounts
    return f"{', '.join(others)} or {last}" if others else last


def _greys(state: WashState) -> str:
    if not state.greys:
        return ""
    purchase, position = state.greys[0]
    more = len(state.greys) - 1
    rest = f" and {more} more" if more else ""
    return f"; grey: {_purchase(purchase)}{rest} (position {position})"


def _doubts(state: WashState) -> str:
    """Say what came without a history and may be a purchase that washes the loss."""
    if not state.doubts:
        return ""
    first, more = state.doubts[0], len(state.doubts) - 1
    how = "opening lot" if first.kind is Kind.OPENING else "deposit"
    rest = f" and {more} more" if more else ""
    return (
        f"may be washed by the {how} of {rounded_quantity(first.quantity)} {first.asset} in "
        f"{first.account} ({first.id}){rest}: mend it"
    )


def _purchases(purchases: Sequence[Purchase]) -> str:
    named = " and ".join(_purchase(each) for each in purchases[:_NAMED])
    more = len(purchases) - _NAMED
    return f"{named} and {more} more" if more > 0 else named


def _purchase(each: Purchase) -> str:
    how = "planned" if each.is_planned else "received" if each.received else "bought"
    skip = " (may be skipped)" if each.skippable else ""
    return f"{each.account}:{each.asset} {how} {day_text(each.day)}{skip}"
