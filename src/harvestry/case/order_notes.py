"""What is to be said of the orders in force of a plan: which name no lots, which do not count."""

from collections import defaultdict
from collections.abc import Iterator

from harvestry import pipeline
from harvestry.case.view import View
from harvestry.events.account import Method
from harvestry.harvest.holding import Holding
from harvestry.harvest.wallet_pools import wallets_of
from harvestry.ledger.identification import addressee, objection_to_order
from harvestry.ledger.rules import desk
from harvestry.reports.order_words import does_not_count, in_wallets, none_named, venue_notes


def order_notes(view: View) -> Iterator[str]:
    """Say what the orders in force rest on, and what the venues ask of the sales proposed."""
    in_force = view.order(None)
    yield from _of_wallets(view)
    yield from _none_named(view)
    yield from _not_counting(view)
    for name in sorted({each.account for each in in_force.holdings if each.stop}):
        yield from venue_notes(in_force.holdings, view.run.accounts.named(name))


def _of_wallets(view: View) -> Iterator[str]:
    """Say in which wallets the units of a pool of several lie, and by which order they are sold."""
    run, in_force = view.run, view.order(None)
    wallets = wallets_of(run.state, run.events)
    for holding in in_force.holdings:
        key = holding.account, holding.asset
        if key in wallets:
            each = [
                (name, units, run.accounts.named(name).order_on(run.moment.day))
                for name, units in wallets[key].items()
            ]
            yield in_wallets(holding.asset, key[0], each, in_force.orders[key])


def _none_named(view: View) -> Iterator[str]:
    """Say which holdings are sold by an order that names no lots, where it could name some."""
    run, in_force = view.run, view.order(None)
    for n, holding in enumerate(in_force.holdings):
        key = holding.account, holding.asset
        if in_force.orders[key] is not Method.SPECIFIC or not _has_a_choice(holding):
            continue
        assert run.rules.pools is not None
        account, day = run.accounts.named(holding.account), run.moment.day
        to_whom = addressee(account, run.rules.pools, holding.asset, day)
        law = run.law.on("default-order", day).cite.law
        yield from none_named(holding, view.order(Method.HIFO).holdings[n], to_whom, law)


def _has_a_choice(holding: Holding) -> bool:
    return len({step.match.lot for step in holding.steps}) > 1


def _not_counting(view: View) -> Iterator[str]:
    """Say of which accounts the order does not count today, and why, once for all their assets."""
    run, in_force = view.run, view.order(None)
    rules = pipeline.selling_rules(run, None)
    found: dict[tuple[str, Method, Method, str], list[str]] = defaultdict(list)
    for holding in in_force.holdings:
        account, asset = holding.account, holding.asset
        because = objection_to_order(desk(rules, account), asset, run.moment.day)
        if because is not None and _has_a_choice(holding):
            own = run.accounts.named(account).order_on(run.moment.day)
            found[account, own, in_force.orders[account, asset], because].append(asset)
    for (account, own, instead, because), assets in found.items():
        yield does_not_count(account, assets, own, instead, because)
