"""Which positions about other things than wash sales could matter: cheap to tell from events."""

from collections.abc import Callable, Mapping
from typing import Final

from harvestry.events.account import AccountKind
from harvestry.events.asset import Asset, Relation
from harvestry.events.kind import Kind
from harvestry.pipeline import Run


def could_matter(position: str, run: Run) -> bool:
    """Tell whether a choice that was not taken could change a figure of a run."""
    ask = _ASKED.get(position)
    return ask is None or ask(run)


def _swaps(relation: Relation) -> Callable[[Run], bool]:
    def stands_for(token: Asset, coin: str) -> bool:
        return token.relation is relation and token.wraps == coin

    def ask(run: Run) -> bool:
        pairs = {
            (event.asset, event.got_asset)
            for event in run.events
            if event.kind is Kind.TRADE and event.got_asset is not None
        }
        named = run.assets.named
        return any(
            stands_for(named(given), got) or stands_for(named(got), given) for given, got in pairs
        )

    return ask


def _pays_a_fee_to_move(run: Run) -> bool:
    return any(event.kind is Kind.TRANSFER and event.fee_asset for event in run.events)


def _has_several_wallets(run: Run) -> bool:
    accounts = [run.accounts.named(name) for name in run.state.accounts]
    wallets = [each for each in accounts if each.kind is AccountKind.WALLET]
    owners = [each.owner for each in wallets if not each.on_the_way]
    return len(owners) > len(set(owners))


_ASKED: Final[Mapping[str, Callable[[Run], bool]]] = {
    "wrapped": _swaps(Relation.WRAPPED),
    "bridged": _swaps(Relation.BRIDGED),
    "staked": _swaps(Relation.STAKED),
    "liquidity_pools": _swaps(Relation.LIQUIDITY_POOL),
    "transfer_fee": _pays_a_fee_to_move,
    "self_custody_pool": _has_several_wallets,
}
"""What tells; of any other position nothing does."""
