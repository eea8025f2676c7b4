"""Generated households that move coins between own accounts, with all that makes it hard to see.

What truly happened is known; the joining sees only the halves.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from events.making_events import FILE, event
from harvestry.events.event import Event
from harvestry.units.days import HOUR, SECOND, instant_text
from harvestry.units.exact import Quantity, quantity_of, quantity_text
from harvestry.units.source_ref import SourceRef

ACCOUNTS: Final = ("coinbase", "kraken", "gemini", "binance", "ledger", "phone")
ASSETS: Final = ("BTC", "ETH", "SOL", "USDC")
MINUTE: Final = 60 * SECOND
BEGIN: Final = 1_700_000_000 * SECOND
DAY: Final = 24 * HOUR


@dataclass
class TransferHousehold:
    """Halves, and which withdrawals truly went to which deposits."""

    chance: random.Random
    halves: list[Event] = field(default_factory=list)
    true: dict[str, set[str]] = field(default_factory=dict)
    clock: int = BEGIN
    number: int = 0

    def later(self, least: int, most: int) -> int:
        """Go on by a random time."""
        self.clock += self.chance.randint(least, most)
        return self.clock

    def amount(self) -> Quantity:
        """Give an amount with a few digits, as people send."""
        digits = self.chance.choice((1, 2, 4, 8))
        return quantity_of(f"{self.chance.uniform(0.05, 20):.{digits}f}") or quantity_of("1")

    def half(
        self, kind: str, account: str, asset: str, at: int, quantity: Quantity, **columns: str
    ) -> Event:
        """Add a half."""
        self.number += 1
        id_ = f"{kind[0]}{self.number}"
        text = quantity_text(quantity)
        made = event(id_, instant_text(at), kind, asset, text, account=account, **columns)
        made = replace(made, source=SourceRef(FILE, (self.number,)))
        self.halves.append(made)
        return made

    def move(
        self,
        asset: str,
        amount: Quantity,
        delay: int,
        *,
        hashes: int,
        fee: str,
        between: Sequence[str] = (),
        arrives: str = "",
    ) -> None:
        """Move coins; `hashes` of the halves name the transaction, `fee` says how it is paid.

        They arrive under another name if `arrives` is one.
        """
        one, other = between or self.chance.sample(ACCOUNTS, 2)
        burnt = amount * self.chance.randint(1, 40) // 10_000
        name = {"hash": f"0x{self.chance.getrandbits(128):032X}"}
        named = [name if hashes else {}, name if hashes > 1 else {}]
        self.chance.shuffle(named)
        columns = dict(named[0])
        came = amount
        if fee == "told":
            columns |= {"fee_asset": asset, "fee_quantity": quantity_text(burnt)}
            came = amount - burnt
        elif fee == "untold":
            came = amount - burnt
        elif fee == "third coin":
            columns |= {"fee_asset": "ETH" if asset != "ETH" else "BNB", "fee_quantity": "0.002"}
        out = self.half("withdrawal", one, asset, self.clock, amount, **columns)
        second = {"hash": name["hash"].lower().removeprefix("0x")} if named[1] else {}
        into = self.half("deposit", other, arrives or asset, self.clock + delay, came, **second)
        self.true[out.id] = {into.id}


def _plain(home: TransferHousehold) -> None:
    delay = home.chance.randint(-20, 180) * MINUTE
    fee = home.chance.choice(("none", "told", "untold", "third coin"))
    hashes = home.chance.choice((0, 0, 1, 2))
    home.move(home.chance.choice(ASSETS), home.amount(), delay, hashes=hashes, fee=fee)


def _wrapped_or_bridged(home: TransferHousehold) -> None:
    left, arrives = home.chance.choice(
        (("WETH", "ETH"), ("ETH", "WETH"), ("ETH.ARB", "ETH"), ("WBTC", "BTC"), ("USDC.E", "USDC"))
    )
    delay = home.chance.randint(1, 90) * MINUTE
    fee, hashes = home.chance.choice(("none", "told", "untold")), home.chance.choice((0, 1, 2))
    home.move(left, home.amount(), delay, hashes=hashes, fee=fee, arrives=arrives)


def _congested(home: TransferHousehold) -> None:
    asset = home.chance.choice(("BTC", "ETH"))
    most = 71 if asset == "BTC" else 23
    delay = home.chance.randint(3, most) * HOUR
    home.move(asset, home.amount(), delay, hashes=home.chance.choice((0, 1)), fee="untold")
    for _ in range(home.chance.randint(0, 2)):
        home.later(10 * MINUTE, 2 * HOUR)
        home.move(asset, home.amount(), 30 * MINUTE, hashes=0, fee="untold")


def _equal_amounts(home: TransferHousehold) -> None:
    asset, amount = home.chance.choice(ASSETS), home.amount()
    for _ in range(2):
        home.move(asset, amount, home.chance.randint(2, 90) * MINUTE, hashes=0, fee="none")
        home.later(30 * MINUTE, 20 * HOUR)


def _every_day_the_same(home: TransferHousehold) -> None:
    between = home.chance.sample(ACCOUNTS, 2)
    amount = home.amount()
    for _ in range(5):
        delay = home.chance.randint(5, 50) * MINUTE
        home.move("BTC", amount, delay, hashes=0, fee="none", between=between)
        home.later(22 * HOUR, 26 * HOUR)


def _many_to_one_by_hash(home: TransferHousehold) -> None:
    *givers, taker = home.chance.sample(ACCOUNTS, 3)
    name = f"{home.chance.getrandbits(128):x}"
    amounts = [home.amount() for _ in givers]
    out = [
        home.half("withdrawal", giver, "BTC", home.clock, amount, hash=name)
        for giver, amount in zip(givers, amounts, strict=True)
    ]
    whole = sum(amounts) * 999 // 1000
    into = home.half("deposit", taker, "BTC", home.clock + HOUR, whole, hash=name)
    for each in out:
        home.true[each.id] = {into.id}


def _one_to_many_by_hash(home: TransferHousehold) -> None:
    giver, *takers = home.chance.sample(ACCOUNTS, 3)
    name = f"{home.chance.getrandbits(128):x}"
    amounts = [home.amount() for _ in takers]
    whole = sum(amounts) * 1001 // 1000
    out = home.half("withdrawal", giver, "ETH", home.clock, whole, hash=name)
    home.true[out.id] = {
        home.half("deposit", taker, "ETH", home.clock + HOUR, amount, hash=name).id
        for taker, amount in zip(takers, amounts, strict=True)
    }


def _many_to_one_untold(home: TransferHousehold) -> None:
    """Nothing proves it, so nothing must be joined."""
    *givers, taker = home.chance.sample(ACCOUNTS, 3)
    amounts = [home.amount() for _ in givers]
    for giver, amount in zip(givers, amounts, strict=True):
        home.half("withdrawal", giver, "SOL", home.clock, amount)
    home.half("deposit", taker, "SOL", home.clock + HOUR, sum(amounts))


def _near_misses(home: TransferHousehold) -> None:
    """Withdrawals to strangers beside deposits from strangers that come near."""
    one, other = home.chance.sample(ACCOUNTS, 2)
    asset, amount = home.chance.choice(("ETH", "SOL", "USDC")), home.amount()
    home.half("withdrawal", one, asset, home.clock, amount)
    came, delay = home.chance.choice(
        (
            (amount * 1001 // 1000, HOUR),
            (amount * 994 // 1000, HOUR),
            (amount, 25 * HOUR),
            (amount, -2 * HOUR),
            (amount * 990 // 1000, 10 * MINUTE),
        )
    )
    home.half("deposit", other, asset, home.clock + delay, came)


def _paid_to_others_too(home: TransferHousehold) -> None:
    one, other = home.chance.sample(ACCOUNTS, 2)
    name = f"{home.chance.getrandbits(128):x}"
    amount = home.amount()
    out = home.half("withdrawal", one, "BTC", home.clock, 10 * amount, hash=name)
    into = home.half("deposit", other, "BTC", home.clock + HOUR, amount, hash=name)
    home.true[out.id] = {into.id}


def _strangers(home: TransferHousehold) -> None:
    """Payments to and from others, of many digits: an equal round amount nobody could tell."""
    for _ in range(2):
        kind = home.chance.choice(("withdrawal", "deposit"))
        asset = home.chance.choice(ASSETS)
        amount = quantity_of(f"{home.chance.uniform(0.05, 20):.8f}")
        home.half(kind, home.chance.choice(ACCOUNTS), asset, home.clock, amount)
        home.later(HOUR, DAY)


_STORIES: Final[tuple[tuple[Callable[[TransferHousehold], None], int], ...]] = (
    (_plain, 8),
    (_wrapped_or_bridged, 2),
    (_congested, 2),
    (_equal_amounts, 1),
    (_every_day_the_same, 1),
    (_many_to_one_by_hash, 1),
    (_one_to_many_by_hash, 1),
    (_many_to_one_untold, 1),
    (_near_misses, 2),
    (_paid_to_others_too, 1),
    (_strangers, 2),
)


def household(seed: int) -> TransferHousehold:
    """Give a household with some thirty transfers over a few months."""
    home = TransferHousehold(random.Random(seed))  # noqa: S311 - a seed, no secret
    stories = [story for story, times in _STORIES for _ in range(times)]
    home.chance.shuffle(stories)
    for story in stories:
        story(home)
        home.later(HOUR, 3 * DAY)
    home.chance.shuffle(home.halves)
    return home
