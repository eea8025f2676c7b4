"""What the order of a sale rests on, and what its venue asks of a sale, in words."""

from collections.abc import Iterator, Sequence

from harvestry.events.account import Account, Method
from harvestry.harvest.holding import Holding
from harvestry.ledger.identification import Addressee
from harvestry.reports.cell_text import cell_text
from harvestry.reports.table import Unit
from harvestry.units.exact import Quantity, dollars, price_text, quantity_text, value_at

_NAMED = 3
"""So many lots are named; the others are counted."""
_TO_WHOM = {
    Addressee.BOOKS: "in your own books",
    Addressee.BROKER: "to the broker",
    Addressee.BROKER_ELSE_BOOKS: "to the broker where it offers that, else in your own books",
}


def in_wallets(
    asset: str, pool: str, wallets: Sequence[tuple[str, Quantity, Method]], order: Method
) -> str:
    """Say in which wallets the units of a pool lie, and whether they share the order of the plan.

    `wallets` are each wallet's name, what it holds and its order.
    """
    where = ", ".join(f"{name} {quantity_text(units)}" for name, units, _ in wallets)
    told = f"{asset} in {pool} is one pool (position self_custody_pool); its units lie in: {where}."
    if {method for *_, method in wallets} == {order}:
        return told
    orders = ", ".join(f"{name} {method.upper()}" for name, _, method in wallets)
    return (
        f"{told} A sale follows the order of the wallet it is made in ({orders}); told "
        f"here is {order.upper()}."
    )


def none_named(holding: Holding, named: Holding, to_whom: Addressee, law: str) -> Iterator[str]:
    """Say that an order of specific lots names none, and what naming the dearest would lock in.

    `named` is the same holding with the lots of highest basis sold first, `law` the authority by
    which what is not identified goes first in, first out.
    """
    what = f"{holding.asset} in {holding.account}"
    told = (
        f"{what}: the order is `specific`, and no lots are named, so it is sold first in, first "
        f"out, as any sale that names none ({law})."
    )
    if named.stop and not holding.undecided and named.left < holding.left:
        told += (
            f" Named {_TO_WHOM[to_whom]} before the sale, the lots of highest basis ({_lots(named)}"
            f": {quantity_text(named.quantity_to_sell)} {holding.asset}) would lock in "
            f"{cell_text(named.left, Unit.GAIN)}."
        )
    yield told


def does_not_count(
    account: str, assets: Sequence[str], own: Method, instead: Method, because: str
) -> str:
    """Say why the order of an account does not decide what a sale today takes."""
    return (
        f"{', '.join(assets)} in {account}: the order {own.upper()} of the account does not decide "
        f"a sale today, which goes {instead.upper()}, because {because}."
    )


def venue_notes(holdings: Sequence[Holding], account: Account) -> Iterator[str]:
    """Say what the venue of an account asks of the sales that are proposed there."""
    sold = [each for each in holdings if each.stop and each.account == account.name]
    if sold and account.fee_rate:
        yield (
            f"{account.name}: its fee (`fee_rate` {price_text(account.fee_rate)}) is in none of "
            "these figures; it makes a loss greater, a gain smaller."
        )
    for each in sold:
        what = f"{each.asset} in {account.name}"
        units = each.quantity_to_sell
        if account.step and units % account.step:
            most = units - units % account.step
            go = f"at most {quantity_text(most)} go" if most else "nothing of it can be sold"
            yield (
                f"{what}: it sells in steps of {quantity_text(account.step)}, so of "
                f"{quantity_text(units)} {go}; the figures are of all of it."
            )
        if each.quote is None:
            continue
        proceeds = value_at(units, each.quote.price)
        if proceeds < account.minimum:
            yield (
                f"{what}: the sale comes to {dollars(proceeds)}, less than the least that is taken "
                f"there, {dollars(account.minimum)} (`minimum`)."
            )


def _lots(holding: Holding) -> str:
    lots = [step.match.piece or "" for step in holding.steps[: holding.stop]]
    more = len(lots) - _NAMED
    rest = f" and {more} more" if more > 0 else ""
    return f"{', '.join(lots[:_NAMED])}{rest}"
