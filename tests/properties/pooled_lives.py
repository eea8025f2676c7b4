"""Random lives around the end of universal pools: owners, kinds of account, orders told to whom.

They run from 2024 into 2027, with allocations of every rule, names told late or to the wrong one,
and securities among the coins.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from oracle.naive_books import gives_up, instant
from oracle.naive_pools import Household, PooledMatcher
from properties.amounts import COIN, coins
from properties.lives import KINDS, dice
from properties.rows import Life, Row
from properties.scenes import METHODS, ZONES
from properties.tellers import Teller

OWNERS = ("self",) * 7 + ("spouse", "joint", "entity")
TREATMENTS = ("taxable",) * 10 + ("roth-ira", "hsa")
ACCOUNT_KINDS = ("wallet", "wallet", "exchange", "exchange", "brokerage")
OFFERED = ("", "fifo", "hifo", "lifo", "fifo hifo")
RULES = ("history", "file", *("lowest-to-largest", "highest-to-largest") * 2)
DESCRIBED = ("2024-12-20", "2024-12-20", "2024-12-31", "2025-01-01", "")
COMPLETED = ("2025-01-02", "2025-02-01", "2025-07-01", "2026-10-15", "2026-10-16", "")
NOTHING = Fraction(0)
LATEST = datetime(2027, 6, 1, tzinfo=UTC)


@dataclass
class PooledTeller(Teller):
    """Tells one life from 2024 on, then what its household chose."""

    household: Household = field(default_factory=Household)

    def tell(self, length: int) -> Life:
        rows, accounts, _ = super().tell(length)
        self.name_in_time()
        self.choose()
        return Life(rows, accounts, self.household)

    def set_the_scene(self) -> None:
        super().set_the_scene()
        chance = self.chance
        for place in self.places:
            settings = self.accounts.setdefault(place, {"time_zone": "UTC"})
            settings["owner"] = chance.choice(OWNERS)
            settings["treatment"] = chance.choice(TREATMENTS)
            settings["kind"] = chance.choice(ACCOUNT_KINDS)
            settings["lots"] = chance.choice(METHODS)
            settings["lots_told"] = chance.choice(("books", "broker"))
        home = chance.choice(("UTC", *ZONES))
        if chance.random() < 0.5:
            home = self.accounts[self.places[0]]["time_zone"]
        for coin in list(self.styles)[3:]:
            del self.styles[coin]
        self.household = Household(time_zone=home)
        self.now = datetime(2024, chance.choice((1, 6, 11, 12)), 1, tzinfo=UTC)

    def pass_time(self) -> None:
        """Go on slowly, and now and then close to a day on which a rule changes."""
        chance = self.chance
        luck = chance.random()
        if luck < 0.09 and len(self.rows) > 5:
            year = chance.choice((2025, 2025, 2025, 2027))
            turn = datetime(year, 1, 1, tzinfo=ZoneInfo(self.household.time_zone))
            near = timedelta(hours=chance.choice((-20, -1, 0, 0, 1, 20)))
            near += timedelta(microseconds=chance.choice((-1, 0, 0, 1)))
            then = turn.astimezone(UTC) + near
        elif luck < 0.3:
            then = self.now
        elif luck < 0.9:
            then = self.now + timedelta(seconds=chance.randint(1, 20 * 86400))
        else:
            then = self.now + timedelta(days=chance.randint(1, 120))
        self.now = max(self.now, then if then < LATEST else self.now)
        self.moments.append(self.now)

    def worth(self, quantity: int) -> int | None:
        """Leave a value unknown more often: unknown basis has a place of its own in every order."""
        return None if self.chance.random() < 0.08 else super().worth(quantity)

    def name_in_time(self) -> None:
        """Say when and to whom lots were named: often in time, sometimes a moment late."""
        chance = self.chance
        for row in self.rows:
            if "lots" not in row:
                continue
            moment = datetime.fromisoformat(row["time"])
            when = chance.choice(("", "", "before", "at", "after"))
            away = {"before": -1, "at": 0, "after": 1}.get(when)
            if away is not None:
                row["lots_at"] = (moment + timedelta(microseconds=away)).isoformat()
            told = chance.choice(("", "", "books", "broker"))
            if told:
                row["lots_told"] = told

    def choose(self) -> None:
        """Choose how coins were pooled, what is no coin, and which allocations were made."""
        chance = self.chance
        chosen = self.household._replace(
            before_2025="account" if chance.random() < 0.15 else "universal",
            self_custody_pool="one" if chance.random() < 0.25 else "per-wallet",
            classes={chance.choice(list(self.styles)): "security"} if chance.random() < 0.3 else {},
        )
        made: list[Row] = []
        for asset in self.styles:
            if chance.random() < 0.7:
                kind = chance.choice(("global", "specific-unit", "specific-unit"))
                finished = chance.choice(COMPLETED) if kind == "global" else self.completed(asset)
                days = {"described": chance.choice(DESCRIBED), "completed": finished}
                made.append({"asset": asset, "kind": kind, "rule": chance.choice(RULES), **days})
        chosen = chosen._replace(allocations=made)
        placings = {
            each["asset"]: self.placed_by_hand(chosen, each["asset"])
            for each in made
            if each["rule"] == "file"
        }
        self.household = chosen._replace(placings=placings)
        for place in self.places:
            settings = self.accounts[place]
            settings["venue_lots"] = chance.choice(OFFERED)
            if settings["lots"] == "fifo" and chance.random() < 0.5:
                del settings["lots"]  # what holds without an order that anybody recorded

    def completed(self, asset: str) -> str:
        """Choose the day an allocation was complete: often that of the first sale, or near it."""
        chance = self.chance
        later = [
            row
            for row in self.rows
            if row["time"] >= "2025-01-02"
            and gives_up(row, asset)
            and self.accounts[row["account"]]["owner"] == "self"
            and self.accounts[row["account"]]["treatment"] == "taxable"
        ]
        if not later or chance.random() < 0.15:
            return chance.choice(COMPLETED)
        row = min(later, key=self.moment_of)
        day = self.moment_of(row).astimezone(ZoneInfo(self.accounts[row["account"]]["time_zone"]))
        return (day.date() + timedelta(days=chance.choice((-1, 0, 0, 1)))).isoformat()

    def placed_by_hand(self, chosen: Household, asset: str) -> list[tuple[str, str, str]]:
        """Write a list that places what there is at the end of the pools, by chance."""
        rows: list[tuple[str, str, str]] = []
        matcher = PooledMatcher(self.accounts, None, chosen, self.rows)
        early = [row for row in self.rows if self.moment_of(row) < matcher.boundary]
        matcher.walk(early)
        for owner in ("self", "spouse", "joint"):
            units: dict[str, Fraction] = defaultdict(Fraction)
            for piece in matcher.lined_up_in(f"universal:{owner}", asset):
                units[piece.root] += piece.left
            own = matcher.own_units(owner, asset)
            room = {account: sum(held.values(), NOTHING) for account, held in own.items()}
            lots = list(units)
            while any(units.values()) and any(room.values()):
                account = self.chance.choice([name for name in room if room[name]])
                lot = self.chance.choice([name for name in lots if units[name]])
                most = min(units[lot], room[account])
                part = most if self.chance.random() < 0.5 else most / 2
                part = Fraction(max(1, int(part * COIN)), COIN)
                units[lot] -= part
                room[account] -= part
                rows.append((account, lot, coins(int(part * COIN))))
        return rows

    def moment_of(self, row: Row) -> datetime:
        return instant(row["time"], self.accounts.get(row["account"], {}).get("time_zone", "UTC"))


POOLED_KINDS = {**KINDS, "buy": 26, "sell": 22, "transfer": 14, "deposit": 6}


def pooled_life(seed: int | str) -> Life:
    """Tell the life of a seed around the end of universal pools."""
    chance = dice(f"pooled {seed}")
    return PooledTeller(chance, POOLED_KINDS).tell(chance.randint(8, 32))
