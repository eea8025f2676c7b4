"""Lives and households as journals, and what beancount itself makes of them."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from beancount import loader
from beancount.core.data import Transaction

from harvestry.events.taxpayer import Profile
from harvestry.ledger.books import Books, books_of
from harvestry.reports.journals.chronicle import entries_of
from harvestry.reports.journals.posting import Entry
from harvestry.tax.whose_return import Returns
from harvestry.units.days import zone
from properties.engine import the_engine
from properties.lives import life
from properties.pooled_lives import pooled_life
from properties.wash_engine import the_wash_engine
from properties.wash_lives import wash_life


def plain_life(seed: int) -> tuple[tuple[Entry, ...], Books]:
    engine, lived = the_engine(), life(seed)
    accounts = engine.accounts(lived.accounts)
    events = engine.in_order(engine.events(lived.rows, accounts))
    return told(engine, events, engine.rules(accounts), "UTC")


def life_in_pools(seed: int) -> tuple[tuple[Entry, ...], Books]:
    engine, lived = the_engine(), pooled_life(seed)
    accounts = engine.accounts(lived.accounts)
    events = engine.in_order(engine.events(lived.rows, accounts))
    rules = engine.rules(accounts, None, lived.household, events)
    assert lived.household is not None
    return told(engine, events, rules, lived.household.time_zone)


def washed_life(seed: int) -> tuple[tuple[Entry, ...], Books]:
    engine, lived = the_wash_engine(), wash_life(seed)
    accounts = engine.accounts(lived.accounts)
    events = engine.in_order(engine.events(lived.rows, accounts))
    return told(engine, events, engine.wash_rules(lived, accounts), lived.zone)


def told(engine: Any, events: Any, rules: Any, calendar: str) -> tuple[tuple[Entry, ...], Books]:
    books = books_of(engine.fold(engine.empty, events, rules))
    returns = Returns(rules.accounts, Profile())
    return tuple(entries_of(books, events, rules, returns, zone(calendar))), books


def transactions(journal: str) -> Iterator[Transaction]:
    """Read a journal with beancount, which must find nothing wrong with it."""
    entries, errors, _ = loader.load_string(journal)
    assert not errors, "\n".join(f"{each.source}: {each.message}" for each in errors[:3])
    return (each for each in entries if isinstance(each, Transaction))


def sums(journal: str, top: str) -> dict[tuple[str, str], Decimal]:
    """Give what stands in each account below `top`, by account and commodity."""
    found: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for each in transactions(journal):
        for posting in each.postings:
            if posting.account.startswith(top):
                found[posting.account, posting.units.currency] += posting.units.number
    return {key: number for key, number in found.items() if number}
