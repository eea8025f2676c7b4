"""The scene of a random life: who holds what where, what time it is, and what a row is called.

Hard on purpose: moments that tie, ids that sort awkwardly, days around New Year and 29 February in
far-off zones, lots named that are too small, elsewhere or nowhere.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta, timezone
from random import Random
from zoneinfo import ZoneInfo

from properties.amounts import QUANTITIES, WORTH, coins
from properties.rows import Row

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
ID_SHAPES = ("sale-{}", "sale-{:03}", "{}", "{:02}", "tx{}b", "x{}-9", "x{}-10", "É{}", "a{}/z")


@dataclass
class Scene:
    """Where a life has come to: its accounts, coins and ids, the time, and the rows so far.

    `kinds` says what happens how often; `depth`, unless 0, how many accounts and coins there are.
    `held` is about what each account holds: most sales are covered, not all.
    """

    chance: Random
    kinds: dict[str, int]
    depth: int = 0
    accounts: dict[str, Row] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)
    styles: dict[str, str] = field(default_factory=dict)
    worths: list[str] = field(default_factory=list)
    shape: str = ID_SHAPES[0]
    careful: bool = True
    now: datetime = datetime(2024, 1, 1, tzinfo=UTC)
    moments: list[datetime] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    held: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))
    roots: dict[tuple[str, str], list[str]] = field(default_factory=lambda: defaultdict(list))
    rows: list[Row] = field(default_factory=list)

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

    # Rows

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
