"""Random trading lives around the wash-sale rule: buys close to sales, in many kinds of accounts.

What is hard here on purpose: days that differ between the household's zone and the account's,
windows that just close, lots from before the record bought in them, fills of one order, day
trades, chains of losses, purchases that moved on, replacements in retirement accounts, other
people's accounts and other coins of the same group.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from properties.amounts import QUANTITIES, units_of
from properties.lives import dice
from properties.rows import Life, Row
from properties.scenes import ID_SHAPES, METHODS, ZONES
from properties.tellers import Teller

HOLDERS: dict[str, Row] = {
    "kraken": {},
    "coinbase": {},
    "ledger": {"owner": "self", "treatment": "taxable"},
    "hers": {"owner": "spouse"},
    "his other": {"owner": "spouse", "treatment": "taxable"},
    "ours": {"owner": "joint"},
    "company": {"owner": "entity"},
    "ira": {"treatment": "traditional-ira"},
    "roth": {"treatment": "roth-ira"},
    "her roth": {"owner": "spouse", "treatment": "roth-ira"},
    "plan": {"treatment": "401k"},
    "health": {"treatment": "hsa"},
}
TAXABLE = ("kraken", "coinbase", "ledger", "hers", "his other", "ours")
ASSETS: dict[str, Row] = {
    "BTC": {"class": "coin", "group": "bitcoin"},
    "WBTC": {"class": "coin", "group": "bitcoin"},
    "ETH": {"class": "coin"},
    "SHARE": {"class": "security"},
    "CALL": {"class": "option", "group": "SHARE", "multiplier": "3"},
    "PUT": {"class": "option", "group": "SHARE", "right": "put", "multiplier": "3"},
    "COIN CALL": {"class": "option", "group": "ETH", "multiplier": "2"},
    "FUND": {"class": "security", "group": "bitcoin", "multiplier": "0.5"},
    "USDC": {"class": "stablecoin", "group": "usdc"},
    "MBT": {"class": "future-1256", "group": "bitcoin", "multiplier": "0.1"},
    "PUNK": {"class": "nft"},
}
"""Every asset has its class; one without a group is identical with itself alone."""
INSTEAD = {"PUT": ("CALL", 0.3), "COIN CALL": ("CALL", 0.2), "FUND": ("SHARE", 0.3)}
"""What stands in place of which other asset in how many of the lives."""
TOLD_OF = tuple(name for name in ASSETS if name not in INSTEAD)
"""What lives are told of at first."""
CHOICES = {
    "futures": ("different", "identical"),
    "income_as_purchase": ("pay", "yes", "no"),
    "mutual_loop": ("once", "both"),
    "older_lot": ("counts", "exempt"),
    "retirement_plans": ("like-ira", "not-covered"),
    "same_day_losses": ("acquisition", "time-of-sale"),
    "same_order": ("exempt", "counts"),
    "sold_before_loss": ("skip", "counts"),
    "spouse_purchase": ("deferred", "lost"),
    "stablecoins": ("not-covered", "covered"),
}
"""Each position with its default first."""
WASH_KINDS = {
    "buy": 34,
    "sell": 30,
    "trade": 10,
    "transfer": 7,
    "chain": 2,
    "income": 5,
    "spend": 2,
    "fee": 2,
    "gift-in": 3,
    "inherit": 1,
    "gift-out": 3,
    "donation": 1,
    "lost": 1,
    "opening": 5,
    "deposit": 1,
    "withdrawal": 1,
}
DAY = 86400


class WashLife(NamedTuple):
    """A life with what the wash-sale rule needs to know beside it."""

    rows: list[Row]
    accounts: dict[str, Row]
    assets: Mapping[str, Row]
    regime: str
    zone: str
    positions: Mapping[str, str]

    @property
    def life(self) -> Life:
        return Life(self.rows, self.accounts)

    def living(self, life: Life) -> "WashLife":
        """Give the same household with another life."""
        return self._replace(rows=life.rows, accounts=life.accounts)


@dataclass
class WashTeller(Teller):
    """Tells a life in which what was sold is often bought again soon."""

    orders: list[str] = field(default_factory=list)

    def set_the_scene(self) -> None:
        chance = self.chance
        taxable = chance.sample(TAXABLE, chance.choice((1, 1, 2, 2, 3)))
        others = [name for name in HOLDERS if name not in taxable]
        self.places = [*taxable, *chance.sample(others, chance.choice((0, 0, 1, 1, 2)))]
        for place in self.places:
            if HOLDERS[place] or chance.random() < 0.8:
                self.accounts[place] = {
                    "time_zone": chance.choice(ZONES),
                    "lots": chance.choice(METHODS),
                    **HOLDERS[place],
                }
        style = chance.choice(("whole", "whole", "hundredths", "sats", "wei", "finest", "dust"))
        first = chance.choice(("BTC", "BTC", "SHARE", "ETH", *TOLD_OF))
        others = [coin for coin in TOLD_OF if coin != first]
        coins = [first, *chance.sample(others, chance.randint(1, 2))]
        for coin in coins:
            odd = chance.random() < 0.1
            self.styles[coin] = chance.choice(list(QUANTITIES)) if odd else style
        self.worths = chance.choices(
            ("near", "near", "near", "even", "cents", "digits", "dust"), k=2
        )
        self.shape = chance.choice(ID_SHAPES)
        self.careful = chance.random() < 0.85
        self.now = datetime(chance.randint(2023, 2025), 1, 1, tzinfo=UTC) + timedelta(
            days=chance.choice((chance.randint(0, 365), chance.randint(320, 360))),
            seconds=chance.randint(0, DAY),
        )

    def pass_time(self) -> None:
        """Go on by little, or to the edge of a window around something that happened."""
        chance = self.chance
        luck = chance.random()
        if luck < 0.3:
            then = self.now
        elif luck < 0.55:
            then = self.now + timedelta(seconds=chance.randint(1, DAY))
        elif luck < 0.85:
            then = self.now + timedelta(seconds=chance.randint(1, 14 * DAY))
        elif luck < 0.96 and self.moments:
            near = timedelta(hours=chance.randint(-16, 16))
            days = timedelta(days=chance.choice((29, 30, 30, 31)))
            then = chance.choice(self.moments) + days + near
        else:
            then = self.now + timedelta(seconds=chance.randint(1, 300 * DAY))
        self.now = max(self.now, then)
        self.moments.append(self.now)

    def receive(self, kind: str) -> None:
        """Receive, a purchase now and then in several fills of one order."""
        chance = self.chance
        super().receive(kind)
        if kind != "buy" or chance.random() < 0.6:
            return
        first = self.rows[-1]
        if not self.orders or chance.random() < 0.7:
            self.orders.append(f"o{len(self.orders) + 1}")
        first["order"] = self.orders[-1]
        for _ in range(chance.choice((0, 0, 1, 2))):
            self.now += timedelta(seconds=chance.choice((0, 0, 1, 3600, DAY)))
            fill = dict(first) | {"id": self.new_id(), "time": self.time_text(self.now)}
            self.rows.append(fill)
            place = first["account"], first["asset"]
            self.held[place] += self.units_received(fill)
            self.roots[place].append(fill["id"])

    def acquired(self) -> str:
        """Choose when an opening or a gift was acquired: often lately, near what was sold."""
        chance = self.chance
        if chance.random() < 0.5:
            return super().acquired()
        then = self.now - timedelta(days=chance.choice((0, 1, 10, 20, 29, 30, 31, 45)))
        return then.date().isoformat() if chance.random() < 0.7 else self.time_text(then)

    def units_received(self, row: Row) -> int:
        """Give the units of a buy that are left after a fee withheld from them."""
        withheld = row.get("fee_asset") == row["asset"]
        return units_of(row["quantity"]) - (units_of(row["fee_quantity"]) if withheld else 0)

    def send(self, account: str, to: str, asset: str, quantity: int) -> None:
        """Move mostly between accounts that are taxed alike."""
        alike = [
            place
            for place in self.places
            if HOLDERS[place].get("treatment", "taxable")
            == HOLDERS[account].get("treatment", "taxable")
        ]
        if self.chance.random() < 0.95:
            to = self.chance.choice(alike)
        super().send(account, to, asset, quantity)


def wash_life(seed: int | str, length: int | None = None) -> WashLife:
    """Tell the life of a seed, with its household's regime, zone and positions."""
    chance = dice(f"wash {seed}")
    kinds = WASH_KINDS
    if chance.random() < 0.3:
        kinds = {"buy": 40, "sell": 40, "trade": 10, "transfer": 8}
    if length is None:
        length = chance.randint(40, 90) if chance.random() < 0.03 else chance.randint(4, 26)
    teller = WashTeller(chance, kinds)
    told = teller.tell(length)
    regime = chance.choices(("apply", "current-law", "from:"), (75, 10, 15))[0]
    if regime == "from:":
        regime += chance.choice(teller.moments).date().isoformat()
    positions = {
        name: chance.choice(choices) for name, choices in CHOICES.items() if chance.random() < 0.3
    }
    zone = chance.choice(ZONES)
    rows = told.rows
    for asset, (other, share) in INSTEAD.items():
        if dice(f"{asset.lower()} {seed}").random() < share:
            rows = [
                {key: asset if value == other else value for key, value in row.items()}
                for row in rows
            ]
    return WashLife(rows, told.accounts, ASSETS, regime, zone, positions)
