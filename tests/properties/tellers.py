"""The deeds of a random life: what is received, given up, moved, sold short, and the fees of it."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from properties.amounts import DOLLAR, QUANTITIES, coins, dollars
from properties.rows import Life, Row
from properties.scenes import Scene

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


@dataclass
class Teller(Scene):
    """Tells one life, deed by deed. `fee_units` is the fee in coins that was added last."""

    fee_units: int = 0
    shorted: dict[tuple[str, str], int] = field(default_factory=lambda: defaultdict(int))

    def tell(self, length: int) -> Life:
        self.set_the_scene()
        while len(self.rows) < length:
            self.pass_time()
            self.happen()
        self.date_the_orders()
        self.chance.shuffle(self.rows)
        return Life(self.rows, self.accounts)

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

    # What comes in

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

    # What goes out

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

    # What moves

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

    # Shorts and results

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

    # Fees

    def how_paid(self, kind: str, ways: tuple[str, ...]) -> str:
        """Choose how the fee is paid, if there is one."""
        rare = {"opening": 0.1, "inherit": 0.2, "gift-in": 0.2, "deposit": 0.2, "fee": 0.0}
        if self.chance.random() > rare.get(kind, 0.6):
            return ""
        how = self.chance.choice(ways)
        if how == "cash" and kind not in ("buy", "sell", "spend", "trade", "short", "cover"):
            return ""
        return how

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
