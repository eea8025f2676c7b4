"""What went out, what came in, what was charged: made a buy, a sale or a trade.

The contract's fee rules in one place. A fee comes here as a leg of its own, on top of what went out
or withheld from what came in; in the event it is part of the quantity of its own asset.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from harvestry.events.kind import Kind
from harvestry.sources.draft import Draft
from harvestry.sources.errors import RowError
from harvestry.sources.row import DOLLARS, Row
from harvestry.units.exact import (
    QUANTITY_OF_MONEY,
    Money,
    Quantity,
    quantity_text,
    share,
    share_after,
)


@dataclass(frozen=True, slots=True)
class Leg:
    """An amount of one asset: into the account above zero, out of it below; `usd` its value."""

    asset: str
    quantity: Quantity
    usd: Money | None = None


def as_money(quantity: Quantity) -> Money:
    """Give a quantity of dollars as money, rounded half up to 10**-18 dollars."""
    return share(quantity, 1, QUANTITY_OF_MONEY)


def as_quantity(money: Money) -> Quantity:
    """Give money as a quantity of dollars."""
    return money * QUANTITY_OF_MONEY


def trade_id(number: str, legs: Sequence[Leg]) -> str:
    """Give the id of a trade where the export counts trades by market: number, given, got."""
    given = sorted({leg.asset for leg in legs if leg.quantity < 0})
    got = sorted({leg.asset for leg in legs if leg.quantity > 0})
    return "-".join((number, *given, *got)) if number else ""


def exchanged(
    rows: tuple[Row, ...], native: str, legs: Iterable[Leg], fees: Iterable[Leg]
) -> tuple[Draft, ...]:
    """Give the event of an exchange; one for each asset given up where several went for one.

    Legs that cancel out give none: the units moved within the account.

    Raises:
        RowError: it is no exchange of one asset for another.
    """
    moved = [leg for leg in _merged(legs) if leg.quantity]
    charged = [leg for leg in _merged(fees) if leg.quantity]
    if not moved and not charged:
        return ()
    given = [replace(leg, quantity=-leg.quantity) for leg in moved if leg.quantity < 0]
    got = [leg for leg in moved if leg.quantity > 0]
    if not given or not got:
        _refuse_half(given or got)
    if len(got) > 1:
        raise RowError("ambiguous-group", _unclear(given, got))
    if any(fee.quantity < 0 for fee in charged):
        raise RowError("reversed-row", "its fee is negative; check whether it was paid back")
    if len(charged) > 1 and len(given) == 1:
        return _in_parts(rows, native, given[0], got[0], charged)
    if len(charged) > 1:
        names = " and ".join(leg.asset for leg in charged)
        message = f"it was charged in {names} at once; write it as rows of a Harvestry CSV"
        raise RowError("ambiguous-group", message)
    fee = charged[0] if charged else None
    if len(given) > 1:
        return _several_for_one(rows, native, given, got[0], fee)
    return (_one_for_one(rows, native, given[0], got[0], fee),)


def _merged(legs: Iterable[Leg]) -> list[Leg]:
    """Add up legs of one asset; a value is known if all its parts are."""
    merged: dict[str, Leg] = {}
    for leg in legs:
        known = merged.get(leg.asset)
        if known is None:
            merged[leg.asset] = leg
        else:
            usd = None if known.usd is None or leg.usd is None else known.usd + leg.usd
            merged[leg.asset] = Leg(leg.asset, known.quantity + leg.quantity, usd)
    return sorted(merged.values(), key=lambda leg: leg.asset)


def _one_for_one(
    rows: tuple[Row, ...], native: str, given: Leg, got: Leg, fee: Leg | None
) -> Draft:
    usd: Money | None
    if given.asset == DOLLARS:
        draft = Draft(rows, native, Kind.BUY, got.asset, got.quantity, as_money(given.quantity))
    elif got.asset == DOLLARS:
        usd = as_money(got.quantity)
        draft = Draft(rows, native, Kind.SELL, given.asset, given.quantity, usd)
    else:
        usd = None if got.usd is None else abs(got.usd)
        draft = Draft(
            *(rows, native, Kind.TRADE, given.asset, given.quantity, usd),
            got_asset=got.asset,
            got_quantity=got.quantity,
        )
    return draft if fee is None else _charged(draft, fee)


def _in_parts(
    rows: tuple[Row, ...], native: str, given: Leg, got: Leg, fees: Sequence[Leg]
) -> tuple[Draft, ...]:
    """Cut an exchange that was charged in several assets into equal parts, a fee for each.

    Fills of one moment were charged in what came until the coin of the fees was there again, or ran
    out. The parts have one rate and one moment, so that which bears which fee changes no sum.
    """
    drafts = []
    for n, fee in enumerate(fees):
        sides = [
            Leg(
                leg.asset,
                _part(leg.quantity, n, len(fees)),
                None if leg.usd is None else _part(leg.usd, n, len(fees)),
            )
            for leg in (given, got)
        ]
        name = native and f"{native}:{fee.asset}"
        drafts.append(_one_for_one(rows, name, sides[0], sides[1], fee))
    return tuple(drafts)


def _part(whole: int, n: int, parts: int) -> int:
    """Give the n-th of equal parts; all together they are the whole."""
    return share_after(whole, n, 1, parts)


def _charged(draft: Draft, fee: Leg) -> Draft:
    """Give the draft with its fee where the contract wants it."""
    value = None if fee.usd is None else abs(fee.usd)
    if fee.asset == DOLLARS:
        return replace(draft, fee_usd=as_money(fee.quantity))
    charged = replace(draft, fee_asset=fee.asset, fee_quantity=fee.quantity, fee_usd=value)
    withheld_from = draft.asset if draft.kind is Kind.BUY else draft.got_asset
    if fee.asset == withheld_from:
        whole = draft.quantity if draft.kind is Kind.BUY else draft.got_quantity
        assert whole is not None
        if fee.quantity >= whole:
            raise RowError("fee-too-large", f"its fee eats up all the {fee.asset} that came in")
        return replace(charged, fee_usd=None)
    if fee.asset != draft.asset:
        return charged
    gross = draft.quantity + fee.quantity
    if draft.kind is Kind.TRADE:
        return replace(charged, quantity=gross, fee_usd=None)
    assert draft.usd is not None
    # What came in is net of the units that went for the fee: `usd` is stated before the fee.
    worth = share(draft.usd, fee.quantity, draft.quantity)
    return replace(charged, quantity=gross, usd=draft.usd + worth, fee_usd=worth)


def with_fee(draft: Draft, fee: Leg | None) -> Draft:
    """Give the draft of units that moved with a fee in something else beside it."""
    if fee is None:
        return draft
    if fee.asset == DOLLARS:
        return replace(draft, fee_usd=as_money(fee.quantity))
    value = None if fee.usd is None else abs(fee.usd)
    return replace(draft, fee_asset=fee.asset, fee_quantity=fee.quantity, fee_usd=value)


def _several_for_one(
    rows: tuple[Row, ...], native: str, given: Sequence[Leg], got: Leg, fee: Leg | None
) -> tuple[Draft, ...]:
    """Cut what came in among the assets that went out, by their values (dust sweeps)."""
    values = [abs(leg.usd or 0) for leg in given]
    if fee is not None or any(leg.usd is None for leg in given) or not sum(values):
        raise RowError("ambiguous-group", _unclear(given, [got]))
    drafts = []
    so_far, cut, cut_usd = 0, 0, 0
    for leg, value in zip(given, values, strict=True):
        so_far += value
        upto = share(got.quantity, so_far, sum(values))
        upto_usd = None if got.usd is None else share(got.usd, so_far, sum(values))
        part = Leg(got.asset, upto - cut, None if upto_usd is None else upto_usd - cut_usd)
        cut, cut_usd = upto, upto_usd or 0
        name = native and f"{native}:{leg.asset}"
        if part.quantity:
            drafts.append(_one_for_one(rows, name, leg, part, None))
        else:  # worth less than the smallest part of what came in: given up for nothing
            drafts.append(Draft(rows, name, Kind.SELL, leg.asset, leg.quantity, 0))
    return tuple(drafts)


def _refuse_half(legs: Sequence[Leg]) -> None:
    what = " and ".join(f"{quantity_text(leg.quantity)} {leg.asset}" for leg in legs)
    message = (
        f"only one side of an exchange is here ({what or 'a fee alone'}); export the whole period, "
        "so that no row is cut off"
    )
    raise RowError("incomplete-group", message, cause="one side")


def _unclear(given: Sequence[Leg], got: Sequence[Leg]) -> str:
    out = " and ".join(leg.asset for leg in given)
    into = " and ".join(leg.asset for leg in got)
    return (
        f"{out} went for {into} at once and nothing tells which for which; write each trade as a "
        "row of a Harvestry CSV"
    )
