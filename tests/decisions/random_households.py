"""Random households with several things to mend at once, and what may be said of each problem."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from random import Random
from typing import Final

from decisions.households import Household, row
from harvestry.events.choices import choices_of
from harvestry.events.kind import INCOME
from harvestry.units.problems import Problem

HIGHEST: Final = {"BTC": 90_000, "ETH": 4_000}
FIRST: Final = date(2023, 1, 2)
LAST: Final = date(2026, 12, 20)
YEARS: Final = (2024, 2025, 2026)
ACCOUNTS: Final = ("a", "b", "spouse", "ira")
_POSITIONS: Final = {
    "income_as_purchase": ("no", "pay", "yes"),
    "same_order": ("exempt", "counts"),
    "sold_before_loss": ("skip", "counts"),
    "spouse_purchase": ("deferred", "lost"),
    "transfer_fee": ("disposal", "basis"),
}
_LEDGER: Final = (
    '"txid","refid","time","type","subtype","aclass","asset","amount","fee","balance"\n'
)
STATUSES: Final = ("single", "mfj", "mfs")


def household_of(seed: int) -> Household:
    """Give a household by its seed: few rows, three or four of them with something to mend."""
    return _Life(Random(seed)).household()  # noqa: S311  # a seed, no secret


class _Life:
    def __init__(self, random: Random) -> None:
        self._random = random
        self._rows: list[str] = []
        self._bought: list[tuple[str, str, date]] = []
        self._closes: list[str] = []
        self._kraken = ""

    def household(self) -> Household:
        status = self._random.choice(STATUSES)
        for asset, price in HIGHEST.items():
            self._add(FIRST, "z", "buy", asset, "0.1", usd=str(price // 10))
        if self._random.random() < 0.6:
            for asset, price in HIGHEST.items():
                account, usd = self._random.choice("ab"), str(price * 4)
                self._add(FIRST, account, "buy", asset, "12", usd=usd)
        for _ in range(self._random.randint(2, 5)):
            self._buy()
        for _ in range(self._random.randint(1, 4)):
            self._sell()
        for _ in range(self._random.randint(1, 4)):
            self._random.choice(_TROUBLES)(self)
        files: dict[str, tuple[str, ...] | str] = {"h.csv": tuple(self._rows)}
        if self._kraken:
            files["kraken.csv"] = self._kraken
        return Household(
            files,
            accounts=self._accounts(),
            prices="date,asset,close_usd\n" + "".join(self._prices()),
            profile=self._profile(status),
        )

    def _accounts(self) -> str:
        text = '[account.ira]\ntreatment = "traditional-ira"\n[account.spouse]\nowner = "spouse"\n'
        for name in "ab":
            order = self._random.choice(("fifo", "lifo", "hifo", "specific"))
            since = self._random.choice(("2022-01-01", "2025-03-01"))
            text += f'[account.{name}]\nlots = "{order}"\nlots_from = {since}\n'
            text += self._random.choice(("", "", 'owner = "joint"\n', 'kind = "exchange"\n'))
        pool = self._random.choice(("universal", "account"))
        return f'{text}[pools]\nbefore_2025 = "{pool}"\n'

    def _profile(self, status: str) -> str:
        random = self._random
        text = 'time_zone = "America/New_York"\n'
        if random.random() < 0.4:
            text += '[positions]\nwash_filed = "apply"\n'
            for name, choices in _POSITIONS.items():
                text += f'{name} = "{random.choice(choices)}"\n'
        first = random.choice((2024, 2024, 2025))
        for year in range(first, 2027):
            wages = random.choice((0, 30_000, 150_000, 700_000))
            text += f'[year.{year}]\nfiling_status = "{status}"\nwages = "{wages}"\n'
            if year == first and (first > 2024 or random.random() < 0.4):
                for term in ("short", "long"):
                    text += f'carryover_{term} = "{random.choice((0, 2_000, 40_000))}"\n'
        return text

    def _prices(self) -> Iterator[str]:
        yield from self._closes
        for _ in range(self._random.randint(0, 3)):
            asset = self._random.choice(("BTC", "ETH"))
            price = HIGHEST[asset] * self._random.randint(20, 100) // 100
            yield f"{self._day()},{asset},{price}\n"

    def _day(self) -> date:
        return FIRST + timedelta(self._random.randint(1, (LAST - FIRST).days))

    def _size(self) -> str:
        return str(self._random.randint(1, 20) / 10)

    def _worth(self, asset: str, size: str) -> str:
        price = HIGHEST[asset] * self._random.randint(5, 100) // 100
        return str(round(price * float(size)))

    def _add(self, day: date, account: str, kind: str, asset: str, size: str, **more: str) -> None:
        hour = self._random.randint(0, 23)
        id_ = f"r{len(self._rows)}"
        self._rows.append(
            row(f"{day}T{hour:02}:30:00Z", account, kind, asset, size, id=id_, **more)
        )

    def _buy(self) -> None:
        asset, size = self._random.choice(("BTC", "BTC", "ETH")), self._size()
        account = self._random.choice(("a", "a", "a", "b", "spouse", "ira"))
        day = min(self._day(), self._day())
        self._add(day, account, "buy", asset, size, usd=self._worth(asset, size))
        self._bought.append((account, asset, day))

    def _sold(self, **more: str) -> None:
        """Sell some of what was bought, mostly later, sometimes within the month."""
        random = self._random
        account, asset, bought = random.choice(self._bought)
        day = random.choice((self._day(), bought + timedelta(random.randint(0, 30))))
        day = max(day, bought) if random.random() < 0.9 else day
        size = self._size()
        self._add(day, account, "sell", asset, size, usd=self._worth(asset, size), **more)

    def _sell(self) -> None:
        self._sold()

    def _half(self, kind: str) -> None:
        account = self._random.choice(ACCOUNTS)
        asset, size = self._random.choice(("BTC", "BTC", "ETH")), self._size()
        day = self._day()
        self._add(day, account, kind, asset, size)
        if kind == "deposit":
            self._bought.append((account, asset, day))
            self._sell()

    def came(self) -> None:
        self._half("deposit")

    def left(self) -> None:
        self._half("withdrawal")

    def moved(self) -> None:
        """Add both halves of a move that is joined, doubtful, or misses by little."""
        out, into = self._random.sample(ACCOUNTS, 2)
        day, size = self._day(), self._random.randint(1, 20)
        late = self._random.choice((0, 1, 2, 5, 20))
        less = self._random.choice((0, 0, 0, 0.001, 0.03))
        self._add(day, out, "withdrawal", "BTC", str(size / 10))
        arrived = str(round(size / 10 * (1 - less), 6))
        self._add(day + timedelta(late), into, "deposit", "BTC", arrived)
        if self._random.random() < 0.5:
            third = self._random.choice([each for each in ACCOUNTS if each not in (out, into)])
            self._add(day + timedelta(late), third, "deposit", "BTC", arrived)

    def unvalued(self) -> None:
        """Add a row that states no dollars."""
        kind = self._random.choice(
            ("income:staking", "income:services", "income:mining", "buy", "sell", "spend", "trade")
        )
        asset, size = self._random.choice(("BTC", "ETH")), self._size()
        got = {}
        if kind == "trade":
            asset, got = "BTC", {"got_asset": "ETH", "got_quantity": self._size()}
        account, day = self._random.choice("ab"), self._day()
        self._add(day, account, kind, asset, size, **got)
        self._bought.append((account, got.get("got_asset", asset), day))
        self._sell()

    def fee(self) -> None:
        other = self._random.choice(("ETH", "SOL"))
        self._sold(fee_asset=other, fee_quantity="0.05")

    def given(self) -> None:
        """Take a gift with the donor's records or without, its value then known or not."""
        asset, size, day = self._random.choice(("BTC", "ETH")), self._size(), self._day()
        account, told = self._random.choice("ab"), {}
        if self._random.random() < 0.6:
            told = {"usd": self._worth(asset, size), "acquired": "2021-04-05T00:00:00Z"}
        if self._random.random() < 0.5:
            self._doubt(asset, day)
        self._add(day, account, "gift-in", asset, size, **told)
        self._bought.append((account, asset, day))
        self._sell()

    def too_much(self) -> None:
        asset, size = self._random.choice(("BTC", "ETH")), str(self._random.randint(5, 60) / 10)
        account = self._random.choice(ACCOUNTS)
        self._add(self._day(), account, "sell", asset, size, usd=self._worth(asset, size))

    def late(self) -> None:
        self._sold(lots="r2:0.1", lots_at=f"{LAST}T00:00:00Z")

    def _doubt(self, asset: str, day: date) -> None:
        usual = HIGHEST[asset] * self._random.randint(20, 60) // 100
        off = self._random.choice((usual // 50, usual * 2 // 9))
        for days, price in ((-1, usual), (0, off), (1, usual)):
            self._closes.append(f"{day + timedelta(days)},{asset},{price}\n")

    def doubted(self) -> None:
        """Add rows without dollars on a day whose price is far off the days around it."""
        asset, day = self._random.choice(("BTC", "ETH")), self._day()
        self._doubt(asset, day)
        for _ in range(self._random.randint(1, 2)):
            kind = self._random.choice(("income:staking", "buy", "buy", "sell", "spend"))
            account = self._random.choice("ab")
            self._add(day, account, kind, asset, self._size())
            self._bought.append((account, asset, day))
        self._sell()

    def told_twice(self) -> None:
        """Add an exchange's own ledger, which tells a row again or a balance the rows do not."""
        day, size = self._day(), self._random.randint(2, 20) / 10
        cost = self._worth("BTC", str(size))
        more = self._random.choice((0, 0, 0.7))
        moment = f"{day} 10:00:00"
        self._kraken = (
            f'{_LEDGER}"L1","R1","{moment}","trade","","currency","XXBT","{size}","0",'
            f'"{size + more:.1f}"\n"L2","R1","{moment}","trade","","currency","ZUSD","-{cost}",'
            '"0","0"\n'
        )
        if self._random.random() < 0.7:
            when = f"{day}T10:00:00Z"
            self._rows.append(row(when, "kraken", "buy", "BTC", str(size), id="k1", usd=cost))
        self._bought.append(("kraken", "BTC", day))
        self._sell()

    def nonsense(self) -> None:
        self._add(self._day(), "a", "frobnicate", "BTC", self._size())


_TROUBLES: Final = (
    *(_Life.came, _Life.came, _Life.left, _Life.moved, _Life.moved, _Life.unvalued),
    *(_Life.unvalued, _Life.fee, _Life.given, _Life.too_much, _Life.late, _Life.nonsense),
    *(_Life.doubted, _Life.told_twice),
)


def fixes_of(problem: Problem, random: Random, halves: list[str]) -> Iterator[tuple[str, str]]:
    """Give every choice of a problem, each with a random value or a few."""
    for choice in choices_of(problem.code):
        find = _VALUES.get(choice.name)
        if find is None or not choice.form:
            yield choice.name, ""
        else:
            for value in find(problem, random, halves):
                yield choice.name, value


def _dollars(random: Random, most: int) -> str:
    return str(random.choice((0, 1, most, random.randint(0, max(most, 1)))))


def _cost(problem: Problem, random: Random, _: list[str]) -> Iterator[str]:
    for most in (20_000, 300_000):
        cost = _dollars(random, most)
        yield cost
        yield f"{cost}@{_earlier(random)}"


def _earlier(random: Random) -> date:
    return date(2022, 6, 1) + timedelta(random.randint(0, 1_600))


def _gift(problem: Problem, random: Random, _: list[str]) -> Iterator[str]:
    yield f"{_dollars(random, 200_000)}@{_earlier(random)}"


def _income(problem: Problem, random: Random, _: list[str]) -> Iterator[str]:
    for kind in random.sample(sorted(INCOME), 3):
        yield f"{kind.value.partition(':')[2]}={_dollars(random, 60_000)}"


def _own(problem: Problem, random: Random, _: list[str]) -> Iterator[str]:
    yield from (*ACCOUNTS, "z", "nowhere")


def _pair(problem: Problem, random: Random, halves: list[str]) -> Iterator[str]:
    yield from halves


def _sold(problem: Problem, random: Random, _: list[str]) -> Iterator[str]:
    yield ""
    yield from (_dollars(random, most) for most in (3_000, 60_000, 180_000))


def _value(problem: Problem, random: Random, _: list[str]) -> Iterator[str]:
    yield from (_dollars(random, most) for most in (100, 3_000, 60_000, 180_000))


def _price(problem: Problem, random: Random, _: list[str]) -> Iterator[str]:
    yield from (str(random.randint(1, most)) for most in (4_000, 90_000))


def _held(problem: Problem, random: Random, _: list[str]) -> Iterator[str]:
    for more in (0, 0.5, 4, 20):
        units = (problem.units or 0) / 10**30 + more
        day = random.choice(("", f"@{_earlier(random)}"))
        yield f"{units:.9f}={_dollars(random, 300_000)}{day}"


_VALUES: Final[Mapping[str, Callable[[Problem, Random, list[str]], Iterator[str]]]] = {
    "bought": _cost,
    "opening": _cost,
    "gift": _gift,
    "income": _income,
    "own": _own,
    "pair": _pair,
    "sold": _sold,
    "spent": _sold,
    "value": _value,
    "price": _price,
    "held": _held,
    "ignore": lambda *_: iter(("dust",)),
}
