"""Random short sales: the step of IRC 1091(e) and the naive reading agree on every closed part."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from oracle.naive_shorts import ShortReading
from oracle.naive_wash_words import Setting
from planted.fault import Fault
from planted.short_faults import SHORT_FAULTS
from properties.amounts import DOLLAR, coins, dollars
from properties.comparing import units
from properties.lives import FULL_SIZE, dice
from properties.rows import Row
from properties.wash_engine import WashEngine, the_wash_engine, wash_engine_with
from properties.wash_lives import CHOICES, HOLDERS, WashLife

SEEDS = range(4000 if FULL_SIZE else 400)
ENOUGH = 400
ASSETS: dict[str, Row] = {
    "SHARE": {"class": "security"},
    "CALL": {"class": "option", "group": "SHARE", "multiplier": "3"},
    "PUT": {"class": "option", "group": "SHARE", "right": "put", "multiplier": "3"},
    "UNIT": {"class": "security", "group": "SHARE", "multiplier": "3"},
    "BTC": {"class": "coin"},
}
BEARING = (
    "older_lot",
    "retirement_plans",
    "same_day_losses",
    "same_order",
    "sold_before_loss",
    "spouse_purchase",
)
"""The positions that bear on short sales."""


def short_life(seed: int) -> WashLife:
    """Tell of sales and short sales close to each other, in few accounts."""
    chance = dice(f"short {seed}")
    places = chance.sample(list(HOLDERS), chance.choice((1, 1, 2, 3)))
    zone = chance.choice(("UTC", "America/New_York", "Asia/Tokyo"))
    assets = chance.choice(
        (
            ["SHARE"],
            ["SHARE", "SHARE", "UNIT"],
            ["SHARE", "CALL"],
            ["SHARE", "SHARE", "PUT"],
            ["SHARE", "BTC"],
        )
    )
    now = datetime(2025, chance.randint(1, 12), 1, tzinfo=UTC)
    rows: list[Row] = []
    for n in range(chance.randint(3, 16)):
        now += timedelta(seconds=chance.choice((0, 0, 1, 3600, 86400, 10 * 86400, 29 * 86400)))
        now += timedelta(hours=chance.choice((0, 0, 0, 5, 13)))
        kind = chance.choices(("short", "cover", "sell", "buy"), (5, 5, 2, 1))[0]
        units = chance.choice((chance.randint(1, 9) * 10**30, chance.randint(1, 10**31)))
        price = chance.randint(50, 150) * DOLLAR
        row = {
            "time": now.isoformat(),
            "account": chance.choice(places),
            "kind": kind,
            "asset": chance.choice(assets),
            "quantity": coins(units),
            "id": f"r{n}",
            "usd": "" if chance.random() < 0.03 else dollars(units * price // 10**30),
        }
        if kind == "short" and chance.random() < 0.3:
            row["order"] = chance.choice(("o1", "o2"))
        rows.append(row)
    accounts = {place: {"time_zone": zone, **HOLDERS[place]} for place in places}
    positions = {name: chance.choice(CHOICES[name]) for name in BEARING if chance.random() < 0.4}
    regime = chance.choice(("apply", "current-law"))
    return WashLife(rows, accounts, ASSETS, regime, zone, positions)


def read(lived: WashLife) -> dict[tuple[str, str], list[Any]]:
    """Give by cover and short sale its cost, what is disallowed of it and what is lost."""
    setting = Setting(lived.regime, lived.assets, lived.positions, lived.zone)
    return {
        (each.row["id"], each.short["id"]): [
            units(each.basis, DOLLAR),
            units(each.disallowed, DOLLAR),
            units(each.lost, DOLLAR),
        ]
        for each in ShortReading(lived.rows, lived.accounts, setting).read()
    }


def worked_out(engine: WashEngine, lived: WashLife) -> dict[tuple[str, str], list[Any]]:
    accounts = engine.accounts(lived.accounts)
    books = engine.books(engine.folded(lived))
    step = engine.modules["ledger.review.short_losses"]
    rules = engine.wash_rules(lived, accounts).wash
    books = step.with_short_losses(books, engine.happened(lived, accounts), rules, accounts.named)
    lost: dict[int, int] = {}
    for wash in books.washes:
        if wash.outcome.value == "lost":
            lost[wash.match] = lost.get(wash.match, 0) + wash.amount
    return {
        (match.disposal, match.lot): [match.basis, match.disallowed, lost.get(place, 0)]
        for place, match in enumerate(books.matches)
        if match.event.kind.value == "cover"
    }


def differing(engine: WashEngine) -> Iterator[tuple[int, WashLife]]:
    for seed in SEEDS:
        lived = short_life(seed)
        if worked_out(engine, lived) != read(lived):
            yield seed, lived


def test_the_step_and_the_naive_reading_agree() -> None:
    for seed, lived in differing(the_wash_engine()):
        theirs, ours = read(lived), worked_out(the_wash_engine(), lived)
        pytest.fail(f"short seed {seed}: {lived}\n  step  {ours}\n  naive {theirs}", pytrace=False)


def test_what_is_deferred_is_the_rise_of_cost_or_waits_for_the_closing() -> None:
    """Closed parts cost at most as much more as was deferred; the rest waits for the closing."""
    engine, deferred_at_all = the_wash_engine(), 0
    for seed in SEEDS:
        lived = short_life(seed)
        found = worked_out(engine, lived)
        deferred = sum(disallowed - lost for _, disallowed, lost in found.values())
        plain = {key: cost[0] for key, cost in worked_out(engine, as_coins(lived)).items()}
        risen = sum(cost[0] - plain[key] for key, cost in found.items() if cost[0] is not None)
        assert 0 <= risen <= deferred, seed
        deferred_at_all += deferred > 0
    assert deferred_at_all > len(SEEDS) // 10


def as_coins(lived: WashLife) -> WashLife:
    """Give the same life of coins under the law of today, of which nothing is washed."""
    coins = {symbol: {"class": "coin"} for symbol in lived.assets}
    return lived._replace(assets=coins, regime="current-law")


@pytest.mark.parametrize("fault", SHORT_FAULTS, ids=[fault.name for fault in SHORT_FAULTS])
def test_a_planted_fault_is_caught(fault: Fault) -> None:
    engine = wash_engine_with(fault.changes)
    assert any(is_wrong(engine, short_life(seed)) for seed in SEEDS)


def is_wrong(engine: WashEngine, lived: WashLife) -> bool:
    try:
        return worked_out(engine, lived) != read(lived)
    except AssertionError:  # the step's own check
        return True
