"""Random trading lives: rows of the Harvestry CSV and the accounts they happened in, by seed.

A life holds what is hard on purpose: moments that tie, ids that sort awkwardly, days around New
Year and 29 February in far-off zones, dust, unknown values, sales of more than is held.
"""

import os
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from oracle.naive_pools import Household
from properties.amounts import DOLLAR, QUANTITIES, WORTH, coins, dollars

Row = dict[str, str]

ZONES = (
    "UTC",
    "America/New_York",
    "America/Los_Angeles",
    "America/St_Johns",
    "Europe/London",
    "Asia/Tokyo",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
METHODS = ("fifo", "lifo", "hifo", "specific")
ACCOUNTS = ("kraken", "ledger", "coinbase", "Gemini", "cold wallet")
COINS = ("BTC", "ETH", "SHIB", "XNO", "bnb")
GIVING = (
    "sell",
    "trade",
    "transfer",
    "chain",
    "spend",
    "fee",
    "gift-out",
    "donation",
    "lost",
    "stolen",
    "withdrawal",
)
INCOME = (
    "staking",
    "mining",
    "interest",
    "airdrop",
    "fork",
    "reward",
    "wages",
    "services",
    "other",
)
ID_SHAPES = ("sale-{}", "sale-{:03}", "{}", "{:02}", "tx{}b", "x{}-9", "x{}-10", "É{}", "a{}/z")


FULL_SIZE = os.environ.get("HARVESTRY_TESTS") == "full"


class Life(NamedTuple):
    """Rows and the accounts they happened in; with a `household` its pools and identifications."""

    rows: list[Row]
    accounts: dict[str, Row]
    household: Household | None = None


def dice(seed: int | str) -> Random:
    """Give the chance of a seed: tests need it to be repeatable, nobody needs it to be secret."""
    return Random(seed)  # noqa: S311


@dataclass
class Teller:
    """Tells one life. `held` is about what each account holds: most sales are covered, not all."""

    chance: Random
    kinds: dict[str, int]
    depth: int = 0
    accounts: dict[str, Row] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    styles: dict[str, str] = field(default_factory=dict)
    worths: list[str] = field(default_factory=list)
    shape: str = ID_SHAPES[0]
    careful: bool = True
    fee_units: int = 0
    now: datetime = datetime(2024, 1, 1, tzinfo=UTC)
    moments: list[datetime] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    held: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    shorted: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    roots: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    rows: list[Row] = field(default_factory=list)

    def tell(self, length: int) -> Life:
        self.set_the_scene()
        while len(self.rows) < length:
            self.pass_time()
            self.happen()
        self.date_the_orders()
        self.chance.shuffle(self.rows)
        return Life(self.rows, self.accounts)

    def set_the_scene(self) -> None:
        chance = self.chance
        self.places = chance.sample(ACCOUNTS, self.depth or chance.randint(2, 5))
        for place in self.places[1:] if chance.random() < 0.2 else self.places:
            self.accounts[place] = {
                "time_zone": chance.choice(ZONES),
                "lots": chance.choice(METHODS),
            }
        style = chance.choice((*QUANTITIES, None))
        for coin in chance.sample(COINS, self.depth or chance.randint(2, 5)):
            self.styles[coin] = style or chance.choice(list(QUANTITIES))
        self.worths = chance.choices(list(WORTH), k=2)
        self.shape = chance.choice(ID_SHAPES)
        self.careful = chance.random() < 0.6  # and never gives up more than is held
        self.now = datetime(chance.randint(2020, 2025), 1, 1, tzinfo=UTC) + timedelta(
            seconds=chance.randint(0, 3 * 365 * 86400)
        )
        if chance.random() < 0.1:
            self.now = datetime(
                chance.choice((2020, 2024)), 2, 28, chance.randint(0, 23), tzinfo=UTC
            )

    # Time

    def date_the_orders(self) -> None:
        """Let half of the standing orders begin on a day on or near which something happened."""
        chance = self.chance
        for settings in self.accounts.values():
            if chance.random() < 0.5:
                moment = chance.choice(self.moments).astimezone(ZoneInfo(settings["time_zone"]))
                day = moment.date() + timedelta(days=chance.choice((-1, 0, 0, 0, 1)))
                settings["lots_from"] = day.isoformat()

    def pass_time(self) -> None:
        """Go on: not at all, a little, or to a moment near which days and terms are decided."""
        chance = self.chance
        luck = chance.random()
        near = timedelta(hours=chance.randint(-16, 16), minutes=chance.choice((0, 0, 1, 59)))
        if luck < 0.3:
            then = self.now
        elif luck < 0.6:
            then = self.now + timedelta(microseconds=chance.choice((1, 10**6, 10**9, 10**11)))
        elif luck < 0.7:
            then = datetime(self.now.year + 1, 1, 1, tzinfo=UTC) + near
        elif luck < 0.8:
            year = self.now.year + chance.choice((0, 1, (1 - self.now.year) % 4))
            then = datetime(year, 2, 28, tzinfo=UTC) + timedelta(days=chance.randint(0, 2)) + near
        elif luck < 0.9 and self.moments:
            then = chance.choice(self.moments) + timedelta(days=365 + chance.randint(0, 2)) + near
        else:
            then = self.now + timedelta(seconds=chance.randint(1, 200 * 86400))
        self.now = max(self.now, then)
        self.moments.append(self.now)

    def time_text(self, moment: datetime) -> str:
        offset = self.chance.choice((None, None, -300, 0, 345, 540))
        if offset is None:
            return moment.isoformat().replace("+00:00", "Z")
        return moment.astimezone(timezone(timedelta(minutes=offset))).isoformat()

    # What happens

    def happen(self) -> None:
        kinds = self.kinds
        kind = self.chance.choices(list(kinds), list(kinds.values()))[0]
        maker = {
            "transfer": self.transfer,
            "chain": self.chain,
            "trade": self.trade,
            "short": self.short,
            "cover": self.cover,
            "pnl:1256": self.result,
            "pnl:other": self.result,
        }.get(kind)
        gives_up = kind in GIVING and self.careful
        if gives_up and not any(quantity > 0 for quantity in self.held.values()):
            self.receive("buy")
        elif maker is not None:
            maker(kind)
        elif kind in ("sell", "spend", "fee"):
            self.sell(kind)
        elif kind in ("gift-out", "donation", "lost", "stolen", "withdrawal"):
            self.depart(kind)
        else:
            self.receive(kind)

    def row(self, kind: str, account: str, asset: str, quantity: int, **more: str) -> Row:
        row = {
            "time": self.time_text(self.now),
            "account": account,
            "kind": kind,
            "asset": asset,
            "quantity": coins(quantity),
            "id": self.new_id(),
            **{name: text for name, text in more.items() if text},
        }
        self.rows.append(row)
        return row

    def new_id(self) -> str:
        while True:
            shape = self.shape if self.chance.random() < 0.7 else self.chance.choice(ID_SHAPES)
            name = shape.format(self.chance.randint(1, 25 + 2 * len(self.ids)))
            if name not in self.ids:
                self.ids.add(name)
                return name

    def receive(self, kind: str) -> None:
        chance = self.chance
        account, asset = chance.choice(self.places), chance.choice(list(self.styles))
        quantity = QUANTITIES[self.styles[asset]](chance)
        usd = self.worth(quantity)
        more = {}
        if kind == "income":
            kind = f"income:{chance.choice(INCOME)}"
        elif kind == "deposit":
            usd = None
        elif kind in ("opening", "inherit", "gift-in"):
            more["acquired"] = self.acquired()
        if kind == "gift-in" and usd is not None and chance.random() < 0.8:
            tenths = chance.choice((0, 1, 5, 9, 10, 11, 20))
            more["fmv_usd"] = dollars(usd * tenths // 10)
        how = self.how_paid(kind, ("", "cash", "third", "withheld"))
        if how == "withheld":
            usd = self.withhold(more, kind, asset, quantity, usd)
        elif how:
            self.fee(more, how, kind, account, asset, quantity)
        row = self.row(kind, account, asset, quantity, usd=dollars(usd), **more)
        self.held[account, asset] += quantity - (self.fee_units if how == "withheld" else 0)
        self.roots[account, asset].append(row["id"])

    def how_paid(self, kind: str, ways: tuple[str, ...]) -> str:
        """Choose how the fee is paid, if there is one."""
        rare = {"opening": 0.1, "inherit": 0.2, "gift-in": 0.2, "deposit": 0.2, "fee": 0.0}
        if self.chance.random() > rare.get(kind, 0.6):
            return ""
        how = self.chance.choice(ways)
        if how == "cash" and kind not in ("buy", "sell", "spend", "trade", "short", "cover"):
            return ""
        return how

    def acquired(self) -> str:
        """Choose the day or moment a lot was first acquired: often one that ties."""
        chance = self.chance
        luck = chance.random()
        if luck < 0.2:
            return ""
        if abs(self.now.timetuple().tm_yday - 59) <= 1 and luck < 0.7:
            return f"{self.now.year - 1}-02-28"
        if luck < 0.5:
            return self.time_text(chance.choice(self.moments))
        if luck < 0.9:
            day = self.now.date().toordinal() - chance.choice((0, 1, 364, 365, 365, 366, 366, 367))
            return date.fromordinal(day).isoformat()
        return chance.choice(("1950-06-30", "2020-02-28", "2020-02-29", "2024-02-29"))

    def sell(self, kind: str) -> None:
        account, asset = self.where()
        quantity = self.part_of(account, asset)
        usd = self.worth(quantity)
        more = {"lots": self.names(account, asset, quantity)}
        how = self.how_paid(kind, ("cash", "own", "third"))
        if how:
            self.fee(more, how, kind, account, asset, quantity)
        self.row(kind, account, asset, quantity, usd=dollars(usd), **more)
        self.held[account, asset] -= quantity

    def trade(self, kind: str) -> None:
        chance = self.chance
        account, asset = self.where()
        got = chance.choice([coin for coin in self.styles if coin != asset])
        quantity, got_quantity = self.part_of(account, asset), QUANTITIES[self.styles[got]](chance)
        usd = self.worth(got_quantity)
        more = {"lots": self.names(account, asset, quantity), "got_asset": got}
        more["got_quantity"] = coins(got_quantity)
        how = self.how_paid(kind, ("cash", "own", "withheld", "third"))
        if how == "withheld":
            usd = self.withhold(more, kind, got, got_quantity, usd)
        elif how:
            self.fee(more, how, kind, account, asset, quantity)
        row = self.row(kind, account, asset, quantity, usd=dollars(usd), **more)
        self.held[account, asset] -= quantity
        self.held[account, got] += got_quantity - (self.fee_units if how == "withheld" else 0)
        self.roots[account, got].append(row["id"])

    def depart(self, kind: str) -> None:
        account, asset = self.where()
        quantity = self.part_of(account, asset)
        more: Row = {}
        how = self.how_paid(kind, ("own", "third"))
        if how:
            self.fee(more, how, kind, account, asset, quantity)
        if self.chance.random() < 0.3:
            more["usd"] = dollars(self.worth(quantity))
        if how != "own":
            more["lots"] = self.names(account, asset, quantity)
        elif quantity > self.fee_units:
            more["lots"] = self.names(account, asset, quantity - self.fee_units)
        self.row(kind, account, asset, quantity, **more)
        self.held[account, asset] -= quantity

    def transfer(self, _: str) -> None:
        account, asset = self.where()
        self.send(account, self.chance.choice(self.places), asset, self.part_of(account, asset))

    def chain(self, _: str) -> None:
        """Send units on and on within one instant."""
        account, asset = self.where()
        quantity = self.part_of(account, asset)
        for _ in range(self.chance.randint(2, 3)):
            to = self.chance.choice(self.places)
            self.send(account, to, asset, quantity)
            if self.chance.random() < 0.3:
                quantity = max(1, quantity // 2)
            account = to

    def send(self, account: str, to: str, asset: str, quantity: int) -> None:
        more = {"to_account": to, "lots": self.names(account, asset, quantity)}
        how = self.how_paid("transfer", ("cash", "own", "third"))
        if how:
            self.fee(more, how, "transfer", account, asset, quantity)
        row = self.row("transfer", account, asset, quantity, **more)
        self.held[account, asset] -= quantity
        self.held[to, asset] += quantity
        self.roots[to, asset] += self.roots[account, asset][-20:]
        if self.chance.random() < 0.1:
            self.roots[to, asset].append(row["id"])

    def short(self, kind: str) -> None:
        chance = self.chance
        account, asset = chance.choice(self.places), chance.choice(list(self.styles))
        if self.shorted and chance.random() < 0.5:
            account, asset = chance.choice(list(self.shorted))
        quantity = QUANTITIES[self.styles[asset]](chance)
        self.shorted[account, asset] += quantity
        self.short_side(kind, account, asset, quantity)

    def cover(self, kind: str) -> None:
        positions = [place for place, quantity in self.shorted.items() if quantity > 0]
        if not positions:
            self.short("short")
            return
        account, asset = self.chance.choice(positions)
        quantity = self.chance.randint(1, self.shorted[account, asset])
        self.shorted[account, asset] -= quantity
        # A cover may not come before its short: it never shares an instant with anything.
        self.now += timedelta(seconds=1)
        self.short_side(kind, account, asset, quantity)

    def short_side(self, kind: str, account: str, asset: str, quantity: int) -> None:
        more: Row = {}
        how = self.how_paid(kind, ("cash", "third"))
        if how:
            self.fee(more, how, kind, account, asset, quantity)
        self.row(kind, account, asset, quantity, usd=dollars(self.worth(quantity)), **more)

    def result(self, kind: str) -> None:
        usd = self.chance.randint(-(10**21), 10**21)
        self.row(kind, self.chance.choice(self.places), "BTC-PERP", 0, usd=dollars(usd))

    # Amounts

    def where(self) -> tuple[str, str]:
        """Choose a place and a coin to give up: mostly ones that are there."""
        full = [place for place, quantity in self.held.items() if quantity > 0]
        if full and (self.careful or self.chance.random() < 0.97):
            return self.chance.choice(full)
        return self.chance.choice(self.places), self.chance.choice(list(self.styles))

    def part_of(self, account: str, asset: str) -> int:
        chance = self.chance
        held = self.held[account, asset]
        if held <= 0 or (chance.random() < 0.02 and not self.careful):
            return max(held, 0) + QUANTITIES[self.styles[asset]](chance)
        if self.depth and chance.random() < 0.9:
            return min(held, QUANTITIES[self.styles[asset]](chance))
        parts = (
            held,
            held,
            max(1, held // chance.choice((2, 3, 4, 7))),
            max(1, held // chance.choice((2, 3, 4, 7))),
            max(1, held - 1),
            1,
            chance.randint(1, held),
            chance.randint(1, held),
        )
        return chance.choice(parts)

    def worth(self, quantity: int) -> int | None:
        luck = self.chance.random()
        if luck < 0.04:
            return None
        return 0 if luck < 0.06 else WORTH[self.chance.choice(self.worths)](self.chance, quantity)

    def fee(self, more: Row, how: str, kind: str, account: str, asset: str, quantity: int) -> None:
        """Add a fee in cash, in the asset itself or in a third coin, sometimes of unknown value."""
        chance = self.chance
        if how == "third":
            others = [
                coin
                for coin in self.styles
                if coin not in (asset, more.get("got_asset"))
                and (self.held[account, coin] > 0 or not (self.careful or chance.random() < 0.8))
            ]
            if not others:
                return
            asset = chance.choice(others)
            held = self.held[account, asset]
            quantity = held if held > 0 else QUANTITIES[self.styles[asset]](chance)
        if how != "cash":
            units = quantity if chance.random() < 0.05 else max(1, quantity // 50)
            on_top = kind == "transfer" and how == "own"
            if on_top and self.careful and self.held[account, asset] < quantity + units:
                return
            more["fee_asset"], more["fee_quantity"] = asset, coins(units)
            self.fee_units = units
            if how == "third" or on_top:
                self.held[account, asset] -= units
            if chance.random() < 0.25:
                return
        more["fee_usd"] = dollars(chance.choice((chance.randint(0, 10**20), 0, 1, DOLLAR)))

    def withhold(
        self, more: Row, kind: str, asset: str, quantity: int, usd: int | None
    ) -> int | None:
        """Add a fee withheld from what is received, and give what was received is worth."""
        units = max(1, quantity // self.chance.choice((2, 7, 50, 1000)))
        if units == quantity and kind == "buy":
            return usd  # what is withheld from a purchase is less than all of it
        more["fee_asset"], more["fee_quantity"] = asset, coins(units)
        self.fee_units = units
        if self.chance.random() < 0.5:
            more["fee_usd"] = dollars(self.chance.randint(0, 10**18))
        return usd

    def names(self, account: str, asset: str, quantity: int) -> str:
        """Name lots: good ones, ones that hold too little, ones that are elsewhere or nowhere."""
        chance = self.chance
        roots = self.roots[account, asset]
        if not roots or chance.random() < 0.75:
            return ""
        everywhere = [root for place in self.places for root in self.roots[place, asset]]
        named: list[str] = []
        rest = quantity
        times = chance.randint(1, 3)
        for left in range(times, 0, -1):
            name = chance.choice(roots if chance.random() < 0.8 else [*everywhere, "nowhere-1"])
            if chance.random() < 0.2:
                name += chance.choice(("/1", "/2", "/3", "/10"))
            part = rest if left == 1 else chance.randint(1, rest)
            rest -= part
            if left == 1:
                part += chance.choice((0, 0, 0, quantity))
                if chance.random() < 0.2:
                    part = max(1, part // 2)
            named.append(f"{name}:{coins(part)}")
            if not rest:
                break
        return ";".join(named)


KINDS = {
    "buy": 20,
    "sell": 16,
    "trade": 12,
    "transfer": 9,
    "chain": 3,
    "deposit": 2,
    "withdrawal": 2,
    "income": 6,
    "spend": 3,
    "fee": 2,
    "gift-in": 8,
    "inherit": 2,
    "gift-out": 2,
    "donation": 1,
    "lost": 1,
    "stolen": 1,
    "opening": 3,
    "short": 2,
    "cover": 2,
    "pnl:1256": 1,
    "pnl:other": 1,
}


TRADING = {"buy": 30, "sell": 20, "transfer": 3, "income": 3, "opening": 1}


def life(
    seed: int | str,
    kinds: dict[str, int] | None = None,
    length: int | None = None,
) -> Life:
    """Tell the life of a seed: mostly short, now and then long, and rarely of little but trading.

    The last fills one pool with hundreds of pieces.
    """
    chance = dice(seed)
    luck = chance.random()
    if length is None and luck < 0.005 and kinds is None:
        return Teller(chance, TRADING, depth=1).tell(chance.randint(250, 350))
    if length is None:
        length = chance.randint(60, 160) if luck < 0.02 else chance.randint(3, 28)
    return Teller(chance, kinds or KINDS).tell(length)
