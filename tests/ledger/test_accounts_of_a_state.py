"""Which accounts a state knows: those whose units lie in a pool of several, before and after."""

from harvestry.ledger.pool import Pool
from harvestry.ledger.pooled import Pooled
from harvestry.ledger.state import State

POOL = ("universal:self", "X")


def test_the_accounts_of_a_pool_are_named_and_the_pool_is_not() -> None:
    pooled = Pooled(0, before={("a", "X"): POOL}, after={("w", "X"): ("wallets:self", "X")})
    state = State(pools={POOL: Pool(), ("m", "Y"): Pool()}, pooled=pooled)
    assert state.accounts == {"a", "w", "m"}
