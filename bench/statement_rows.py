"""A long Binance statement: trades of up to three fills a second, three rows each; rewards."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

HEADER = "User_ID,UTC_Time,Account,Operation,Coin,Change,Remark\n"
_BEGIN = datetime(2019, 1, 1, tzinfo=UTC)


def statement(rows: int, seed: int = 1) -> Iterator[str]:
    """Give the lines of a statement of at least so many rows."""
    chance = random.Random(seed)
    time, made = _BEGIN, 0
    yield HEADER
    while made < rows:
        time += timedelta(seconds=chance.randint(2, 900))
        at = f"{time:%Y-%m-%d %H:%M:%S}"
        if not chance.randrange(4):
            change = f"{chance.uniform(0.00001, 0.01):.8f}"
            yield f"1,{at},Earn,Simple Earn Flexible Interest,ETH,{change},\n"
            made += 1
            continue
        coin = chance.choice(("BTC", "ETH", "SOL", "ADA"))
        size, paid = f"{chance.uniform(0.001, 2):.8f}", f"{chance.uniform(10, 5000):.8f}"
        for _ in range(chance.choice((1, 1, 2, 3))):
            yield f"1,{at},Spot,Buy,{coin},{size},\n"
            yield f"1,{at},Spot,Buy,USDT,-{paid},\n"
            yield f"1,{at},Spot,Fee,BNB,-0.0001,\n"
            made += 3
